//! A member leaves: they ask for it with the password and a choice, have 24 hours to think again, and then a job
//! carries it out.
//!
//! With the words that stay, they stand as a former member's. With the words that go, each comment leaves its stub, and
//! its words are taken out of the database and out of the quotes of others. What nobody else ever saw goes either way.

mod ask;
mod carry_out;
mod store;

use crate::db::{Timestamp, Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::Queryable;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

pub use ask::{AskRefused, TakeBackRefused, ask, take_back};
pub use carry_out::carry_out_due;
pub(super) use carry_out::recredit;
pub use store::under_way;

/// How long a deletion can be taken back.
pub const THINK_AGAIN: time::Duration = time::Duration::hours(24);

/// What becomes of a member's published words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Words {
    /// They stay, as a former member's.
    Stay,
    /// They go, out of the quotes of others too.
    Go,
}

/// A deletion that was asked for and not yet carried out.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct UnderWay {
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it is carried out.
    pub due_at: Timestamp,
    /// What becomes of the words.
    pub words: Words,
}

impl Word for Words {
    const ALL: &'static [Self] = &[Self::Stay, Self::Go];

    fn word(self) -> &'static str {
        match self {
            Self::Stay => "stay",
            Self::Go => "go",
        }
    }
}

impl ToSql<Text, Pg> for Words {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Words {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
