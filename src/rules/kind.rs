//! The kinds of rules, and what a rule does with a text that it meets.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// The kinds of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Kind {
    /// Too many texts in too short a time.
    TooFast,
    /// Too many texts in an hour or a day.
    TooMany,
    /// The writer is silenced.
    Silenced,
    /// The writer is watched.
    WatchedMember,
    /// Moderators look at all of this thread.
    ModeratedArticle,
    /// The first comments of a new member.
    FirstComments,
    /// A link to a domain that is blocked.
    BlockedDomains,
    /// A link that hides where it leads.
    Shorteners,
    /// More links than the writer's standing allows.
    Links,
    /// Words that are watched.
    WatchedWords,
    /// The same text again.
    SameText,
    /// More quoted than written.
    MostlyQuotation,
    /// Too large a part of one source.
    OneSource,
    /// Shouting.
    Capitals,
    /// The article was posted long ago.
    OldArticle,
    /// It is like what was rejected before.
    Learned,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Action {
    /// A moderator looks first.
    Hold,
    /// The writer gets the text back.
    Refuse,
    /// Readers see it; moderators find it among what the rule has met.
    Mark,
    /// Nothing becomes of it; what waits can be listed by what the rule says of it.
    Sort,
}

impl Kind {
    /// Whether it can be asked about a line, such as a tagline; the others speak of comments.
    #[must_use]
    pub fn speaks_of_lines(self) -> bool {
        use Kind::{BlockedDomains, Capitals, Links, Shorteners, Silenced, WatchedWords};
        matches!(self, Silenced | BlockedDomains | Shorteners | Links | WatchedWords | Capitals)
    }

    /// Whether it can be asked about an article that a member posts: those that look at its writer, its words and its
    /// links. Rules about threads, about what is quoted and about comments that came before are not; and what a rule is
    /// only to mark is not written down of an article.
    #[must_use]
    pub fn speaks_of_articles(self) -> bool {
        let of_writers =
            matches!(self, Self::TooFast | Self::TooMany | Self::WatchedMember | Self::FirstComments);
        of_writers || self.speaks_of_lines()
    }

    /// What it looks at, as moderators read it.
    #[must_use]
    pub fn looks_at(self) -> &'static str {
        if self.speaks_of_lines() {
            "It looks at comments, at articles that members post, and at taglines."
        } else if self.speaks_of_articles() {
            "It looks at comments, and at articles that members post."
        } else {
            "It looks at comments alone."
        }
    }

    /// Whether it follows what moderators decided about a member or a thread: such a rule is never off.
    #[must_use]
    pub fn always_on(self) -> bool {
        matches!(self, Self::Silenced | Self::WatchedMember | Self::ModeratedArticle)
    }

    /// Whether a refusal by it is one that waiting ends.
    #[must_use]
    pub fn passes(self) -> bool {
        matches!(self, Self::TooFast | Self::TooMany)
    }

    /// The number by which the log knows it.
    #[must_use]
    pub fn number(self) -> i64 {
        let at = Self::ALL.iter().position(|kind| *kind == self).unwrap_or_default();
        i64::try_from(at).unwrap_or_default() + 1
    }

    /// The name, as moderators read it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::TooFast => "Too fast",
            Self::TooMany => "Too many",
            Self::Silenced => "Silenced",
            Self::WatchedMember => "Watched member",
            Self::ModeratedArticle => "Moderated article",
            Self::FirstComments => "First comment",
            Self::BlockedDomains => "Blocked domains",
            Self::Shorteners => "Shortened links",
            Self::Links => "Links",
            Self::WatchedWords => "Watched words",
            Self::SameText => "Same text again",
            Self::MostlyQuotation => "Mostly quotation",
            Self::OneSource => "Much of one source",
            Self::Capitals => "Capitals",
            Self::OldArticle => "Old article",
            Self::Learned => "Learned score",
        }
    }
}

/// The rule's name, as moderators read it.
#[must_use]
pub fn title(rule: &str) -> &'static str {
    match Kind::of(rule) {
        Some(kind) => kind.title(),
        None if rule == "flag" => "Flag",
        None if rule == "edit" => "Edited",
        None if rule == "revised" => "Revised",
        None if rule == "appeal" => "Appeal",
        None => "Other",
    }
}

impl Action {
    /// What it is to do, in the list that an administrator chooses from.
    #[must_use]
    pub fn chosen(self) -> &'static str {
        match self {
            Self::Hold => "Hold it until a moderator has looked",
            Self::Refuse => "Refuse it: its writer gets it back with the reason",
            Self::Mark => "Publish it and mark it for moderators",
            Self::Sort => "Nothing: the score is shown in the queue, which can be sorted by it",
        }
    }

    /// What it does, in a word.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Hold => "holds",
            Self::Refuse => "refuses",
            Self::Mark => "marks",
            Self::Sort => "sorts",
        }
    }

    /// What it does, after “it”.
    #[must_use]
    pub fn does(self) -> &'static str {
        match self {
            Self::Hold => "is held until a moderator has looked",
            Self::Refuse => "is refused: nothing is stored, and the writer keeps the text",
            Self::Mark => "is published and marked for moderators",
            Self::Sort => "is not held for that: what waits for another reason can be sorted by its score",
        }
    }
}

impl Word for Kind {
    /// New ones go to the end, for the log knows them by their place.
    const ALL: &'static [Self] = &[
        Self::TooFast,
        Self::Silenced,
        Self::FirstComments,
        Self::Links,
        Self::WatchedWords,
        Self::SameText,
        Self::MostlyQuotation,
        Self::Capitals,
        Self::TooMany,
        Self::WatchedMember,
        Self::ModeratedArticle,
        Self::BlockedDomains,
        Self::Shorteners,
        Self::OneSource,
        Self::OldArticle,
        Self::Learned,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::TooFast => "too_fast",
            Self::TooMany => "too_many",
            Self::Silenced => "silenced",
            Self::WatchedMember => "watched_member",
            Self::ModeratedArticle => "moderated_article",
            Self::FirstComments => "first_comments",
            Self::BlockedDomains => "blocked_domains",
            Self::Shorteners => "shorteners",
            Self::Links => "links",
            Self::WatchedWords => "watched_words",
            Self::SameText => "same_text",
            Self::MostlyQuotation => "mostly_quotation",
            Self::OneSource => "one_source",
            Self::Capitals => "capitals",
            Self::OldArticle => "old_article",
            Self::Learned => "learned",
        }
    }
}

impl ToSql<Text, Pg> for Kind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Kind {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}

impl Word for Action {
    const ALL: &'static [Self] = &[Self::Hold, Self::Refuse, Self::Mark, Self::Sort];

    fn word(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Refuse => "refuse",
            Self::Mark => "mark",
            Self::Sort => "sort",
        }
    }
}

impl ToSql<Text, Pg> for Action {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Action {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
