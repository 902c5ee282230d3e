//! What a member says of themselves.

use super::{Member, store};
use crate::db::Conn;

/// Why a profile could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum ProfileRefused {
    /// The tagline is too long.
    #[error("A tagline has at most 120 characters.")]
    Tagline,
    /// The text is too long.
    #[error("This text has at most 2,000 characters.")]
    About,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A member writes a tagline and something about themselves; both are plain text.
///
/// The pages that show the tagline follow, for the version of each thread that the member wrote in is raised.
///
/// # Errors
/// [`ProfileRefused`]; nothing is stored then.
pub async fn change_profile(
    db: &Conn,
    member: &Member,
    tagline: &str,
    about: &str,
) -> Result<(), ProfileRefused> {
    if tagline.chars().count() > 120 {
        return Err(ProfileRefused::Tagline);
    }
    if about.chars().count() > 2000 {
        return Err(ProfileRefused::About);
    }
    store::keep_profile(db, member.id, tagline, about).await?;
    Ok(())
}
