//! A text that quotes much and says little.

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};

const PERCENT: Number = Number::new("percent", "Per cent of a text that are quoted", 85, 1..=100);
const CHARACTERS: Number = Number::new("characters", "Characters that are quoted at least", 400, 1..=20_000);

pub(super) const NUMBERS: &[Number] = &[PERCENT, CHARACTERS];

pub(super) fn says(rule: &Rule) -> String {
    let (percent, characters) = (rule.number(&PERCENT), rule.number(&CHARACTERS));
    format!("A text that quotes {characters} characters or more, and they make up {percent} % of it or more")
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let own = facts.text.own_words.chars().filter(|c| !c.is_whitespace() && *c != '\u{fffc}').count();
    let quoted = facts.text.quoted_characters();
    let least = usize::try_from(rule.number(&CHARACTERS)).unwrap_or(usize::MAX);
    if quoted < least {
        return None;
    }
    let share = quoted.saturating_mul(100) / (own + quoted).max(1);
    let share = i64::try_from(share).unwrap_or(100);
    (share >= rule.number(&PERCENT)).then(|| (format!("{share} % of it is quoted"), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind, Passage};

    fn asked(own_words: &str, characters: usize) -> Option<Found> {
        let mut facts = Facts::about(own_words);
        let quoted = [Passage { source: None, characters }];
        facts.text.quoted = &quoted;
        let numbers = serde_json::json!({"percent": 85, "characters": 400});
        ask(&facts, &Rule::new(Kind::MostlyQuotation, Action::Hold, numbers))
    }

    #[test]
    fn a_long_quote_wants_some_words_of_ones_own() {
        assert_eq!(asked("This. \u{fffc}", 495).unwrap().0, "99 % of it is quoted");
        assert!(asked(&"word ".repeat(50), 495).is_none());
        assert!(asked("This.", 100).is_none(), "a short quote may stand almost alone");
    }
}
