//! Whom a comment speaks to: the person it answers, those it quotes, those it mentions. Each hears of a comment once,
//! when readers first see it; an edit tells only those who were not told before.

mod store;

use super::Comment;
use super::text::Prepared;
use crate::accounts::{self, Writing};
use crate::db::{self, AccountId, ArticleId, CommentId, Conn, Event, Timestamp};
use crate::markup;
use diesel::QueryResult;

/// Writes an event for each person that a published comment speaks to: of answering, quoting and mentioning, the first
/// that it does.
pub(super) async fn tell(db: &Conn, id: CommentId, now: Timestamp) -> QueryResult<()> {
    let Some(comment) = super::find(db, id).await? else { return Ok(()) };
    let quoted = store::quoted(db, (comment.id, comment.revision)).await?;
    let mentioned = mentioned(db, &comment).await?;
    let answered = store::answered(db, &comment).await?;
    let speaks = Speaks { comment: id, thread: comment.article_id, author: comment.author_id, now };
    speaks.to(db, answered, quoted, &mentioned).await
}

/// The same of a comment with quotes that has just been stored with this text, and told to whom it answers.
pub(super) async fn tell_of(
    db: &Conn,
    (comment, thread): (CommentId, ArticleId),
    text: &Prepared,
    writing: Writing<'_>,
) -> QueryResult<()> {
    let quoted = store::quoted(db, (comment, 1)).await?;
    let speaks = Speaks { comment, thread, author: writing.author.id, now: writing.now };
    speaks.to(db, None, quoted, &text.mentions).await
}

/// A comment that speaks to somebody.
struct Speaks {
    comment: CommentId,
    thread: ArticleId,
    author: AccountId,
    now: Timestamp,
}

impl Speaks {
    async fn to(
        &self,
        db: &Conn,
        answered: Option<AccountId>,
        quoted: Vec<AccountId>,
        mentioned: &[AccountId],
    ) -> QueryResult<()> {
        let mut told: Vec<(AccountId, &str)> = Vec::new();
        told.extend(answered.map(|person| (person, "reply")));
        told.extend(quoted.into_iter().map(|person| (person, "quote")));
        told.extend(mentioned.iter().map(|person| (*person, "mention")));
        let mut known = vec![self.author];
        told.retain(|(person, _)| {
            let is_new = !known.contains(person);
            known.push(*person);
            is_new
        });
        db::tell_once(db, told.into_iter().map(|(person, kind)| self.event(person, kind)).collect()).await
    }

    fn event<'a>(&self, told: AccountId, kind: &'a str) -> Event<'a> {
        Event {
            kind,
            actor_id: Some(self.author),
            article_id: Some(self.thread),
            comment_id: Some(self.comment),
            told_id: Some(told),
            happened_at: self.now,
        }
    }
}

async fn mentioned(db: &Conn, comment: &Comment) -> QueryResult<Vec<AccountId>> {
    let source = super::revision_text(db, comment.id, comment.revision).await?.unwrap_or_default();
    let Ok(document) = markup::read(&source) else { return Ok(Vec::new()) };
    match document.mentions() {
        [] => Ok(Vec::new()),
        names => Ok(accounts::existing_names(db, names).await?.into_iter().map(|(id, _)| id).collect()),
    }
}
