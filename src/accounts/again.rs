//! Who is signed in gives the password again before something is changed that a found browser must not change.

use super::{Member, passwords, store};
use crate::db::Conn;

/// The password that was given again is another.
#[derive(Debug, thiserror::Error)]
pub enum NotAgain {
    /// It is another.
    #[error("That is not your present password. Nothing was changed.")]
    Another,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Holds a member to their password; it is not hashed on the connection's time.
///
/// # Errors
/// [`NotAgain`].
pub async fn give_again(db: &Conn, member: &Member, password: String) -> Result<(), NotAgain> {
    let hash = store::hash_of(db, member.id).await?;
    if passwords::verify(password, hash).await { Ok(()) } else { Err(NotAgain::Another) }
}
