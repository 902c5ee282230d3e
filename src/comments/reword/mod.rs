//! A moderator changes the words of a comment before readers see it. The new text is a revision like any other, marked as
//! the moderator's.

mod store;

use super::store as comments;
use super::text::{TextRefused, prepare};
use super::{Comment, CommentState};
use crate::accounts::{Moderator, Writing};
use crate::articles;
use crate::db::{Conn, Timestamp};
use crate::quotes::{Asked, Limits};
use uuid::Uuid;

pub use store::forget_revision;

/// A moderator's text for somebody's comment.
#[derive(Clone, Copy, Debug)]
pub struct Rewording<'a> {
    /// The text, Markdown.
    pub body: &'a str,
    /// The board's address.
    pub address: &'a str,
    /// How much it may quote.
    pub limits: Limits,
}

/// Keeps a moderator's text as the latest revision, held until the decision publishes it. Which revision it is.
///
/// # Errors
/// [`TextRefused`]: what may not stand in a comment may not stand in a moderator's text either.
pub async fn reword(
    db: &Conn,
    comment: &Comment,
    by: &Moderator,
    text: &Rewording<'_>,
    now: Timestamp,
) -> Result<i32, TextRefused> {
    let article = articles::find(db, comment.article_id).await?.ok_or(diesel::result::Error::NotFound)?;
    let asked = Asked {
        article: &article,
        reply_to: comment.reply_to,
        comment: Some(comment.id),
        address: text.address,
        limits: text.limits,
    };
    let prepared = prepare(db, asked, text.body, &[]).await?;
    let revision = comments::latest_revision(db, comment.id).await?.revision + 1;
    let writing = Writing { author: by.member(), now, key: Uuid::nil() };
    comments::insert_revision(db, (comment.id, revision), CommentState::Held, &prepared, writing).await?;
    Ok(revision)
}
