//! What became of quoted words when their article was corrected.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What became of quoted words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Fate {
    /// They have not been looked for in the present text.
    Unsought,
    /// They stand there.
    Stands,
    /// Other words stand in their place.
    Corrected,
    /// Neither they nor anything in their place stands there.
    Gone,
}

impl Word for Fate {
    const ALL: &'static [Self] = &[Self::Unsought, Self::Stands, Self::Corrected, Self::Gone];

    fn word(self) -> &'static str {
        match self {
            Self::Unsought => "unsought",
            Self::Stands => "stands",
            Self::Corrected => "corrected",
            Self::Gone => "gone",
        }
    }
}

impl ToSql<Text, Pg> for Fate {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Fate {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
