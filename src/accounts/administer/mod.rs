//! What administrators do with the accounts of others: find them, give a role or a standing, sign them out.
//!
//! Each change is one transaction with its line in the log and its notice to the member. Whoever gets another role
//! signs in again; the last administrator stays one.

mod store;

use super::notice::notify;
use super::{Administrator, Standing, sessions};
use crate::db::{self, AccountId, Conn, LogLine, Timestamp, Word};
use crate::web::Role;
use diesel_async::AsyncConnection;
use serde_json::{Value, json};

pub use store::{Found, Known, SanctionLine, Search, find, known, sanctions_of};
pub(crate) use store::{NAME, beginning, begins_so};

/// Why an account could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum AdministerRefused {
    /// There is none with that id.
    #[error("There is no such account.")]
    NoSuchAccount,
    /// The board would have no administrator.
    #[error(
        "This is the last administrator who can sign in: without one, nobody could set the board up. Make somebody else an administrator first."
    )]
    LastAdministrator,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Gives a member another role; every session of theirs ends. False if they had it already. Nobody is who does it from
/// the command line.
///
/// # Errors
/// [`AdministerRefused`]; nothing is stored then.
pub async fn give_role(
    db: &mut Conn,
    by: Option<&Administrator>,
    account: AccountId,
    role: Role,
    now: Timestamp,
) -> Result<bool, AdministerRefused> {
    db.transaction(async |db| {
        // Whoever changes a role of an administrator waits here for the one before.
        let administrators = store::lock_administrators(db, now).await?;
        let (before, _) = store::lock(db, account).await?.ok_or(AdministerRefused::NoSuchAccount)?;
        if before == role {
            return Ok(false);
        }
        if administrators == [account] {
            return Err(AdministerRefused::LastAdministrator);
        }
        store::change_role(db, account, role).await?;
        sessions::end_all(db, account).await?;
        let (was, is) = (json!({ "role": before.word() }), json!({ "role": role.word() }));
        log(db, by, ("role", account), (was, is), now).await?;
        let words = format!("You are {} of the board now. Please sign in again.", called(role));
        notify(db, account, "You have another role", &[&words], now).await?;
        Ok(true)
    })
    .await
}

/// Gives a member another standing; false if they had it already.
///
/// # Errors
/// [`AdministerRefused`]; nothing is stored then.
pub async fn give_standing(
    db: &mut Conn,
    by: &Administrator,
    account: AccountId,
    standing: Standing,
    now: Timestamp,
) -> Result<bool, AdministerRefused> {
    db.transaction(async |db| {
        let (_, before) = store::lock(db, account).await?.ok_or(AdministerRefused::NoSuchAccount)?;
        if before == standing {
            return Ok(false);
        }
        super::change_standing(db, account, standing).await?;
        let (was, is) = (json!({ "standing": before.word() }), json!({ "standing": standing.word() }));
        log(db, Some(by), ("standing", account), (was, is), now).await?;
        let words = format!("Your standing on the board is “{}” now.", standing.word());
        notify(db, account, "You have another standing", &[&words], now).await?;
        Ok(true)
    })
    .await
}

/// Ends every session of a member, and says how many there were.
///
/// # Errors
/// [`AdministerRefused`]; nothing is ended then.
pub async fn sign_out_everywhere(
    db: &mut Conn,
    by: &Administrator,
    account: AccountId,
    now: Timestamp,
) -> Result<i64, AdministerRefused> {
    db.transaction(async |db| {
        store::lock(db, account).await?.ok_or(AdministerRefused::NoSuchAccount)?;
        let (sessions, _) = sessions::count(db, account, now).await?;
        sessions::end_all(db, account).await?;
        let (was, is) = (json!({ "sessions": sessions }), json!({ "sessions": 0 }));
        log(db, Some(by), ("sign out", account), (was, is), now).await?;
        let words = "An administrator has signed you out everywhere. Sign in again with your password.";
        notify(db, account, "You were signed out everywhere", &[words], now).await?;
        Ok(sessions)
    })
    .await
}

async fn log(
    db: &Conn,
    by: Option<&Administrator>,
    (action, account): (&str, AccountId),
    (before, after): (Value, Value),
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let line = LogLine {
        logged_at: now,
        actor_id: by.map(Administrator::id),
        action,
        subject_kind: "account",
        subject_id: account.0,
        why: "",
        before,
        after,
    };
    db::record(db, line).await
}

/// A role in a sentence.
#[must_use]
pub fn called(role: Role) -> &'static str {
    match role {
        Role::Member => "a member",
        Role::Moderator => "a moderator",
        Role::Administrator => "an administrator",
    }
}
