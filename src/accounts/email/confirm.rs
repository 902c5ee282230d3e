//! A link from a mail confirms the address that it was sent to.

use super::letters::{self, Reader};
use super::store::{self, Address};
use crate::accounts::Member;
use crate::db::{Conn, Timestamp, is_taken};
use crate::mail::{self, Purpose};
use diesel_async::AsyncConnection;
use time::Duration;

/// What a link confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The address with which the account was made.
    Joined,
    /// A new address, which is the account's from now on.
    Changed,
}

/// Why an address could not be confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmRefused {
    /// The link was used, is too old, or never was one.
    #[error(
        "This link no longer works: it was used already, or it is too old. A new one can be had in your settings."
    )]
    NoLink,
    /// Somebody else has the address by now.
    #[error("Another account has this address by now. Yours stays as it was.")]
    Taken,
    /// The last mail was just sent.
    #[error(
        "A mail was sent only minutes ago. Please look for it, also among the junk, before you ask again."
    )]
    JustSent,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Writes the mail that asks a new member to confirm the address.
///
/// # Errors
/// When the database refuses.
pub async fn ask_to_confirm(
    db: &Conn,
    member: &Member,
    email: &str,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    letters::confirm(db, Reader { account: member.id, name: &member.name, email }, now).await
}

/// Writes it again, five minutes after the last one at the earliest; nothing to do for a confirmed address.
///
/// # Errors
/// [`ConfirmRefused::JustSent`].
pub async fn ask_again(db: &Conn, address: &Address, now: Timestamp) -> Result<(), ConfirmRefused> {
    if address.confirmed_at.is_some() {
        return Ok(());
    }
    let since = now - Duration::minutes(5);
    if store::written_since(db, address.account, "confirm", since).await? > 0 {
        return Err(ConfirmRefused::JustSent);
    }
    let to = Reader { account: address.account, name: &address.name, email: &address.email };
    Ok(letters::confirm(db, to, now).await?)
}

/// Uses up the link that ends in this secret: the account's address is confirmed, or a new one becomes the account's.
///
/// # Errors
/// [`ConfirmRefused`]; nothing is changed then.
pub async fn confirm(db: &mut Conn, secret: &str, now: Timestamp) -> Result<Confirmed, ConfirmRefused> {
    db.transaction(async |db| {
        if let Some(opened) = mail::use_up(db, Purpose::Confirm, secret, now).await? {
            let same = store::confirm(db, opened.account, &opened.email, now).await?;
            return same.then_some(Confirmed::Joined).ok_or(ConfirmRefused::NoLink);
        }
        let opened = mail::use_up(db, Purpose::Email, secret, now).await?.ok_or(ConfirmRefused::NoLink)?;
        let since = now - Duration::minutes(letters::CHANGE_MINUTES);
        let change = store::pending(db, opened.account, since).await?;
        let change = change.filter(|change| change.new == opened.email).ok_or(ConfirmRefused::NoLink)?;
        let old = store::address_of(db, opened.account).await?.ok_or(ConfirmRefused::NoLink)?;
        store::set(db, opened.account, &change.new, now).await.map_err(taken)?;
        store::mark_confirmed(db, change.id, now).await?;
        // What was sent to the old address opens nothing any more, but for the way back.
        mail::forget_links(db, opened.account, Purpose::Reset).await?;
        let to = Reader { account: opened.account, name: &old.name, email: &change.old };
        letters::changed(db, to, &change.new, now).await?;
        Ok(Confirmed::Changed)
    })
    .await
}

fn taken(error: diesel::result::Error) -> ConfirmRefused {
    if is_taken(&error, "accounts_email_folded_key") {
        ConfirmRefused::Taken
    } else {
        ConfirmRefused::Database(error)
    }
}
