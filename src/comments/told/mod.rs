//! Whom a comment speaks to: the person it answers, those it quotes, those it mentions. Each hears of a comment once,
//! when readers first see it; an edit tells only those who were not told before.

mod store;

use super::Comment;
use super::text::Prepared;
use crate::accounts;
use crate::db::{self, AccountId, CommentId, Conn, Event, Timestamp};
use crate::markup;
use diesel::QueryResult;

/// Writes an event for each person that a published comment speaks to: of answering, quoting and mentioning, the first
/// that it does.
pub(super) async fn tell(db: &Conn, id: CommentId, now: Timestamp) -> QueryResult<()> {
    let Some(comment) = super::find(db, id).await? else { return Ok(()) };
    let quoted = store::quoted(db, &comment).await?;
    let mentioned = mentioned(db, &comment).await?;
    tell_each(db, &comment, (quoted, mentioned), now).await
}

/// The same of a comment that has just been stored, with this text.
pub(super) async fn tell_of(
    db: &Conn,
    comment: &Comment,
    text: &Prepared,
    now: Timestamp,
) -> QueryResult<()> {
    let quoted = if text.quotes.is_empty() { Vec::new() } else { store::quoted(db, comment).await? };
    tell_each(db, comment, (quoted, text.mentions.clone()), now).await
}

async fn tell_each(
    db: &Conn,
    comment: &Comment,
    (quoted, mentioned): (Vec<AccountId>, Vec<AccountId>),
    now: Timestamp,
) -> QueryResult<()> {
    let mut told: Vec<(AccountId, &str)> = Vec::new();
    told.extend(store::answered(db, comment).await?.map(|person| (person, "reply")));
    told.extend(quoted.into_iter().map(|person| (person, "quote")));
    told.extend(mentioned.into_iter().map(|person| (person, "mention")));
    let mut known = vec![comment.author_id];
    for (person, kind) in told {
        if known.contains(&person) {
            continue;
        }
        known.push(person);
        let event = Event {
            kind,
            actor_id: Some(comment.author_id),
            article_id: Some(comment.article_id),
            comment_id: Some(comment.id),
            told_id: Some(person),
            happened_at: now,
        };
        db::tell_once(db, event).await?;
    }
    Ok(())
}

async fn mentioned(db: &Conn, comment: &Comment) -> QueryResult<Vec<AccountId>> {
    let source = super::revision_text(db, comment.id, comment.revision).await?.unwrap_or_default();
    let Ok(document) = markup::read(&source) else { return Ok(Vec::new()) };
    match document.mentions() {
        [] => Ok(Vec::new()),
        names => Ok(accounts::existing_names(db, names).await?.into_iter().map(|(id, _)| id).collect()),
    }
}
