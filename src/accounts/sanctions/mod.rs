//! What moderators do against a member, or to keep an eye on one. It is imposed and lifted in `moderation/people`.

mod store;

use crate::db::{Timestamp, Word, read_word, write_word};
use crate::web::Moment;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

pub use store::silence_of;

/// The kinds of sanctions, the lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum SanctionKind {
    /// The member was told to mind something; nothing else follows.
    Warned,
    /// The rule about watched members speaks of what the member writes.
    Watched,
    /// Everything that the member writes waits.
    Silenced,
    /// The member cannot sign in.
    Suspended,
}

/// That everything a member writes waits, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Why, in the words told to the member.
    pub reason: String,
    /// When it ends; never by itself if empty.
    pub ends_at: Option<Timestamp>,
}

impl Silence {
    /// Until when, in words with a space before them; none if it has no end.
    #[must_use]
    pub fn until(&self) -> String {
        self.ends_at.map_or_else(String::new, |end| format!(" until {} (UTC)", Moment(end).date()))
    }
}

impl Word for SanctionKind {
    const ALL: &'static [Self] = &[Self::Warned, Self::Watched, Self::Silenced, Self::Suspended];

    fn word(self) -> &'static str {
        match self {
            Self::Warned => "warned",
            Self::Watched => "watched",
            Self::Silenced => "silenced",
            Self::Suspended => "suspended",
        }
    }
}

impl ToSql<Text, Pg> for SanctionKind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for SanctionKind {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
