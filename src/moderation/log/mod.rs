//! The log, as moderators read it. Lines are written by the rooms where things happen.

mod store;

pub use store::{Logged, log};
