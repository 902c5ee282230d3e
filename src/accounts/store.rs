//! Accounts in the database.

use super::{Member, Sanction, Standing};
use crate::db::schema::{accounts, articles, comments, sanctions};
use crate::db::{AccountId, ArticleId, Conn, Timestamp};
use crate::web::Role;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A row to be written.
#[derive(Insertable)]
#[diesel(table_name = accounts)]
pub struct NewAccount<'a> {
    pub name: &'a str,
    pub name_folded: &'a str,
    pub email: &'a str,
    pub email_folded: &'a str,
    pub email_confirmed_at: Option<Timestamp>,
    pub password_hash: &'a str,
    pub role: Role,
    pub standing: Standing,
    pub joined_at: Timestamp,
}

/// An account as others see it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// How well the member is known.
    pub standing: Standing,
    /// A line under the name.
    pub tagline: String,
    /// What the member says of themselves.
    pub about: String,
    /// Since when.
    pub joined_at: Timestamp,
    /// When the e-mail was confirmed.
    pub email_confirmed_at: Option<Timestamp>,
}

/// A line of the list of accounts: name, e-mail, role, standing, since when.
pub type Row = (String, String, Role, Standing, Timestamp);

type MemberRow = (AccountId, String, Role, Standing);

fn as_member((id, name, role, standing): MemberRow) -> Member {
    Member { id, name, role, standing, barred: false }
}

pub(super) async fn insert(mut db: &Conn, row: &NewAccount<'_>) -> QueryResult<AccountId> {
    diesel::insert_into(accounts::table).values(row).returning(accounts::id).get_result(&mut db).await
}

pub(super) async fn password_of(
    mut db: &Conn,
    name: &str,
    email: &str,
) -> QueryResult<Option<(AccountId, String)>> {
    accounts::table
        .filter(accounts::name_folded.eq(name).or(accounts::email_folded.eq(email)))
        .select((accounts::id, accounts::password_hash))
        .first(&mut db)
        .await
        .optional()
}

/// Whether the password of an account still has this hash; the account is taken until the transaction ends, so that
/// none can change it meanwhile.
pub(super) async fn take_with_hash(mut db: &Conn, id: AccountId, hash: &str) -> QueryResult<bool> {
    let same = accounts::table.find(id).filter(accounts::password_hash.eq(hash)).select(accounts::id);
    let taken: Option<AccountId> = same.for_no_key_update().first(&mut db).await.optional()?;
    Ok(taken.is_some())
}

/// Takes an account until the transaction ends.
pub(super) async fn take(mut db: &Conn, id: AccountId) -> QueryResult<()> {
    let account = accounts::table.find(id).select(accounts::id);
    account.for_no_key_update().first::<AccountId>(&mut db).await.map(|_| ())
}

pub(super) async fn has_administrator(mut db: &Conn) -> QueryResult<bool> {
    let administrators = accounts::table.filter(accounts::role.eq(Role::Administrator));
    diesel::select(diesel::dsl::exists(administrators)).get_result(&mut db).await
}

/// The account with this name, in any case and with look-alike letters.
///
/// # Errors
/// When the database refuses.
pub async fn by_name(mut db: &Conn, name: &str) -> QueryResult<Option<Account>> {
    accounts::table
        .filter(accounts::name_folded.eq(super::fold_name(name)))
        .select(Account::as_select())
        .first(&mut db)
        .await
        .optional()
}

/// The member with this id, for what has nothing to do with what they may do here and now.
///
/// # Errors
/// When the database refuses.
pub async fn member(mut db: &Conn, id: AccountId) -> QueryResult<Option<Member>> {
    accounts::table
        .find(id)
        .select((accounts::id, accounts::name, accounts::role, accounts::standing))
        .first::<MemberRow>(&mut db)
        .await
        .optional()
        .map(|row| row.map(as_member))
}

/// Which of these names exist, with their ids, whatever their case.
///
/// # Errors
/// When the database refuses.
pub async fn existing_names(mut db: &Conn, names: &[String]) -> QueryResult<Vec<(AccountId, String)>> {
    let folded: Vec<String> = names.iter().map(|name| super::fold_name(name)).collect();
    accounts::table
        .filter(accounts::name_folded.eq_any(folded))
        .select((accounts::id, accounts::name))
        .load(&mut db)
        .await
}

