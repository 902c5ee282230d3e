//! What a member was told, how they want to be told, and what they muted. Who muted them is the others' affair.

mod store;

pub(super) use store::{mutes, notes, notice_ways, notices, queue_feeds, thread_mutes};
