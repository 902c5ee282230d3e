//! How well the board knows a member, and what may be in force against one.

use crate::db::{Timestamp, Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// How well the board knows a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Standing {
    /// Nothing of theirs was approved yet.
    New,
    /// A moderator approved something of theirs, or vouched for them.
    Known,
    /// An administrator vouched for them.
    Trusted,
}

/// What a member may not do for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sanction {
    /// `silenced`: everything is held. `suspended`: cannot sign in.
    pub kind: String,
    /// Why, in the words told to the member.
    pub reason: String,
    /// When it ends; never by itself if empty.
    pub ends_at: Option<Timestamp>,
}

impl Word for Standing {
    const ALL: &'static [Self] = &[Self::New, Self::Known, Self::Trusted];

    fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
            Self::Trusted => "trusted",
        }
    }
}

impl ToSql<Text, Pg> for Standing {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Standing {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
