//! The log, as moderators read and search it, and what of it anybody may read. Lines are written by the rooms where things
//! happen ([`crate::db::record`]).

mod csv;
mod public;
mod store;

pub use csv::{HEAD, row};
pub use public::{PublicLine, public_log};
pub use store::{LogSearch, Logged, log};
