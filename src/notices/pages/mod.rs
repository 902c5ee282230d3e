//! Pages of notices: the inbox, how one is told, mutes, feeds, and the way out of mails.

mod feeds;
mod inbox;
mod mute;
mod queue_feed;
mod settings;
mod unsubscribe;

pub use feeds::{get_board_feed, get_person_feed, get_publication_feed, get_thread_feed};
pub use inbox::{get_inbox, post_read};
pub use mute::{post_end_of_mute, post_end_of_thread_mute, post_mute, post_thread_mute};
pub use queue_feed::{get_queue_feed, post_end_of_queue_feed, post_queue_feed};
pub use settings::{get_notifications, post_notifications};
pub use unsubscribe::{get_unsubscribe, post_unsubscribe};
