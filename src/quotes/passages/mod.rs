//! Passages: the stretches of an article that comments quote, marked in it with their number.
//!
//! A quote keeps what it was checked against. Where its words stand in the article's *present* text is kept beside it,
//! as an anchor, and follows whenever a quoting comment appears or vanishes ([`follow`]) and when the article is
//! corrected ([`correct`]): `anchor` finds them again. Anchors that overlap are one passage (`merge`); the passages of
//! an article are kept ready, so that its page reads them and looks for nothing. Comments of other threads that quote
//! it are told of a correction too, but are not counted: choosing a passage shows comments of its own thread.

mod anchor;
mod correct;
mod fate;
mod follow;
mod fragment;
mod marked;
mod merge;
mod moved;
mod place;
mod settle;
mod store;
mod text;

use super::fidelity::Standing;

pub use correct::correct;
pub use fate::Fate;
pub use follow::{catch_up, follow, repaint, show_again};
pub use marked::{leading_out, marked, present_name};
pub use place::Place;
pub use store::{passages, quoting};

/// A stretch of an article that comments of its thread quote.
#[derive(Clone, Debug, PartialEq, Eq, diesel::Queryable)]
pub struct Passage {
    /// Where it stands, as addresses say it: what [`Place`] is shown as.
    pub name: String,
    /// Its words, or the first of them.
    pub words: String,
    /// How many comments quote of it.
    pub comments: i32,
    /// How many of these quote what stood there before a correction.
    pub earlier: i32,
}

impl Passage {
    /// Where the comments that quote it are listed, in the thread at `path`.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{path}?passage={}", self.name)
    }

    /// What is said of it where only its number is seen.
    #[must_use]
    pub fn told(&self) -> String {
        let comments = if self.comments == 1 { "comment" } else { "comments" };
        match self.earlier {
            0 => format!("Quoted by {} {comments}", self.comments),
            earlier if earlier == self.comments => {
                format!("Quoted by {} {comments}, before a correction", self.comments)
            }
            earlier => {
                format!("Quoted by {} {comments}, {earlier} of them before a correction", self.comments)
            }
        }
    }
}

/// The link to a source, leading to the words that a quote of it holds.
#[must_use]
pub fn leading_to(link: &str, standing: &Standing) -> String {
    let Standing { exact, prefix, suffix, start, .. } = standing;
    let selector = anchor::Selector { exact, prefix, suffix, paragraph: 1, start: *start };
    fragment::leading_to(link, &selector)
}

/// The passages that most comments quote, the most quoted first.
#[must_use]
pub fn most_quoted(passages: &[Passage], most: usize) -> Vec<Passage> {
    let mut sorted: Vec<Passage> = passages.to_vec();
    // Those with the same number stay in the article's order.
    sorted.sort_by_key(|passage| std::cmp::Reverse(passage.comments));
    sorted.truncate(most);
    sorted
}
