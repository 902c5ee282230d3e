//! Columns that hold one of a few words: one enum in Rust, one check in SQL.

use diesel::deserialize::{self, FromSql};
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output};
use diesel::sql_types::Text;
use std::io::Write;

/// A word that a column or a form field holds.
pub trait Word: Copy + Sized + 'static {
    /// Each value.
    const ALL: &'static [Self];

    /// How it is written.
    fn word(self) -> &'static str;

    /// The value that is written so.
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.word() == word)
    }
}

/// A column holds a word that this program does not know.
#[derive(Debug, thiserror::Error)]
#[error("the database holds the word “{0}”, which this version of the program does not know")]
pub struct UnknownWord(String);

/// Writes a word as `text`.
///
/// # Errors
/// When the buffer cannot be written to.
pub fn write_word<W: Word>(value: W, out: &mut Output<'_, '_, Pg>) -> serialize::Result {
    out.write_all(value.word().as_bytes())?;
    Ok(IsNull::No)
}

/// Reads a word from `text`.
///
/// # Errors
/// [`UnknownWord`].
pub fn read_word<W: Word>(bytes: PgValue<'_>) -> deserialize::Result<W> {
    let word = <String as FromSql<Text, Pg>>::from_sql(bytes)?;
    W::of(&word).ok_or_else(|| UnknownWord(word).into())
}
