//! Articles pass the rules as comments do: one that a rule holds waits in the queue and readers see nothing of it. Its poster
//! may correct it meanwhile, and send it again where it was not taken. A published article cannot wait while people
//! discuss it, so a correction that a rule would hold is not taken; a moderator can make it.

mod correct;
mod decide;
mod fate;
mod later;
mod post;
mod store;
mod undo;

pub use correct::correct_article;
pub(super) use decide::decide;
pub use fate::{Fate, fate};
pub(super) use later::{reverse, what_is_left};
pub use post::post_article;
pub(super) use store::{article_of, last_headlines, last_returned, waiting_with};
pub(super) use undo::undo;
