//! Mutes in the database.

use crate::db::schema::{accounts, articles, mutes, thread_mutes};
use crate::db::{AccountId, ArticleId, Conn, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A thread that a member muted: its id, and its headline in the address and in words.
pub type MutedThread = (ArticleId, String, String);

pub(super) async fn insert_person(
    mut db: &Conn,
    member: AccountId,
    muted: AccountId,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (mutes::account_id.eq(member), mutes::muted_id.eq(muted), mutes::muted_at.eq(now));
    diesel::insert_into(mutes::table).values(row).on_conflict_do_nothing().execute(&mut db).await.map(|_| ())
}

pub(super) async fn insert_thread(
    mut db: &Conn,
    member: AccountId,
    muted: ArticleId,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (
        thread_mutes::account_id.eq(member),
        thread_mutes::article_id.eq(muted),
        thread_mutes::muted_at.eq(now),
    );
    let rows = diesel::insert_into(thread_mutes::table).values(row).on_conflict_do_nothing();
    rows.execute(&mut db).await.map(|_| ())
}

/// A member wants to hear of a person again.
///
/// # Errors
/// When the database refuses.
pub async fn end_of_person(mut db: &Conn, member: AccountId, muted: AccountId) -> QueryResult<()> {
    diesel::delete(mutes::table.find((member, muted))).execute(&mut db).await.map(|_| ())
}

/// A member wants to hear of a thread again.
///
/// # Errors
/// When the database refuses.
pub async fn end_of_thread(mut db: &Conn, member: AccountId, muted: ArticleId) -> QueryResult<()> {
    diesel::delete(thread_mutes::table.find((member, muted))).execute(&mut db).await.map(|_| ())
}

/// The people whom a member muted, by name.
///
/// # Errors
/// When the database refuses.
pub async fn people(mut db: &Conn, member: AccountId) -> QueryResult<Vec<String>> {
    mutes::table
        .inner_join(accounts::table.on(accounts::id.eq(mutes::muted_id)))
        .filter(mutes::account_id.eq(member))
        .order(accounts::name_folded)
        .select(accounts::name)
        .load(&mut db)
        .await
}

/// The threads that a member muted, the last first.
///
/// # Errors
/// When the database refuses.
pub async fn threads(mut db: &Conn, member: AccountId) -> QueryResult<Vec<MutedThread>> {
    thread_mutes::table
        .inner_join(articles::table)
        .filter(thread_mutes::account_id.eq(member))
        .filter(articles::state.eq("published"))
        .order((thread_mutes::muted_at.desc(), thread_mutes::article_id))
        .select((articles::id, articles::slug, articles::headline))
        .load(&mut db)
        .await
}

/// Whether a member muted a person.
///
/// # Errors
/// When the database refuses.
pub async fn has_muted(mut db: &Conn, member: AccountId, person: AccountId) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(mutes::table.find((member, person)))).get_result(&mut db).await
}
