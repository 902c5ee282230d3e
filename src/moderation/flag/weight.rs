//! How much the flags of a member weigh: as much as they were right.

use super::store;
use crate::db::{AccountId, Conn};
use diesel::QueryResult;

/// How often somebody pointed at comments, and what moderators said of it: of the latest [`LOOKED_AT`] flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The comment was taken away.
    pub right: i64,
    /// The comment was left.
    pub wrong: i64,
    /// Nothing was decided yet.
    pub undecided: i64,
}

/// So many flags of a member are looked at, the latest.
pub(super) const LOOKED_AT: i64 = 100;

/// What one flag of somebody weighs of whom nothing is known, in tenths.
const ONE: i64 = 10;

/// Of whom fewer flags were decided, the flags do not weigh less than [`FLOOR`]: everybody begins somewhere.
const NEWCOMER: i64 = 5;

/// The least that a newcomer's flag weighs, in tenths.
const FLOOR: i64 = 5;

/// How often somebody was right with their flags.
///
/// # Errors
/// When the database refuses.
pub async fn record_of(db: &Conn, account: AccountId) -> QueryResult<Record> {
    store::record_of(db, account).await
}

impl Record {
    /// What a flag of theirs weighs, in tenths of a flag: 10 at first, towards 20 for who is always right, towards 0
    /// for who never is.
    #[must_use]
    pub fn weight(self) -> i64 {
        let decided = self.right + self.wrong;
        // As if two of four had been right before the first: one decision more does not turn everything round.
        let weight = 2 * ONE * (self.right + 2) / (decided + 4);
        if decided < NEWCOMER { weight.max(FLOOR) } else { weight }
    }

    /// How many flags that makes.
    #[must_use]
    pub fn all(self) -> i64 {
        self.right + self.wrong + self.undecided
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    fn weight(right: i64, wrong: i64) -> i64 {
        Record { right, wrong, undecided: 3 }.weight()
    }

    #[test]
    fn the_weight_follows_how_often_a_member_was_right() {
        assert_eq!(weight(0, 0), 10);
        assert!(weight(10, 0) > weight(5, 0) && weight(5, 0) > weight(5, 5));
        assert_eq!(weight(5, 5), 10);
        assert!(weight(0, 40) <= 1 && weight(90, 0) <= 20);
    }

    #[test]
    fn a_newcomer_does_not_fall_below_the_floor() {
        assert_eq!(weight(0, 4), 5);
        assert_eq!(weight(0, 5), 4);
    }
}
