//! What a member says of themselves.

use super::{Member, store};
use crate::db::Conn;
use diesel::QueryResult;

/// The longest tagline, in characters.
pub const LONGEST_TAGLINE: usize = 120;

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

/// What becomes of a new tagline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It is shown.
    Stands,
    /// The one from before stays until a moderator has looked at it.
    Waits,
    /// It is not kept; this says why.
    Refused(String),
}

/// A member writes a tagline and something about themselves; call it in a transaction. A new tagline is shown to `rules`,
/// which tells what becomes of it. Whether the tagline is shown from now on: if it waits, the one from before is.
///
/// The pages that show the tagline follow, for the version of each thread that the member wrote in is raised.
///
/// # Errors
/// [`ProfileRefused`]; nothing is stored then.
pub async fn change_profile(
    db: &Conn,
    member: &Member,
    profile: Profile<'_>,
    rules: impl AsyncFnOnce(&str) -> QueryResult<Ruling>,
) -> Result<bool, ProfileRefused> {
    let Profile { tagline, about } = profile;
    if tagline.chars().count() > LONGEST_TAGLINE {
        return Err(ProfileRefused::Tagline);
    }
    if about.chars().count() > 2000 {
        return Err(ProfileRefused::About);
    }
    let present = store::take_tagline(db, member.id).await?;
    let is_new = !tagline.is_empty() && present != tagline;
    let ruling = if is_new { rules(tagline).await? } else { Ruling::Stands };
    match ruling {
        Ruling::Refused(why) => Err(ProfileRefused::ByRule(why)),
        Ruling::Waits => {
            store::keep_profile(db, member.id, &present, about).await?;
            Ok(false)
        }
        Ruling::Stands => {
            store::keep_profile(db, member.id, tagline, about).await?;
            Ok(true)
        }
    }
}
