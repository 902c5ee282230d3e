//! Cases, decisions, flags and figures in the database.

use super::{Decided, Decision};
use crate::comments::{self, Comment, CommentState};
use crate::db::schema::{
    accounts, articles, case_reasons, cases, comments as comment_rows, decisions, reasons as reason_rows,
};
use crate::db::{AccountId, CaseId, CommentId, Conn, DecisionId, Few, Fixed, Timestamp, fixed};
use crate::rules::CaseKind;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

/// A row to be written.
#[derive(Insertable)]
#[diesel(table_name = decisions)]
pub struct DecisionRow<'a> {
    pub case_id: CaseId,
    pub decision: Decision,
    pub reason: Option<&'a str>,
    pub note: &'a str,
    pub decided_by: AccountId,
    pub decided_at: Timestamp,
    pub case_version: i32,
    pub revision: i32,
    pub before: Value,
    pub after: Value,
    pub undoes: Option<DecisionId>,
    pub key: Option<Uuid>,
    pub lot: Option<Uuid>,
}

/// How many cases wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting(pub i64);

/// How many cases wait, 500 at most, so that it costs no more than these.
///
/// # Errors
/// When the database refuses.
pub async fn count_waiting(mut db: &Conn) -> QueryResult<Waiting> {
    let waiting: Fixed<BigInt> =
        fixed("(select count(*) from (select from cases where cases.state = 'open' limit 500) as waiting)");
    diesel::select(waiting).get_result(&mut db).await.map(Waiting)
}

/// The cases that wait. The state stands in the text of the query, so that a plan that is made once can go by the indexes of
/// what waits.
pub(super) fn is_open() -> Fixed<Bool> {
    fixed("cases.state = 'open'")
}

pub(super) async fn names_of(mut db: &Conn, ids: &[AccountId]) -> QueryResult<Vec<(AccountId, String)>> {
    accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::name))
        .load(&mut db)
        .await
}

/// Closes an open case of this version; nothing if it is no longer that.
pub(super) async fn close(
    mut db: &Conn,
    id: CaseId,
    version: i32,
    now: Timestamp,
) -> QueryResult<Option<CaseKind>> {
    let seen = cases::table
        .filter(cases::id.eq(id))
        .filter(cases::version.eq(version))
        .filter(cases::state.eq("open"));
    diesel::update(seen)
        .set((
            cases::state.eq("decided"),
            cases::version.eq(cases::version + 1),
            cases::decided_at.eq(Some(now)),
            cases::claimed_until.eq(None::<Timestamp>),
        ))
        .returning(cases::kind)
        .get_result(&mut db)
        .await
        .optional()
}

/// Opens a decided case again; false if it is about a comment that has another open one.
pub(super) async fn reopen(mut db: &Conn, id: CaseId) -> QueryResult<bool> {
    let other = diesel::alias!(cases as other);
    let comment = other.filter(other.field(cases::id).eq(id)).select(other.field(cases::comment_id));
    let open = cases::table.filter(cases::state.eq("open")).filter(cases::comment_id.eq_any(comment));
    if diesel::select(diesel::dsl::exists(open)).get_result::<bool>(&mut db).await? {
        return Ok(false);
    }
    let set = (
        cases::state.eq("open"),
        cases::version.eq(cases::version + 1),
        cases::decided_at.eq(None::<Timestamp>),
        cases::claimed_until.eq(None::<Timestamp>),
    );
    diesel::update(cases::table.find(id)).set(set).execute(&mut db).await.map(|rows| rows == 1)
}

/// Marks a decided case of this version as changed; false if it is no longer that.
pub(super) async fn touch_decided(mut db: &Conn, id: CaseId, version: i32) -> QueryResult<bool> {
    let seen = cases::table
        .filter(cases::id.eq(id))
        .filter(cases::version.eq(version))
        .filter(cases::state.eq("decided"));
    diesel::update(seen).set(cases::version.eq(version + 1)).execute(&mut db).await.map(|rows| rows == 1)
}

/// Whether a case is for another moderator than this one, and there is another.
pub(super) async fn is_for_another(mut db: &Conn, id: CaseId, me: AccountId) -> QueryResult<bool> {
    let others =
        accounts::table.filter(fixed::<Bool>("accounts.role <> 'member'")).filter(accounts::id.ne(me));
    let mine = cases::table.filter(cases::id.eq(id)).filter(cases::not_for.eq(me));
    diesel::select(diesel::dsl::exists(mine).and(diesel::dsl::exists(others))).get_result(&mut db).await
}

/// The decision on a case that a form with this key made.
pub(super) async fn made_with_key(
    mut db: &Conn,
    case: CaseId,
    key: Option<Uuid>,
) -> QueryResult<Option<DecisionId>> {
    let Some(key) = key else { return Ok(None) };
    let made = decisions::table.filter(decisions::case_id.eq(case)).filter(decisions::key.eq(key));
    made.select(decisions::id).first(&mut db).await.optional()
}

/// Whether the words of a comment are out of the quotes of it.
pub(super) async fn is_withheld(mut db: &Conn, id: CommentId) -> QueryResult<bool> {
    comment_rows::table.find(id).select(comment_rows::withheld).first(&mut db).await
}

