//! The time of day, as an argument: verbs are given a moment, and a test moves the clock by hand.

use crate::db::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time; a shifted clock runs ahead of the machine's.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// The moment it is, to the microsecond that Postgres keeps.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = Timestamp::now_utc() + time::Duration::seconds(self.0.load(Ordering::Relaxed));
        now.replace_nanosecond(now.microsecond() * 1000).unwrap_or(now)
    }

    /// Moves the clock ahead.
    pub fn advance(&self, by: time::Duration) {
        self.0.fetch_add(by.whole_seconds(), Ordering::Relaxed);
    }
}
