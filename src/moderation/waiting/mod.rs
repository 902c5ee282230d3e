//! The list of what waits: filtered, the oldest first or the heaviest, a page at a time. A page costs the rows that it
//! shows, however many wait.

mod news;
mod store;

use crate::db::{AccountId, ArticleId, CaseId, Timestamp, Word};
use crate::rules::CaseKind;

pub use news::News;
pub use store::{news, waiting};

/// A line of the queue.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The case.
    pub id: CaseId,
    /// Its version.
    pub version: i32,
    /// The revision of the text that waits.
    pub revision: i32,
    /// What waits.
    pub kind: CaseKind,
    /// Who wrote the text.
    pub author: String,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// The rules that hold it, each once.
    pub rules: Vec<String>,
    /// The beginning of the text.
    pub lead: String,
    /// What the learned score said of it, from 0 to 100; 0 too where it said nothing.
    pub score: i16,
    /// Who else has it open now.
    pub claimed_by: Option<String>,
    /// Whether another moderator is to decide, because this one decided before.
    pub for_others: bool,
}

/// Which cases a moderator looks through, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<CaseKind>,
    /// Held by this rule.
    pub rule: Option<String>,
    /// In this thread.
    pub article: Option<ArticleId>,
    /// By this author.
    pub author: Option<AccountId>,
    /// With these words or this link in the text.
    pub words: Option<String>,
    /// Waiting for so many hours at least.
    pub hours: Option<i64>,
    /// Open before somebody, or before nobody.
    pub claimed: Option<Claimed>,
    /// Which come first.
    pub order: Order,
    /// Only what comes after this case.
    pub after: Option<CaseId>,
}

/// Which cases come first; of two that are alike in that, the older one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The oldest.
    #[default]
    Oldest,
    /// The heaviest.
    Weight,
    /// Those that the learned score finds most like what was rejected.
    Score,
}

/// Before whom a case is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// Nobody.
    Free,
    /// The one who asks.
    Mine,
    /// Another moderator.
    Others,
}

impl Word for Order {
    const ALL: &'static [Self] = &[Self::Oldest, Self::Weight, Self::Score];

    fn word(self) -> &'static str {
        match self {
            Self::Oldest => "oldest",
            Self::Weight => "weight",
            Self::Score => "score",
        }
    }
}

impl Word for Claimed {
    const ALL: &'static [Self] = &[Self::Free, Self::Mine, Self::Others];

    fn word(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Mine => "mine",
            Self::Others => "others",
        }
    }
}

impl Listed {
    /// Whether the moderator who looks may be given it next.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.claimed_by.is_none() && !self.for_others
    }
}
