//! Shouting: most letters are capitals, in a script that has them.

use super::facts::Facts;
use super::judge::{Found, Rule};

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let cased = || facts.text.own_words.chars().filter(|c| c.is_uppercase() || c.is_lowercase());
    let letters = cased().count();
    let capitals = cased().filter(|c| c.is_uppercase()).count();
    let least = usize::try_from(rule.number("letters", 60)).unwrap_or(usize::MAX);
    let share = i64::try_from(capitals.saturating_mul(100) / letters.max(1)).unwrap_or(100);
    (letters >= least && share >= rule.number("percent", 60))
        .then(|| (format!("{share} % of its letters are capitals"), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(own_words: &str) -> Option<Found> {
        let facts = Facts::about(own_words);
        let numbers = serde_json::json!({"percent": 60, "letters": 20});
        ask(&facts, &Rule { kind: Kind::Capitals, action: Action::Hold, numbers })
    }

    #[test]
    fn shouting_is_noticed_and_other_scripts_are_not() {
        assert!(asked("THEY MOVED THE MEETING AGAIN").is_some());
        assert!(asked("NATO and the UN met").is_none());
        assert!(asked("会议又改期了会议又改期了会议又改期了会议又改期了").is_none());
    }
}
