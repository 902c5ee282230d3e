//! Pages of moderation: the queue, what was decided, the log, and the form with which a reader points at a comment.

mod decided;
mod flag;
mod queue;

pub use decided::{get_decided, get_log, post_undo};
pub use flag::{get_flag, post_flag};
pub use queue::{get_case, get_queue, post_claim, post_decision};
