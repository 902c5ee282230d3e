//! One's own data: the download of all of it, and leaving the board.
//!
//! [`download`] gives a member everything that the board keeps about them.

pub mod download;
pub mod pages;
