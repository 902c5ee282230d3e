//! Two steps in the database.

use crate::db::schema::{pending_sign_ins, recovery_codes, two_steps};
use crate::db::{AccountId, Conn, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// An account's two steps.
#[derive(Queryable, Selectable)]
#[diesel(table_name = two_steps)]
pub(super) struct TwoStep {
    /// Sealed.
    pub secret: Vec<u8>,
    pub begun_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
}

pub(super) async fn find(mut db: &Conn, account: AccountId) -> QueryResult<Option<TwoStep>> {
    two_steps::table.find(account).select(TwoStep::as_select()).first(&mut db).await.optional()
}

/// Whether an account signs in in two steps.
///
/// # Errors
/// When the database refuses.
pub async fn is_on(mut db: &Conn, account: AccountId) -> QueryResult<bool> {
    let on = two_steps::table.find(account).filter(two_steps::confirmed_at.is_not_null());
    diesel::select(diesel::dsl::exists(on)).get_result(&mut db).await
}

/// Keeps a secret that is not confirmed yet; false if there is one that is.
pub(super) async fn offer(
    mut db: &Conn,
    account: AccountId,
    secret: &[u8],
    now: Timestamp,
) -> QueryResult<bool> {
    let set = (two_steps::secret.eq(secret), two_steps::begun_at.eq(now));
    let kept = diesel::insert_into(two_steps::table)
        .values((two_steps::account_id.eq(account), set))
        .on_conflict(two_steps::account_id)
        .do_update()
        .set(set);
    let rows = diesel::query_dsl::methods::FilterDsl::filter(kept, two_steps::confirmed_at.is_null())
        .execute(&mut db)
        .await?;
    Ok(rows == 1)
}

/// Confirms this secret; false if it is on already, or another was made meanwhile.
pub(super) async fn turn_on(
    mut db: &Conn,
    account: AccountId,
    secret: &[u8],
    step: i64,
    now: Timestamp,
) -> QueryResult<bool> {
    let offered = two_steps::table.find(account).filter(two_steps::confirmed_at.is_null());
    let rows = diesel::update(offered.filter(two_steps::secret.eq(secret)))
        .set((two_steps::confirmed_at.eq(now), two_steps::last_step.eq(step)))
        .execute(&mut db)
        .await?;
    Ok(rows == 1)
}

/// Removes what was confirmed, with its codes; false if there was nothing.
pub(super) async fn remove(mut db: &Conn, account: AccountId) -> QueryResult<bool> {
    let on = two_steps::table.find(account).filter(two_steps::confirmed_at.is_not_null());
    diesel::delete(on).execute(&mut db).await.map(|rows| rows == 1)
}

/// Marks a step as used; false if it, or a later one, was used before.
pub(super) async fn use_step(mut db: &Conn, account: AccountId, step: i64) -> QueryResult<bool> {
    let before = two_steps::table.find(account).filter(two_steps::last_step.lt(step));
    let rows = diesel::update(before).set(two_steps::last_step.eq(step)).execute(&mut db).await?;
    Ok(rows == 1)
}

pub(super) async fn replace_codes(mut db: &Conn, account: AccountId, hashes: &[[u8; 32]]) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::account_id.eq(account)))
        .execute(&mut db)
        .await?;
    let row = |hash: &[u8; 32]| {
        (recovery_codes::account_id.eq(account), recovery_codes::code_hash.eq(hash.to_vec()))
    };
    let rows: Vec<_> = hashes.iter().map(row).collect();
    diesel::insert_into(recovery_codes::table).values(rows).execute(&mut db).await.map(|_| ())
}

pub(super) async fn codes_left(mut db: &Conn, account: AccountId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::account_id.eq(account))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(&mut db)
        .await
}

/// Marks a recovery code as used; false if there is none such, or it was used before.
pub(super) async fn use_code(
    mut db: &Conn,
    account: AccountId,
    hash: &[u8],
    now: Timestamp,
) -> QueryResult<bool> {
    let fresh = recovery_codes::table.find((account, hash)).filter(recovery_codes::used_at.is_null());
    let rows = diesel::update(fresh).set(recovery_codes::used_at.eq(now)).execute(&mut db).await?;
    Ok(rows == 1)
}

pub(super) async fn await_code(
    mut db: &Conn,
    hash: &[u8],
    account: AccountId,
    until: Timestamp,
) -> QueryResult<()> {
    let row = (
        pending_sign_ins::token_hash.eq(hash),
        pending_sign_ins::account_id.eq(account),
        pending_sign_ins::expires_at.eq(until),
    );
    diesel::insert_into(pending_sign_ins::table).values(row).execute(&mut db).await.map(|_| ())
}

/// Whose sign-in awaits its code.
///
/// # Errors
/// When the database refuses.
pub async fn pending_of(mut db: &Conn, hash: &[u8], now: Timestamp) -> QueryResult<Option<AccountId>> {
    pending_sign_ins::table
        .find(hash)
        .filter(pending_sign_ins::expires_at.gt(now))
        .select(pending_sign_ins::account_id)
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn take_try(
    mut db: &Conn,
    hash: &[u8],
    most: i32,
    now: Timestamp,
) -> QueryResult<Option<AccountId>> {
    let good = pending_sign_ins::table
        .find(hash)
        .filter(pending_sign_ins::expires_at.gt(now))
        .filter(pending_sign_ins::tries.lt(most));
    diesel::update(good)
        .set(pending_sign_ins::tries.eq(pending_sign_ins::tries + 1))
        .returning(pending_sign_ins::account_id)
        .get_result(&mut db)
        .await
        .optional()
}

/// The code came; false if it was not awaited any more.
pub(super) async fn forget_pending(mut db: &Conn, hash: &[u8]) -> QueryResult<bool> {
    diesel::delete(pending_sign_ins::table.find(hash)).execute(&mut db).await.map(|rows| rows == 1)
}

pub(super) async fn forget_old_pending(mut db: &Conn, now: Timestamp) -> QueryResult<()> {
    let old = pending_sign_ins::table.filter(pending_sign_ins::expires_at.le(now));
    diesel::delete(old).execute(&mut db).await.map(|_| ())
}
