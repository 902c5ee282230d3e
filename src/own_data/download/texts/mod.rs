//! What a member wrote, in every state and with every revision.

mod store;

pub(super) use store::{articles, comments, taglines};
