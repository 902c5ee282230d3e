//! How much a comment may quote: what the board's administrator settled.

use crate::db::Board;

/// The limits of quoting on a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many passages a comment quotes at most.
    pub quotes: usize,
    /// How many characters a quote has at most.
    pub characters: usize,
    /// Whether a comment may consist of quotes alone.
    pub bare: bool,
}

impl Limits {
    /// Those of a board with these settings.
    #[must_use]
    pub fn of(board: &Board) -> Self {
        Self {
            quotes: usize::try_from(board.quotes_per_comment).unwrap_or(0),
            characters: usize::try_from(board.quote_length).unwrap_or(0),
            bare: board.bare_quotes,
        }
    }
}

impl Default for Limits {
    /// Those of a new board.
    fn default() -> Self {
        Self::of(&Board::default())
    }
}
