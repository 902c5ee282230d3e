//! A member signs in, by name or e-mail.
//!
//! In two steps around the hashing, which takes its time and must not hold a connection meanwhile: [`knock`] counts
//! the attempt and finds what the password is checked against, [`enter`] says what came of it.

use super::attempts::{self, Attempt, NotCounted, TooOften, Trying};
use super::sessions::{self, Browser};
use super::two_step::{self, pending};
use super::{Sanction, fold_name, store};
use crate::db::{AccountId, Conn, Timestamp, Token};
use crate::web::{Error, Moment};
use diesel_async::AsyncConnection;

/// Why somebody could not sign in.
#[derive(Debug, thiserror::Error)]
pub enum SignInRefused {
    /// No such account, or another password: the same words for both.
    #[error("That name (or e-mail) and password do not belong together. Nothing else is wrong: try again.")]
    NoMatch,
    /// The account is suspended.
    #[error("{}", suspended(.0))]
    Suspended(Sanction),
    /// Too many attempts failed.
    #[error(transparent)]
    TooOften(#[from] TooOften),
    /// Something that has nothing to do with who signs in.
    #[error(transparent)]
    Other(#[from] Error),
}

/// An attempt to sign in, before the password was looked at.
#[derive(Debug)]
pub struct Knock {
    attempt: Attempt,
    found: Option<(AccountId, String)>,
}

impl Knock {
    /// What the password is checked against; nothing for an unknown name.
    #[must_use]
    pub fn hash(&self) -> Option<String> {
        self.found.as_ref().map(|(_, hash)| hash.clone())
    }
}

/// Counts an attempt and finds the account.
///
/// # Errors
/// [`SignInRefused::TooOften`], before anything is hashed.
pub async fn knock(db: &Conn, trying: Trying<'_>, now: Timestamp) -> Result<Knock, SignInRefused> {
    let attempt = attempts::count(db, trying, now).await?;
    let login = trying.login.trim();
    let found = store::password_of(db, &fold_name(login), &login.to_lowercase()).await?;
    Ok(Knock { attempt, found })
}

/// The attempt is given back: the password was right, or nobody has looked at it.
///
/// # Errors
/// When the database refuses.
pub async fn excuse(db: &Conn, knock: &Knock) -> diesel::QueryResult<()> {
    attempts::give_back(db, &knock.attempt).await
}

/// What the right password begins.
pub enum Begun {
    /// A session.
    In(AccountId, Token),
    /// The second step, known by this token.
    AwaitsCode(Token),
}

/// Lets in whoever gave the right password. A last look at the password and the beginning of the session are one
/// transaction: a change of password, which ends all sessions, comes before or after, never between.
///
/// # Errors
/// [`SignInRefused`]. Only who has the password learns that an account is suspended.
pub async fn enter(
    db: &mut Conn,
    knock: &Knock,
    fits: bool,
    browser: &Browser,
    now: Timestamp,
) -> Result<Begun, SignInRefused> {
    let Some((id, hash)) = knock.found.as_ref().filter(|_| fits) else { return Err(SignInRefused::NoMatch) };
    let entered = db
        .transaction(async |db| {
            // While it was hashed, the password may have been changed.
            if !store::take_with_hash(db, *id, hash).await? {
                return Err(SignInRefused::NoMatch);
            }
            let sanctions = store::in_force(db, *id, now).await?;
            match sanctions.into_iter().find(|sanction| sanction.kind == "suspended") {
                Some(sanction) => Err(SignInRefused::Suspended(sanction)),
                None if two_step::is_on(db, *id).await? => {
                    Ok(Begun::AwaitsCode(pending::begin(db, *id, now).await?))
                }
                None => Ok(Begun::In(*id, sessions::begin(db, *id, browser, now).await?)),
            }
        })
        .await;
    if matches!(entered, Ok(_) | Err(SignInRefused::Suspended(_))) {
        excuse(db, knock).await?;
    }
    entered
}

fn suspended(sanction: &Sanction) -> String {
    let until =
        sanction.ends_at.map_or_else(String::new, |end| format!(" until {} (UTC)", Moment(end).date()));
    format!("This account is suspended{until}. The reason given: {}", sanction.reason)
}

impl From<diesel::result::Error> for SignInRefused {
    fn from(error: diesel::result::Error) -> Self {
        Self::Other(error.into())
    }
}

impl From<NotCounted> for SignInRefused {
    fn from(not: NotCounted) -> Self {
        match not {
            NotCounted::TooOften(late) => Self::TooOften(late),
            NotCounted::Database(error) => error.into(),
        }
    }
}
