//! Topics: shelves for articles, made by an administrator.

mod store;

use super::post::slug_of;
use crate::db::{Conn, is_taken};

pub(super) use store::publication_named;
pub use store::{Topic, publication, topics};

/// Why a topic could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum TopicRefused {
    /// Its name.
    #[error("A topic has a name of 1 to 60 characters.")]
    Name,
    /// There is one like it.
    #[error("There is a topic with that name already.")]
    Taken,
    /// There is none.
    #[error("That topic is no longer there.")]
    Gone,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Adds a topic after the others and gives its slug.
///
/// # Errors
/// [`TopicRefused`].
pub async fn add_topic(db: &Conn, name: &str) -> Result<String, TopicRefused> {
    check(name)?;
    let slug = slug_of(name, "topic");
    store::insert_topic(db, name, &slug).await.map_err(taken)?;
    Ok(slug)
}

/// Gives a topic another name; its address stays. Call it in a transaction.
///
/// # Errors
/// [`TopicRefused`].
pub async fn rename_topic(db: &Conn, slug: &str, name: &str) -> Result<(), TopicRefused> {
    check(name)?;
    if store::rename_topic(db, slug, name).await.map_err(taken)? { Ok(()) } else { Err(TopicRefused::Gone) }
}

fn check(name: &str) -> Result<(), TopicRefused> {
    if (1..=60).contains(&name.chars().count()) { Ok(()) } else { Err(TopicRefused::Name) }
}

fn taken(error: diesel::result::Error) -> TopicRefused {
    if is_taken(&error, "topics_slug_key") { TopicRefused::Taken } else { TopicRefused::Database(error) }
}
