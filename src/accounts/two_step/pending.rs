//! A sign-in between its two steps: the password was right, the code is still to come.
//!
//! A cookie holds its token, the database its hash, for five minutes and five codes.

use super::store;
use crate::accounts::sessions::{self, Browser};
use crate::accounts::store as accounts;
use crate::db::{AccountId, Conn, Timestamp, Token};
use diesel_async::AsyncConnection;

pub use super::store::pending_of as account_of;

/// For how many minutes the code is awaited.
pub const MINUTES: i64 = 5;

/// How many codes may be tried.
const TRIES: i32 = 5;

/// The password was right: from now on the code is awaited.
///
/// # Errors
/// When the database refuses.
pub async fn begin(db: &Conn, account: AccountId, now: Timestamp) -> diesel::QueryResult<Token> {
    let token = Token::new();
    store::forget_old_pending(db, now).await?;
    store::await_code(db, &token.hash(), account, now + time::Duration::minutes(MINUTES)).await?;
    Ok(token)
}

/// Takes one of the tries; nothing when none is left, or the time is over.
///
/// # Errors
/// When the database refuses.
pub async fn take_try(db: &Conn, hash: &[u8], now: Timestamp) -> diesel::QueryResult<Option<AccountId>> {
    store::take_try(db, hash, TRIES, now).await
}

/// The code was right: the waiting ends and a session begins, in one transaction. Nothing if it no longer waits,
/// because it was used or all sessions were ended meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn enter(
    db: &mut Conn,
    hash: &[u8],
    account: AccountId,
    browser: &Browser,
    now: Timestamp,
) -> diesel::QueryResult<Option<Token>> {
    db.transaction(async |db| {
        accounts::take(db, account).await?;
        if store::forget_pending(db, hash).await? {
            sessions::begin(db, account, browser, now).await.map(Some)
        } else {
            Ok(None)
        }
    })
    .await
}
