//! A moderator closes a thread, so that no more comments come, and reopens it.

use super::{Article, activity};
use crate::accounts::Moderator;
use crate::db::{self, Conn, LogLine, Timestamp};

/// Why a thread could not be closed or reopened.
#[derive(Debug, thiserror::Error)]
pub enum CloseRefused {
    /// It is so already.
    #[error("Somebody did that already; nothing more was done.")]
    Already,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Closes a thread. Reading goes on; what was written meanwhile is kept as a draft.
///
/// # Errors
/// [`CloseRefused`].
pub async fn close(db: &Conn, by: &Moderator, article: &Article, now: Timestamp) -> Result<(), CloseRefused> {
    if !activity::set_closed(db, article.id, Some(now)).await? {
        return Err(CloseRefused::Already);
    }
    record(db, by, article, "close thread", now).await
}

/// Reopens a thread.
///
/// # Errors
/// [`CloseRefused`].
pub async fn reopen(
    db: &Conn,
    by: &Moderator,
    article: &Article,
    now: Timestamp,
) -> Result<(), CloseRefused> {
    if !activity::set_closed(db, article.id, None).await? {
        return Err(CloseRefused::Already);
    }
    record(db, by, article, "reopen thread", now).await
}

async fn record(
    db: &Conn,
    by: &Moderator,
    article: &Article,
    action: &str,
    now: Timestamp,
) -> Result<(), CloseRefused> {
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action,
        subject_kind: "article",
        subject_id: article.id.0,
        why: "",
        before: serde_json::json!({"closed": article.is_closed()}),
        after: serde_json::json!({"closed": !article.is_closed()}),
    };
    Ok(db::record(db, line).await?)
}
