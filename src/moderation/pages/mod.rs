//! Pages of moderation: the queue, what was decided, people, the log, and the form with which a reader points at a
//! comment.

mod acts;
mod decided;
mod figures;
mod flag;
mod log;
mod people;
mod person;
mod queue;

pub use acts::{post_lift, post_note, post_removal_of_note, post_sanction, post_standing, post_take_back};
pub use decided::{get_decided, post_undo};
pub use figures::get_figures;
pub use flag::{get_flag, post_end_of_flag, post_flag};
pub use log::{get_log, get_log_file, get_public_log};
pub use people::get_people;
pub use person::get_person;
pub use queue::{get_case, get_queue, post_claim, post_decision};
