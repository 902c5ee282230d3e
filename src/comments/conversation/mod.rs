//! The conversation around a comment: what it answers or quotes, what that answers or quotes, and so on; and what answers
//! or quotes it, down to the last. It goes across threads, in the order in which it was said.
//!
//! Only what every reader may know is followed: comments that have a number, and quotes in texts that readers see. Where
//! a comment is gone, its stub stands, and what answers it follows.

mod store;

use super::Shown;
use super::shown;
use crate::articles::PER_PAGE;
use crate::db::{ArticleId, CommentId, Conn};
use diesel::QueryResult;
use std::collections::BTreeMap;

/// The longest way up, and down, in steps.
const STEPS: i32 = 24;
/// How much of what came before is shown: that which is nearest.
const BEFORE: i64 = 50;
/// How much of what came after is followed: that which is nearest.
const AFTER: i64 = 1000;

/// What was said before and after a comment.
#[derive(Debug)]
pub struct Conversation {
    /// What it answers or quotes, and so on; on the first page.
    pub before: Vec<Said>,
    /// The comment.
    pub here: Said,
    /// A page of what answers or quotes it, and so on.
    pub after: Vec<Said>,
    /// How much there is after it, as far as it is followed.
    pub count: i64,
    /// Whether there may be more before it than is followed.
    pub began_before: bool,
    /// Whether there may be more after it than is followed.
    pub goes_on: bool,
}

/// A comment of a conversation, with its thread.
#[derive(Debug)]
pub struct Said {
    /// The comment.
    pub comment: Shown,
    /// Its thread.
    pub thread: Thread,
}

/// The thread of a comment.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Its id.
    pub id: ArticleId,
    /// The headline as it stands in the address.
    pub slug: String,
    /// The headline.
    pub headline: String,
}

/// A page, from 1, of the conversation around a comment that readers see or once saw.
///
/// # Errors
/// When the database refuses.
pub async fn conversation(db: &Conn, id: CommentId, page: i32) -> QueryResult<Option<Conversation>> {
    let ((before, began_before), (after, goes_on)) =
        tokio::try_join!(store::before(db, id), store::after(db, id))?;
    let after: Vec<CommentId> = after.into_iter().filter(|id| !before.contains(id)).collect();
    let size = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let skipped = usize::try_from(page - 1).unwrap_or(0).saturating_mul(size);
    let before = if page == 1 { before } else { Vec::new() };
    let on_page: Vec<CommentId> = after.iter().copied().skip(skipped).take(size).collect();
    let all: Vec<CommentId> = before.iter().chain([&id]).chain(&on_page).copied().collect();
    let (rows, threads) = tokio::try_join!(shown::these(db, &all), store::threads(db, &all))?;
    let mut found: BTreeMap<CommentId, Shown> = rows.into_iter().map(|shown| (shown.id, shown)).collect();
    let home = threads.get(&id).map(|thread| thread.id);
    let mut said = |id: &CommentId| {
        let (mut comment, thread) = (found.remove(id)?, threads.get(id)?.clone());
        comment.elsewhere = Some(thread.headline.clone()).filter(|_| Some(thread.id) != home);
        Some(Said { comment, thread })
    };
    let before = before.iter().filter_map(&mut said).collect();
    let Some(here) = said(&id) else { return Ok(None) };
    let after_here = on_page.iter().filter_map(&mut said).collect();
    let count = i64::try_from(after.len()).unwrap_or(i64::MAX);
    Ok(Some(Conversation { before, here, after: after_here, count, began_before, goes_on }))
}
