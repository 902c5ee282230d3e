//! A member changes the address of the account: confirmed at the new one, told to the old one, taken back from there.

use super::letters::{self, Reader};
use super::store;
use crate::accounts::join::read_email;
use crate::accounts::{Member, sessions};
use crate::db::{Conn, Timestamp, is_taken};
use crate::mail::{self, Purpose};
use diesel_async::AsyncConnection;
use time::Duration;

/// Why an address was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeRefused {
    /// It is none.
    #[error("That is not an e-mail address. It looks like ann@example.org.")]
    NoAddress,
    /// It is the one already.
    #[error("That is your address already.")]
    Same,
    /// Too many mails were asked for.
    #[error("Three changes were asked for within an hour. Please wait for a while.")]
    TooMany,
    /// The link was used, is too old, or never was one.
    #[error("This link no longer works: it was used already, or it is older than seven days.")]
    NoLink,
    /// Somebody else has the old address by now.
    #[error("Another account has your old address by now. Please write to the people who run this board.")]
    Taken,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Writes the mail that asks at the new address; until its link is used, nothing changes. Whether another account has
/// the address is not told here: only who reads its mail learns that.
///
/// # Errors
/// [`ChangeRefused`].
pub async fn ask_to_change(
    db: &mut Conn,
    member: &Member,
    email: &str,
    now: Timestamp,
) -> Result<String, ChangeRefused> {
    let new = read_email(email).ok_or(ChangeRefused::NoAddress)?;
    let old = store::address_of(db, member.id).await?.ok_or(ChangeRefused::NoLink)?;
    if old.email == new {
        return Err(ChangeRefused::Same);
    }
    if store::written_since(db, member.id, "email", now - Duration::hours(1)).await? >= 3 {
        return Err(ChangeRefused::TooMany);
    }
    db.transaction(async |db| {
        store::insert_change(db, member.id, (&old.email, &new), now).await?;
        letters::change(db, Reader { account: member.id, name: &member.name, email: &new }, now).await
    })
    .await?;
    Ok(new)
}

/// Uses up the link that the old address was sent: the address is the old one again, every session ends, and a new
/// password can be chosen, for whoever changed the address knew the old one.
///
/// # Errors
/// [`ChangeRefused`]; nothing is changed then.
pub async fn take_back(db: &mut Conn, secret: &str, now: Timestamp) -> Result<(), ChangeRefused> {
    db.transaction(async |db| {
        let opened = mail::use_up(db, Purpose::TakeBack, secret, now).await?.ok_or(ChangeRefused::NoLink)?;
        if !store::mark_taken_back(db, opened.account, &opened.email, now).await? {
            return Err(ChangeRefused::NoLink);
        }
        store::set(db, opened.account, &opened.email, now).await.map_err(taken)?;
        sessions::end_all(db, opened.account).await?;
        for purpose in [Purpose::Reset, Purpose::Email] {
            mail::forget_links(db, opened.account, purpose).await?;
        }
        let address = store::address_of(db, opened.account).await?.ok_or(ChangeRefused::NoLink)?;
        let to = Reader { account: opened.account, name: &address.name, email: &address.email };
        Ok(letters::reset(db, to, now).await?)
    })
    .await
}

fn taken(error: diesel::result::Error) -> ChangeRefused {
    if is_taken(&error, "accounts_email_folded_key") {
        ChangeRefused::Taken
    } else {
        ChangeRefused::Database(error)
    }
}
