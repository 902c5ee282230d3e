//! Notes about a member that moderators write for each other. Nobody reads those about themselves.

use super::store;
use super::whom::{self, Untouchable};
use crate::accounts::Moderator;
use crate::db::{self, AccountId, Conn, LogLine, NoteId, Timestamp};
use serde_json::json;

/// Why a note was not kept, or not taken out.
#[derive(Debug, thiserror::Error)]
pub enum NoteRefused {
    /// Not about this person.
    #[error(transparent)]
    Untouchable(#[from] Untouchable),
    /// No words.
    #[error("Write what your colleagues should know.")]
    Empty,
    /// Too many words.
    #[error("At most 2,000 characters, please.")]
    TooLong,
    /// Not one's own, or nothing there.
    #[error("There is no note of yours here that could be taken out.")]
    NotYours,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A moderator writes a note about somebody; call it in a transaction.
///
/// # Errors
/// [`NoteRefused`]; nothing is stored then.
pub async fn note(
    db: &Conn,
    by: &Moderator,
    account: AccountId,
    words: &str,
    now: Timestamp,
) -> Result<NoteId, NoteRefused> {
    whom::take(db, by, account).await?;
    match words.chars().count() {
        0 => return Err(NoteRefused::Empty),
        2001.. => return Err(NoteRefused::TooLong),
        _ => {}
    }
    let id = store::insert_note(db, account, (by.id(), words), now).await?;
    record(db, by, ("note", account), (json!({}), json!({"note": id})), now).await?;
    Ok(id)
}

/// A moderator takes a note out that they wrote; call it in a transaction. Gives whom it was about.
///
/// # Errors
/// [`NoteRefused`]; it stays then.
pub async fn take_note_out(
    db: &Conn,
    by: &Moderator,
    id: NoteId,
    now: Timestamp,
) -> Result<AccountId, NoteRefused> {
    let account = store::delete_note(db, id, by.id()).await?.ok_or(NoteRefused::NotYours)?;
    record(db, by, ("take note out", account), (json!({"note": id}), json!({})), now).await?;
    Ok(account)
}

/// That there was a note stands in the log; its words do not, so that they can go.
async fn record(
    db: &Conn,
    by: &Moderator,
    (action, account): (&str, AccountId),
    (before, after): (serde_json::Value, serde_json::Value),
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action,
        subject_kind: "account",
        subject_id: account.0,
        why: "",
        before,
        after,
    };
    db::record(db, line).await
}
