//! What the rules met, and how often each of them was right.
//!
//! A hit is written in the transaction that stores its text ([`record_hits`]); its outcome follows the text's state
//! ([`settle_hits`]).

mod store;

pub use store::{HitRow, Met, hits, how_right, met_lately, record_hits, settle_hits};

use crate::db::WordListId;

/// Hits are counted for so many days.
pub const DAYS: i64 = 90;

/// How often a rule was right, of what it held and a moderator decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HowRight {
    /// The rule.
    pub rule: String,
    /// The list, for watched words.
    pub list: Option<WordListId>,
    /// So many texts that it held were approved.
    pub approved: i64,
    /// And so many rejected.
    pub rejected: i64,
}

impl HowRight {
    /// How many were decided.
    #[must_use]
    pub fn decided(&self) -> i64 {
        self.approved + self.rejected
    }

    /// In how many of a hundred a moderator agreed with the rule; nothing before anything was decided.
    #[must_use]
    pub fn percent(&self) -> Option<i64> {
        (self.rejected * 100 + self.decided() / 2).checked_div(self.decided())
    }
}
