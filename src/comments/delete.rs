//! An author takes a comment back. Its number stays, so that a conversation still reads.

use super::publish::{log_change, set_aside, withdraw};
use super::{CommentState, store};
use crate::accounts::Writing;
use crate::db::{CommentId, Conn};

/// Why a comment could not be deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteRefused {
    /// Not the author's, or nothing there.
    #[error("There is no comment of yours here that could be deleted.")]
    NotYours,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// An author deletes a comment; one that is deleted already stays so. Call it in a transaction.
///
/// # Errors
/// [`DeleteRefused`].
pub async fn delete(db: &Conn, writing: Writing<'_>, id: CommentId) -> Result<(), DeleteRefused> {
    let comment = store::find_for_change(db, id).await?.ok_or(DeleteRefused::NotYours)?;
    if comment.author_id != writing.author.id {
        return Err(DeleteRefused::NotYours);
    }
    match comment.state {
        CommentState::Deleted => return Ok(()),
        CommentState::Published => withdraw(db, &comment, CommentState::Deleted).await?,
        CommentState::Held => set_aside(db, &comment, CommentState::Deleted).await?,
        // What a moderator took away is not the author's to change.
        CommentState::Rejected | CommentState::Removed | CommentState::Hidden => {
            return Err(DeleteRefused::NotYours);
        }
    }
    store::close_case(db, id, writing.now).await?;
    log_change(db, writing, id, "delete comment", Some(comment.state), CommentState::Deleted).await?;
    Ok(())
}
