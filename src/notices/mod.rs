//! The inbox: what becomes of events. Verbs write rows of `events` in their own transactions; [`drain`] makes notices
//! of them, once each, and mails where the reader wants those ([`ways`]).
//!
//! What somebody may be told is one condition in `inbox/store.rs`, asked when an event is drained, when the inbox is
//! read, and when a mail is sent ([`Letters`]): what was withdrawn is in none of them, and comes back when it does.
//!
//! [`feeds`] tell what is new to who reads it elsewhere; events have no part in them.

mod drain;
pub mod feeds;
mod inbox;
mod kind;
mod letters;
pub mod mute;
pub mod pages;
mod sanction;
mod told;
pub mod unsubscribe;
pub mod ways;

pub use drain::drain;
pub use inbox::{
    Inbox, MOST_COUNTED, Notice, Outcome, Place, Thread, count_unread, inbox, mark_account_read,
    mark_all_read, mark_seen, mark_thread_read,
};
pub use kind::{Kind, Way};
pub use letters::Letters;
pub use sanction::Imposed;
