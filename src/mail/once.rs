//! Links that work once.

use super::store;
use crate::db::{AccountId, Conn, Timestamp, Token, Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};

pub use super::store::forget_links;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To confirm the e-mail of an account.
    Confirm,
    /// To choose a new password.
    Reset,
    /// To confirm another e-mail for an account.
    Email,
    /// To take a change of e-mail back.
    TakeBack,
}

/// What a link that is still good may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// For whom.
    pub account: AccountId,
    /// The address that it was sent to.
    pub email: String,
}

/// Whose link ends in this secret, while it is good.
///
/// # Errors
/// When the database refuses.
pub async fn open(
    db: &Conn,
    purpose: Purpose,
    secret: &str,
    now: Timestamp,
) -> diesel::QueryResult<Option<Opened>> {
    let Some(token) = Token::read(secret) else { return Ok(None) };
    store::good_link(db, purpose, &token.hash(), now).await
}

/// Uses a link up: of many who press it at once, one gets what it opens.
///
/// # Errors
/// When the database refuses.
pub async fn use_up(
    db: &Conn,
    purpose: Purpose,
    secret: &str,
    now: Timestamp,
) -> diesel::QueryResult<Option<Opened>> {
    let Some(token) = Token::read(secret) else { return Ok(None) };
    store::use_link(db, purpose, &token.hash(), now).await
}

impl Word for Purpose {
    const ALL: &'static [Self] = &[Self::Confirm, Self::Reset, Self::Email, Self::TakeBack];

    fn word(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reset => "reset",
            Self::Email => "email",
            Self::TakeBack => "take_back",
        }
    }
}

impl ToSql<Text, Pg> for Purpose {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Purpose {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
