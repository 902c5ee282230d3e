//! What a member may be told of, and how.

use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What a notice tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Kind {
    /// Somebody answered one's comment.
    Reply,
    /// Somebody quoted one's comment.
    Quote,
    /// Somebody named one.
    Mention,
    /// A moderator decided on one's text.
    Decision,
    /// A moderator decided on a text that one pointed at.
    Flag,
    /// A moderator warned, silenced or suspended one, or lifted that.
    Sanction,
}

/// How a member hears of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Way {
    /// In the inbox.
    Inbox,
    /// In the inbox, and by a mail at once.
    Mail,
    /// Not at all.
    Never,
}

impl Kind {
    /// What a member reads of it in the settings.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Reply => "Somebody answers you",
            Self::Quote => "Somebody quotes you",
            Self::Mention => "Somebody mentions you",
            Self::Decision => "A moderator decides on a text of yours",
            Self::Flag => "A moderator decides on a comment that you pointed at",
            Self::Sanction => "A moderator warns, silences or suspends you, or lifts that",
        }
    }

    /// The same as its reader would say it: “no more mails …”.
    #[must_use]
    pub fn when(self) -> &'static str {
        match self {
            Self::Reply => "when somebody answers me",
            Self::Quote => "when somebody quotes me",
            Self::Mention => "when somebody mentions me",
            Self::Decision => "when a moderator decides on a text of mine",
            Self::Flag => "when a moderator decides on a comment that I pointed at",
            Self::Sanction => "when a moderator warns, silences or suspends me",
        }
    }

    /// The same said to the reader.
    #[must_use]
    pub fn when_you(self) -> &'static str {
        match self {
            Self::Reply => "when somebody answers you",
            Self::Quote => "when somebody quotes you",
            Self::Mention => "when somebody mentions you",
            Self::Decision => "when a moderator decides on a text of yours",
            Self::Flag => "when a moderator decides on a comment that you pointed at",
            Self::Sanction => "when a moderator warns, silences or suspends you",
        }
    }

    /// How a member hears of it who chose nothing.
    #[must_use]
    pub fn by_itself(self) -> Way {
        match self {
            Self::Reply | Self::Quote | Self::Mention | Self::Decision | Self::Sanction => Way::Mail,
            Self::Flag => Way::Inbox,
        }
    }

    /// Whether it tells of what a moderator decided or did, and not of what somebody wrote.
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Decision | Self::Flag | Self::Sanction)
    }
}

impl Way {
    /// What a member reads of it in the settings.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Inbox => "in the inbox",
            Self::Mail => "in the inbox, and by e-mail at once",
            Self::Never => "never",
        }
    }
}

impl Word for Kind {
    const ALL: &'static [Self] =
        &[Self::Reply, Self::Quote, Self::Mention, Self::Decision, Self::Flag, Self::Sanction];

    fn word(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Quote => "quote",
            Self::Mention => "mention",
            Self::Decision => "decision",
            Self::Flag => "flag",
            Self::Sanction => "sanction",
        }
    }
}

impl Word for Way {
    const ALL: &'static [Self] = &[Self::Inbox, Self::Mail, Self::Never];

    fn word(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Mail => "mail",
            Self::Never => "never",
        }
    }
}

impl ToSql<Text, Pg> for Kind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Kind {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}

impl ToSql<Text, Pg> for Way {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Way {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
