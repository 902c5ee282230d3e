//! Devices: a browser in which somebody signed in before. It proves nothing about who sits there; it only has a budget
//! of its own for attempts, so that nobody can lock an owner out from afar. A cookie names it, the database keeps the
//! hash, for each account that was signed in to.

mod store;

use crate::db::{AccountId, Conn, Timestamp};

pub(super) use store::knows;

/// How many days a browser is known that nobody signs in with.
pub const DAYS: i64 = 400;

/// Notes that an account was signed in to on a device; those that were not seen for long are forgotten.
///
/// # Errors
/// When the database refuses.
pub async fn remember(
    db: &Conn,
    device: &[u8],
    account: AccountId,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    store::keep(db, device, account, now).await?;
    store::forget_before(db, account, now - time::Duration::days(DAYS)).await
}
