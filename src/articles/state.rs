//! The states of an article; it is in exactly one.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// The state of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum ArticleState {
    /// Everybody sees it.
    Published,
    /// It waits for a moderator; only its poster sees it.
    Held,
    /// A moderator decided against it.
    Rejected,
    /// A moderator took it away after readers had seen it, and its thread with it.
    Removed,
}

impl Word for ArticleState {
    const ALL: &'static [Self] = &[Self::Published, Self::Held, Self::Rejected, Self::Removed];

    fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Held => "held",
            Self::Rejected => "rejected",
            Self::Removed => "removed",
        }
    }
}

impl ToSql<Text, Pg> for ArticleState {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for ArticleState {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
