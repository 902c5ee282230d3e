//! The newest articles with their whole text, for whoever reads them elsewhere.

mod store;

use super::Shelf;
use crate::db::AccountId;

pub use store::{last_taken_away, newest, newest_texts};

/// Whose newest articles.
#[derive(Clone, Copy, Debug)]
pub enum Newest<'a> {
    /// Those of a shelf; its order and its viewer do not matter.
    On(&'a Shelf),
    /// Those that a member posted.
    Of(AccountId),
}
