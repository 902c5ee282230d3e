//! What a member who writes is asked about: whether the text comes from somebody who may.

use super::Member;
use crate::db::Timestamp;
use uuid::Uuid;

/// One sending of a form by a member: who, when, and the key that makes a second sending do nothing.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'a> {
    /// Who writes.
    pub author: &'a Member,
    /// When.
    pub now: Timestamp,
    /// The form's key.
    pub key: Uuid,
}
