//! What became of a text on which a rule is tried.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What became of a text that a tried rule would have held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Outcome {
    /// A moderator approved it.
    Approved,
    /// A moderator rejected or removed it.
    Rejected,
    /// It was published, and no moderator decided on it.
    Unseen,
    /// It waits.
    Waiting,
}

impl Word for Outcome {
    const ALL: &'static [Self] = &[Self::Approved, Self::Rejected, Self::Unseen, Self::Waiting];

    fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Unseen => "unseen",
            Self::Waiting => "waiting",
        }
    }
}

impl ToSql<Text, Pg> for Outcome {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Outcome {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
