//! Rejected edits in the database.

use crate::comments::CommentState;
use crate::db::schema::{cases, comment_revisions, comments, decisions};
use crate::db::{CaseId, Conn};
use crate::moderation::Decision;
use crate::rules::CaseKind;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The edit that was rejected with a case, if it can still be published: which revision, and its text.
///
/// # Errors
/// When the database refuses.
pub async fn rejected_edit(mut db: &Conn, case: CaseId) -> QueryResult<Option<(i32, String)>> {
    decisions::table
        .inner_join(cases::table)
        .inner_join(comments::table.on(comments::id.nullable().eq(cases::comment_id)))
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(comments::id)
                .and(comment_revisions::revision.eq(decisions::revision))),
        )
        .filter(cases::id.eq(case))
        .filter(cases::kind.eq(CaseKind::HeldEdit))
        .filter(decisions::decision.eq(Decision::Reject))
        .filter(comments::state.eq(CommentState::Published))
        .filter(comment_revisions::state.eq(CommentState::Rejected))
        .filter(comment_revisions::revision.gt(comments::revision))
        .filter(comment_revisions::source.ne(""))
        .order(decisions::id.desc())
        .select((comment_revisions::revision, comment_revisions::source))
        .first(&mut db)
        .await
        .optional()
}
