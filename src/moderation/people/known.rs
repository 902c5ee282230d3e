//! What the board knows of a member, for moderators.

use super::store;
use crate::accounts::{SanctionKind, Standing};
use crate::db::{AccountId, Conn, NoteId, SanctionId, Timestamp};
use crate::moderation::UNDO_FOR;
use crate::moderation::flag::{Record, record_of};
use crate::web::Role;
use diesel::QueryResult;

/// What the board knows of a member.
#[derive(Clone, Debug)]
pub struct Known {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// How well known.
    pub standing: Standing,
    /// Since when a member.
    pub joined_at: Timestamp,
    /// Whether the e-mail is confirmed.
    pub confirmed: bool,
    /// What became of their comments.
    pub told: Told,
    /// How often they pointed at comments, and how often they were right.
    pub flags: Record,
    /// How often readers pointed at theirs.
    pub pointed_at: i64,
}

/// What became of somebody's comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Published.
    pub published: i64,
    /// Waiting.
    pub held: i64,
    /// Rejected.
    pub rejected: i64,
    /// Removed or hidden.
    pub removed: i64,
    /// Sent in the last 30 days.
    pub lately: i64,
    /// Of these, rejected or removed.
    pub lately_rejected: i64,
}

/// A sanction of somebody, in force or over.
#[derive(Clone, Debug)]
pub struct Imposed {
    /// Its id.
    pub id: SanctionId,
    /// What.
    pub kind: SanctionKind,
    /// Why, as the list of reasons has it.
    pub label: Option<String>,
    /// Why, in the words told to the member.
    pub reason: String,
    /// Who imposed it, where that is known.
    pub by: Option<String>,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Option<Timestamp>,
    /// When it was lifted, by whom, and why.
    pub lifted: Option<(Timestamp, Option<String>, String)>,
}

/// A note about somebody.
#[derive(Clone, Debug)]
pub struct Noted {
    /// Its id.
    pub id: NoteId,
    /// Its words.
    pub words: String,
    /// Who wrote it.
    pub by: Option<(AccountId, String)>,
    /// When.
    pub at: Timestamp,
}

/// What the board knows of a member.
///
/// # Errors
/// When the database refuses.
pub async fn known(db: &Conn, id: AccountId, now: Timestamp) -> QueryResult<Option<Known>> {
    let (account, told, flags, pointed_at) = tokio::try_join!(
        store::account(db, id),
        store::told(db, id, now),
        record_of(db, id),
        store::count_pointed_at(db, id)
    )?;
    Ok(account.map(|(name, role, standing, joined_at, confirmed_at)| Known {
        id,
        name,
        role,
        standing,
        joined_at,
        confirmed: confirmed_at.is_some(),
        told,
        flags,
        pointed_at,
    }))
}

impl Told {
    /// Of 100 comments sent in the last 30 days, so many were rejected or removed; none if nothing was sent.
    #[must_use]
    pub fn rejected_percent(&self) -> Option<i64> {
        (self.lately > 0).then(|| (self.lately_rejected * 100 + self.lately / 2) / self.lately)
    }
}

impl Imposed {
    /// Whether it counts now.
    #[must_use]
    pub fn in_force(&self, now: &Timestamp) -> bool {
        self.lifted.is_none() && self.ends_at.is_none_or(|end| end > *now)
    }

    /// Whether it can still be taken back as if it had not been.
    #[must_use]
    pub fn can_be_taken_back(&self, now: &Timestamp) -> bool {
        self.lifted.is_none() && *now - self.starts_at <= UNDO_FOR
    }
}
