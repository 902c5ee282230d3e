//! Invitations in the database.

use crate::db::schema::{accounts, invitations};
use crate::db::{AccountId, Conn, Few, InvitationId, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

#[derive(Insertable)]
#[diesel(table_name = invitations)]
pub(super) struct NewRow<'a> {
    pub token_hash: &'a [u8],
    pub note: &'a str,
    pub allowed: i32,
    pub made_by: AccountId,
    pub made_at: Timestamp,
    pub ends_at: Timestamp,
}

/// An invitation in the list of administrators.
#[derive(Clone, Debug, Queryable)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// For whom it is.
    pub note: String,
    /// How often it may be used.
    pub allowed: i32,
    /// How often it was.
    pub used: i32,
    /// Who made it, while that account exists.
    pub made_by: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends by itself.
    pub ends_at: Timestamp,
    /// When it was ended by hand.
    pub ended_at: Option<Timestamp>,
}

impl Invitation {
    /// Whether its time is over.
    #[must_use]
    pub fn is_over(&self, now: &Timestamp) -> bool {
        self.ends_at <= *now
    }

    /// Whether somebody may still join by it.
    #[must_use]
    pub fn is_good(&self, now: &Timestamp) -> bool {
        self.ended_at.is_none() && !self.is_over(now) && self.used < self.allowed
    }
}

/// What decides whether an invitation is good.
#[derive(Queryable)]
pub(super) struct State {
    pub allowed: i32,
    pub used: i32,
    pub ends_at: Timestamp,
    pub over: bool,
}

pub(super) async fn insert(mut db: &Conn, row: &NewRow<'_>) -> QueryResult<InvitationId> {
    diesel::insert_into(invitations::table).values(row).returning(invitations::id).get_result(&mut db).await
}

pub(super) async fn end(mut db: &Conn, id: InvitationId, now: Timestamp) -> QueryResult<bool> {
    let open = invitations::table.filter(invitations::id.eq(id)).filter(invitations::ended_at.is_null());
    let rows = diesel::update(open).set(invitations::ended_at.eq(now)).execute(&mut db).await?;
    Ok(rows == 1)
}

pub(super) async fn state(mut db: &Conn, hash: &[u8]) -> QueryResult<Option<State>> {
    invitations::table
        .filter(invitations::token_hash.eq(hash))
        .select((
            invitations::allowed,
            invitations::used,
            invitations::ends_at,
            invitations::ended_at.is_not_null(),
        ))
        .first(&mut db)
        .await
        .optional()
}

/// Counts a use of the invitation with this hash, if it is good; of two who take the last one, the second waits for
/// the first and gets nothing.
pub(super) async fn use_one(mut db: &Conn, hash: &[u8], now: Timestamp) -> QueryResult<Option<InvitationId>> {
    let good = invitations::table
        .filter(invitations::token_hash.eq(hash))
        .filter(invitations::used.lt(invitations::allowed))
        .filter(invitations::ended_at.is_null())
        .filter(invitations::ends_at.gt(now));
    diesel::update(good)
        .set(invitations::used.eq(invitations::used + 1))
        .returning(invitations::id)
        .get_result(&mut db)
        .await
        .optional()
}

pub(super) async fn remember(mut db: &Conn, account: AccountId, invitation: InvitationId) -> QueryResult<()> {
    diesel::update(accounts::table.find(account))
        .set(accounts::invitation_id.eq(Some(invitation)))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// The invitations, latest first, older than this one.
///
/// # Errors
/// When the database refuses.
pub async fn list(mut db: &Conn, before: Option<InvitationId>, most: i64) -> QueryResult<Vec<Invitation>> {
    invitations::table
        .left_join(accounts::table.on(invitations::made_by.eq(accounts::id.nullable())))
        .filter(invitations::id.lt(before.unwrap_or(InvitationId(i64::MAX))))
        .order(invitations::id.desc())
        .select((
            invitations::id,
            invitations::note,
            invitations::allowed,
            invitations::used,
            accounts::name.nullable(),
            invitations::made_at,
            invitations::ends_at,
            invitations::ended_at,
        ))
        .at_most(most)
        .load(&mut db)
        .await
}

/// Who joined by an invitation, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn joined(
    mut db: &Conn,
    invitation: InvitationId,
    most: i64,
) -> QueryResult<Vec<(AccountId, String)>> {
    accounts::table
        .filter(accounts::invitation_id.eq(invitation))
        .order(accounts::id.desc())
        .select((accounts::id, accounts::name))
        .at_most(most)
        .load(&mut db)
        .await
}