/// All accounts, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn list(mut db: &Conn) -> QueryResult<Vec<Row>> {
    accounts::table
        .order(accounts::id)
        .select((accounts::name, accounts::email, accounts::role, accounts::standing, accounts::joined_at))
        .load(&mut db)
        .await
}

/// Gives a standing.
///
/// # Errors
/// When the database refuses.
pub async fn change_standing(mut db: &Conn, id: AccountId, standing: Standing) -> QueryResult<()> {
    diesel::update(accounts::table.find(id))
        .set(accounts::standing.eq(standing))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// A member of whom something was approved is known from then on; true if the member was new.
///
/// # Errors
/// When the database refuses.
pub async fn promote_if_new(mut db: &Conn, id: AccountId) -> QueryResult<bool> {
    let new = accounts::table.filter(accounts::id.eq(id)).filter(accounts::standing.eq(Standing::New));
    let rows = diesel::update(new).set(accounts::standing.eq(Standing::Known)).execute(&mut db).await?;
    Ok(rows == 1)
}

/// Gives a new password hash.
///
/// # Errors
/// When the database refuses.
pub async fn change_password(mut db: &Conn, id: AccountId, hash: &str) -> QueryResult<()> {
    diesel::update(accounts::table.find(id))
        .set(accounts::password_hash.eq(hash))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// The tagline of a member. The threads in which it shows are taken, and then the account, so that nobody else changes it
/// until the transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn take_tagline(mut db: &Conn, id: AccountId) -> QueryResult<String> {
    articles::table
        .filter(articles::id.eq_any(threads_of(id)))
        .order(articles::id)
        .select(articles::id)
        .for_no_key_update()
        .load::<ArticleId>(&mut db)
        .await?;
    accounts::table.find(id).select(accounts::tagline).for_no_key_update().first(&mut db).await
}

/// A tagline is shown from now on; call [`take_tagline`] before.
///
/// # Errors
/// When the database refuses.
pub async fn put_tagline(mut db: &Conn, id: AccountId, tagline: &str) -> QueryResult<()> {
    let account = diesel::update(accounts::table.find(id));
    account.set(accounts::tagline.eq(tagline)).execute(&mut db).await?;
    raise_threads(db, id).await
}

pub(super) async fn keep_profile(
    mut db: &Conn,
    id: AccountId,
    tagline: &str,
    about: &str,
) -> QueryResult<()> {
    let told = (accounts::tagline.eq(tagline), accounts::about.eq(about));
    diesel::update(accounts::table.find(id)).set(told).execute(&mut db).await?;
    raise_threads(db, id).await
}

/// The threads in which a member wrote.
#[diesel::dsl::auto_type]
fn threads_of(id: AccountId) -> _ {
    comments::table.filter(comments::author_id.eq(id)).select(comments::article_id)
}

/// Readers see something else of a member beside their comments.
pub(super) async fn raise_threads(mut db: &Conn, id: AccountId) -> QueryResult<()> {
    diesel::update(articles::table.filter(articles::id.eq_any(threads_of(id))))
        .set(articles::version.eq(articles::version + 1))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// What is in force against a member.
///
/// # Errors
/// When the database refuses.
pub async fn in_force(mut db: &Conn, id: AccountId, now: Timestamp) -> QueryResult<Vec<Sanction>> {
    let rows: Vec<(String, String, Option<Timestamp>)> = sanctions::table
        .filter(sanctions::account_id.eq(id))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::starts_at.le(now))
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)))
        .select((sanctions::kind, sanctions::reason, sanctions::ends_at))
        .load(&mut db)
        .await?;
    Ok(rows.into_iter().map(|(kind, reason, ends_at)| Sanction { kind, reason, ends_at }).collect())
}

/// Suspends a member: no signing in until then, and every session ends.
///
/// # Errors
/// When the database refuses.
pub async fn suspend_until(
    mut db: &Conn,
    id: AccountId,
    reason: &str,
    ends_at: Option<Timestamp>,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (
        sanctions::account_id.eq(id),
        sanctions::kind.eq("suspended"),
        sanctions::reason.eq(reason),
        sanctions::starts_at.eq(now),
        sanctions::ends_at.eq(ends_at),
    );
    diesel::insert_into(sanctions::table).values(row).execute(&mut db).await?;
    super::sessions::end_all(db, id).await
}
