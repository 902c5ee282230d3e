//! Too many texts of one writer in too short a time.

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};

const TEXTS: Number = Number::new("texts", "Comments", 6, 1..=100);
const MINUTES: Number = Number::new("minutes", "in so many minutes", 5, 1..=60);

pub(super) const NUMBERS: &[Number] = &[TEXTS, MINUTES];

pub(super) fn says(rule: &Rule) -> String {
    let (texts, minutes) = (rule.number(&TEXTS), rule.number(&MINUTES));
    format!("A text by somebody who has posted {texts} in the last {minutes} minutes")
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    if facts.text.comment.is_some() {
        return None;
    }
    let (most, minutes) = (rule.number(&TEXTS), rule.number(&MINUTES));
    let count = lately(facts, minutes);
    (count >= most).then(|| (format!("{count} texts in {minutes} minutes"), vec![]))
}

/// How many texts of the writer came in the last minutes.
pub(super) fn lately(facts: &Facts<'_>, minutes: i64) -> i64 {
    let lately = facts.minutes_ago.iter().filter(|ago| **ago < minutes).count();
    i64::try_from(lately).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(minutes_ago: Vec<i64>) -> Option<Found> {
        let facts = Facts { minutes_ago, ..Facts::about("x") };
        let numbers = serde_json::json!({"texts": 3, "minutes": 5});
        ask(&facts, &Rule::new(Kind::TooFast, Action::Refuse, numbers))
    }

    #[test]
    fn only_the_last_minutes_count() {
        assert!(asked(vec![0, 1, 4]).is_some());
        assert!(asked(vec![0, 1, 5]).is_none());
        assert!(asked(vec![]).is_none());
    }
}
