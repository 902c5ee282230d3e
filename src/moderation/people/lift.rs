//! What was imposed is lifted before its end, or taken back as if it had not been.

use super::act::{MOST_WORDS, tell, until};
use super::store::{self, Row};
use super::whom::{self, Untouchable};
use crate::accounts::{Moderator, SanctionKind};
use crate::db::{self, AccountId, Conn, LogLine, SanctionId, Timestamp, Word};
use crate::moderation::UNDO_FOR;
use serde_json::json;

/// Why nothing was lifted.
#[derive(Debug, thiserror::Error)]
pub enum LiftRefused {
    /// Not of this person.
    #[error(transparent)]
    Untouchable(#[from] Untouchable),
    /// There is none with that id.
    #[error("There is no such sanction.")]
    NoSuchSanction,
    /// It is over.
    #[error("This is over already: nothing was done.")]
    Over,
    /// No word why.
    #[error("Say why in a word, for your colleagues and for the member.")]
    WhyMissing,
    /// Too many words.
    #[error("At most {MOST_WORDS} characters, please.")]
    TooLong,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Why nothing was taken back.
#[derive(Debug, thiserror::Error)]
pub enum TakeBackRefused {
    /// Not of this person.
    #[error(transparent)]
    Untouchable(#[from] Untouchable),
    /// There is none with that id, or it was taken back already.
    #[error("There is no such sanction, or not any more.")]
    NoSuchSanction,
    /// The ten minutes are over.
    #[error("It could be taken back for ten minutes, and they are over: the member has been told.")]
    TooLate,
    /// It was lifted meanwhile.
    #[error("This was lifted meanwhile: there is nothing left to take back.")]
    Lifted,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A moderator ends a sanction before its time; call it in a transaction. The member is told. Gives whose it was.
///
/// # Errors
/// [`LiftRefused`]; nothing is changed then.
pub async fn lift(
    db: &Conn,
    by: &Moderator,
    id: SanctionId,
    why: &str,
    now: Timestamp,
) -> Result<AccountId, LiftRefused> {
    let account = store::account_of(db, id).await?.ok_or(LiftRefused::NoSuchSanction)?;
    whom::take(db, by, account).await?;
    let row = store::find(db, id).await?.ok_or(LiftRefused::NoSuchSanction)?;
    if row.lifted_at.is_some() || row.ends_at.is_some_and(|end| end <= now) {
        return Err(LiftRefused::Over);
    }
    if why.is_empty() {
        return Err(LiftRefused::WhyMissing);
    }
    if why.chars().count() > MOST_WORDS {
        return Err(LiftRefused::TooLong);
    }
    store::set_lifted(db, id, (by.id(), why), now).await?;
    record(db, by, ("lift", why), (&row, json!({"sanction": id, "lifted": true})), now).await?;
    tell(db, by, (account, id), true, now).await?;
    Ok(account)
}

/// A moderator takes back what was done with somebody less than ten minutes ago, as if it had not been; call it in a
/// transaction. Nobody is told of it. Sessions that ended stay ended. Gives whose it was.
///
/// # Errors
/// [`TakeBackRefused`]; nothing is changed then.
pub async fn take_back(
    db: &Conn,
    by: &Moderator,
    id: SanctionId,
    now: Timestamp,
) -> Result<AccountId, TakeBackRefused> {
    let account = store::account_of(db, id).await?.ok_or(TakeBackRefused::NoSuchSanction)?;
    whom::take(db, by, account).await?;
    let row = store::find(db, id).await?.ok_or(TakeBackRefused::NoSuchSanction)?;
    if now - row.starts_at > UNDO_FOR {
        return Err(TakeBackRefused::TooLate);
    }
    if row.lifted_at.is_some() {
        return Err(TakeBackRefused::Lifted);
    }
    store::delete(db, id).await?;
    record(db, by, ("take back", done(row.kind)), (&row, json!({})), now).await?;
    Ok(account)
}

async fn record(
    db: &Conn,
    by: &Moderator,
    (action, why): (&str, &str),
    (row, after): (&Row, serde_json::Value),
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action,
        subject_kind: "account",
        subject_id: row.account_id.0,
        why,
        before: json!({"sanction": row.id, "kind": row.kind.word(), "until": until(row.kind, row.ends_at)}),
        after,
    };
    db::record(db, line).await
}

/// What was done, as the log says that it was taken back.
fn done(kind: SanctionKind) -> &'static str {
    match kind {
        SanctionKind::Warned => "a warning",
        SanctionKind::Watched => "a watch",
        SanctionKind::Silenced => "a silence",
        SanctionKind::Suspended => "a suspension",
    }
}
