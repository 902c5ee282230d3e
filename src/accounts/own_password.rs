//! A member changes the password.

use super::notice::{IF_NOT_YOU, notify};
use super::{Member, sessions, store};
use crate::db::{Conn, Timestamp, Token};
use crate::mail::{self, Purpose};
use crate::web::Moment;
use diesel_async::AsyncConnection;

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum OwnPasswordRefused {
    /// The session ended meanwhile, perhaps by another change.
    #[error("This session has ended meanwhile. Nothing was changed.")]
    SignedOut,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What a change of password leaves behind.
pub struct Changed {
    /// The new token of the session in which it was changed.
    pub token: Token,
    /// How many other sessions were ended.
    pub ended: usize,
}

/// A member takes the password with this hash. The session with the hash `session` goes on under a new token, every
/// other one ends, and the member hears of it by mail. The present password was given again before.
///
/// # Errors
/// [`OwnPasswordRefused`]; nothing is stored then.
pub async fn change_own_password(
    db: &mut Conn,
    member: &Member,
    session: &[u8],
    hash: &str,
    now: Timestamp,
) -> Result<Changed, OwnPasswordRefused> {
    db.transaction(async |db| {
        store::change_password(db, member.id, hash).await?;
        let ended = sessions::end_others(db, member.id, session).await?;
        // A link that was asked for before must not bring the old days back.
        mail::forget_links(db, member.id, Purpose::Reset).await?;
        let token = sessions::renew(db, session, now).await?.ok_or(OwnPasswordRefused::SignedOut)?;
        let when = format!(
            "The password of {} was changed on {} (UTC). Every other session has ended.",
            member.name,
            Moment(now).date()
        );
        notify(db, member.id, "Your password was changed", &[&when, IF_NOT_YOU], now).await?;
        Ok(Changed { token, ended })
    })
    .await
}
