//! A tagline that a rule holds: it is kept beside the one that readers see, and a case of its own kind opens. A newer one of
//! the same member takes its place in the case.

mod store;

use super::Reason;
use crate::db::{AccountId, Timestamp};

pub use store::open_tagline;

/// A tagline that is to wait.
#[derive(Clone, Copy, Debug)]
pub struct NewTagline<'a> {
    /// Whose it is.
    pub author: AccountId,
    /// What it says.
    pub words: &'a str,
    /// What readers see meanwhile.
    pub before: &'a str,
    /// Why it waits.
    pub reasons: &'a [Reason],
    /// Since when.
    pub now: Timestamp,
}
