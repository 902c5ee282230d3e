//! Events: what happened, told in the transaction in which it happened, and read by others later.

use super::schema::events;
use super::{AccountId, ArticleId, CommentId, Conn, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// Something that happened and that somebody may want to hear of.
#[derive(Insertable)]
#[diesel(table_name = events)]
pub struct Event<'a> {
    /// What happened: `reply`, `quote`, `mention`, `decision`, `flag`, `sanction`.
    pub kind: &'a str,
    /// Who did it; nobody when the board did.
    pub actor_id: Option<AccountId>,
    /// The thread in which it happened.
    pub article_id: Option<ArticleId>,
    /// The comment that it is about.
    pub comment_id: Option<CommentId>,
    /// Whom it is for, where it is for one person.
    pub told_id: Option<AccountId>,
    /// When.
    pub happened_at: Timestamp,
}

/// Writes events about a comment that answers, quotes or mentions people, but for those of them who were told of the
/// comment before.
///
/// # Errors
/// When the database refuses.
pub async fn tell_once(mut db: &Conn, events: Vec<Event<'_>>) -> QueryResult<()> {
    if events.is_empty() {
        return Ok(());
    }
    diesel::insert_into(events::table)
        .values(events)
        .on_conflict_do_nothing()
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// Writes an event; it is told if and only if the transaction commits.
///
/// # Errors
/// When the database refuses.
pub async fn tell(mut db: &Conn, event: Event<'_>) -> QueryResult<()> {
    diesel::insert_into(events::table).values(event).execute(&mut db).await.map(|_| ())
}

/// The same with what else is to be known of it, as an object.
///
/// # Errors
/// When the database refuses.
pub async fn tell_with(mut db: &Conn, event: Event<'_>, detail: Value) -> QueryResult<()> {
    let row = (event, events::detail.eq(detail));
    diesel::insert_into(events::table).values(row).execute(&mut db).await.map(|_| ())
}
