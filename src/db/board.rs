//! The settings of a board that its administrator keeps: one row.

use super::schema::settings;
use super::{Conn, Timestamp, Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

/// Who may come in as a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Joining {
    /// Anybody.
    Open,
    /// Whoever has an invitation that an administrator made.
    Invitation,
    /// Nobody; an administrator makes accounts.
    Closed,
}

/// Who may post articles: members of this standing or a higher one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum ArticlePosters {
    /// Every member.
    New,
    /// Members who are known.
    Known,
    /// Members who are trusted.
    Trusted,
    /// Moderators alone.
    Moderators,
}

/// The board's settings.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = settings)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box that an administrator ticks or does not")]
pub struct Board {
    /// The name over every page.
    pub board_name: String,
    /// The language of the board's own words, as in the `lang` of a page.
    pub language: String,
    /// Who may join.
    pub joining: Joining,
    /// Who may post articles.
    pub article_posters: ArticlePosters,
    /// For how many hours a comment may be edited.
    pub edit_hours: i32,
    /// Whether moderators and administrators have to sign in in two steps.
    pub two_step_required: bool,
    /// How many passages a comment may quote, 1 to 20.
    pub quotes_per_comment: i32,
    /// How many characters a quote may have, 100 to 20,000.
    pub quote_length: i32,
    /// Whether a comment may consist of quotes alone.
    pub bare_quotes: bool,
    /// So many flags hide a comment until a moderator looks at it; 0 for none.
    pub flags_to_hide: i32,
    /// Whether anybody may read what moderators did, without names.
    pub public_log: bool,
    /// Whether a moderator who rejects or removes has to choose a reason.
    pub reason_required: bool,
    /// Whether they have to say something in their own words, too.
    pub words_required: bool,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            board_name: "Rejoinder".to_owned(),
            language: "en".to_owned(),
            joining: Joining::Open,
            article_posters: ArticlePosters::Known,
            edit_hours: 24,
            two_step_required: false,
            quotes_per_comment: 8,
            quote_length: 2000,
            bare_quotes: false,
            flags_to_hide: 3,
            public_log: false,
            reason_required: true,
            words_required: false,
        }
    }
}

/// The settings as they stand.
///
/// # Errors
/// When the database refuses.
pub async fn board(mut db: &Conn) -> QueryResult<Board> {
    settings::table.select(Board::as_select()).first(&mut db).await
}

/// By what the board is named to machines. It never changes, whatever the address of the board is.
///
/// # Errors
/// When the database refuses.
pub async fn identity(mut db: &Conn) -> QueryResult<Uuid> {
    settings::table.select(settings::identity).first(&mut db).await
}

/// Keeps new settings.
///
/// # Errors
/// When the database refuses.
pub async fn keep_board(mut db: &Conn, board: &Board) -> QueryResult<()> {
    diesel::update(settings::table).set(board).execute(&mut db).await.map(|_| ())
}

/// Whether the board was set up, and the hash of the token that may still do it.
///
/// # Errors
/// When the database refuses.
pub async fn setup_state(mut db: &Conn) -> QueryResult<(Option<Timestamp>, Option<Vec<u8>>)> {
    settings::table.select((settings::set_up_at, settings::setup_token_hash)).first(&mut db).await
}

/// Lets the token with this hash set the board up; an older one no longer does.
///
/// # Errors
/// When the database refuses.
pub async fn await_setup(mut db: &Conn, token_hash: &[u8]) -> QueryResult<()> {
    let set = settings::setup_token_hash.eq(Some(token_hash));
    diesel::update(settings::table.filter(settings::set_up_at.is_null()))
        .set(set)
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// Marks the board as set up; false if it was already.
///
/// # Errors
/// When the database refuses.
pub async fn mark_set_up(mut db: &Conn, now: Timestamp) -> QueryResult<bool> {
    let set = (settings::set_up_at.eq(Some(now)), settings::setup_token_hash.eq(None::<Vec<u8>>));
    let rows = diesel::update(settings::table.filter(settings::set_up_at.is_null())).set(set);
    rows.execute(&mut db).await.map(|rows| rows == 1)
}

impl Word for Joining {
    const ALL: &'static [Self] = &[Self::Open, Self::Invitation, Self::Closed];

    fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invitation => "invitation",
            Self::Closed => "closed",
        }
    }
}

impl ToSql<Text, Pg> for Joining {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Joining {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}

impl Word for ArticlePosters {
    const ALL: &'static [Self] = &[Self::New, Self::Known, Self::Trusted, Self::Moderators];

    fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
            Self::Trusted => "trusted",
            Self::Moderators => "moderators",
        }
    }
}

impl ToSql<Text, Pg> for ArticlePosters {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for ArticlePosters {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}
