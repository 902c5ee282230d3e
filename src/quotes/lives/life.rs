//! What became of the words that a quote quotes.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What became of the words that a quote quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Life {
    /// They stand where they stood.
    Standing,
    /// They were edited away; an earlier version has them.
    Earlier,
    /// Their author took the comment back.
    Deleted,
    /// A moderator took the comment away.
    Removed,
    /// Readers do not see the comment at present.
    Hidden,
    /// A moderator took the comment away, and its words in quotes with it.
    Blanked,
    /// Their author left and took them along, for good.
    Withdrawn,
}

impl Life {
    /// Of a quote of a comment in this state (a word of `comments.state`).
    pub(super) fn of(state: &str, withheld: bool, still_stands: impl FnOnce() -> bool) -> Self {
        match state {
            "published" if still_stands() => Self::Standing,
            "published" => Self::Earlier,
            "deleted" => Self::Deleted,
            "removed" | "rejected" if withheld => Self::Blanked,
            "removed" | "rejected" => Self::Removed,
            _ => Self::Hidden,
        }
    }

    /// What the caption says; nothing where there is nothing to say.
    pub(super) fn note(self) -> Option<&'static str> {
        match self {
            Self::Standing | Self::Withdrawn => None,
            Self::Earlier => Some("from an earlier version"),
            Self::Deleted => Some("deleted since"),
            Self::Removed | Self::Blanked => Some("removed since"),
            Self::Hidden => Some("hidden since"),
        }
    }
}

impl Word for Life {
    const ALL: &'static [Self] = &[
        Self::Standing,
        Self::Earlier,
        Self::Deleted,
        Self::Removed,
        Self::Hidden,
        Self::Blanked,
        Self::Withdrawn,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Earlier => "earlier",
            Self::Deleted => "deleted",
            Self::Removed => "removed",
            Self::Hidden => "hidden",
            Self::Blanked => "blanked",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl ToSql<Text, Pg> for Life {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Life {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
