//! The kept list of reasons: for rejecting and removing, and for pointing at a comment.

mod store;

pub use store::{KeptReason, reasons};
