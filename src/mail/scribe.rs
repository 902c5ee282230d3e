//! Mails whose words are read when they are sent, as they stand then: what was withdrawn meanwhile is not mailed.

use super::Link;
use super::store::Kept;
use crate::db::{Conn, NoticeId, Timestamp};
use std::future::Future;

/// Who knows what stands in a mail about a notice.
pub trait Scribe {
    /// What the mail says as things stand; nothing when it is no longer to be sent.
    fn fill(
        &self,
        db: &Conn,
        mail: &Kept,
        notice: NoticeId,
        now: Timestamp,
    ) -> impl Future<Output = diesel::QueryResult<Option<Filled>>>;
}

/// What a mail says.
#[derive(Clone, Debug)]
pub struct Filled {
    /// One line.
    pub subject: String,
    /// Its words, plain text, a paragraph each.
    pub paragraphs: Vec<String>,
    /// The link below them.
    pub link: Link,
    /// What it belongs to: mails with the same are shown together.
    pub thread: String,
    /// How its reader gets no more like it.
    pub way_out: WayOut,
}

/// How a reader gets no more mails of a kind, signed in or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// What pressing it does.
    pub label: String,
    /// Its path on the board. It opens nothing else, so it may be used as often as one likes.
    pub path: String,
}
