//! What happens in a thread, as the lists and its readers are told: comments appear and vanish, it is closed, it is read.

mod store;

pub(crate) use store::numbering;
pub use store::{
    comment_appeared, comment_vanished, last_numbers, mark_read, next_comment, raise_version, version,
};
pub(super) use store::{set_closed, set_moderated};
