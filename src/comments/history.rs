//! The revisions of a comment, each with what changed, word by word.

use super::store;
use crate::db::{CommentId, Conn, Timestamp};
use crate::markup::{Change, changes};
use diesel::QueryResult;

/// A text that readers have seen.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Which, from 1.
    pub revision: i32,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// The text, in stretches: what stayed, what came and what went.
    pub words: Vec<Change>,
    /// Whether a moderator wrote it, and not the comment's author.
    pub by_moderator: bool,
}

/// The published revisions of a comment, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn history(db: &Conn, id: CommentId) -> QueryResult<Vec<Revision>> {
    let rows = store::published_revisions(db, id).await?;
    let mut before: Option<String> = None;
    let mut revisions = Vec::new();
    for (revision, source, saved_at, by_author) in rows {
        let words = changes(before.as_deref().unwrap_or(&source), &source);
        revisions.push(Revision { revision, saved_at, words, by_moderator: !by_author });
        before = Some(source);
    }
    revisions.reverse();
    Ok(revisions)
}
