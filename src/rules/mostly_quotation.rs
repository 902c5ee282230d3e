//! A text that quotes much and says little.

use super::facts::Facts;
use super::judge::{Found, Rule};

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let own = facts.text.own_words.chars().filter(|c| !c.is_whitespace() && *c != '\u{fffc}').count();
    let quoted = facts.text.quoted;
    let total = own + quoted;
    let least = usize::try_from(rule.number("characters", 400)).unwrap_or(usize::MAX);
    if quoted < least {
        return None;
    }
    let share = i64::try_from(quoted.saturating_mul(100) / total.max(1)).unwrap_or(100);
    (share >= rule.number("percent", 85)).then(|| (format!("{share} % of it is quoted"), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(own_words: &str, quoted: usize) -> Option<Found> {
        let mut facts = Facts::about(own_words);
        facts.text.quoted = quoted;
        let numbers = serde_json::json!({"percent": 85, "characters": 400});
        ask(&facts, &Rule { kind: Kind::MostlyQuotation, action: Action::Hold, numbers })
    }

    #[test]
    fn a_long_quote_wants_some_words_of_ones_own() {
        assert_eq!(asked("This. \u{fffc}", 495).unwrap().0, "99 % of it is quoted");
        assert!(asked(&"word ".repeat(50), 495).is_none());
        assert!(asked("This.", 100).is_none(), "a short quote may stand almost alone");
    }
}
