//! The addresses of accounts, and their changes, in the database.

use crate::db::schema::{accounts, email_changes, outbox};
use crate::db::{AccountId, Conn, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// The address of an account.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Address {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Its e-mail address.
    pub email: String,
    /// When that was confirmed.
    pub confirmed_at: Option<Timestamp>,
}

/// A change of address that waits to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Pending {
    /// Its id.
    pub id: i64,
    /// The address that it was.
    pub old: String,
    /// The address that it becomes.
    pub new: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
}

type AddressColumns = (accounts::id, accounts::name, accounts::email, accounts::email_confirmed_at);
const ADDRESS: AddressColumns = (accounts::id, accounts::name, accounts::email, accounts::email_confirmed_at);

/// The address of an account.
///
/// # Errors
/// When the database refuses.
pub async fn address_of(mut db: &Conn, account: AccountId) -> QueryResult<Option<Address>> {
    accounts::table.find(account).select(ADDRESS).first(&mut db).await.optional()
}

/// The account with this name or e-mail, both folded.
pub(super) async fn known_as(mut db: &Conn, name: &str, email: &str) -> QueryResult<Option<Address>> {
    accounts::table
        .filter(accounts::name_folded.eq(name).or(accounts::email_folded.eq(email)))
        .select(ADDRESS)
        .first(&mut db)
        .await
        .optional()
}

/// Marks the address as confirmed; false if the account has another one by now.
pub(super) async fn confirm(
    mut db: &Conn,
    account: AccountId,
    email: &str,
    now: Timestamp,
) -> QueryResult<bool> {
    let same = accounts::table.filter(accounts::id.eq(account)).filter(accounts::email.eq(email));
    let rows = diesel::update(same).set(accounts::email_confirmed_at.eq(now)).execute(&mut db).await?;
    Ok(rows == 1)
}

/// Gives an account another address, which counts as confirmed.
pub(super) async fn set(mut db: &Conn, account: AccountId, email: &str, now: Timestamp) -> QueryResult<()> {
    let set = (
        accounts::email.eq(email),
        accounts::email_folded.eq(email.to_lowercase()),
        accounts::email_confirmed_at.eq(now),
    );
    diesel::update(accounts::table.find(account)).set(set).execute(&mut db).await.map(|_| ())
}

/// How many mails of this kind were written for an account since a moment.
pub(super) async fn written_since(
    mut db: &Conn,
    account: AccountId,
    kind: &str,
    since: Timestamp,
) -> QueryResult<i64> {
    outbox::table
        .filter(outbox::account_id.eq(account))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::written_at.gt(since))
        .count()
        .get_result(&mut db)
        .await
}

pub(super) async fn insert_change(
    mut db: &Conn,
    account: AccountId,
    (old, new): (&str, &str),
    now: Timestamp,
) -> QueryResult<i64> {
    let row = (
        email_changes::account_id.eq(account),
        email_changes::old_email.eq(old),
        email_changes::new_email.eq(new),
        email_changes::asked_at.eq(now),
    );
    diesel::insert_into(email_changes::table)
        .values(row)
        .returning(email_changes::id)
        .get_result(&mut db)
        .await
}

/// The change that an account asked for last, while it waits to be confirmed.
///
/// # Errors
/// When the database refuses.
pub async fn pending(mut db: &Conn, account: AccountId, since: Timestamp) -> QueryResult<Option<Pending>> {
    let row: Option<(Pending, Option<Timestamp>)> = email_changes::table
        .filter(email_changes::account_id.eq(account))
        .filter(email_changes::asked_at.gt(since))
        .order(email_changes::id.desc())
        .select((
            (email_changes::id, email_changes::old_email, email_changes::new_email, email_changes::asked_at),
            email_changes::confirmed_at,
        ))
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.filter(|(_, confirmed)| confirmed.is_none()).map(|(pending, _)| pending))
}

pub(super) async fn mark_confirmed(mut db: &Conn, id: i64, now: Timestamp) -> QueryResult<()> {
    let set = email_changes::confirmed_at.eq(now);
    diesel::update(email_changes::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}

/// Marks the change away from this address as taken back, and with it every later one, so that a link which a later
/// address was sent opens nothing; false when there is none.
pub(super) async fn mark_taken_back(
    mut db: &Conn,
    account: AccountId,
    old: &str,
    now: Timestamp,
) -> QueryResult<bool> {
    let first: Option<i64> = email_changes::table
        .filter(email_changes::account_id.eq(account))
        .filter(email_changes::old_email.eq(old))
        .filter(email_changes::confirmed_at.is_not_null())
        .filter(email_changes::taken_back_at.is_null())
        .select(diesel::dsl::min(email_changes::id))
        .first(&mut db)
        .await?;
    let Some(first) = first else { return Ok(false) };
    let later = email_changes::table
        .filter(email_changes::account_id.eq(account))
        .filter(email_changes::id.ge(first));
    diesel::update(later).set(email_changes::taken_back_at.eq(now)).execute(&mut db).await?;
    Ok(true)
}
