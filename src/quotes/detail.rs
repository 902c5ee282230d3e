//! What a quote is true to, and how true: the words that its columns hold.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// How true a quote is to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Fidelity {
    /// The words stand there, in a row.
    Verbatim,
    /// Pieces stand there in order, with what is left out marked.
    Shortened,
    /// No source is named and none was found.
    Unattributed,
    /// The source is another site, linked and not checked.
    Outside,
    /// Imported from elsewhere and not found in its source.
    Unverified,
}

/// What kind of thing is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum SourceKind {
    /// A comment of this board.
    Comment,
    /// A paragraph of an article of this board.
    Paragraph,
    /// A page of another site.
    Outside,
    /// Nothing that is known.
    None,
}

impl Word for Fidelity {
    const ALL: &'static [Self] =
        &[Self::Verbatim, Self::Shortened, Self::Unattributed, Self::Outside, Self::Unverified];

    fn word(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Shortened => "shortened",
            Self::Unattributed => "unattributed",
            Self::Outside => "outside",
            Self::Unverified => "unverified",
        }
    }
}

impl ToSql<Text, Pg> for Fidelity {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Fidelity {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}

impl Word for SourceKind {
    const ALL: &'static [Self] = &[Self::Comment, Self::Paragraph, Self::Outside, Self::None];

    fn word(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Paragraph => "paragraph",
            Self::Outside => "outside",
            Self::None => "none",
        }
    }
}

impl ToSql<Text, Pg> for SourceKind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for SourceKind {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
