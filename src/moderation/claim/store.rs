//! Claims in the database.

use crate::db::schema::{accounts, cases};
use crate::db::{AccountId, CaseId, Conn, Timestamp, reused};
use crate::moderation::store::is_open;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A case that was taken over from somebody.
#[derive(Clone, Debug, Queryable)]
pub struct Taken {
    /// The case.
    pub case: CaseId,
    /// Who has it now.
    pub by: String,
    /// The word to who had it.
    pub word: String,
}

pub(super) async fn claim_if_free(
    mut db: &Conn,
    case: CaseId,
    by: AccountId,
    now: Timestamp,
    until: Timestamp,
) -> QueryResult<bool> {
    let free = cases::claimed_until.is_null().or(cases::claimed_until.le(now)).or(cases::claimed_by.eq(by));
    let open = cases::table.filter(cases::id.eq(case)).filter(cases::state.eq("open")).filter(free);
    let set = (cases::claimed_by.eq(Some(by)), cases::claimed_until.eq(Some(until)));
    reused(diesel::update(open).set(set)).execute(&mut db).await.map(|rows| rows == 1)
}

pub(super) async fn claim_anyway(
    mut db: &Conn,
    case: CaseId,
    by: AccountId,
    (word, now, until): (&str, Timestamp, Timestamp),
) -> QueryResult<()> {
    let open = cases::table.filter(cases::id.eq(case)).filter(cases::state.eq("open"));
    let others = open.filter(cases::claimed_by.ne(by)).filter(cases::claimed_until.gt(now));
    let told = (cases::taken_from.eq(cases::claimed_by), cases::taken_word.eq(word));
    diesel::update(others).set(told).execute(&mut db).await?;
    let set = (cases::claimed_by.eq(Some(by)), cases::claimed_until.eq(Some(until)));
    diesel::update(open).set(set).execute(&mut db).await.map(|_| ())
}

/// What was taken over from a moderator and is still before the one who took it.
///
/// # Errors
/// When the database refuses.
pub async fn taken_from(mut db: &Conn, me: AccountId, now: Timestamp) -> QueryResult<Vec<Taken>> {
    cases::table
        .inner_join(accounts::table.on(accounts::id.nullable().eq(cases::claimed_by)))
        .filter(is_open())
        .filter(cases::taken_from.eq(me))
        .filter(cases::claimed_by.ne(me))
        .filter(cases::claimed_until.gt(now))
        .order(cases::id)
        .select((cases::id, accounts::name, cases::taken_word))
        .load(&mut db)
        .await
}
