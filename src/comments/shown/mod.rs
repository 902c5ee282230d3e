//! Comments as a page shows them.

mod store;

use super::CommentState;
use crate::db::{AccountId, CommentId, Timestamp};
use crate::markup::SafeHtml;
use crate::web::Role;

pub(super) use store::is_unseen;
pub use store::{Span, own, shown, these};

/// A comment in the list that every viewer shares.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its id.
    pub id: CommentId,
    /// Its number.
    pub number: i32,
    /// Its state; words are shown only while it is published.
    pub state: CommentState,
    /// The account that wrote it.
    pub author_id: AccountId,
    /// Who wrote it.
    pub author: String,
    /// The line under the author's name.
    pub tagline: String,
    /// What the author may do on the board.
    pub role: Role,
    /// The number that it answers, and who wrote that.
    pub reply_to: Option<(i32, String)>,
    /// Its words.
    pub body: SafeHtml,
    /// When readers first saw it.
    pub published_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// When another text of it was last shown, also the first one again.
    pub changed_at: Option<Timestamp>,
    /// How many members recommend it.
    pub recommendations: i32,
    /// How many comments quote it.
    pub quoted: i32,
    /// How many comments answer it.
    pub replies: i32,
    /// The comments of this thread that quote it, in order, as far as they are named.
    pub quoted_by: Vec<i32>,
    /// Beside comments of another thread: the headline of its own.
    pub elsewhere: Option<String>,
}

/// A comment that its author alone sees.
#[derive(Clone, Debug)]
pub struct Own {
    /// Its id.
    pub id: CommentId,
    /// Held, rejected or removed.
    pub state: CommentState,
    /// Its words.
    pub body: SafeHtml,
    /// The number that it answers.
    pub reply_to: Option<i32>,
    /// When it was sent.
    pub posted_at: Timestamp,
    /// Why it was rejected or removed, or what is asked of its author: the reason's text for the author, and the
    /// moderator's own words.
    pub decision: Option<(String, String)>,
    /// Whether its author is asked to change it.
    pub asked: bool,
}

impl Shown {
    /// Whether its words are shown.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.state == CommentState::Published
    }

    /// What stands in place of its words.
    #[must_use]
    pub fn stub(&self) -> &'static str {
        match self.state {
            CommentState::Deleted => "Deleted by its author.",
            CommentState::Removed | CommentState::Rejected => "Removed by a moderator.",
            CommentState::Hidden => "Hidden until a moderator has looked at it.",
            CommentState::Held | CommentState::Published => "Waits for a moderator again.",
        }
    }

    /// Whether it answers or quotes something, or something answers or quotes it.
    #[must_use]
    pub fn has_conversation(&self) -> bool {
        self.reply_to.is_some() || self.replies > 0 || self.quoted > 0 || self.body.quotes_comments()
    }

    /// How many more comments quote it than are named.
    #[must_use]
    pub fn quoted_more(&self) -> i32 {
        self.quoted.saturating_sub(i32::try_from(self.quoted_by.len()).unwrap_or(i32::MAX))
    }
}
