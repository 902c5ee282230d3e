//! Words that are watched, among the writer's own: one list a rule.

use super::facts::Facts;
use super::judge::Found;
use super::rule::Rule;

pub(super) fn says() -> String {
    "A text with a word of one of the lists below; each list says what it does".to_owned()
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let list = rule.list.as_ref()?;
    let met = list.words.met(facts.text.own_words);
    (!met.is_empty()).then(|| (format!("“{}”, of the list {}", met.join("”, “"), list.name), met))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::words::WordList;
    use crate::rules::{Action, NamedList};

    fn asked(own_words: &str) -> Option<Found> {
        let words = WordList::read("numbskull").unwrap();
        let list = NamedList { id: None, name: "Insults".to_owned(), words };
        ask(&Facts::about(own_words), &Rule::watching(Action::Hold, list))
    }

    #[test]
    fn the_list_and_the_words_are_told() {
        let (words, evidence) = asked("What a Numbskull, you numbskulls!").unwrap();
        assert_eq!(words, "“Numbskull”, “numbskulls”, of the list Insults");
        assert_eq!(evidence, ["Numbskull", "numbskulls"]);
        assert!(asked("numbskullery is no word").is_none());
    }
}
