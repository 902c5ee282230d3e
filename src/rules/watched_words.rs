//! Words that are watched: whole words, in any case, among the writer's own.

use super::facts::Facts;
use super::judge::{Found, Rule};
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let watched: BTreeSet<String> = rule.list("words").into_iter().map(str::to_lowercase).collect();
    let mut met: Vec<String> = Vec::new();
    for word in facts.text.own_words.unicode_words() {
        let lower = word.to_lowercase();
        let hit =
            watched.contains(&lower) || lower.strip_suffix('s').is_some_and(|one| watched.contains(one));
        if hit && !met.iter().any(|known| known == word) {
            met.push(word.to_owned());
        }
    }
    (!met.is_empty()).then(|| (format!("“{}”", met.join("”, “")), met))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(own_words: &str) -> Option<Found> {
        let facts = Facts::about(own_words);
        let numbers = serde_json::json!({"words": ["numbskull"]});
        ask(&facts, &Rule { kind: Kind::WatchedWords, action: Action::Hold, numbers })
    }

    #[test]
    fn whole_words_in_any_case() {
        assert_eq!(asked("What a Numbskull, you numbskulls!").unwrap().1, ["Numbskull", "numbskulls"]);
        assert!(asked("numbskullery is no word").is_none());
    }
}
