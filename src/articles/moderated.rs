//! A moderator puts a thread under moderation, so that each comment is looked at before it appears, and ends that.

use super::{Article, activity};
use crate::accounts::Moderator;
use crate::db::{self, Conn, LogLine, Timestamp};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ModerateRefused {
    /// It is so already.
    #[error("Somebody did that already; nothing more was done.")]
    Already,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Has each comment of a thread looked at before it appears, or no longer. What waits goes on waiting. Call it in a
/// transaction.
///
/// # Errors
/// [`ModerateRefused`].
pub async fn moderate(
    db: &Conn,
    by: &Moderator,
    article: &Article,
    on: bool,
    now: Timestamp,
) -> Result<(), ModerateRefused> {
    if !activity::set_moderated(db, article.id, on.then_some(now)).await? {
        return Err(ModerateRefused::Already);
    }
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action: if on { "moderate thread" } else { "end moderation of thread" },
        subject_kind: "article",
        subject_id: article.id.0,
        why: "",
        before: serde_json::json!({"moderated": !on}),
        after: serde_json::json!({"moderated": on}),
    };
    Ok(db::record(db, line).await?)
}
