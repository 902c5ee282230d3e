//! Taglines that wait or waited, in the database.

use crate::comments::CommentState;
use crate::db::schema::{accounts, cases, decisions, reasons, taglines};
use crate::db::{AccountId, CaseId, Conn, Fixed, Timestamp, fixed};
use crate::moderation::Decision;
use crate::moderation::store::is_open;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

/// A tagline that a rule held.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = taglines)]
pub struct Line {
    /// Which of its case: an author may say something else while it waits.
    pub revision: i32,
    /// What it says; nothing once it was erased.
    pub words: String,
    /// What stood there before.
    pub before: String,
    /// Whether it waits, stands, was rejected, or was withdrawn.
    pub state: CommentState,
}

impl Line {
    /// Whether this, which readers see, is what they see as long as nothing but this line was decided on.
    pub(super) fn is_seen_as(&self, present: &str) -> bool {
        let shown = if self.state == CommentState::Published { &self.words } else { &self.before };
        shown == present && !self.words.is_empty()
    }
}

/// The cases of taglines. Their kind stands in the text of the query, so that a plan that is made once can go by the
/// indexes of them.
fn is_of_tagline() -> Fixed<Bool> {
    fixed("cases.kind = 'held_tagline'")
}

/// Whose tagline a case is about; nothing if it is about something else.
pub(super) async fn author_of(mut db: &Conn, case: CaseId) -> QueryResult<Option<AccountId>> {
    let lines = cases::table.filter(cases::id.eq(case)).filter(is_of_tagline());
    lines.select(cases::author_id).first(&mut db).await.optional()
}

/// The same, and what readers see in its place now.
pub(super) async fn shown_to_readers(
    mut db: &Conn,
    case: CaseId,
) -> QueryResult<Option<(AccountId, String)>> {
    cases::table
        .inner_join(accounts::table.on(accounts::id.eq(cases::author_id)))
        .filter(cases::id.eq(case))
        .select((accounts::id, accounts::tagline))
        .first(&mut db)
        .await
        .optional()
}

/// The last line of a case.
///
/// # Errors
/// When the database refuses.
pub async fn line_of(mut db: &Conn, case: CaseId) -> QueryResult<Option<Line>> {
    taglines::table
        .filter(taglines::case_id.eq(case))
        .order(taglines::revision.desc())
        .select(Line::as_select())
        .first(&mut db)
        .await
        .optional()
}

/// One line of a case in words, whatever became of it.
///
/// # Errors
/// When the database refuses.
pub async fn text(mut db: &Conn, case: CaseId, revision: i32) -> QueryResult<Option<String>> {
    taglines::table.find((case, revision)).select(taglines::words).first(&mut db).await.optional()
}

/// The last line of each of these cases: which, and what it says.
///
/// # Errors
/// When the database refuses.
pub async fn last_lines(mut db: &Conn, ids: &[CaseId]) -> QueryResult<Vec<(CaseId, i32, String)>> {
    taglines::table
        .filter(taglines::case_id.eq_any(ids))
        .order((taglines::case_id, taglines::revision.desc()))
        .distinct_on(taglines::case_id)
        .select((taglines::case_id, taglines::revision, taglines::words))
        .load(&mut db)
        .await
}

/// A member's case that is open, and what waits in it.
pub(super) async fn waiting(mut db: &Conn, author: AccountId) -> QueryResult<Option<(CaseId, String)>> {
    cases::table
        .inner_join(taglines::table)
        .filter(cases::author_id.eq(author))
        .filter(is_of_tagline())
        .filter(is_open())
        .order(taglines::revision.desc())
        .select((cases::id, taglines::words))
        .first(&mut db)
        .await
        .optional()
}

/// The last line of a member's that a rule held, whatever became of it.
pub(super) async fn last_of(mut db: &Conn, author: AccountId) -> QueryResult<Option<(CaseId, Line)>> {
    cases::table
        .inner_join(taglines::table)
        .filter(cases::author_id.eq(author))
        .filter(is_of_tagline())
        .order((cases::id.desc(), taglines::revision.desc()))
        .select((cases::id, Line::as_select()))
        .first(&mut db)
        .await
        .optional()
}

/// What its author was last told of a decision of one of these kinds: the reason's text, and the moderator's own words.
pub(super) async fn last_told(
    mut db: &Conn,
    case: CaseId,
    kinds: &[Decision],
) -> QueryResult<Option<(Option<String>, String)>> {
    decisions::table
        .left_join(reasons::table)
        .filter(decisions::case_id.eq(case))
        .filter(decisions::decision.eq_any(kinds))
        .order(decisions::id.desc())
        .select((reasons::told_author.nullable(), decisions::note))
        .first(&mut db)
        .await
        .optional()
}

/// A moderator's line comes after the author's.
pub(super) async fn add(mut db: &Conn, case: CaseId, line: &Line, now: Timestamp) -> QueryResult<Line> {
    let row = (
        taglines::case_id.eq(case),
        taglines::revision.eq(line.revision),
        taglines::words.eq(&line.words),
        taglines::before.eq(&line.before),
        taglines::state.eq(line.state),
        taglines::saved_at.eq(now),
    );
    let added = diesel::insert_into(taglines::table).values(row);
    added.returning(Line::as_returning()).get_result(&mut db).await
}

pub(super) async fn forget(mut db: &Conn, case: CaseId, revision: i32) -> QueryResult<()> {
    diesel::delete(taglines::table.find((case, revision))).execute(&mut db).await.map(|_| ())
}

pub(super) async fn set_state(
    mut db: &Conn,
    case: CaseId,
    (revision, state): (i32, CommentState),
) -> QueryResult<()> {
    let line = diesel::update(taglines::table.find((case, revision)));
    line.set(taglines::state.eq(state)).execute(&mut db).await.map(|_| ())
}

/// What waits in a case is withdrawn by its author: nobody decides on it any more.
pub(super) async fn withdraw(mut db: &Conn, case: CaseId, now: Timestamp) -> QueryResult<()> {
    let set =
        (cases::state.eq("decided"), cases::version.eq(cases::version + 1), cases::decided_at.eq(Some(now)));
    diesel::update(cases::table.find(case)).set(set).execute(&mut db).await?;
    let lines = diesel::update(taglines::table.filter(taglines::case_id.eq(case)));
    lines.set(taglines::state.eq(CommentState::Deleted)).execute(&mut db).await.map(|_| ())
}
