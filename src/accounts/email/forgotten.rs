//! A password was forgotten: a link from a mail lets its reader choose another.

use super::letters::{self, Reader};
use super::store;
use crate::accounts::notice::notify;
use crate::accounts::{change_password, fold_name, sessions};
use crate::db::{Conn, Timestamp};
use crate::mail::{self, Purpose};
use diesel_async::AsyncConnection;
use time::Duration;

/// Why no new password was set.
#[derive(Debug, thiserror::Error)]
pub enum ResetRefused {
    /// The link was used, is too old, or never was one.
    #[error(
        "This link no longer works: it was used already, or it is older than an hour. Ask for a new one."
    )]
    NoLink,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Writes the mail, if there is such an account; who asks is told the same in either case. More than three an hour are
/// not written.
///
/// # Errors
/// When the database refuses.
pub async fn forgot_password(db: &Conn, login: &str, now: Timestamp) -> diesel::QueryResult<()> {
    let login = login.trim();
    let Some(found) = store::known_as(db, &fold_name(login), &login.to_lowercase()).await? else {
        return Ok(());
    };
    if store::written_since(db, found.account, "reset", now - Duration::hours(1)).await? >= 3 {
        return Ok(());
    }
    letters::reset(db, Reader { account: found.account, name: &found.name, email: &found.email }, now).await
}

/// Uses up the link and sets the password with this hash. Every session ends, and every other such link; the address
/// counts as confirmed, for its mail was read.
///
/// # Errors
/// [`ResetRefused`]; nothing is changed then.
pub async fn reset_password(
    db: &mut Conn,
    secret: &str,
    hash: &str,
    now: Timestamp,
) -> Result<(), ResetRefused> {
    db.transaction(async |db| {
        let opened = mail::use_up(db, Purpose::Reset, secret, now).await?.ok_or(ResetRefused::NoLink)?;
        if !store::confirm(db, opened.account, &opened.email, now).await? {
            return Err(ResetRefused::NoLink);
        }
        change_password(db, opened.account, hash).await?;
        sessions::end_all(db, opened.account).await?;
        mail::forget_links(db, opened.account, Purpose::Reset).await?;
        let words = [
            "The password of your account was changed by a link from a mail to this address, and every session was \
             ended.",
            "If it was not you, somebody reads your mail: change the password of your mailbox first, then ask for a \
             new password here.",
        ];
        Ok(notify(db, opened.account, "Your password was changed", &words, now).await?)
    })
    .await
}
