//! Lists of watched words: read out of what an administrator types ([`WordList::read`]), and looked for in a text.
//!
//! Case, the forms of Arabic and Persian letters and what cannot be seen are folded in `letters.rs`. Words are looked for
//! with one automaton over the whole list, so the time grows with the text and not with the list, whatever was typed.

pub(super) mod letters;
mod list;
mod pattern;

pub use list::{WordList, WordsRefused};
