//! What a moderator asks of an author: to change a text before it is decided on.

mod store;

pub use store::asked_to_revise;
