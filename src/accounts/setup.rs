//! The first start: a one-time link makes the first administrator.

use super::join::{JoinRefused, NewMember, join};
use super::sessions::Token;
use super::{Member, Standing, store};
use crate::db::{self, Board, Conn, Timestamp};
use crate::web::Role;

/// Why the board could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupRefused {
    /// The administrator's account.
    #[error(transparent)]
    Administrator(#[from] JoinRefused),
    /// The board's name.
    #[error("A board has a name of 1 to 80 characters.")]
    BoardName,
    /// Somebody was faster.
    #[error("This board has been set up already. Sign in instead.")]
    Already,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A new one-time token, if the board has no administrator yet. Tokens given out before no longer work.
///
/// # Errors
/// When the database refuses.
pub async fn invite_to_setup(db: &Conn) -> diesel::QueryResult<Option<Token>> {
    let (set_up, _) = db::setup_state(db).await?;
    if set_up.is_some() || store::has_administrator(db).await? {
        return Ok(None);
    }
    let token = Token::new();
    db::await_setup(db, &token.hash()).await?;
    Ok(Some(token))
}

/// Whether this token may set the board up.
///
/// # Errors
/// When the database refuses.
pub async fn may_set_up(db: &Conn, token: &str) -> diesel::QueryResult<bool> {
    let (set_up, hash) = db::setup_state(db).await?;
    let token = Token::read(token);
    Ok(set_up.is_none() && hash.is_some() && hash == token.map(|token| token.hash().to_vec()))
}

/// Names the board and makes its first administrator, once; call it in a transaction.
///
/// # Errors
/// [`SetupRefused`].
pub async fn set_up(
    db: &Conn,
    name: &str,
    administrator: NewMember<'_>,
    now: Timestamp,
) -> Result<(Member, Board), SetupRefused> {
    let name = crate::web::one_line(name);
    if !(1..=80).contains(&name.chars().count()) {
        return Err(SetupRefused::BoardName);
    }
    if !db::mark_set_up(db, now).await? {
        return Err(SetupRefused::Already);
    }
    let administrator = NewMember {
        role: Role::Administrator,
        standing: Standing::Trusted,
        confirmed: true,
        ..administrator
    };
    let member = join(db, administrator, now).await?;
    let board = Board { board_name: name, ..db::board(db).await? };
    db::keep_board(db, &board).await?;
    Ok((member, board))
}
