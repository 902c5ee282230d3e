//! What the rules met, and how often each of them was right.
//!
//! A hit is written in the transaction that stores its text ([`record_hits`]); its outcome follows the text's state
//! ([`settle_hits`]).

mod store;

pub use store::{HitRow, Met, hits, how_right, met_lately, record_hits, settle_hits};

use crate::db::WordListId;

/// From so many decisions on it is said in how many of a hundred a rule was right; below, the counts alone.
pub const ENOUGH: i64 = 10;

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

    /// How often it was right, in words; in how many of a hundred only once that is more than chance.
    #[must_use]
    pub fn said(&self) -> Option<String> {
        match (self.decided(), self.percent()) {
            (_, None) => None,
            (decided, Some(percent)) if decided >= ENOUGH => {
                Some(format!("right in {percent} % of {decided}"))
            }
            (decided, _) => Some(format!("right in {} of {decided}", self.rejected)),
        }
    }

    /// In how many of a hundred a moderator agreed with the rule; nothing before anything was decided.
    #[must_use]
    pub fn percent(&self) -> Option<i64> {
        (self.rejected * 100 + self.decided() / 2).checked_div(self.decided())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_from_ten_decisions_on() {
        let said =
            |approved, rejected| HowRight { rule: "links".to_owned(), list: None, approved, rejected }.said();
        assert_eq!(said(0, 0), None);
        assert_eq!(said(0, 1).unwrap(), "right in 1 of 1");
        assert_eq!(said(3, 6).unwrap(), "right in 6 of 9");
        assert_eq!(said(4, 6).unwrap(), "right in 60 % of 10");
    }
}
