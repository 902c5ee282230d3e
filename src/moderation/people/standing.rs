//! A moderator gives somebody a standing by hand. That a member is trusted is for administrators to say.

use super::whom::{self, Untouchable};
use crate::accounts::{self, Moderator, Standing, notify};
use crate::db::{self, AccountId, Conn, LogLine, Timestamp, Word};
use serde_json::json;

/// Why a standing was not given.
#[derive(Debug, thiserror::Error)]
pub enum StandingRefused {
    /// Not to this person.
    #[error(transparent)]
    Untouchable(#[from] Untouchable),
    /// Not by a moderator.
    #[error("Whether a member is trusted is for an administrator to say.")]
    Trust,
    /// No word why.
    #[error("Say why in a word: it stands in the log.")]
    WhyMissing,
    /// Too many words.
    #[error("At most 500 characters, please.")]
    TooLong,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A moderator gives somebody another standing; false if they had it already. Call it in a transaction.
///
/// # Errors
/// [`StandingRefused`]; nothing is changed then.
pub async fn give_standing(
    db: &Conn,
    by: &Moderator,
    (account, standing): (AccountId, Standing),
    why: &str,
    now: Timestamp,
) -> Result<bool, StandingRefused> {
    let before = whom::take(db, by, account).await?.standing;
    if before == standing {
        return Ok(false);
    }
    let about_trust = [before, standing].contains(&Standing::Trusted);
    if about_trust && !by.member().is_administrator() {
        return Err(StandingRefused::Trust);
    }
    match why.chars().count() {
        0 => return Err(StandingRefused::WhyMissing),
        501.. => return Err(StandingRefused::TooLong),
        _ => {}
    }
    accounts::change_standing(db, account, standing).await?;
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action: "standing",
        subject_kind: "account",
        subject_id: account.0,
        why,
        before: json!({"standing": before.word()}),
        after: json!({"standing": standing.word()}),
    };
    db::record(db, line).await?;
    let words = format!("Your standing on the board is “{}” now. The reason given: {why}", standing.word());
    notify(db, account, "You have another standing", &[&words], now).await?;
    Ok(true)
}
