//! Whom and what a member does not want to hear of. Muting hides notices, and nothing else: who is muted is not told,
//! and their comments stand in their threads as before.

mod store;

use crate::accounts::{self, Account, Member, is_former};
use crate::articles::{self, Article};
use crate::db::{ArticleId, Conn, Timestamp};

pub use store::{MutedThread, end_of_person, end_of_thread, has_muted, people, threads};

/// Why somebody was not muted.
#[derive(Debug, thiserror::Error)]
pub enum MuteRefused {
    /// Nobody has that name.
    #[error("There is no member of that name.")]
    NoSuchPerson,
    /// Nothing there.
    #[error("This thread is no longer there.")]
    NoSuchThread,
    /// Oneself.
    #[error("You are never told of what you write yourself, so there is nothing to mute.")]
    Oneself,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A member mutes a person; whoever is muted already stays so. Gives the name as the person writes it.
///
/// # Errors
/// [`MuteRefused`].
pub async fn mute_person(
    db: &Conn,
    member: &Member,
    name: &str,
    now: Timestamp,
) -> Result<String, MuteRefused> {
    let person: Option<Account> = accounts::by_name(db, name).await?;
    let person = person.filter(|person| !is_former(&person.name)).ok_or(MuteRefused::NoSuchPerson)?;
    if person.id == member.id {
        return Err(MuteRefused::Oneself);
    }
    store::insert_person(db, member.id, person.id, now).await?;
    Ok(person.name)
}

/// A member mutes a thread; one that is muted already stays so.
///
/// # Errors
/// [`MuteRefused`].
pub async fn mute_thread(
    db: &Conn,
    member: &Member,
    id: ArticleId,
    now: Timestamp,
) -> Result<Article, MuteRefused> {
    let thread = articles::find(db, id).await?.ok_or(MuteRefused::NoSuchThread)?;
    store::insert_thread(db, member.id, id, now).await?;
    Ok(thread)
}
