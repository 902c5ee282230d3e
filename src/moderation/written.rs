//! A decision on what is no comment is written down, and its author will be told. Neither holds words of the author, for
//! decisions are never changed.

use super::Deciding;
use super::store::{self, DecisionRow};
use crate::accounts::Moderator;
use crate::db::{self, AccountId, ArticleId, Conn, DecisionId, Event, Timestamp};
use diesel::QueryResult;
use serde_json::{Value, json};

/// What it was about, and what became of that.
pub(super) struct Subject {
    pub author: AccountId,
    pub article: Option<ArticleId>,
    pub revision: i32,
    pub before: Value,
    pub after: Value,
}

/// The decision's row, and the event by which the author is told, who is not told of their own decisions.
pub(super) async fn write_down(
    db: &Conn,
    by: &Moderator,
    (deciding, reason): (Deciding<'_>, Option<&str>),
    subject: Subject,
    now: Timestamp,
) -> QueryResult<DecisionId> {
    let Subject { author, article, revision, before, after } = subject;
    let row = DecisionRow {
        case_id: deciding.case,
        decision: deciding.decision,
        reason,
        note: deciding.note,
        decided_by: by.id(),
        decided_at: now,
        case_version: deciding.version,
        revision,
        before,
        after,
        undoes: None,
        key: deciding.key,
        lot: deciding.lot,
    };
    let id = store::insert_decision(db, &row).await?;
    if author != by.id() {
        let event = Event {
            kind: "decision",
            actor_id: Some(by.id()),
            article_id: article,
            comment_id: None,
            told_id: Some(author),
            happened_at: now,
        };
        db::tell_with(db, event, json!({"decision": id})).await?;
    }
    Ok(id)
}

/// Why, as the log has it: the reason's code and the moderator's own words.
pub(super) fn why(reason: Option<&str>, note: &str) -> String {
    let words = [reason.unwrap_or_default(), note];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(": ")
}
