//! The revisions of a comment, each with what changed, word by word.

use super::store;
use crate::db::{CommentId, Conn, Timestamp};
use diesel::QueryResult;
use similar::{ChangeTag, TextDiff};

/// A text that readers have seen.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Which, from 1.
    pub revision: i32,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// The text, in stretches: what stayed, what came and what went.
    pub words: Vec<Change>,
}

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

/// The published revisions of a comment, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn history(db: &Conn, id: CommentId) -> QueryResult<Vec<Revision>> {
    let rows = store::published_revisions(db, id).await?;
    let mut before: Option<String> = None;
    let mut revisions = Vec::new();
    for (revision, source, saved_at) in rows {
        let words = changes(before.as_deref().unwrap_or(&source), &source);
        revisions.push(Revision { revision, saved_at, words });
        before = Some(source);
    }
    revisions.reverse();
    Ok(revisions)
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
