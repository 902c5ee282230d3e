//! A route says who may come in; one that does not say so cannot be written down.

use crate::db::{Word, read_word, write_word};
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Responder, guard};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// What a member may do on the whole board; each may all that those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Role {
    /// Reads and writes.
    Member,
    /// Also decides cases.
    Moderator,
    /// Also sets the board up.
    Administrator,
}

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody.
    Anyone,
    /// Members; what others send is kept for them while they sign in or join.
    Writers,
    /// Members.
    Members,
    /// Moderators and administrators; to others there is no such page.
    Moderators,
    /// Administrators; to others there is no such page.
    Administrators,
}

/// One line of the list of routes.
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// The path, with `{names}` in it.
    pub path: &'static str,
    /// Who may come in.
    pub audience: Audience,
    /// Whether it may change what stands on pages that are everybody's.
    pub is_seen: bool,
    /// What answers.
    pub handler: actix_web::Route,
}

impl Route {
    /// A page.
    pub fn get<F, Args>(path: &'static str, audience: Audience, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        // Whoever asks for the head of a page alone gets it.
        let asked = guard::Any(guard::Get()).or(guard::Head());
        Self {
            method: Method::GET,
            path,
            audience,
            is_seen: false,
            handler: actix_web::web::route().guard(asked).to(handler),
        }
    }

    /// A form.
    pub fn post<F, Args>(path: &'static str, audience: Audience, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self {
            method: Method::POST,
            path,
            audience,
            is_seen: true,
            handler: actix_web::web::post().to(handler),
        }
    }

    /// The same form, where it changes nothing that stands on a page that is everybody's: pages that are kept in memory are
    /// believed still when it was sent.
    #[must_use]
    pub fn unseen(self) -> Self {
        Self { is_seen: false, ..self }
    }
}

impl Word for Role {
    const ALL: &'static [Self] = &[Self::Member, Self::Moderator, Self::Administrator];

    fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Moderator => "moderator",
            Self::Administrator => "administrator",
        }
    }
}

impl ToSql<Text, Pg> for Role {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Role {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
