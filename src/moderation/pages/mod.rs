//! Pages of moderation: the queue, what was decided, people, the log, the form with which a reader points at a comment,
//! and the page on which an author appeals.

mod acts;
mod appeal;
mod decided;
mod decision;
mod figures;
mod filter;
mod flag;
mod live;
mod log;
mod lot;
mod people;
mod person;
mod queue;

pub use acts::{post_lift, post_note, post_removal_of_note, post_sanction, post_standing, post_take_back};
pub use appeal::{get_appeal, post_appeal};
pub use decided::{get_decided, post_undo};
pub use decision::{post_decision, post_reversal};
pub use figures::get_figures;
pub use flag::{get_flag, post_end_of_flag, post_flag};
pub use live::get_live;
pub use log::{get_log, get_log_file, get_public_log};
pub use lot::{get_lot, post_lot, post_undo_of_lot};
pub use people::get_people;
pub use person::get_person;
pub use queue::{get_case, get_queue, post_claim};
