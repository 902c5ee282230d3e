//! Moderators' revisions in the database.

use crate::db::schema::comment_revisions;
use crate::db::{CommentId, Conn};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A revision that a moderator wrote goes, as if it had never been.
///
/// # Errors
/// When the database refuses.
pub async fn forget_revision(mut db: &Conn, id: CommentId, revision: i32) -> QueryResult<()> {
    diesel::delete(comment_revisions::table.find((id, revision))).execute(&mut db).await.map(|_| ())
}
