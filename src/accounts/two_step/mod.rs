//! Two-step sign-in: after the password a code, from an app (TOTP: SHA-1, six digits, 30 seconds, one step to either
//! side) or from a list of recovery codes.
//!
//! The app's secret lies sealed in the database ([`SealKey`]), recovery codes as hashes, and each code works once.
//! [`pending`] keeps a sign-in between its two steps. A board may ask two steps of its moderators and administrators:
//! whoever lacks them then is a member like others ([`super::Member::barred`]).

mod codes;
pub mod pending;
mod qr;
mod store;

use super::notice::{IF_NOT_YOU, notify};
use super::{Member, sessions};
use crate::db::{AccountId, Conn, SealKey, Timestamp};
use diesel_async::AsyncConnection;
use time::Duration;
use totp_rs::{Builder, Secret, Totp};

pub use qr::Qr;
pub use store::is_on;

/// How far an account's two steps came.
#[derive(Debug)]
pub enum State {
    /// Password alone.
    Off,
    /// A secret was made and waits to be confirmed by a code.
    Begun(Box<Offer>),
    /// In use.
    On {
        /// Since when.
        since: Timestamp,
        /// How many recovery codes are left.
        left: i64,
        /// Whether the board's key opens the secret; if not, recovery codes alone work.
        readable: bool,
    },
}

/// What somebody who sets up two steps gives to the app.
#[derive(Debug)]
pub struct Offer {
    /// The secret in groups of four letters and digits (base32).
    pub words: String,
    /// The same as an address that apps open.
    pub address: String,
    /// The same as a picture.
    pub qr: Qr,
}

/// Why two steps could not be set up or changed.
#[derive(Debug, thiserror::Error)]
pub enum TwoStepRefused {
    /// They are on.
    #[error("Two-step sign-in is on already. End it first to set it up anew.")]
    AlreadyOn,
    /// They are off.
    #[error("Two-step sign-in is off. Nothing was changed.")]
    Off,
    /// Nothing waits to be confirmed.
    #[error(
        "Nothing waits for a code: it was begun more than 15 minutes ago, or not at all. Please begin again."
    )]
    NotBegun,
    /// Another code.
    #[error(
        "That is not the code. It changes every 30 seconds; if none fits, look whether the clock of your device is right."
    )]
    WrongCode,
    /// The secret could not be sealed.
    #[error("The secret could not be kept. Nothing was changed.")]
    NotSealed,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What came of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// It was right, and works no more.
    Yes,
    /// It was another, or was used before.
    No,
    /// It may have been right, but the board's key does not open the secret.
    Unreadable,
}

/// How long a secret waits for its first code: a browser that is found later shows it no more.
const OFFERED: Duration = Duration::minutes(15);

/// How far an account came, and what it has to be shown for it.
///
/// # Errors
/// When the database refuses.
pub async fn state(
    db: &Conn,
    key: &SealKey,
    member: &Member,
    board: &str,
    now: Timestamp,
) -> diesel::QueryResult<State> {
    let Some(row) = store::find(db, member.id).await? else { return Ok(State::Off) };
    let secret = open(key, member.id, &row.secret);
    match row.confirmed_at {
        Some(since) => {
            let left = store::codes_left(db, member.id).await?;
            Ok(State::On { since, left, readable: secret.is_some() })
        }
        None if row.begun_at + OFFERED <= now => Ok(State::Off),
        None => {
            Ok(secret.and_then(|secret| offer(secret, &member.name, board)).map_or(State::Off, State::Begun))
        }
    }
}

/// Makes a secret, which counts once a code from it was given; one that was not confirmed is replaced.
///
/// # Errors
/// [`TwoStepRefused::AlreadyOn`].
pub async fn begin(
    db: &Conn,
    key: &SealKey,
    account: AccountId,
    now: Timestamp,
) -> Result<(), TwoStepRefused> {
    let secret = Secret::generate();
    let sealed = key.seal(&owner(account), secret.as_bytes()).ok_or(TwoStepRefused::NotSealed)?;
    if store::offer(db, account, &sealed, now).await? { Ok(()) } else { Err(TwoStepRefused::AlreadyOn) }
}

