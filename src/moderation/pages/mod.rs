//! Pages of moderation: the queue, what was decided, the log, the form with which a reader points at a comment, and the
//! page on which an author appeals.

mod appeal;
mod decided;
mod decision;
mod filter;
mod flag;
mod lot;
mod queue;

pub use appeal::{get_appeal, post_appeal};
pub use decided::{get_decided, get_log, post_undo};
pub use decision::{post_decision, post_reversal};
pub use flag::{get_flag, post_flag};
pub use lot::{get_lot, post_lot, post_undo_of_lot};
pub use queue::{get_case, get_queue, post_claim};
