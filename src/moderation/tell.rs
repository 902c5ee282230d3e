//! Whom a decision is told: the author of the text, and those who pointed at it. `notices/` waits until it can no longer
//! be taken back.

use super::effect::Effect;
use super::store;
use crate::accounts::Moderator;
use crate::comments::Comment;
use crate::db::{self, CaseId, Conn, DecisionId, Event, Timestamp};
use diesel::QueryResult;
use serde_json::json;

/// Tells of a decision, in the transaction that makes it. Nobody is told of their own.
pub async fn about(
    db: &Conn,
    by: &Moderator,
    (decision, effect): (DecisionId, Effect),
    (case, comment): (CaseId, &Comment),
    now: Timestamp,
) -> QueryResult<()> {
    let event = |kind, told| Event {
        kind,
        actor_id: Some(by.id()),
        article_id: Some(comment.article_id),
        comment_id: Some(comment.id),
        told_id: Some(told),
        happened_at: now,
    };
    let detail = json!({"decision": decision});
    // That readers pointed at a text which stays is nothing that its author need know.
    if effect != Effect::Keep && comment.author_id != by.id() {
        db::tell_with(db, event("decision", comment.author_id), detail.clone()).await?;
    }
    for reader in store::pointed_at_by(db, case).await? {
        if reader != by.id() {
            db::tell_with(db, event("flag", reader), detail.clone()).await?;
        }
    }
    Ok(())
}
