//! Shouting: most letters are capitals, in a script that has them.

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};

const PERCENT: Number = Number::new("percent", "Per cent of the letters that are capitals", 60, 1..=100);
const LETTERS: Number = Number::new("letters", "Letters that a text has at least", 60, 1..=20_000);

pub(super) const NUMBERS: &[Number] = &[PERCENT, LETTERS];

pub(super) fn says(rule: &Rule) -> String {
    let (percent, letters) = (rule.number(&PERCENT), rule.number(&LETTERS));
    format!("A text of {letters} letters or more of which {percent} % or more are capitals")
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let cased = || facts.text.own_words.chars().filter(|c| c.is_uppercase() || c.is_lowercase());
    let letters = cased().count();
    let capitals = cased().filter(|c| c.is_uppercase()).count();
    let least = usize::try_from(rule.number(&LETTERS)).unwrap_or(usize::MAX);
    let share = i64::try_from(capitals.saturating_mul(100) / letters.max(1)).unwrap_or(100);
    (letters >= least && share >= rule.number(&PERCENT))
        .then(|| (format!("{share} % of its letters are capitals"), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(own_words: &str) -> Option<Found> {
        let facts = Facts::about(own_words);
        let numbers = serde_json::json!({"percent": 60, "letters": 20});
        ask(&facts, &Rule::new(Kind::Capitals, Action::Hold, numbers))
    }

    #[test]
    fn shouting_is_noticed_and_other_scripts_are_not() {
        assert!(asked("THEY MOVED THE MEETING AGAIN").is_some());
        assert!(asked("NATO and the UN met").is_none());
        assert!(asked("会议又改期了会议又改期了会议又改期了会议又改期了").is_none());
    }
}
