//! Pages of comments: the thread, the composer, the preview, and what is done with one comment.

mod common;
mod composer;
mod conversation;
mod discussion;
mod draft;
mod held;
mod live;
mod machines;
mod one;
mod own;
mod place;
mod preview;
mod quote;
mod quoters;
mod reading;
mod reply;
mod revise;
mod thread;
mod wanted;

pub use conversation::get_conversation;
pub use discussion::get_discussion;
pub use draft::post_draft;
pub use live::get_live;
pub use one::{get_history, post_deletion, post_recommendation};
pub use place::get_place;
pub use preview::post_preview;
pub use quote::post_quote;
pub use quoters::get_quoters;
pub use reply::{get_reply, post_comment};
pub use revise::{get_edit, post_edit};
pub use thread::{get_thread, get_thread_without_slug};
