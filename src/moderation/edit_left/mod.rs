//! An edit that was rejected can still be published later, as long as readers see the text that it was to change and
//! nothing newer took its place.

mod store;

pub use store::rejected_edit;

use crate::comments::{self, Change, Comment};
use crate::db::{CaseId, Conn};
use diesel::QueryResult;

/// What publishing the rejected edit of a case would change in what readers see; nothing if that cannot be done.
///
/// # Errors
/// When the database refuses.
pub async fn changes_left(db: &Conn, case: CaseId, comment: &Comment) -> QueryResult<Option<Vec<Change>>> {
    let Some((_, rejected)) = rejected_edit(db, case).await? else { return Ok(None) };
    let shown = comments::revision_text(db, comment.id, comment.revision).await?.unwrap_or_default();
    Ok(Some(comments::changes(&shown, &rejected)))
}
