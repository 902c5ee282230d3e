//! Articles whatever their state: one that readers do not see waits for a moderator, was not taken, or was taken away
//! again. Its poster and moderators alone learn that it is there; what is decided about it is for `moderation/`.

mod store;

use super::link::{fold_link, read_link};
use super::store as seen;
use crate::accounts::Member;
use crate::db::{Conn, Timestamp, is_taken};

pub use store::{
    AnyArticle, Unseen, any, erase, erase_rejected_of, erase_texts, hide_text, is_seen, set_state, take,
    unseen_of,
};

/// Why readers cannot be shown an article.
#[derive(Debug, thiserror::Error)]
pub enum AppearRefused {
    /// What it links to is discussed in another thread by now.
    #[error("What it links to is discussed already, in “{0}”.")]
    Discussed(String),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Readers see an article from now on. One that waited or was rejected stands where the new ones are, since nobody has
/// looked past it; one that was taken away stands where it stood. Call it in a transaction in which the article is taken.
///
/// # Errors
/// [`AppearRefused`]; nothing is changed then.
pub async fn appear(db: &Conn, known: &AnyArticle, now: Timestamp) -> Result<(), AppearRefused> {
    let article = &known.article;
    let link = article.link.as_deref().and_then(read_link).map(|link| fold_link(&link));
    let there = match &link {
        Some(link) => seen::with_link(db, link).await?,
        None => None,
    };
    if let Some(there) = there.filter(|there| there.id != article.id) {
        return Err(AppearRefused::Discussed(there.headline));
    }
    store::publish(db, known, link, now).await.map_err(|error| {
        // Somebody else's thread has begun in this very moment.
        if is_taken(&error, "articles_link_folded_key") {
            AppearRefused::Discussed(article.headline.clone())
        } else {
            AppearRefused::Database(error)
        }
    })
}

impl AnyArticle {
    /// Whether this member may look at an article that readers do not see.
    #[must_use]
    pub fn is_open_to(&self, member: &Member) -> bool {
        member.moderates() || self.article.poster == member.id
    }
}
