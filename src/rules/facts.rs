//! What a rule is told.

use crate::accounts::Standing;
use crate::db::CommentId;

/// A text that somebody wants published.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// The comment that it becomes a new text of; nothing for a new comment.
    pub comment: Option<CommentId>,
    /// The writer's own words, plain; a quote stands as U+FFFC.
    pub own_words: &'a str,
    /// The same, folded for comparison.
    pub folded: &'a str,
    /// How many characters are quoted.
    pub quoted: usize,
    /// The links among the writer's own words.
    pub links: &'a [String],
}

/// What is known of a text, its writer and the moment.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The text.
    pub text: Submission<'a>,
    /// How well the writer is known.
    pub standing: Standing,
    /// How many of the writer's comments are or were published.
    pub approved: i64,
    /// Why everything of the writer's is held, if it is.
    pub silenced: Option<String>,
    /// How many minutes ago the writer's latest texts came, youngest first.
    pub minutes_ago: Vec<i64>,
    /// Where the same text stands already: its headline, and how many days ago it came.
    pub same_text: Option<(String, i64)>,
}

#[cfg(test)]
impl<'a> Facts<'a> {
    /// Facts about these words of a new member, with nothing else to be said of them.
    pub(super) fn about(own_words: &'a str) -> Self {
        let text = Submission { comment: None, own_words, folded: own_words, quoted: 0, links: &[] };
        Facts {
            text,
            standing: Standing::New,
            approved: 0,
            silenced: None,
            minutes_ago: Vec::new(),
            same_text: None,
        }
    }
}
