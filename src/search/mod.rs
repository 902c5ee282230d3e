//! Search: articles and comments by their words.
//!
//! `words` is the one place where letters are folded; `question` reads what is typed; `index` reads texts in the
//! background, as `document` says; `find` asks the index in `lexemes` and ranks what it finds, and `excerpt` cuts
//! out what is shown. `docs/search.md` tells it whole.

mod document;
mod excerpt;
mod find;
mod index;
mod language;
mod lexemes;
pub mod pages;
mod place;
mod question;
mod span;
mod words;

pub use excerpt::Piece;
pub use find::{Hit, PER_PAGE, Page, Reader, find};
pub use index::{count_waiting, read_some};
pub use place::{Place, Side};
pub use question::Unasked;
