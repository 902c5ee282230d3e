//! A comment appears before its readers, or vanishes; counters, quotes, events and the log follow.

use super::store;
use super::text::Prepared;
use super::{Comment, CommentState, told};
use crate::accounts::Writing;
use crate::articles;
use crate::db::{self, ArticleId, CommentId, Conn, LogLine, Timestamp, Word};
use crate::quotes;
use diesel::QueryResult;

/// A comment that waited is published. It gets its number now, unless it had one before.
///
/// # Errors
/// When the database refuses.
pub async fn publish_held(db: &Conn, comment: &Comment, now: Timestamp) -> QueryResult<i32> {
    let number = match comment.number {
        Some(number) => {
            articles::comment_appeared(db, comment.article_id, comment.author_id, now).await?;
            number
        }
        None => articles::next_comment(db, comment.article_id, comment.author_id, now).await?,
    };
    store::set_published(db, comment.id, number, now).await?;
    store::set_revision_state(db, comment.id, comment.revision, CommentState::Published).await?;
    appeared(db, comment.id, now).await?;
    quotes::lives::follow(db, comment.id).await?;
    Ok(number)
}

/// Readers no longer see a comment: it goes from published into this state.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(db: &Conn, comment: &Comment, into: CommentState) -> QueryResult<()> {
    store::set_state(db, comment.id, into).await?;
    articles::comment_vanished(db, comment.article_id).await?;
    follow(db, comment).await?;
    quotes::lives::follow(db, comment.id).await
}

/// A comment goes from whatever state it is in into this one; readers, counters and quotes follow.
///
/// # Errors
/// When the database refuses.
pub async fn change_state(
    db: &Conn,
    comment: &Comment,
    into: CommentState,
    now: Timestamp,
) -> QueryResult<()> {
    match (comment.state, into) {
        (from, into) if from == into => Ok(()),
        (_, CommentState::Published) => publish_held(db, comment, now).await.map(|_| ()),
        (CommentState::Published, _) => withdraw(db, comment, into).await,
        // Nobody saw it before and nobody does now; its stub and the quotes of it may say something else.
        _ => {
            store::set_state(db, comment.id, into).await?;
            articles::raise_version(db, comment.article_id).await?;
            quotes::lives::follow(db, comment.id).await
        }
    }
}

/// A comment that readers do not see goes into another state in which they do not see it. Its stub, where they saw it once,
/// says something else then.
///
/// # Errors
/// When the database refuses.
pub async fn set_aside(db: &Conn, comment: &Comment, into: CommentState) -> QueryResult<()> {
    store::set_state(db, comment.id, into).await?;
    if comment.number.is_some() {
        articles::raise_version(db, comment.article_id).await?;
    }
    Ok(())
}

/// A comment that readers do not see has this revision as its text, in this state.
///
/// # Errors
/// When the database refuses.
pub async fn show_again(
    db: &Conn,
    id: CommentId,
    (revision, state): (i32, CommentState),
    now: Timestamp,
) -> QueryResult<()> {
    store::show_revision(db, id, revision, now).await?;
    store::set_revision_state(db, id, revision, state).await
}

/// A later revision becomes the one that readers see.
///
/// # Errors
/// When the database refuses.
pub async fn publish_revision(
    db: &Conn,
    comment: &Comment,
    revision: i32,
    now: Timestamp,
) -> QueryResult<()> {
    store::set_revision_state(db, comment.id, revision, CommentState::Published).await?;
    store::show_revision(db, comment.id, revision, now).await?;
    articles::raise_version(db, comment.article_id).await?;
    follow(db, comment).await?;
    told::tell(db, comment.id, now).await?;
    quotes::lives::follow(db, comment.id).await
}

/// What follows when readers see a comment: counters beside others, and events for the people it speaks to.
async fn appeared(db: &Conn, id: CommentId, now: Timestamp) -> QueryResult<()> {
    let Some(comment) = store::find(db, id).await? else { return Ok(()) };
    follow(db, &comment).await?;
    told::tell(db, id, now).await
}

/// What follows when readers see the quotes of a comment that has just been stored and counted as an answer.
pub(super) async fn quotes_appeared(
    db: &Conn,
    (id, thread): (CommentId, ArticleId),
    text: &Prepared,
    writing: Writing<'_>,
) -> QueryResult<()> {
    quotes::lives::keep(db, id, 1, &text.quotes).await?;
    follow_quotes(db, (id, thread)).await?;
    told::tell_of(db, (id, thread), text, writing).await
}

/// The counters of what a comment answers and quotes, and what other threads say of who quotes them; what is marked in its
/// article.
async fn follow(db: &Conn, comment: &Comment) -> QueryResult<()> {
    store::recount_replies(db, comment).await?;
    follow_quotes(db, (comment.id, comment.article_id)).await
}

async fn follow_quotes(db: &Conn, (id, thread): (CommentId, ArticleId)) -> QueryResult<()> {
    quotes::passages::follow(db, id).await?;
    let sources = quotes::sources_of(db, id).await?;
    if sources.is_empty() {
        return Ok(());
    }
    quotes::recount(db, &sources).await?;
    quotes::back_links::raise_versions_of_quoted(db, &sources, thread).await
}

/// A line of the log about a comment.
pub(super) async fn log_change(
    db: &Conn,
    writing: Writing<'_>,
    id: CommentId,
    action: &str,
    before: Option<CommentState>,
    after: CommentState,
) -> QueryResult<()> {
    let line = LogLine {
        logged_at: writing.now,
        actor_id: Some(writing.author.id),
        action,
        subject_kind: "comment",
        subject_id: id.0,
        why: "",
        before: serde_json::json!({"state": before.map(Word::word)}),
        after: serde_json::json!({"state": after.word()}),
    };
    db::record(db, line).await
}
