//! Earlier names in the database.

use crate::accounts::fold_name;
use crate::db::schema::{accounts, earlier_names};
use crate::db::{AccountId, Conn, Timestamp};
use diesel::dsl::{exists, max};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// What the member who once had this name, in any case, is called now.
///
/// # Errors
/// When the database refuses.
pub async fn now_called(mut db: &Conn, name: &str) -> QueryResult<Option<String>> {
    let found: Option<(String, String)> = earlier_names::table
        .inner_join(accounts::table)
        .filter(earlier_names::name_folded.eq(fold_name(name)))
        .select((earlier_names::name, accounts::name))
        .first(&mut db)
        .await
        .optional()?;
    Ok(found.filter(|(earlier, _)| earlier.to_lowercase() == name.to_lowercase()).map(|(_, now)| now))
}

/// The names that a member had, and until when, the last one first.
///
/// # Errors
/// When the database refuses.
pub async fn of(mut db: &Conn, id: AccountId) -> QueryResult<Vec<(String, Timestamp)>> {
    earlier_names::table
        .filter(earlier_names::account_id.eq(id))
        .order(earlier_names::given_up_at.desc())
        .select((earlier_names::name, earlier_names::given_up_at))
        .load(&mut db)
        .await
}

/// When a member last changed the name.
///
/// # Errors
/// When the database refuses.
pub async fn last_change(mut db: &Conn, id: AccountId) -> QueryResult<Option<Timestamp>> {
    earlier_names::table
        .filter(earlier_names::account_id.eq(id))
        .select(max(earlier_names::given_up_at))
        .first(&mut db)
        .await
}

/// Whether somebody else than this member, if any, has or had a name that folds to one of these.
///
/// # Errors
/// When the database refuses.
pub async fn of_another(mut db: &Conn, looks: &[String], id: Option<AccountId>) -> QueryResult<bool> {
    let id = id.unwrap_or(AccountId(0));
    let has = accounts::table.filter(accounts::name_folded.eq_any(looks)).filter(accounts::id.ne(id));
    let had = earlier_names::table
        .filter(earlier_names::name_folded.eq_any(looks))
        .filter(earlier_names::account_id.ne(id));
    diesel::select(exists(has).or(exists(had))).get_result(&mut db).await
}

/// Keeps the name that a member gives up.
///
/// # Errors
/// When the database refuses.
pub async fn keep(mut db: &Conn, id: AccountId, name: &str, now: Timestamp) -> QueryResult<()> {
    let told = (earlier_names::name.eq(name), earlier_names::given_up_at.eq(now));
    diesel::insert_into(earlier_names::table)
        .values((earlier_names::name_folded.eq(fold_name(name)), earlier_names::account_id.eq(id), told))
        .on_conflict(earlier_names::name_folded)
        .do_update()
        .set(told)
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// A member has the name again.
///
/// # Errors
/// When the database refuses.
pub async fn forget(mut db: &Conn, id: AccountId, name: &str) -> QueryResult<()> {
    let again = earlier_names::table
        .filter(earlier_names::account_id.eq(id))
        .filter(earlier_names::name_folded.eq(fold_name(name)));
    diesel::delete(again).execute(&mut db).await.map(|_| ())
}
