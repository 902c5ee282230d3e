//! A member recommends a comment, or takes that back.

use super::{CommentState, store};
use crate::accounts::Writing;
use crate::articles;
use crate::db::{ArticleId, CommentId, Conn};

/// Why a comment could not be recommended.
#[derive(Debug, thiserror::Error)]
pub enum RecommendRefused {
    /// Nothing there to recommend.
    #[error("There is no such comment any more.")]
    NoSuchComment,
    /// One's own.
    #[error("Nobody recommends their own words; others may.")]
    Own,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A member recommends a comment, or no longer does; in this thread. Call it in a transaction.
///
/// # Errors
/// [`RecommendRefused`].
pub async fn recommend(
    db: &Conn,
    writing: Writing<'_>,
    id: CommentId,
) -> Result<ArticleId, RecommendRefused> {
    let comment = store::find_for_mark(db, id).await?.filter(|c| c.state == CommentState::Published);
    let comment = comment.ok_or(RecommendRefused::NoSuchComment)?;
    if !articles::is_seen(db, comment.article_id).await? {
        return Err(RecommendRefused::NoSuchComment);
    }
    if comment.author_id == writing.author.id {
        return Err(RecommendRefused::Own);
    }
    store::toggle_recommendation(db, id, writing).await?;
    articles::raise_version(db, comment.article_id).await?;
    Ok(comment.article_id)
}
