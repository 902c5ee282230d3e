//! How the queue stands, as moderators are told who have it before them.

use crate::db::Timestamp;
use std::fmt;

/// How many cases wait, and since when the newest of them do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// How many wait, as far as that is counted.
    pub waiting: i64,
    /// Since when the newest wait, the newest first; [`News::MOST`] of them.
    pub newest: Vec<Timestamp>,
}

impl News {
    /// So many of the newest cases are told apart.
    pub const MOST: i64 = 20;

    /// Since when the newest case waits, in microseconds: a page that knows this one knows of all.
    #[must_use]
    pub fn latest(&self) -> i64 {
        self.newest.first().copied().map(micros).unwrap_or_default()
    }
}

/// As JSON, for a page that has the queue before it.
impl fmt::Display for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let newest: Vec<i64> = self.newest.iter().copied().map(micros).collect();
        serde_json::json!({ "waiting": self.waiting, "newest": newest }).fmt(f)
    }
}

/// As the database keeps it.
fn micros(at: Timestamp) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_page_reads_how_the_queue_stands() {
        let newest = vec![datetime!(2026-11-24 10:00:00.000002 UTC), datetime!(2026-11-24 9:00 UTC)];
        let news = News { waiting: 12, newest };
        assert_eq!(news.to_string(), r#"{"newest":[1795514400000002,1795510800000000],"waiting":12}"#);
        assert_eq!(news.latest(), 1_795_514_400_000_002);
        assert_eq!(News::default().to_string(), r#"{"newest":[],"waiting":0}"#);
        assert_eq!(News::default().latest(), 0);
    }
}
