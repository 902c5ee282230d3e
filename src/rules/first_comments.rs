//! The first comments of a new member.

use super::facts::Facts;
use super::judge::{Found, Rule};
use crate::accounts::Standing;

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let first = rule.number("comments", 1);
    if facts.standing != Standing::New || facts.approved >= first {
        return None;
    }
    let words = match facts.approved {
        0 => "the first comment of a new member".to_owned(),
        n => format!("a new member with {n} approved so far; the first {first} are looked at"),
    };
    Some((words, vec![]))
}
