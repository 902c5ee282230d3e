//! How a member wants to hear of each kind of notice.

mod store;

use super::{Kind, Way};
use crate::db::{AccountId, Conn, Timestamp, Word};
use diesel::QueryResult;

pub use store::stop_mail;

/// How a member hears of each kind, in the order in which they are shown.
///
/// # Errors
/// When the database refuses.
pub async fn of(db: &Conn, member: AccountId) -> QueryResult<Vec<(Kind, Way)>> {
    let chosen = store::chosen(db, member).await?;
    let way =
        |kind: Kind| chosen.iter().find(|(of, _)| *of == kind).map_or(kind.by_itself(), |(_, way)| *way);
    Ok(Kind::ALL.iter().map(|kind| (*kind, way(*kind))).collect())
}

/// A member chooses how to hear of these kinds. What is in the inbox already stays there.
///
/// # Errors
/// When the database refuses.
pub async fn choose(db: &Conn, member: AccountId, ways: &[(Kind, Way)], now: Timestamp) -> QueryResult<()> {
    store::keep(db, member, ways, now).await
}
