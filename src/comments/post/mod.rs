//! A form with a comment is sent: [`reply`](super::reply()) in as few statements and ways to the database as it takes.
//!
//! What is asked before holds nothing that others wait for, and a plain comment is written by one statement, which is a
//! transaction of its own. What has more to it (quotes, something that a rule marked, a text that waits) is written in a
//! transaction of several.

mod store;

use super::reply::{Draft, Posted, ReplyRefused, Weighed, weigh};
use crate::accounts::{Writing, drafts};
use crate::articles::Article;
use crate::db::{CommentId, Conn, is_taken};
use diesel_async::AsyncConnection;

pub(super) use store::{Appearing, before, hold, publish};

/// What became of a form, and where that stands, if it is new.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What became of it.
    pub posted: Posted,
    /// The thread, as it was just before, and the comment's number, if it has one.
    pub stands: Option<(Article, Option<i32>)>,
    /// Whether readers see of it in its own thread alone.
    pub is_within: bool,
}

impl Sent {
    fn before(id: CommentId) -> Self {
        Self { posted: Posted::Already(id), stands: None, is_within: true }
    }
}

/// A member sends a form, of which there may be a draft in this place: whatever comes of it, that is forgotten, unless
/// the form is refused.
///
/// # Errors
/// [`ReplyRefused`], with a sentence for the writer; nothing is stored then.
pub async fn post(
    db: &mut Conn,
    writing: Writing<'_>,
    draft: &Draft<'_>,
    place: &str,
) -> Result<Sent, ReplyRefused> {
    let ready = match weigh(db, writing, draft).await? {
        Weighed::Sent(id) => {
            drafts::forget(db, writing.author.id, place).await?;
            return Ok(Sent::before(id));
        }
        Weighed::Ready(ready) => ready,
    };
    let written = if ready.is_plain() {
        ready.write(db, writing, Some(place)).await
    } else {
        db.transaction(async |db| ready.write(db, writing, Some(place)).await).await
    };
    match written {
        Ok((posted, number)) => {
            let is_within = number.is_none() || ready.is_within();
            Ok(Sent { posted, stands: Some((ready.thread, number)), is_within })
        }
        // The same form was sent twice at once, and the other one came first.
        Err(ReplyRefused::Database(error)) if is_taken(&error, "comments_author_id_key_key") => {
            let sent = store::before(db, writing, draft).await?.sent.ok_or(error)?;
            Ok(Sent::before(sent))
        }
        Err(refused) => Err(refused),
    }
}
