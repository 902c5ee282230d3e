//! Sessions: 256 random bits in a cookie, their hash in Postgres, so that any process knows who asks.

mod store;

use crate::db::{AccountId, Conn, Timestamp};

pub use crate::db::Token;
pub(crate) use store::holder;
pub use store::{end, end_all, end_others, member, touch};

/// How long a session lasts unused, and at most.
pub const IDLE: time::Duration = time::Duration::days(30);
/// How long a session lasts at most.
pub const LONGEST: time::Duration = time::Duration::days(90);

/// Begins a session and gives its token.
///
/// # Errors
/// When the database refuses.
pub async fn begin(db: &Conn, account: AccountId, agent: &str, now: Timestamp) -> diesel::QueryResult<Token> {
    let token = Token::new();
    let agent: String = agent.chars().filter(|c| !c.is_control()).take(200).collect();
    store::insert(db, &token.hash(), account, &agent, now).await?;
    Ok(token)
}
