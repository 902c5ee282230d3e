//! One's own data: the download of all of it, and leaving the board.
//!
//! [`download`] gives a member everything that the board keeps about them; [`deletion`] lets them leave, with their
//! words or without. It is asked for here, taken back here, and carried out by a job a day later. [`name`] gives them
//! another name, under which everything of theirs stands from then on.

pub mod deletion;
pub mod download;
pub mod name;
pub mod pages;
