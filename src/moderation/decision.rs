//! What a moderator decides.

use crate::db::{CaseId, DecisionId, Timestamp, Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What was done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Decision {
    /// Readers see it, or go on seeing it.
    Approve,
    /// Readers see it with the moderator's changes.
    Edit,
    /// Its author is asked to change it.
    Revise,
    /// Readers do not get to see it.
    Reject,
    /// Readers saw it and no longer do.
    Remove,
    /// Readers see again what was rejected, removed or hidden.
    Restore,
    /// Readers go on seeing it, and nobody is blamed for having pointed at it.
    Ignore,
    /// An earlier decision is taken back.
    Undo,
}

/// A decision that was made.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Its id.
    pub id: DecisionId,
    /// The case.
    pub case: CaseId,
    /// What was decided.
    pub decision: Decision,
    /// The reason's label.
    pub reason: Option<String>,
    /// The moderator's own words.
    pub note: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whose text it was.
    pub author: String,
    /// The thread's headline; none of a tagline.
    pub headline: Option<String>,
    /// Whether it was taken back.
    pub undone: bool,
}

impl Decision {
    /// What was done, in one word of the past.
    #[must_use]
    pub fn done(&self) -> &'static str {
        match self {
            Self::Approve => "approved",
            Self::Edit => "edited and approved",
            Self::Revise => "returned",
            Self::Reject => "rejected",
            Self::Remove => "removed",
            Self::Restore => "restored",
            Self::Ignore => "kept",
            Self::Undo => "taken back",
        }
    }
}

impl Word for Decision {
    const ALL: &'static [Self] = &[
        Self::Approve,
        Self::Edit,
        Self::Revise,
        Self::Reject,
        Self::Remove,
        Self::Restore,
        Self::Ignore,
        Self::Undo,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Edit => "edit",
            Self::Revise => "revise",
            Self::Reject => "reject",
            Self::Remove => "remove",
            Self::Restore => "restore",
            Self::Ignore => "ignore",
            Self::Undo => "undo",
        }
    }
}

impl ToSql<Text, Pg> for Decision {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Decision {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
