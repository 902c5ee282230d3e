//! Pages of articles: the front page, a publication's, posting one, correcting one, closing one, the
//! topics' form, the address of one that readers do not see, and the map of them all.

mod correct;
mod form;
mod front;
mod moderate;
mod new;
mod sitemap;
mod topics;
mod unseen;

pub use correct::{get_edit, get_history, post_edit};
pub use front::{get_front, get_publication};
pub use moderate::{post_closure, post_end_of_moderation, post_moderation, post_reopening};
pub use new::{get_new, post_article};
pub use sitemap::{get_part, get_robots, get_sitemap};
pub use topics::post_topic;
pub use unseen::unseen;
