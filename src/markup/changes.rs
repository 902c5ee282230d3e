//! What changed between two plain texts, word by word: for histories, and for what is shown of an edit.

use similar::{ChangeTag, TextDiff};

/// A stretch of a text beside the text before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was there before.
    Same(String),
    /// It is new.
    Added(String),
    /// It is gone.
    Taken(String),
}

/// What changed between two texts, word by word.
#[must_use]
pub fn changes(before: &str, after: &str) -> Vec<Change> {
    let diff = TextDiff::configure()
        .timeout(std::time::Duration::from_millis(200))
        .diff_unicode_words(before, after);
    let mut pieces: Vec<Change> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match (pieces.last_mut(), change.tag()) {
            (Some(Change::Same(text)), ChangeTag::Equal)
            | (Some(Change::Added(text)), ChangeTag::Insert)
            | (Some(Change::Taken(text)), ChangeTag::Delete) => text.push_str(word),
            (_, ChangeTag::Equal) => pieces.push(Change::Same(word.to_owned())),
            (_, ChangeTag::Insert) => pieces.push(Change::Added(word.to_owned())),
            (_, ChangeTag::Delete) => pieces.push(Change::Taken(word.to_owned())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_told_word_by_word() {
        let pieces = changes("the old airfield", "the new airfield");
        let (same, taken, added) = (Change::Same, Change::Taken, Change::Added);
        assert_eq!(
            pieces,
            [same("the ".into()), taken("old".into()), added("new".into()), same(" airfield".into())]
        );
    }
}
