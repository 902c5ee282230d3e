//! Sessions: 256 random bits in a cookie, their hash in Postgres, so that any process knows who asks.
//!
//! A member sees a list of them and ends them there; what a session is called there is an id that opens nothing.

mod browser;
mod store;

use crate::db::{AccountId, Conn, Timestamp};

pub use crate::db::Token;
pub(crate) use store::{Known, barred, current, holder, known, known_columns};
pub use store::{Session, count, end, end_all, end_one, end_others, list, member, touch};

/// How long a session lasts unused, and at most.
pub const IDLE: time::Duration = time::Duration::days(30);
/// How long a session lasts at most.
pub const LONGEST: time::Duration = time::Duration::days(90);

/// Where a session is begun.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// What the browser says it is.
    pub agent: String,
    /// The range of the address that it asks from; empty when that is not known.
    pub range: String,
    /// The hash of the session that it had until now, which ends.
    pub had: Option<[u8; 32]>,
}

/// Begins a session and gives its token. What is over of the member's is cleared away.
///
/// # Errors
/// When the database refuses.
pub async fn begin(
    db: &Conn,
    account: AccountId,
    browser: &Browser,
    now: Timestamp,
) -> diesel::QueryResult<Token> {
    let token = Token::new();
    let agent: String = browser.agent.chars().filter(|c| !c.is_control()).take(200).collect();
    let browser = Browser { agent, ..browser.clone() };
    if let Some(had) = browser.had {
        store::end(db, &had).await?;
    }
    store::forget_over(db, account, now).await?;
    store::insert(db, &token.hash(), account, &browser, now).await?;
    Ok(token)
}

/// Gives a session another token, so that whoever knew the old one is nobody; none when it has ended.
///
/// # Errors
/// When the database refuses.
pub async fn renew(db: &Conn, hash: &[u8], now: Timestamp) -> diesel::QueryResult<Option<Token>> {
    let token = Token::new();
    Ok(store::replace(db, hash, &token.hash(), now).await?.then_some(token))
}
