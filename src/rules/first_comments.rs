//! The first comments of a new member.

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};
use crate::accounts::Standing;

pub(super) const COMMENTS: Number = Number::new("comments", "Comments of a new member", 1, 1..=100);

pub(super) const NUMBERS: &[Number] = &[COMMENTS];

pub(super) fn says(rule: &Rule) -> String {
    match rule.number(&COMMENTS) {
        1 => "The first comment of a new member; with its approval the board knows the member".to_owned(),
        n => format!(
            "Comments of a new member until {n} of them were approved; then the board knows the member"
        ),
    }
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let first = rule.number(&COMMENTS);
    if facts.standing != Standing::New || facts.approved >= first {
        return None;
    }
    let words = match facts.approved {
        0 => "the first comment of a new member".to_owned(),
        n => format!("a new member with {n} approved so far; the first {first} are looked at"),
    };
    Some((words, vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    #[test]
    fn so_many_are_looked_at_of_a_new_member() {
        let rule = Rule::new(Kind::FirstComments, Action::Hold, serde_json::json!({"comments": 3}));
        let asked = |standing, approved| {
            ask(&Facts { standing, approved, ..Facts::about("x") }, &rule).map(|found| found.0)
        };
        assert_eq!(asked(Standing::New, 0).unwrap(), "the first comment of a new member");
        assert!(asked(Standing::New, 2).unwrap().contains("2 approved so far"));
        assert!(asked(Standing::New, 3).is_none());
        assert!(asked(Standing::Known, 0).is_none());
    }
}
