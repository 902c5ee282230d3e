//! A case as a moderator sees it.

mod store;

use crate::accounts::Standing;
use crate::comments::{Change, CommentState, Latest};
use crate::db::{AccountId, ArticleId, CaseId, CommentId, Timestamp, Word};
use crate::markup::SafeHtml;
use crate::rules::learned::Score;
use crate::rules::{self, CaseKind};

pub use store::case;
pub(super) use store::revision_to_decide;

/// One case at full size.
#[derive(Clone, Debug)]
pub struct Case {
    /// The case.
    pub id: CaseId,
    /// Its version; a decision names it.
    pub version: i32,
    /// What waits.
    pub kind: CaseKind,
    /// Whether it still waits.
    pub open: bool,
    /// Since when.
    pub opened_at: Timestamp,
    /// Who has claimed it, and until when.
    pub claimed: Option<(AccountId, String, Timestamp)>,
    /// The comment; none of a tagline or an article.
    pub comment: Option<CommentId>,
    /// Its number, if it was published once.
    pub number: Option<i32>,
    /// Its state.
    pub state: CommentState,
    /// The revision that is decided on.
    pub revision: i32,
    /// Its words, with the evidence marked.
    pub body: SafeHtml,
    /// The revision that is decided on, as it was typed.
    pub text: Latest,
    /// What it changes: an edit in what readers see, a revised text in what was sent back.
    pub changes: Vec<Change>,
    /// Whether another moderator is to decide: this one decided before.
    pub not_for: Option<AccountId>,
    /// When it was sent.
    pub posted_at: Timestamp,
    /// The thread, or the article itself that waits; none of a tagline.
    pub article: Option<(ArticleId, String, String)>,
    /// Of an article, what stands above its text.
    pub head: Option<Head>,
    /// Of a tagline, what readers see or saw in its place.
    pub before: Option<String>,
    /// In how many quotes its words stand.
    pub quotes: i64,
    /// What it answers: number, name, and the beginning of the words.
    pub answers: Option<(i32, String, String)>,
    /// Why it waits.
    pub reasons: Vec<ReasonGiven>,
    /// What the learned score says of it now, where that is asked for and is none of the reasons.
    pub score: Option<Score>,
    /// Who wrote it.
    pub author: Author,
}

/// What stands above the text of an article, with the evidence marked.
#[derive(Clone, Debug)]
pub struct Head {
    /// The headline.
    pub headline: SafeHtml,
    /// What else is said of it: the name of each thing, and the thing.
    pub facts: Vec<(&'static str, SafeHtml)>,
}

/// Why a case waits.
#[derive(Clone, Debug)]
pub struct ReasonGiven {
    /// The rule.
    pub rule: String,
    /// What it found.
    pub words: String,
    /// The stretches that met it.
    pub evidence: Vec<String>,
}

/// Who wrote a text that waits.
#[derive(Clone, Debug)]
pub struct Author {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub name: String,
    /// How well known.
    pub standing: Standing,
    /// Since when a member.
    pub joined_at: Timestamp,
    /// Whether the e-mail is confirmed.
    pub confirmed: bool,
    /// How many comments are published.
    pub published: i64,
    /// How many were rejected.
    pub rejected: i64,
    /// How many were removed.
    pub removed: i64,
    /// How many wait.
    pub waiting: i64,
}

impl Case {
    /// Whether readers see the comment while the case waits.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        !matches!(self.kind, CaseKind::HeldComment | CaseKind::HeldArticle | CaseKind::Appeal)
    }

    /// What its kind is called.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.kind.title()
    }

    /// How many other comments of its author wait.
    #[must_use]
    pub fn others_held(&self) -> i64 {
        self.author.waiting - i64::from(self.kind == CaseKind::HeldComment)
    }

    /// Where it stands: the comment, and its number, if it was published once.
    #[must_use]
    pub fn place(&self) -> Option<(CommentId, i32)> {
        self.comment.zip(self.number)
    }

    /// The moderator who has it open, if it is another one.
    #[must_use]
    pub fn held_by_other(&self, me: AccountId, now: Timestamp) -> Option<&str> {
        self.claimed
            .as_ref()
            .filter(|(id, _, until)| *id != me && *until > now)
            .map(|(_, name, _)| name.as_str())
    }
}

impl Author {
    /// The standing, in a word.
    #[must_use]
    pub fn standing_word(&self) -> &'static str {
        self.standing.word()
    }
}

impl ReasonGiven {
    /// The rule's name.
    #[must_use]
    pub fn title(&self) -> &'static str {
        rules::title(&self.rule)
    }
}
