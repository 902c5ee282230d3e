//! What a moderator asks of an author, from the database.

use crate::db::schema::{cases, decisions};
use crate::db::{CommentId, Conn};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The words with which a moderator asked the author of a comment to change it, if that was the last that was decided and
/// nothing of it waits since.
///
/// # Errors
/// When the database refuses.
pub async fn asked_to_revise(mut db: &Conn, comment: CommentId) -> QueryResult<Option<String>> {
    let open = diesel::alias!(cases as open);
    let waits =
        open.filter(open.field(cases::comment_id).eq(comment)).filter(open.field(cases::state).eq("open"));
    let last: Option<(String, String, bool)> = decisions::table
        .inner_join(cases::table)
        .filter(cases::comment_id.eq(comment))
        .order(decisions::id.desc())
        .select((decisions::decision, decisions::note, diesel::dsl::exists(waits)))
        .first(&mut db)
        .await
        .optional()?;
    Ok(last.filter(|(decision, _, waits)| decision == "revise" && !waits).map(|(_, words, _)| words))
}
