//! The same text again, from anybody, anywhere on the board.

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};

const DAYS: Number = Number::new("days", "Days in which nothing may be said twice", 30, 1..=365);
const CHARACTERS: Number = Number::new("characters", "Characters that a text has at least", 40, 10..=20_000);

pub(super) const NUMBERS: &[Number] = &[DAYS, CHARACTERS];

pub(super) fn says(rule: &Rule) -> String {
    let (days, characters) = (rule.number(&DAYS), rule.number(&CHARACTERS));
    format!(
        "A text of {characters} characters or more that somebody posted word for word in the last {days} days"
    )
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let (headline, days) = facts.same_text.as_ref()?;
    let characters = i64::try_from(facts.text.folded.chars().count()).unwrap_or(i64::MAX);
    if *days >= rule.number(&DAYS) || characters < rule.number(&CHARACTERS) {
        return None;
    }
    let when = match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    };
    Some((format!("word for word what stands in “{headline}”, posted {when}"), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(words: &str, days: i64) -> Option<Found> {
        let facts = Facts { same_text: Some(("The bridge".to_owned(), days)), ..Facts::about(words) };
        let numbers = serde_json::json!({"days": 30, "characters": 10});
        ask(&facts, &Rule::new(Kind::SameText, Action::Hold, numbers))
    }

    #[test]
    fn long_texts_of_the_last_days_are_known_again() {
        assert!(asked("ten letters", 1).unwrap().0.ends_with("in “The bridge”, posted yesterday"));
        assert!(asked("ten letters", 29).is_some());
        assert!(asked("ten letters", 30).is_none());
        assert!(asked("I agree.", 0).is_none());
    }
}
