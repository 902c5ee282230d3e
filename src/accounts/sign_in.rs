//! A member signs in, by name or e-mail.

use super::{Sanction, fold_name, store};
use crate::db::{AccountId, Conn, Timestamp};
use crate::web::Moment;

/// Why somebody could not sign in.
#[derive(Debug, thiserror::Error)]
pub enum SignInRefused {
    /// No such account, or another password: the same words for both.
    #[error("That name (or e-mail) and password do not belong together. Nothing else is wrong: try again.")]
    NoMatch,
    /// The account is suspended.
    #[error("{}", suspended(.0))]
    Suspended(Sanction),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Whose account it is, once `verify` has said that the password belongs to the hash it is given.
///
/// `verify` is called exactly once, with no hash for an unknown name, so that both take the same time.
///
/// # Errors
/// [`SignInRefused`].
pub async fn sign_in(
    db: &Conn,
    login: &str,
    verify: impl AsyncFnOnce(Option<String>) -> bool,
    now: Timestamp,
) -> Result<AccountId, SignInRefused> {
    let login = login.trim();
    let found = store::password_of(db, &fold_name(login), &login.to_lowercase()).await?;
    let (id, hash) = found.unzip();
    if !verify(hash).await {
        return Err(SignInRefused::NoMatch);
    }
    let id = id.ok_or(SignInRefused::NoMatch)?;
    let sanctions = store::in_force(db, id, now).await?;
    match sanctions.into_iter().find(|sanction| sanction.kind == "suspended") {
        Some(sanction) => Err(SignInRefused::Suspended(sanction)),
        None => Ok(id),
    }
}

fn suspended(sanction: &Sanction) -> String {
    let until = sanction.ends_at.map_or_else(String::new, |end| format!(" until {}", Moment(end).day()));
    format!("This account is suspended{until}. The reason given: {}", sanction.reason)
}
