//! Enough flags hide a comment until a moderator looks at it.

use super::{record_of, store};
use crate::comments::{self, Comment, CommentState};
use crate::db::{self, Conn, LogLine, Timestamp, Word};
use diesel::QueryResult;
use serde_json::json;

/// Hides a published comment if what its readers said of it weighs enough; true if it was hidden. Its case is open then.
pub(super) async fn hide_if_enough(db: &Conn, comment: &Comment, now: Timestamp) -> QueryResult<bool> {
    let enough = i64::from(db::board(db).await?.flags_to_hide) * 10;
    if enough == 0 {
        return Ok(false);
    }
    let mut weight = 0;
    for reader in store::undecided_on(db, (comment.id, comment.revision)).await? {
        weight += record_of(db, reader).await?.weight();
    }
    if weight < enough {
        return Ok(false);
    }
    comments::withdraw(db, comment, CommentState::Hidden).await?;
    let line = LogLine {
        logged_at: now,
        actor_id: None,
        action: "hide",
        subject_kind: "comment",
        subject_id: comment.id.0,
        why: &format!("flags that weigh {}.{}", weight / 10, weight % 10),
        before: json!({"state": comment.state.word(), "revision": comment.revision}),
        after: json!({"state": CommentState::Hidden.word(), "revision": comment.revision}),
    };
    db::record(db, line).await?;
    Ok(true)
}