/// The first code turns two steps on: recovery codes are made, every other session ends, and a mail says so.
///
/// # Errors
/// [`TwoStepRefused`]; nothing has changed then.
pub async fn confirm(
    db: &mut Conn,
    key: &SealKey,
    (account, session): (AccountId, &[u8]),
    code: &str,
    now: Timestamp,
) -> Result<Vec<String>, TwoStepRefused> {
    let row = store::find(db, account).await?.ok_or(TwoStepRefused::NotBegun)?;
    if row.confirmed_at.is_some() {
        return Err(TwoStepRefused::AlreadyOn);
    }
    let secret = open(key, account, &row.secret).filter(|_| row.begun_at + OFFERED > now);
    let totp = secret.and_then(|secret| totp(secret, "", "")).ok_or(TwoStepRefused::NotBegun)?;
    let step = step_of(&totp, &codes::plain(code), now).ok_or(TwoStepRefused::WrongCode)?;
    let codes = codes::ten();
    db.transaction::<_, TwoStepRefused, _>(async |db| {
        if !store::turn_on(db, account, &row.secret, step, now).await? {
            return Err(TwoStepRefused::AlreadyOn);
        }
        store::replace_codes(db, account, &codes::hashes(account, &codes)).await?;
        sessions::end_others(db, account, session).await?;
        notice(db, account, "on", now).await?;
        Ok(())
    })
    .await?;
    Ok(codes)
}

/// Ten new recovery codes; those before work no more.
///
/// # Errors
/// [`TwoStepRefused::Off`].
pub async fn renew_codes(db: &mut Conn, account: AccountId) -> Result<Vec<String>, TwoStepRefused> {
    let codes = codes::ten();
    db.transaction::<_, TwoStepRefused, _>(async |db| {
        if !store::is_on(db, account).await? {
            return Err(TwoStepRefused::Off);
        }
        store::replace_codes(db, account, &codes::hashes(account, &codes)).await?;
        Ok(())
    })
    .await?;
    Ok(codes)
}

/// Turns two steps off, with all codes; a mail says so.
///
/// # Errors
/// [`TwoStepRefused::Off`].
pub async fn end(db: &mut Conn, account: AccountId, now: Timestamp) -> Result<(), TwoStepRefused> {
    db.transaction::<_, TwoStepRefused, _>(async |db| {
        if !store::remove(db, account).await? {
            return Err(TwoStepRefused::Off);
        }
        notice(db, account, "off", now).await?;
        Ok(())
    })
    .await
}

/// Whether a code lets an account in: one from the app, or a recovery code. It works once, however many give it at
/// the same moment.
///
/// # Errors
/// When the database refuses.
pub async fn pass(
    db: &Conn,
    key: &SealKey,
    account: AccountId,
    typed: &str,
    now: Timestamp,
) -> diesel::QueryResult<Passed> {
    let code = codes::plain(typed);
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        let used = store::use_code(db, account, &codes::hash(account, &code), now).await?;
        return Ok(if used { Passed::Yes } else { Passed::No });
    }
    let Some(row) = store::find(db, account).await?.filter(|row| row.confirmed_at.is_some()) else {
        return Ok(Passed::No);
    };
    let Some(totp) = open(key, account, &row.secret).and_then(|secret| totp(secret, "", "")) else {
        tracing::error!(%account, "the secret of two-step sign-in does not open; is REJOINDER_SECRET another?");
        return Ok(Passed::Unreadable);
    };
    let Some(step) = step_of(&totp, &code, now) else { return Ok(Passed::No) };
    Ok(if store::use_step(db, account, step).await? { Passed::Yes } else { Passed::No })
}

fn owner(account: AccountId) -> [u8; 8] {
    account.0.to_be_bytes()
}

fn open(key: &SealKey, account: AccountId, sealed: &[u8]) -> Option<Vec<u8>> {
    key.open(&owner(account), sealed)
}

fn totp(secret: Vec<u8>, name: &str, board: &str) -> Option<Totp> {
    Builder::new().with_secret(secret).with_account_name(name).with_issuer(Some(board)).build().ok()
}

/// The step of 30 seconds that the code belongs to, if it is one of those around this moment.
fn step_of(totp: &Totp, code: &str, now: Timestamp) -> Option<i64> {
    let step = totp.check(code, u64::try_from(now.unix_timestamp()).ok()?)?;
    i64::try_from(step).ok()
}

fn offer(secret: Vec<u8>, name: &str, board: &str) -> Option<Box<Offer>> {
    // A colon would end the board's name in the address, and a long name makes a picture that no telephone reads.
    let board: String = board.replace(':', " ").chars().take(30).collect();
    let totp = totp(secret, name, &board)?;
    let address = totp.to_url().ok()?;
    let qr = Qr::of(&address)?;
    Some(Box::new(Offer { words: codes::in_fours(&totp.secret().to_base32(), ' '), address, qr }))
}

async fn notice(db: &Conn, account: AccountId, what: &str, now: Timestamp) -> diesel::QueryResult<()> {
    let said = format!("Two-step sign-in was turned {what} for your account.");
    notify(db, account, &format!("Two-step sign-in is {what}"), &[&said, IF_NOT_YOU], now).await
}
