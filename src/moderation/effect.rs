//! What a decision does to a comment, and how it is done and taken back.

use super::{Decision, store};
use crate::accounts::{self, Standing};
use crate::articles;
use crate::comments::{self, Comment, CommentState};
use crate::db::{Conn, Timestamp, Word};
use crate::quotes::{back_links, lives};
use crate::rules::{self, CaseKind};
use diesel::QueryResult;

/// What a decision does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A held comment appears.
    Publish,
    /// A held comment does not appear.
    Reject,
    /// A held edit appears.
    PublishEdit,
    /// A held edit does not appear; readers go on seeing the old text.
    RejectEdit,
    /// A flagged comment stays.
    Keep,
    /// A published comment is taken away.
    Remove,
    /// The same, and its words are taken out of the quotes of it.
    RemoveWithQuotes,
}

impl Effect {
    /// The same, done to the quotes of it as well where that makes sense.
    pub fn with_quotes(self) -> Self {
        if self == Self::Remove { Self::RemoveWithQuotes } else { self }
    }
}

/// What else a decision brought about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// The author was new and is known from now on.
    pub promoted: bool,
    /// Out of so many quotes words were taken.
    pub blanked: i64,
}

/// What this decision does with a case of this kind; nothing if it cannot be made.
pub fn of(kind: CaseKind, decision: Decision) -> Option<Effect> {
    match (kind, decision) {
        (CaseKind::HeldComment, Decision::Approve) => Some(Effect::Publish),
        (CaseKind::HeldComment, Decision::Reject) => Some(Effect::Reject),
        (CaseKind::HeldEdit, Decision::Approve) => Some(Effect::PublishEdit),
        (CaseKind::HeldEdit, Decision::Reject) => Some(Effect::RejectEdit),
        (CaseKind::FlaggedComment, Decision::Approve) => Some(Effect::Keep),
        (CaseKind::HeldEdit | CaseKind::FlaggedComment, Decision::Remove) => Some(Effect::Remove),
        _ => None,
    }
}

/// Does it.
pub async fn apply(
    db: &Conn,
    effect: Effect,
    comment: &Comment,
    revision: i32,
    now: Timestamp,
) -> QueryResult<Outcome> {
    match effect {
        Effect::Publish => {
            comments::publish_held(db, comment, now).await?;
            return promote(db, comment).await;
        }
        Effect::Reject => {
            comments::set_state(db, comment.id, CommentState::Rejected).await?;
            comments::set_revision_state(db, comment.id, revision, CommentState::Rejected).await?;
        }
        Effect::PublishEdit => comments::publish_revision(db, comment, revision, now).await?,
        Effect::RejectEdit => {
            comments::set_revision_state(db, comment.id, revision, CommentState::Rejected).await?;
        }
        // What enough readers pointed at was hidden until somebody looked.
        Effect::Keep if comment.state == CommentState::Hidden => {
            comments::publish_held(db, comment, now).await?;
        }
        Effect::Keep => {}
        Effect::Remove | Effect::RemoveWithQuotes if comment.state == CommentState::Hidden => {
            if effect == Effect::RemoveWithQuotes {
                comments::withhold(db, comment.id).await?;
            }
            comments::set_state(db, comment.id, CommentState::Removed).await?;
            articles::raise_version(db, comment.article_id).await?;
            lives::follow(db, comment.id).await?;
        }
        Effect::Remove => comments::withdraw(db, comment, CommentState::Removed).await?,
        Effect::RemoveWithQuotes => {
            comments::withhold(db, comment.id).await?;
            comments::withdraw(db, comment, CommentState::Removed).await?;
            let blanked = back_links::count_in_texts(db, comment.id).await?;
            return Ok(Outcome { blanked, ..Outcome::default() });
        }
    }
    Ok(Outcome::default())
}

/// Takes it back: the state before, counters and numbers included.
pub async fn revert(
    db: &Conn,
    effect: Effect,
    comment: &Comment,
    undone: &store::Undone,
    now: Timestamp,
) -> QueryResult<()> {
    match effect {
        Effect::Publish => {
            comments::withdraw(db, comment, CommentState::Held).await?;
            comments::set_revision_state(db, comment.id, undone.revision, CommentState::Held).await?;
            if undone.promoted {
                accounts::change_standing(db, comment.author_id, Standing::New).await?;
            }
        }
        Effect::Reject => {
            comments::set_state(db, comment.id, CommentState::Held).await?;
            comments::set_revision_state(db, comment.id, undone.revision, CommentState::Held).await?;
        }
        Effect::PublishEdit => {
            comments::set_revision_state(db, comment.id, undone.revision, CommentState::Held).await?;
            comments::publish_revision(db, comment, undone.revision_before, now).await?;
        }
        Effect::RejectEdit => {
            comments::set_revision_state(db, comment.id, undone.revision, CommentState::Held).await?;
        }
        Effect::Keep if undone.state_before == CommentState::Hidden.word() => {
            comments::withdraw(db, comment, CommentState::Hidden).await?;
        }
        Effect::Keep => {}
        Effect::Remove | Effect::RemoveWithQuotes if undone.state_before == CommentState::Hidden.word() => {
            comments::set_state(db, comment.id, CommentState::Hidden).await?;
            articles::raise_version(db, comment.article_id).await?;
            lives::follow(db, comment.id).await?;
        }
        Effect::Remove | Effect::RemoveWithQuotes => {
            comments::publish_held(db, comment, now).await?;
        }
    }
    Ok(())
}

/// A new member becomes known once enough of theirs was approved.
async fn promote(db: &Conn, comment: &Comment) -> QueryResult<Outcome> {
    let approved = store::count_published(db, comment.author_id).await?;
    if approved < rules::approvals_needed(db).await? {
        return Ok(Outcome::default());
    }
    let promoted = accounts::promote_if_new(db, comment.author_id).await?;
    Ok(Outcome { promoted, ..Outcome::default() })
}
