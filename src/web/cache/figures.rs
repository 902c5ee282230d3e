//! What the cache of pages has done since the process began.

use super::Pages;
use std::sync::atomic::{AtomicU64, Ordering};

/// A number that only grows.
#[derive(Default)]
pub struct Count(AtomicU64);

/// What is counted.
#[derive(Default)]
pub struct Counts {
    pub hits: Count,
    pub asked_after: Count,
    pub made: Count,
    pub parts: Count,
    pub not_modified: Count,
    pub notices: Count,
    pub losses: Count,
}

/// What the cache of pages has done since the process began, and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Pages that were sent at once.
    pub hits: u64,
    /// Pages that were asked after and were current.
    pub asked_after: u64,
    /// Pages that had to be made.
    pub made: u64,
    /// Lists of comments that had to be made for members' pages.
    pub lists_made: u64,
    /// Answers that said that the browser has the page already.
    pub not_modified: u64,
    /// How often another process said that something changed.
    pub notices: u64,
    /// How often the connection was lost on which they say so.
    pub losses: u64,
    /// Whether there is such a connection now.
    pub listening: bool,
    /// How many pages are kept; one in two codings counts twice.
    pub pages: u64,
    /// How many lists of comments are kept for members' pages.
    pub lists: u64,
    /// How many bytes they take.
    pub bytes: u64,
    /// How many they may take.
    pub most: u64,
}

impl Count {
    /// One more.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How many.
    pub fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Pages {
    /// What the cache has done since the process began, and what it holds.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let kept = self.kept.as_ref().map_or((0, 0), |kept| (kept.len(), kept.weight()));
        let parts = self.parts.as_ref().map_or((0, 0), |parts| (parts.len(), parts.weight()));
        Figures {
            hits: self.counts.hits.read(),
            asked_after: self.counts.asked_after.read(),
            made: self.counts.made.read(),
            lists_made: self.counts.parts.read(),
            not_modified: self.counts.not_modified.read(),
            notices: self.counts.notices.read(),
            losses: self.counts.losses.read(),
            listening: self.is_listening(),
            pages: u64::try_from(kept.0).unwrap_or(u64::MAX),
            lists: u64::try_from(parts.0).unwrap_or(u64::MAX),
            bytes: kept.1 + parts.1,
            most: self.most,
        }
    }
}
