//! Back-links: which comments quote a comment, as every reader may know it. The first of them stand in a column of the
//! thread's own query ([`super::quoters`]); the whole list, other threads included, is a page of its own ([`quoting`]).

mod store;

use crate::db::{ArticleId, CommentId, Timestamp};

pub use store::{count_in_texts, count_quoting, quoting, raise_versions_of_quoted};

/// A comment that quotes another.
#[derive(Clone, Debug)]
pub struct Quoting {
    /// Its id.
    pub id: CommentId,
    /// Its thread.
    pub article: ArticleId,
    /// The thread's headline.
    pub headline: String,
    /// Its number in its thread.
    pub number: i32,
    /// Who wrote it.
    pub author: String,
    /// When readers first saw it.
    pub at: Timestamp,
    /// How its own words begin.
    pub lead: String,
}
