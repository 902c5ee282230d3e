//! A case: one thing that waits for a moderator, with its reasons.

use super::Reason;
use crate::db::{AccountId, ArticleId, CommentId, Timestamp, Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum CaseKind {
    /// A comment that readers have not seen.
    HeldComment,
    /// A new text of a comment; readers go on seeing the old one.
    HeldEdit,
    /// A comment that readers pointed at.
    FlaggedComment,
    /// A comment that was rejected or removed, and whose author does not agree.
    Appeal,
    /// The line that a member says under their name; the one from before stays meanwhile.
    HeldTagline,
    /// An article that readers have not seen.
    HeldArticle,
}

/// Something that is to wait.
#[derive(Clone, Debug)]
pub struct NewCase<'a> {
    /// What waits.
    pub kind: CaseKind,
    /// The comment.
    pub comment: CommentId,
    /// Its thread.
    pub article: ArticleId,
    /// Its author.
    pub author: AccountId,
    /// Why.
    pub reasons: &'a [Reason],
    /// Who pointed at it, where a reader did.
    pub added_by: Option<AccountId>,
    /// What the learned score says of the text, if it was asked.
    pub score: Option<i16>,
    /// Since when.
    pub now: Timestamp,
}

impl CaseKind {
    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::HeldComment => "Held comment",
            Self::HeldEdit => "Held edit",
            Self::FlaggedComment => "Flagged comment",
            Self::Appeal => "Appeal",
            Self::HeldTagline => "Held tagline",
            Self::HeldArticle => "Held article",
        }
    }
}

/// How much a reason weighs where cases are listed by weight: what readers pointed at, and what somebody is likely to be
/// harmed by, comes before what waits for its turn.
pub(super) fn weight(rule: &str) -> i32 {
    match rule {
        "edit" => 0,
        "first_comments" | "capitals" => 1,
        "flag" | "silenced" | "links" | "watched_words" => 3,
        _ => 2,
    }
}

impl Word for CaseKind {
    const ALL: &'static [Self] = &[
        Self::HeldComment,
        Self::HeldEdit,
        Self::FlaggedComment,
        Self::Appeal,
        Self::HeldTagline,
        Self::HeldArticle,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::HeldComment => "held_comment",
            Self::HeldEdit => "held_edit",
            Self::FlaggedComment => "flagged_comment",
            Self::Appeal => "appeal",
            Self::HeldTagline => "held_tagline",
            Self::HeldArticle => "held_article",
        }
    }
}

impl ToSql<Text, Pg> for CaseKind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for CaseKind {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
