//! Sessions in the database.

use super::browser::in_words;
use super::{Browser, IDLE, LONGEST};
use crate::accounts::{Member, Standing};
use crate::db::schema::{accounts, pending_sign_ins, queue_feeds, sanctions, sessions};
use crate::db::{AccountId, Conn, Fixed, SessionId, Timestamp, fixed};
use crate::web::Role;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

/// A session as its member sees it.
#[derive(Clone, Debug)]
pub struct Session {
    /// What it is called in the list; it opens nothing.
    pub id: SessionId,
    /// What the browser says it is.
    pub agent: String,
    /// The range of the address that it was last in use from.
    pub range: String,
    /// When it was begun.
    pub started_at: Timestamp,
    /// When it was last in use, ten minutes more or less.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub this: bool,
}

impl Session {
    /// Which browser it is, in short words.
    #[must_use]
    pub fn browser(&self) -> String {
        in_words(&self.agent)
    }
}

type SessionRow = (SessionId, String, String, Timestamp, Timestamp, bool);

pub(super) async fn insert(
    mut db: &Conn,
    hash: &[u8],
    account: AccountId,
    browser: &Browser,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (
        sessions::token_hash.eq(hash),
        sessions::account_id.eq(account),
        sessions::started_at.eq(now),
        sessions::seen_at.eq(now),
        sessions::agent.eq(&browser.agent),
        sessions::address_range.eq(&browser.range),
    );
    diesel::insert_into(sessions::table).values(row).execute(&mut db).await.map(|_| ())
}

/// A member as a session knows them, and when it was last seen.
pub(crate) type Known = (AccountId, String, Role, Standing, Timestamp, bool);

/// What a [`Known`] is read from, in a query of [`current`].
pub(crate) type KnownColumns =
    (accounts::id, accounts::name, accounts::role, accounts::standing, sessions::seen_at, Fixed<Bool>);

/// The columns of whom a session is; the last says whether two steps are asked of them that they have not set up.
pub(crate) fn known_columns() -> KnownColumns {
    (accounts::id, accounts::name, accounts::role, accounts::standing, sessions::seen_at, barred())
}

/// Whether two steps are asked of an account, which the query around it must have, that are not set up.
pub(crate) fn barred() -> Fixed<Bool> {
    fixed(
        "(accounts.role <> 'member' and exists (select from settings where settings.two_step_required)
          and not exists (select from two_steps
                           where two_steps.account_id = accounts.id and two_steps.confirmed_at is not null))",
    )
}

/// The session with this hash and its member, for a query about both; nothing when it has ended or its member is suspended.
#[diesel::dsl::auto_type]
pub(crate) fn current<'a>(hash: &'a [u8], now: Timestamp) -> _ {
    let hash: &'a [u8] = hash;
    let (used, begun): (Timestamp, Timestamp) = (now - IDLE, now - LONGEST);
    let suspended = sanctions::table
        .filter(sanctions::account_id.eq(accounts::id))
        .filter(sanctions::kind.eq("suspended"))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::starts_at.le(now))
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)));
    sessions::table
        .inner_join(accounts::table)
        .filter(sessions::token_hash.eq(hash))
        .filter(sessions::seen_at.gt(used))
        .filter(sessions::started_at.gt(begun))
        .filter(not(exists(suspended)))
}

/// The member whom a session is known to be of, and when it was last seen.
pub(crate) fn known((id, name, role, standing, seen, barred): Known) -> (Member, Timestamp) {
    (Member { id, name, role, standing, barred }, seen)
}

/// Whose session it is, and when it was last seen; nobody's when it has ended or its member is suspended.
///
/// # Errors
/// When the database refuses.
pub async fn member(mut db: &Conn, hash: &[u8], now: Timestamp) -> QueryResult<Option<(Member, Timestamp)>> {
    let row: Option<Known> = current(hash, now).select(known_columns()).first(&mut db).await.optional()?;
    Ok(row.map(known))
}

/// Whose session it is, as part of another query: so what is a member's own comes in one round trip with the answer
/// to who asks. It does not look at ends and suspensions: the caller drops what it found when [`member`] is nobody.
#[must_use]
#[diesel::dsl::auto_type]
pub(crate) fn holder<'a>(hash: &'a [u8; 32]) -> _ {
    let hash: &'a [u8] = hash.as_slice();
    sessions::table.filter(sessions::token_hash.eq(hash)).select(sessions::account_id).single_value()
}

