//! What a decision says of a text.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What a decision says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Label {
    /// Readers may see it.
    Approved,
    /// They may not.
    Rejected,
}

/// What each decision says of a text, by the word under which the database knows it. One that sends a text back says
/// nothing: it is neither.
pub const TEACHES: [(&str, Label); 6] = [
    ("approve", Label::Approved),
    ("edit", Label::Approved),
    ("restore", Label::Approved),
    ("ignore", Label::Approved),
    ("reject", Label::Rejected),
    ("remove", Label::Rejected),
];

impl Label {
    /// What a decision says of a text.
    #[must_use]
    pub fn of_decision(word: &str) -> Option<Self> {
        TEACHES.iter().find(|(known, _)| *known == word).map(|(_, label)| *label)
    }
}

impl Word for Label {
    const ALL: &'static [Self] = &[Self::Approved, Self::Rejected];

    fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
}

impl ToSql<Text, Pg> for Label {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Label {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
