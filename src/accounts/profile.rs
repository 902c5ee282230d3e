//! What a member says of themselves.

use super::{Member, store};
use crate::db::Conn;
use diesel::QueryResult;

/// Why a profile could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum ProfileRefused {
    /// The tagline is too long.
    #[error("A tagline has at most 120 characters.")]
    Tagline,
    /// A rule of the board is against the tagline.
    #[error("{0}")]
    ByRule(String),
    /// The text is too long.
    #[error("This text has at most 2,000 characters.")]
    About,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What a member says of themselves; both are plain text.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    /// A line under the name.
    pub tagline: &'a str,
    /// A text on the member's page.
    pub about: &'a str,
}

/// A member writes a tagline and something about themselves. A new tagline is shown to `rules`, which tells why it may
/// not stand, if it may not.
///
/// The pages that show the tagline follow, for the version of each thread that the member wrote in is raised.
///
/// # Errors
/// [`ProfileRefused`]; nothing is stored then.
pub async fn change_profile(
    db: &Conn,
    member: &Member,
    profile: Profile<'_>,
    rules: impl AsyncFnOnce(&str) -> QueryResult<Option<String>>,
) -> Result<(), ProfileRefused> {
    let Profile { tagline, about } = profile;
    if tagline.chars().count() > 120 {
        return Err(ProfileRefused::Tagline);
    }
    if about.chars().count() > 2000 {
        return Err(ProfileRefused::About);
    }
    let is_new = !tagline.is_empty() && store::tagline_of(db, member.id).await? != tagline;
    if is_new && let Some(why) = rules(tagline).await? {
        return Err(ProfileRefused::ByRule(why));
    }
    store::keep_profile(db, member.id, tagline, about).await?;
    Ok(())
}
