//! A reader takes a flag back, while nothing was decided.

use super::store;
use crate::accounts::Writing;
use crate::comments::{self, CommentState};
use crate::db::{AccountId, CommentId, Conn};

/// Why a flag was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum TakeFlagBackRefused {
    /// There is none of the reader's, or a moderator has decided.
    #[error("There is no flag of yours here on which nobody has decided yet.")]
    Nothing,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A reader takes back what they said about a comment; call it in a transaction. Where nothing else is left to look at,
/// its case is over; what was hidden stays so until a moderator has looked.
///
/// # Errors
/// [`TakeFlagBackRefused`]; the flag stays then.
pub async fn take_flag_back(
    db: &Conn,
    writing: Writing<'_>,
    comment: CommentId,
) -> Result<(), TakeFlagBackRefused> {
    let comment = comments::find_for_change(db, comment).await?.ok_or(TakeFlagBackRefused::Nothing)?;
    let reader = writing.author.id;
    let (id, _) = store::undecided_by(db, comment.id, reader).await?.ok_or(TakeFlagBackRefused::Nothing)?;
    store::delete(db, id).await?;
    if comment.state == CommentState::Hidden {
        store::say_taken_back(db, comment.id, reader).await?;
        return Ok(());
    }
    if let Some((case, 0)) = store::take_out_of_case(db, comment.id, reader).await? {
        store::close(db, case, writing.now).await?;
    }
    Ok(())
}

/// What a reader said about a comment, while nothing was decided on it since: the label of the reason.
///
/// # Errors
/// When the database refuses.
pub async fn flag_given(
    db: &Conn,
    comment: CommentId,
    reader: AccountId,
) -> diesel::QueryResult<Option<String>> {
    Ok(store::undecided_by(db, comment, reader).await?.map(|(_, label)| label))
}
