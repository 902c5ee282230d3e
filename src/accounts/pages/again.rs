//! Who is signed in gives the password again before something is changed that a found browser must not change.

use super::{Asker, Visit};
use crate::accounts::{Knock, SignInRefused, excuse, knock, passwords};
use crate::web::Error;

/// Why the password that was given again does not do.
#[derive(Debug, thiserror::Error)]
pub enum NotAgain {
    /// It is another.
    #[error("That is not your present password. Nothing was changed.")]
    Another,
    /// It could not be looked at: too many tries, or something broke. This is the answer, then.
    #[error(transparent)]
    Error(#[from] Error),
}

/// Holds the member to their password, within the same limits as signing in. No connection may be held by who calls
/// this: none is held here while the password is hashed.
///
/// # Errors
/// [`NotAgain`].
pub async fn give_again(visit: &Visit, password: String) -> Result<(), NotAgain> {
    let (knocked, fits) =
        try_password(visit.asker(), &visit.member()?.name, password).await.map_err(apart)?;
    if !fits {
        return Err(NotAgain::Another);
    }
    let db = visit.db().await?;
    excuse(&db, &knocked).await.map_err(Error::from)?;
    Ok(())
}

/// Counts an attempt at an account's password, and says whether it is the right one.
pub(super) async fn try_password(
    asker: &Asker,
    login: &str,
    password: String,
) -> Result<(Knock, bool), SignInRefused> {
    let knocked = {
        let db = asker.db().await?;
        knock(&db, asker.trying(login), asker.now).await?
    };
    match passwords::verify(password, knocked.hash()).await {
        Ok(fits) => Ok((knocked, fits)),
        Err(not) => {
            let db = asker.db().await?;
            excuse(&db, &knocked).await?;
            Err(Error::from(not).into())
        }
    }
}

fn apart(refused: SignInRefused) -> Error {
    match refused {
        SignInRefused::TooOften(late) => late.into(),
        SignInRefused::Other(error) => error,
        refused => Error::Broken(refused.to_string()),
    }
}
