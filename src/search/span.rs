//! Stretches of time as labels in the index of words.
//!
//! Each text has a label for each of six stretches in which it was published, from nine hours to a year, each four times
//! as long as the one before. So the index that finds words finds a stretch of time by the same stroke, and a common word
//! in the newest texts costs no more than a rare one in all.

use crate::db::Timestamp;

/// The shortest stretch has 2 to the power of this many seconds.
const FINEST: u32 = 15;
/// How many lengths there are; each is four times the one before.
const LENGTHS: u32 = 6;

/// The labels of a moment.
pub fn labels(at: Timestamp) -> impl Iterator<Item = String> {
    let finest = finest(at);
    (0..LENGTHS).map(move |length| label(length, finest))
}

/// Labels of which each moment from `since` to `until` has one, and few others have any: those of the same nine hours.
#[must_use]
pub fn cover(since: Timestamp, until: Timestamp) -> Vec<String> {
    let (mut at, last) = (finest(since), finest(until));
    let mut labels = Vec::new();
    while at <= last {
        let fits = |length: &u32| at.trailing_zeros() >= 2 * length && at + (1 << (2 * length)) - 1 <= last;
        let length = (0..LENGTHS).rev().find(fits).unwrap_or(0);
        labels.push(label(length, at));
        at += 1 << (2 * length);
    }
    labels
}

fn finest(at: Timestamp) -> u64 {
    u64::try_from(at.unix_timestamp()).unwrap_or(0) >> FINEST
}

fn label(length: u32, finest: u64) -> String {
    format!("#{}.{}", FINEST + 2 * length, finest >> (2 * length))
}

#[cfg(test)]
mod tests {
    use super::{cover, labels};
    use crate::db::Timestamp;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_timestamp(seconds).unwrap()
    }

    #[test]
    fn a_long_time_has_few_labels() {
        assert_eq!(cover(at(0), at((1 << 25) - 1)), ["#25.0"]);
        assert_eq!(cover(at(0), at(1 << 15)), ["#15.0", "#15.1"]);
        assert!(cover(at(12_345_678), at(1_800_000_000)).len() < 90);
    }

    proptest! {
        #[test]
        fn what_is_covered_has_exactly_one_of_the_labels(since in 0_i64..2_000_000_000, length in 0_i64..200_000_000, moment in 0_i64..2_200_000_000) {
            let covered = cover(at(since), at(since + length));
            let hits = labels(at(moment)).filter(|label| covered.contains(label)).count();
            if (since..=since + length).contains(&moment) {
                prop_assert_eq!(hits, 1);
            } else if moment < since - 32_768 || moment > since + length + 32_768 {
                prop_assert_eq!(hits, 0);
            }
            prop_assert!(covered.len() <= 6 * 2 * 3 + 8);
        }
    }
}
