//! The line under a member's name, where a rule holds it: the one from before stays up while it waits. It is decided on in
//! the queue as a text is; there is nothing else to it than words, so that a decision puts one line in the place of another.

mod decide;
mod later;
mod say;
mod store;
mod undo;

pub(super) use decide::decide;
pub(super) use later::{reverse, what_is_left};
pub use say::{Said, change_profile, last_said};
pub use store::{Line, text};
pub(super) use store::{last_lines, line_of};
pub(super) use undo::undo;