/// Notes that the session is in use, from this range of addresses.
///
/// # Errors
/// When the database refuses.
pub async fn touch(mut db: &Conn, hash: &[u8], range: &str, now: Timestamp) -> QueryResult<()> {
    let session = sessions::table.filter(sessions::token_hash.eq(hash));
    diesel::update(session)
        .set((sessions::seen_at.eq(now), sessions::address_range.eq(range)))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// Ends one session.
///
/// # Errors
/// When the database refuses.
pub async fn end(mut db: &Conn, hash: &[u8]) -> QueryResult<()> {
    diesel::delete(sessions::table.filter(sessions::token_hash.eq(hash))).execute(&mut db).await.map(|_| ())
}

/// Ends every session of a member but the one with this hash, and every sign-in that has not come so far; says how many
/// sessions it were.
///
/// # Errors
/// When the database refuses.
pub async fn end_others(mut db: &Conn, account: AccountId, hash: &[u8]) -> QueryResult<usize> {
    forget_pending(db, account).await?;
    let others =
        sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::token_hash.ne(hash));
    diesel::delete(others).execute(&mut db).await
}

/// Ends every session of a member, every sign-in that has not come so far, and the address at which a feed reader read
/// without one.
///
/// # Errors
/// When the database refuses.
pub async fn end_all(mut db: &Conn, account: AccountId) -> QueryResult<()> {
    forget_pending(db, account).await?;
    diesel::delete(queue_feeds::table.find(account)).execute(&mut db).await?;
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account)))
        .execute(&mut db)
        .await
        .map(|_| ())
}

async fn forget_pending(mut db: &Conn, account: AccountId) -> QueryResult<()> {
    let pending = pending_sign_ins::table.filter(pending_sign_ins::account_id.eq(account));
    diesel::delete(pending).execute(&mut db).await.map(|_| ())
}

/// Ends one of a member's sessions by what it is called in the list; false if the member has none of that name.
///
/// # Errors
/// When the database refuses.
pub async fn end_one(mut db: &Conn, account: AccountId, id: SessionId) -> QueryResult<bool> {
    let one = sessions::table.filter(sessions::account_id.eq(account)).filter(sessions::id.eq(id));
    diesel::delete(one).execute(&mut db).await.map(|rows| rows == 1)
}

/// The sessions of a member that are good, those in use last first; `asking` is the hash of the one that asks.
///
/// # Errors
/// When the database refuses.
pub async fn list(
    mut db: &Conn,
    account: AccountId,
    asking: &[u8],
    now: Timestamp,
) -> QueryResult<Vec<Session>> {
    let rows: Vec<SessionRow> = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::seen_at.gt(now - IDLE))
        .filter(sessions::started_at.gt(now - LONGEST))
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .select((
            sessions::id,
            sessions::agent,
            sessions::address_range,
            sessions::started_at,
            sessions::seen_at,
            sessions::token_hash.eq(asking),
        ))
        .load(&mut db)
        .await?;
    let session = |(id, agent, range, started_at, seen_at, this)| Session {
        id,
        agent,
        range,
        started_at,
        seen_at,
        this,
    };
    Ok(rows.into_iter().map(session).collect())
}

/// How many good sessions a member has, and when one was last in use.
///
/// # Errors
/// When the database refuses.
pub async fn count(
    mut db: &Conn,
    account: AccountId,
    now: Timestamp,
) -> QueryResult<(i64, Option<Timestamp>)> {
    sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::seen_at.gt(now - IDLE))
        .filter(sessions::started_at.gt(now - LONGEST))
        .select((diesel::dsl::count_star(), diesel::dsl::max(sessions::seen_at)))
        .first(&mut db)
        .await
}

pub(super) async fn forget_over(mut db: &Conn, account: AccountId, now: Timestamp) -> QueryResult<()> {
    let over = sessions::seen_at.le(now - IDLE).or(sessions::started_at.le(now - LONGEST));
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account)).filter(over))
        .execute(&mut db)
        .await
        .map(|_| ())
}

pub(super) async fn replace(mut db: &Conn, old: &[u8], new: &[u8], now: Timestamp) -> QueryResult<bool> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(old)))
        .set((sessions::token_hash.eq(new), sessions::seen_at.eq(now)))
        .execute(&mut db)
        .await
        .map(|rows| rows == 1)
}
