//! What a rule is told.

use super::learned::Score;
use crate::accounts::Standing;
use crate::db::{ArticleId, CommentId, Timestamp};

/// A text that somebody wants published.
#[derive(Clone, Copy, Debug, Default)]
pub struct Submission<'a> {
    /// The comment that it becomes a new text of; nothing for a new comment.
    pub comment: Option<CommentId>,
    /// The thread that it stands in; nothing for a line that stands elsewhere.
    pub thread: Option<Thread>,
    /// The writer's own words, plain; a quote stands as U+FFFC.
    pub own_words: &'a str,
    /// The same, folded for comparison.
    pub folded: &'a str,
    /// What it quotes.
    pub quoted: &'a [Passage],
    /// The links among the writer's own words that lead away from the board.
    pub links: &'a [String],
}

/// The thread of a text, as the rules see it.
#[derive(Clone, Copy, Debug)]
pub struct Thread {
    /// When its article was posted.
    pub posted_at: Timestamp,
    /// Since when moderators look at all of it.
    pub moderated_at: Option<Timestamp>,
}

/// A passage that is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it comes from, if it comes from this board.
    pub source: Option<Source>,
    /// How many characters it has.
    pub characters: usize,
}

/// Something of this board that can be quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A comment.
    Comment(CommentId),
    /// The text of an article.
    Article(ArticleId),
}

/// What is known of a text, its writer and the moment.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The text.
    pub text: Submission<'a>,
    /// When it came.
    pub now: Timestamp,
    /// How well the writer is known.
    pub standing: Standing,
    /// How many of the writer's comments are or were published; at most so many as a rule can ask for.
    pub approved: i64,
    /// Why everything of the writer's is held, if it is.
    pub silenced: Option<String>,
    /// Why the writer is watched, if that is so.
    pub watched: Option<String>,
    /// How many minutes ago the writer's latest texts came, youngest first.
    pub minutes_ago: Vec<i64>,
    /// Where the same text stands already: its headline, and how many days ago it came.
    pub same_text: Option<(String, i64)>,
    /// How many characters each source has that is quoted.
    pub sources: Vec<(Source, usize)>,
    /// How much it is like what was rejected before, where there is enough to go by.
    pub score: Option<Score>,
}

impl Submission<'_> {
    /// How many characters are quoted.
    #[must_use]
    pub fn quoted_characters(&self) -> usize {
        self.quoted.iter().map(|passage| passage.characters).sum()
    }
}

impl<'a> Facts<'a> {
    /// What a text alone tells, of a member whom nothing is known of.
    #[must_use]
    pub fn of(text: Submission<'a>, standing: Standing, now: Timestamp) -> Self {
        Facts {
            text,
            now,
            standing,
            approved: 0,
            silenced: None,
            watched: None,
            minutes_ago: Vec::new(),
            same_text: None,
            sources: Vec::new(),
            score: None,
        }
    }
}

#[cfg(test)]
impl<'a> Facts<'a> {
    /// Facts about these words of a new member, with nothing else to be said of them.
    pub(super) fn about(own_words: &'a str) -> Self {
        let text =
            Submission { comment: None, thread: None, own_words, folded: own_words, quoted: &[], links: &[] };
        Self::of(text, Standing::New, time::macros::datetime!(2026-01-31 12:00 UTC))
    }
}
