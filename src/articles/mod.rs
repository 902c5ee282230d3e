//! Threads: articles are posted, listed, closed and reopened; publications and topics are where they stand.
//!
//! An article's text is kept as numbered paragraphs (¶1, ¶2, …), so that one can be quoted. A correction makes a new
//! [`Revision`]; what quotes the article has to follow, so it is corrected by the verb of that name in `quotes/`. What
//! readers may see of articles is written once, in `store.rs`; those that they do not see are in `unseen/`. What the
//! rules of the board say of an article, and what moderators decide, is for `moderation/`.

mod activity;
mod close;
mod correct;
mod link;
mod moderated;
mod newest;
pub mod pages;
mod paragraphs;
mod post;
mod revisions;
pub mod sitemap;
mod state;
mod store;
mod topics;
mod unseen;

pub(crate) use activity::numbering;
pub use activity::{
    comment_appeared, comment_vanished, last_numbers, mark_read, next_comment, raise_version, version,
};
pub use close::{CloseRefused, close, reopen};
pub use correct::{
    CorrectRefused, Corrected, Correction, correct, correct_unseen, may_correct, may_correct_unseen,
};
pub use moderated::{ModerateRefused, moderate};
pub use newest::{Newest, last_taken_away, newest, newest_texts};
pub use paragraphs::{Paragraph, paragraphs, paragraphs_at};
pub use post::{NewArticle, PostRefused, Posted, Ruling, may_post, post, post_by_rules};
pub use revisions::{Fact, Latest, Revision, corrected_since, history, latest, whole_text};
pub use state::ArticleState;
pub(crate) use store::visible;
pub use store::{Article, Listed, Order, Shelf, count_listed, find, listed, of_poster};
pub use topics::{Topic, TopicRefused, add_topic, publication, rename_topic, topics};
pub use unseen::{
    AnyArticle, AppearRefused, Unseen, any, appear, erase, erase_rejected_of, erase_texts, hide_text,
    is_seen, set_state, take, unseen_of,
};

/// How many comments a page of a thread has.
pub const PER_PAGE: i32 = 50;

impl Article {
    /// The path of the thread.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/a/{}/{}", self.id, self.slug)
    }

    /// The path of a comment in the thread, by its number.
    #[must_use]
    pub fn path_of(&self, number: i32) -> String {
        match page_of(number) {
            1 => format!("{}#c{number}", self.path()),
            page => format!("{}?page={page}#c{number}", self.path()),
        }
    }

    /// Whether new comments are refused.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }
}

/// The page, from 1, on which a number stands.
#[must_use]
pub fn page_of(number: i32) -> i32 {
    (number.max(1) - 1) / PER_PAGE + 1
}
