//! Deletions that are under way, in the database.

use super::{UnderWay, Words};
use crate::db::schema::{accounts, deletions};
use crate::db::{AccountId, Conn, Timestamp, fixed};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

/// The deletion of an account that is under way, if one is.
///
/// # Errors
/// When the database refuses.
pub async fn under_way(mut db: &Conn, id: AccountId) -> QueryResult<Option<UnderWay>> {
    deletions::table
        .find(id)
        .select((deletions::asked_at, deletions::due_at, deletions::words))
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn insert(
    mut db: &Conn,
    id: AccountId,
    words: Words,
    (now, due_at): (Timestamp, Timestamp),
) -> QueryResult<bool> {
    let row = (
        deletions::account_id.eq(id),
        deletions::asked_at.eq(now),
        deletions::due_at.eq(due_at),
        deletions::words.eq(words),
    );
    let rows = diesel::insert_into(deletions::table).values(row).on_conflict_do_nothing();
    rows.execute(&mut db).await.map(|rows| rows == 1)
}

pub(super) async fn forget(mut db: &Conn, id: AccountId) -> QueryResult<bool> {
    diesel::delete(deletions::table.find(id)).execute(&mut db).await.map(|rows| rows == 1)
}

/// Whether no other administrator would be left. Of two who leave at the same moment, the second waits here for the
/// first.
pub(super) async fn is_last_administrator(mut db: &Conn, id: AccountId) -> QueryResult<bool> {
    let all: Vec<AccountId> = accounts::table
        .filter(fixed::<Bool>("accounts.role = 'administrator'"))
        .order(accounts::id)
        .select(accounts::id)
        .for_no_key_update()
        .load(&mut db)
        .await?;
    let leaving = deletions::table.filter(deletions::account_id.eq_any(&all)).select(deletions::account_id);
    let leaving: Vec<AccountId> = leaving.load(&mut db).await?;
    Ok(all.contains(&id) && all.iter().all(|other| *other == id || leaving.contains(other)))
}

pub(super) async fn address_of(mut db: &Conn, id: AccountId) -> QueryResult<String> {
    accounts::table.find(id).select(accounts::email).first(&mut db).await
}

/// The accounts whose 24 hours are over, those that wait longest first.
pub(super) async fn due(mut db: &Conn, now: Timestamp) -> QueryResult<Vec<AccountId>> {
    deletions::table
        .filter(deletions::due_at.le(now))
        .order(deletions::due_at)
        .select(deletions::account_id)
        .load(&mut db)
        .await
}

/// Takes one that is due; nothing if it was taken back, carried out, or another process is at it.
pub(super) async fn take(mut db: &Conn, id: AccountId, now: Timestamp) -> QueryResult<Option<Words>> {
    deletions::table
        .filter(deletions::account_id.eq(id))
        .filter(deletions::due_at.le(now))
        .select(deletions::words)
        .for_update()
        .skip_locked()
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn put_off(mut db: &Conn, id: AccountId, until: Timestamp) -> QueryResult<()> {
    let set = deletions::due_at.eq(until);
    diesel::update(deletions::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}
