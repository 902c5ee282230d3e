//! A place in the results, as it stands in the address: it can be kept, and leads there again.
//!
//! Results are ranked in stretches of time, the newest first. A place names the stretch, and the result after which, or
//! before which, the page begins; so no page is counted through, and what is posted meanwhile moves nothing.

use crate::db::Timestamp;
use std::fmt;

/// On which side of a result a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The page begins after it.
    After,
    /// The page ends before it.
    Before,
}

/// A place in the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whether the stretch is the newest one, which has the articles with the words in their headlines from all time.
    pub newest: bool,
    /// Where the stretch ends: before this moment.
    pub until: Timestamp,
    /// Where it begins, if that is known already; else it is looked for.
    pub since: Option<Timestamp>,
    /// The result that the page lies beside: its rank and its row.
    pub beside: Option<(Side, i64, i64)>,
}

impl Place {
    /// Reads a place; nothing if there is none of that kind.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let parts: Vec<&str> = typed.split('_').collect();
        let (kind, numbers) = parts.split_first()?;
        let numbers: Vec<i64> = numbers.iter().map(|part| number(part)).collect::<Option<_>>()?;
        let newest = match *kind {
            "n" | "np" => true,
            "o" | "op" => false,
            _ => return None,
        };
        let side = if kind.ends_with('p') { Side::Before } else { Side::After };
        let place = match *numbers.as_slice() {
            [until] if side == Side::After => {
                Self { newest, until: moment(until)?, since: None, beside: None }
            }
            [until, since, rank, row] => {
                let since = moment(since)?;
                Self { newest, until: moment(until)?, since: Some(since), beside: Some((side, rank, row)) }
            }
            _ => return None,
        };
        (place.since.is_none_or(|since| since <= place.until)).then_some(place)
    }
}

fn number(part: &str) -> Option<i64> {
    let is_plain = !part.is_empty() && part.len() < 19 && part.bytes().all(|byte| byte.is_ascii_digit());
    part.parse().ok().filter(|_| is_plain)
}

/// A moment of microseconds, from 1970 to 9999.
fn moment(micros: i64) -> Option<Timestamp> {
    Timestamp::from_unix_timestamp_nanos(i128::from(micros) * 1_000).ok()
}

fn micros(at: Timestamp) -> i128 {
    at.unix_timestamp_nanos().max(0).div_euclid(1_000)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.newest { "n" } else { "o" })?;
        if let Some((Side::Before, ..)) = self.beside {
            f.write_str("p")?;
        }
        write!(f, "_{}", micros(self.until))?;
        if let (Some(since), Some((_, rank, row))) = (self.since, self.beside) {
            write!(f, "_{}_{rank}_{row}", micros(since))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Side};
    use crate::db::Timestamp;
    use proptest::prelude::{prop_assert_eq, proptest};

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let until = Timestamp::from_unix_timestamp(1_800_000_000).unwrap();
        for beside in [None, Some((Side::After, 12, 3)), Some((Side::Before, 12, 3))] {
            let since = beside.map(|_| until - time::Duration::microseconds(7));
            for newest in [true, false] {
                let place = Place { newest, until, since, beside };
                assert_eq!(Place::read(&place.to_string()), Some(place));
            }
        }
    }

    #[test]
    fn what_was_tampered_with_is_no_place() {
        for typed in [
            "",
            "n",
            "x_1",
            "n_",
            "n_-1",
            "n_1_2",
            "np_5",
            "n_1_2_3_4",
            "n_1_2_3_4_5",
            "n_9999999999999999999",
            "n_999999999999999999",
            "n_1_0_3_+4",
            "n_١",
        ] {
            assert_eq!(Place::read(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn anything_is_read_or_not(typed in "[no]p?(_[0-9]{0,20}){0,5}") {
            if let Some(place) = Place::read(&typed) {
                prop_assert_eq!(Place::read(&place.to_string()), Some(place));
            }
        }
    }
}
