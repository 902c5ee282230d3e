//! What a member who opens a thread finds there of their own, in one statement with who they are.

mod store;

use crate::accounts::Member;
use crate::db::{ArticleId, CommentId, Timestamp};

pub use store::{recommended, viewed};

/// A thread that somebody opens.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// The thread.
    pub article: ArticleId,
    /// The place of what is written for it and not sent.
    pub place: &'a str,
    /// The comments of which it is asked whether the member recommends them.
    pub comments: &'a [CommentId],
}

/// Who opens a thread, and what is theirs in it.
#[derive(Clone, Debug)]
pub struct Viewed {
    /// Who.
    pub member: Member,
    /// When their session was last seen.
    pub seen: Timestamp,
    /// The thread's version; nothing of a thread that readers do not see.
    pub version: Option<i64>,
    /// What is theirs.
    pub theirs: Theirs,
}

/// What of a thread is a member's own.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says of another thing whether there is any")]
pub struct Theirs {
    /// Up to which number they read it.
    pub read: Option<i32>,
    /// Whether they muted it.
    pub muted: bool,
    /// Whether they were told of comments in it, and have not read so.
    pub has_unread: bool,
    /// Whether comments of theirs are here that they alone see.
    pub has_unseen: bool,
    /// Whether what they write waits.
    pub is_silenced: bool,
    /// Whether they wrote something for it that was not sent.
    pub has_draft: bool,
    /// Whether something waits here that they may decide.
    pub has_held: bool,
    /// Which of the comments that were asked about they recommend.
    pub recommended: Vec<CommentId>,
}