pub(super) async fn lock_case(mut db: &Conn, id: CaseId) -> QueryResult<i32> {
    cases::table.find(id).select(cases::version).for_update().first(&mut db).await
}

pub(super) async fn exists(mut db: &Conn, id: CaseId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(cases::table.find(id))).get_result(&mut db).await
}

pub(super) async fn is_decided(mut db: &Conn, id: CaseId) -> QueryResult<bool> {
    let decided = cases::table.filter(cases::id.eq(id)).filter(cases::state.eq("decided"));
    diesel::select(diesel::dsl::exists(decided)).get_result(&mut db).await
}

/// The comment of a case, taken so that nobody else changes it meanwhile; nothing if there is none, or no such case.
pub(super) async fn comment_of(mut db: &Conn, id: CaseId) -> QueryResult<Option<Comment>> {
    let comment: Option<Option<CommentId>> =
        cases::table.find(id).select(cases::comment_id).first(&mut db).await.optional()?;
    match comment.flatten() {
        Some(comment) => comments::find_for_change(db, comment).await,
        None => Ok(None),
    }
}

pub(super) async fn count_published(mut db: &Conn, author: AccountId) -> QueryResult<i64> {
    let theirs = comment_rows::table.filter(comment_rows::author_id.eq(author));
    theirs.filter(comment_rows::state.eq(CommentState::Published)).count().get_result(&mut db).await
}

pub(super) async fn insert_decision(mut db: &Conn, row: &DecisionRow<'_>) -> QueryResult<DecisionId> {
    diesel::insert_into(decisions::table).values(row).returning(decisions::id).get_result(&mut db).await
}

/// The readers who pointed at the text of a case, each once.
pub(super) async fn pointed_at_by(mut db: &Conn, case: CaseId) -> QueryResult<Vec<AccountId>> {
    case_reasons::table
        .filter(case_reasons::case_id.eq(case))
        .filter(case_reasons::rule.eq("flag"))
        .filter(case_reasons::added_by.is_not_null())
        .select(case_reasons::added_by.assume_not_null())
        .distinct()
        .load(&mut db)
        .await
}

pub(super) async fn latest_decision(mut db: &Conn, case: CaseId) -> QueryResult<Option<DecisionId>> {
    let made = decisions::table.filter(decisions::case_id.eq(case)).order(decisions::id.desc());
    made.select(decisions::id).first(&mut db).await.optional()
}

/// The open case of a comment, and its version.
///
/// # Errors
/// When the database refuses.
pub async fn case_of(mut db: &Conn, comment: CommentId) -> QueryResult<Option<(CaseId, i32)>> {
    cases::table
        .filter(cases::comment_id.eq(comment))
        .filter(cases::state.eq("open"))
        .select((cases::id, cases::version))
        .first(&mut db)
        .await
        .optional()
}

/// What was last decided on a case, by whom, and when.
///
/// # Errors
/// When the database refuses.
pub async fn last_decision_of(
    mut db: &Conn,
    case: CaseId,
) -> QueryResult<Option<(Decision, String, Timestamp)>> {
    decisions::table
        .inner_join(accounts::table)
        .filter(decisions::case_id.eq(case))
        .order(decisions::id.desc())
        .select((decisions::decision, accounts::name, decisions::decided_at))
        .first(&mut db)
        .await
        .optional()
}

/// The decisions, latest first, older than this one.
///
/// # Errors
/// When the database refuses.
pub async fn decided(mut db: &Conn, before: Option<DecisionId>, most: i64) -> QueryResult<Vec<Decided>> {
    type Row = (
        DecisionId,
        CaseId,
        Decision,
        Option<String>,
        String,
        String,
        Timestamp,
        (AccountId, Option<String>),
    );
    let rows: Vec<Row> = decisions::table
        .inner_join(accounts::table)
        .inner_join(cases::table.left_join(articles::table))
        .left_join(reason_rows::table)
        .filter(decisions::id.lt(before.unwrap_or(DecisionId(i64::MAX))))
        .order(decisions::id.desc())
        .select((
            decisions::id,
            decisions::case_id,
            decisions::decision,
            reason_rows::label.nullable(),
            decisions::note,
            accounts::name,
            decisions::decided_at,
            (cases::author_id, articles::headline.nullable()),
        ))
        .at_most(most)
        .load(&mut db)
        .await?;
    let authors: Vec<AccountId> = rows.iter().map(|row| row.7.0).collect();
    let ids: Vec<DecisionId> = rows.iter().map(|row| row.0).collect();
    let (names, undone) = tokio::try_join!(names_of(db, &authors), undone_among(db, &ids))?;
    let line = |(id, case, decision, reason, note, by, at, (author, headline)): Row| Decided {
        id,
        case,
        decision,
        reason,
        note,
        by,
        at,
        author: names
            .iter()
            .find(|(account, _)| *account == author)
            .map(|(_, n)| n.clone())
            .unwrap_or_default(),
        headline,
        undone: undone.contains(&id),
    };
    Ok(rows.into_iter().map(line).collect())
}

async fn undone_among(mut db: &Conn, ids: &[DecisionId]) -> QueryResult<Vec<DecisionId>> {
    decisions::table
        .filter(decisions::undoes.eq_any(ids.iter().map(|id| id.0).collect::<Vec<_>>()))
        .select(decisions::undoes.assume_not_null())
        .load(&mut db)
        .await
}
