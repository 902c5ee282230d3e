//! The states of a comment; it is in exactly one.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// The state of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum CommentState {
    /// Waits for a moderator; only its author sees it.
    Held,
    /// Everybody sees it.
    Published,
    /// A moderator decided against it before anybody saw it.
    Rejected,
    /// A moderator took it away.
    Removed,
    /// Enough readers pointed at it; a moderator has not looked yet.
    Hidden,
    /// Its author took it away.
    Deleted,
}

impl Word for CommentState {
    const ALL: &'static [Self] =
        &[Self::Held, Self::Published, Self::Rejected, Self::Removed, Self::Hidden, Self::Deleted];

    fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Published => "published",
            Self::Rejected => "rejected",
            Self::Removed => "removed",
            Self::Hidden => "hidden",
            Self::Deleted => "deleted",
        }
    }
}

impl ToSql<Text, Pg> for CommentState {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for CommentState {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
