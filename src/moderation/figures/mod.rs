//! Figures of the queue: how much waits, how long it takes, how it ends.

pub mod report;
mod store;

use crate::db::{ArticleId, Conn, Timestamp};
use time::Duration;

/// What waits.
#[derive(Clone, Debug, Default)]
pub struct Backlog {
    /// How many cases wait; [`MOST_COUNTED`] stands for that and more.
    pub waiting: i64,
    /// How long the oldest waits.
    pub longest: Option<Duration>,
}

/// Of what waits, no more are counted, so that counting costs the same however many wait.
pub const MOST_COUNTED: i64 = 500;

/// How quickly the queue is worked off, and how it ends.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// The median from being held to being decided, in the last 7 days.
    pub median: Option<Duration>,
    /// How many of 100 held texts were approved, in the last 30 days.
    pub approved_percent: Option<i64>,
    /// How many of 1,000 decisions were taken back, in the last 30 days.
    pub overturned_permille: Option<i64>,
    /// Opened and decided on each of the last 14 days, oldest first.
    pub days: Vec<(i64, i64)>,
}

/// What waits now, of which so many were counted.
///
/// # Errors
/// When the database refuses.
pub async fn backlog(db: &Conn, waiting: i64, now: Timestamp) -> diesel::QueryResult<Backlog> {
    let longest = store::oldest(db).await?.map(|oldest| now - oldest);
    Ok(Backlog { waiting, longest })
}

/// The pace of the last days, counted now: it takes the longer the more is decided.
///
/// # Errors
/// When the database refuses.
pub async fn pace(db: &Conn, now: Timestamp) -> diesel::QueryResult<Pace> {
    let (row, days) = tokio::try_join!(store::pace_row(db, now), store::days(db, now))?;
    let share = |part: i64, whole: i64, of: i64| (whole > 0).then(|| (part * of + whole / 2) / whole);
    Ok(Pace {
        median: row.median_seconds.map(|seconds| Duration::seconds_f64(seconds.max(0.0))),
        approved_percent: share(row.approved, row.decided, 100),
        overturned_permille: share(row.overturned, row.all_decisions, 1000),
        days,
    })
}

/// How long a held text usually waits, if that is known; asked for a thread and the holder of the session with this
/// hash, and not counted at all when nothing of theirs waits there.
///
/// # Errors
/// When the database refuses.
pub async fn usual_wait(
    db: &Conn,
    thread: ArticleId,
    session: &[u8; 32],
    now: Timestamp,
) -> diesel::QueryResult<Option<Duration>> {
    let seconds = store::median_of_who_waits(db, thread, session, now).await?;
    Ok(seconds.map(|seconds| Duration::seconds_f64(seconds.max(0.0))))
}

/// How long what was decided in the last 7 days had waited, half of it less long; nothing if nothing was.
///
/// # Errors
/// When the database refuses.
pub async fn median(db: &Conn, now: Timestamp) -> diesel::QueryResult<Option<Duration>> {
    let seconds = store::median_lately(db, now).await?;
    Ok(seconds.map(|seconds| Duration::seconds_f64(seconds.max(0.0))))
}

impl Pace {
    /// The points of a line in a picture 220 wide and 44 high: opened, or decided, a day.
    #[must_use]
    pub fn line(&self, decided: bool) -> String {
        let of = |day: &(i64, i64)| if decided { day.1 } else { day.0 };
        let most = self.days.iter().map(|(opened, done)| *opened.max(done)).max().unwrap_or(0).max(1);
        let steps = i64::try_from(self.days.len()).unwrap_or(1).max(2) - 1;
        let point = |(index, day): (i64, &(i64, i64))| {
            format!("{},{}", index * 220 / steps, 40 - of(day) * 36 / most)
        };
        (0..).zip(&self.days).map(point).collect::<Vec<_>>().join(" ")
    }

    /// The share of decisions taken back, as a percentage with one digit.
    #[must_use]
    pub fn overturned(&self) -> Option<String> {
        self.overturned_permille.map(|permille| format!("{}.{} %", permille / 10, permille % 10))
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    #[test]
    fn the_picture_spans_its_box() {
        let pace = Pace { days: vec![(0, 0), (4, 2), (2, 4)], ..Pace::default() };
        assert_eq!(pace.line(false), "0,40 110,4 220,22");
        assert_eq!(pace.line(true), "0,40 110,22 220,4");
    }
}
