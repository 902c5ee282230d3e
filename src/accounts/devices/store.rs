//! Devices in the database.

use super::DAYS;
use crate::db::schema::{accounts, devices};
use crate::db::{AccountId, Conn, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Whether somebody signed in on a device to the account with this name or this e-mail address, both folded.
pub(in crate::accounts) async fn knows(
    mut db: &Conn,
    device: &[u8],
    (name, email): (&str, &str),
    now: Timestamp,
) -> QueryResult<bool> {
    let theirs = devices::table
        .inner_join(accounts::table)
        .filter(devices::token_hash.eq(device))
        .filter(devices::seen_at.gt(now - time::Duration::days(DAYS)))
        .filter(accounts::name_folded.eq(name).or(accounts::email_folded.eq(email)));
    diesel::select(diesel::dsl::exists(theirs)).get_result(&mut db).await
}

pub(super) async fn keep(
    mut db: &Conn,
    device: &[u8],
    account: AccountId,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (devices::token_hash.eq(device), devices::account_id.eq(account), devices::seen_at.eq(now));
    diesel::insert_into(devices::table)
        .values(row)
        .on_conflict((devices::token_hash, devices::account_id))
        .do_update()
        .set(devices::seen_at.eq(now))
        .execute(&mut db)
        .await
        .map(|_| ())
}

pub(super) async fn forget_before(mut db: &Conn, account: AccountId, moment: Timestamp) -> QueryResult<()> {
    let old = devices::table.filter(devices::account_id.eq(account)).filter(devices::seen_at.lt(moment));
    diesel::delete(old).execute(&mut db).await.map(|_| ())
}
