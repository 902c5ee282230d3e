//! Replies: they are written, numbered when published, edited, deleted, and read fifty to a page.
//!
//! [`reply`] is the verb to start with. A text is read and its quotes are checked by [`prepare`]; what becomes of it is
//! for `rules/` to say. The list of a page is the same for every viewer; what is a viewer's own stands apart from it.

mod asked;
pub mod conversation;
mod delete;
mod edit;
mod history;
pub mod pages;
mod post;
mod publish;
mod recommend;
mod render_anew;
mod reply;
mod reword;
pub mod shown;
mod state;
mod store;
mod text;
mod told;
mod viewed;

pub use crate::markup::{Change, changes};
pub use asked::asked_to_revise;
pub use delete::{DeleteRefused, delete};
pub use edit::{EditRefused, Edited, NewText, edit};
pub use history::{Revision, history};
pub use post::{Sent, post};
pub use publish::{change_state, publish_held, publish_revision, set_aside, show_again, withdraw};
pub use recommend::{RecommendRefused, recommend};
pub use render_anew::render_anew;
pub use reply::{Draft, Posted, ReplyRefused, reply};
pub use reword::{Rewording, forget_revision, reword};
pub use shown::{Own, Shown};
pub use state::CommentState;
pub use store::{
    Comment, Latest, WaitingEdit, find, find_for_change, latest_of, replies_after, revision_text,
    set_revision_state, waiting_edit, withhold,
};
pub use text::{LONGEST, Prepared, TextRefused, prepare};
