//! Appeals, and what authors are told, in the database.

use crate::db::schema::{accounts, case_reasons, cases, comments, decisions, reasons};
use crate::db::{AccountId, CaseId, CommentId, Conn, Timestamp, fixed};
use crate::moderation::Decision;
use crate::rules::CaseKind;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// The last decision about a comment.
#[derive(Queryable)]
pub(super) struct Last {
    pub decision: Decision,
    pub kind: CaseKind,
    pub at: Timestamp,
    pub revision: i32,
    pub reason: Option<String>,
    pub note: String,
    pub after: Value,
    pub html: String,
}

/// The last decision about a comment that was not taken back.
pub(super) async fn last(mut db: &Conn, comment: CommentId) -> QueryResult<Option<Last>> {
    let later = diesel::alias!(decisions as later);
    let undone = later.filter(later.field(decisions::undoes).eq(decisions::id.nullable()));
    decisions::table
        .inner_join(cases::table.inner_join(comments::table))
        .left_join(reasons::table)
        .filter(cases::comment_id.eq(comment))
        .filter(decisions::decision.ne(Decision::Undo))
        .filter(diesel::dsl::not(diesel::dsl::exists(undone)))
        .order(decisions::id.desc())
        .select((
            decisions::decision,
            cases::kind,
            decisions::decided_at,
            decisions::revision,
            reasons::told_author.nullable(),
            decisions::note,
            decisions::after,
            comments::body_html,
        ))
        .first(&mut db)
        .await
        .optional()
}

/// The appeal about a comment: its words, and whether it waits.
pub(super) async fn of_comment(mut db: &Conn, comment: CommentId) -> QueryResult<Option<(String, bool)>> {
    case_reasons::table
        .inner_join(cases::table)
        .filter(cases::comment_id.eq(comment))
        .filter(cases::kind.eq(CaseKind::Appeal))
        .filter(case_reasons::rule.eq("appeal"))
        .select((case_reasons::words, cases::state.eq("open")))
        .first(&mut db)
        .await
        .optional()
}

/// Keeps a case from the moderator who last decided about its comment, if there is another one.
pub(super) async fn give_to_another(mut db: &Conn, case: CaseId, comment: CommentId) -> QueryResult<()> {
    let decider: Option<AccountId> = decisions::table
        .inner_join(cases::table)
        .filter(cases::comment_id.eq(comment))
        .filter(decisions::decision.ne(Decision::Undo))
        .order(decisions::id.desc())
        .select(decisions::decided_by)
        .first(&mut db)
        .await
        .optional()?;
    let Some(decider) = decider else { return Ok(()) };
    let another =
        accounts::table.filter(fixed::<Bool>("accounts.role <> 'member'")).filter(accounts::id.ne(decider));
    let case = cases::table.filter(cases::id.eq(case)).filter(diesel::dsl::exists(another));
    diesel::update(case).set(cases::not_for.eq(decider)).execute(&mut db).await.map(|_| ())
}
