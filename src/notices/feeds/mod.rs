//! Feeds: what is new, whole, for who reads it elsewhere (Atom, RFC 4287 and 4685).
//!
//! Everybody gets the same feed, so what is in it is what nobody in particular may read: each text is asked for with the
//! conditions of the page on which it stands. What an entry is named by (`names.rs`) depends on the board and on the number
//! of the thing alone: neither an edit nor another headline, name or address changes it. [`atom`] writes it down.

mod articles;
mod atom;
mod names;
mod person;
pub mod queue;
mod thread;

use crate::db::Timestamp;

pub use articles::{Listing, of_articles};
pub use atom::atom;
pub use person::of_person;
pub use thread::of_thread;

/// So many entries a feed has, not counting the article above its comments.
pub const MOST: i64 = 50;

/// A feed. Paths are paths of the board.
#[derive(Clone, Debug)]
pub struct Feed {
    /// By what it is known.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The language of the board's own words.
    pub language: String,
    /// The name of the board.
    pub board: String,
    /// Where the feed is.
    pub here: String,
    /// The page that shows the same.
    pub page: String,
    /// When anything in it was last said or changed. It does not go back when something is taken away.
    pub updated: Timestamp,
    /// The newest first.
    pub entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// By what it is known.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it stands on the board.
    pub path: String,
    /// What it is about, on the web.
    pub via: Option<String>,
    /// Who wrote or posted it.
    pub author: Author,
    /// When readers first saw it.
    pub published: Timestamp,
    /// When its text was last changed; when readers first saw it, where it was not.
    pub updated: Timestamp,
    /// Its topic: slug and name.
    pub topic: Option<(String, String)>,
    /// What it answers: by what that is known, and where it stands.
    pub answers: Option<(String, String)>,
    /// Where what answers it is fed.
    pub replies: Option<String>,
    /// All that it says, as HTML. Its links are whole.
    pub html: String,
}

/// Who wrote an entry.
#[derive(Clone, Debug)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The page of the person; of who is a member no more, there is none.
    pub path: Option<String>,
}
