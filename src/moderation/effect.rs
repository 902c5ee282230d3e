//! What a decision does to a comment, and how it is done and taken back.

use super::undo::Undone;
use super::{Decision, store};
use crate::accounts::{self, Standing};
use crate::comments::{self, Comment, CommentState};
use crate::db::{Conn, Timestamp, Word};
use crate::quotes::back_links;
use crate::rules::{self, CaseKind};
use diesel::QueryResult;

/// What a decision does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A held comment appears.
    Publish,
    /// A held comment does not appear.
    Reject,
    /// Another text of a comment appears.
    PublishEdit,
    /// A held edit does not appear; readers go on seeing the old text.
    RejectEdit,
    /// The text goes back to its author, who is asked to change it; for readers nothing changes.
    Return,
    /// Everything stays; what was hidden until somebody looked appears again.
    Keep,
    /// A published comment is taken away.
    Remove,
    /// The same, and its words are taken out of the quotes of it.
    RemoveWithQuotes,
    /// What was rejected, removed or hidden appears.
    Restore,
    /// An appeal does not help: what was decided stands.
    Stand,
}

impl Effect {
    /// The same, done to the quotes of it as well where that makes sense.
    pub fn with_quotes(self) -> Self {
        if self == Self::Remove { Self::RemoveWithQuotes } else { self }
    }
}

impl Word for Effect {
    const ALL: &'static [Self] = &[
        Self::Publish,
        Self::Reject,
        Self::PublishEdit,
        Self::RejectEdit,
        Self::Return,
        Self::Keep,
        Self::Remove,
        Self::RemoveWithQuotes,
        Self::Restore,
        Self::Stand,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Reject => "reject",
            Self::PublishEdit => "publish edit",
            Self::RejectEdit => "reject edit",
            Self::Return => "return",
            Self::Keep => "keep",
            Self::Remove => "remove",
            Self::RemoveWithQuotes => "remove with quotes",
            Self::Restore => "restore",
            Self::Stand => "stand",
        }
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
    use CaseKind::{Appeal, FlaggedComment, HeldComment, HeldEdit};
    match (kind, decision) {
        (HeldComment, Decision::Approve | Decision::Edit) => Some(Effect::Publish),
        (HeldComment, Decision::Reject) => Some(Effect::Reject),
        (HeldEdit, Decision::Approve | Decision::Edit) | (FlaggedComment, Decision::Edit) => {
            Some(Effect::PublishEdit)
        }
        (HeldEdit, Decision::Reject) => Some(Effect::RejectEdit),
        (HeldComment | HeldEdit | FlaggedComment, Decision::Revise) => Some(Effect::Return),
        (FlaggedComment, Decision::Approve | Decision::Ignore) => Some(Effect::Keep),
        (HeldEdit | FlaggedComment, Decision::Remove) => Some(Effect::Remove),
        (Appeal, Decision::Approve) => Some(Effect::Restore),
        (Appeal, Decision::Reject) => Some(Effect::Stand),
        _ => None,
    }
}

/// What a later moderator can do about a comment that waits no more: take it away, or bring it back.
pub fn later(state: CommentState) -> Option<(Decision, Effect)> {
    match state {
        CommentState::Published => Some((Decision::Remove, Effect::Remove)),
        CommentState::Rejected | CommentState::Removed | CommentState::Hidden | CommentState::Held => {
            Some((Decision::Restore, Effect::Restore))
        }
        CommentState::Deleted => None,
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
        Effect::Publish | Effect::Restore => {
            comments::publish_held(db, comment, now).await?;
            return promote(db, comment).await;
        }
        Effect::Reject => {
            comments::set_aside(db, comment, CommentState::Rejected).await?;
            comments::set_revision_state(db, comment.id, revision, CommentState::Rejected).await?;
        }
        Effect::PublishEdit => {
            // What readers pointed at may be hidden until somebody looks at it.
            comments::change_state(db, comment, CommentState::Published, now).await?;
            comments::publish_revision(db, comment, revision, now).await?;
        }
        Effect::RejectEdit => {
            comments::set_revision_state(db, comment.id, revision, CommentState::Rejected).await?;
        }
        Effect::Keep if comment.state == CommentState::Hidden => {
            comments::change_state(db, comment, CommentState::Published, now).await?;
        }
        Effect::Keep | Effect::Return | Effect::Stand => {}
        Effect::Remove => comments::change_state(db, comment, CommentState::Removed, now).await?,
        Effect::RemoveWithQuotes => {
            comments::withhold(db, comment.id, true).await?;
            comments::change_state(db, comment, CommentState::Removed, now).await?;
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
    undone: &Undone,
    now: Timestamp,
) -> QueryResult<()> {
    let before = CommentState::of(&undone.state_before).unwrap_or(comment.state);
    match effect {
        Effect::Publish => {
            comments::withdraw(db, comment, CommentState::Held).await?;
            comments::show_again(db, comment.id, (undone.revision_before, CommentState::Held), now).await?;
        }
        Effect::Reject => {
            comments::set_aside(db, comment, CommentState::Held).await?;
            comments::set_revision_state(db, comment.id, undone.revision, CommentState::Held).await?;
        }
        Effect::PublishEdit => {
            if undone.revision != undone.revision_before {
                // An edit that was published after all was rejected before.
                let state = if undone.later { CommentState::Rejected } else { CommentState::Held };
                comments::set_revision_state(db, comment.id, undone.revision, state).await?;
            }
            comments::publish_revision(db, comment, undone.revision_before, now).await?;
            comments::change_state(db, comment, before, now).await?;
        }
        Effect::RejectEdit => {
            comments::set_revision_state(db, comment.id, undone.revision, CommentState::Held).await?;
        }
        Effect::Return | Effect::Stand => {}
        Effect::Keep => comments::change_state(db, comment, before, now).await?,
        Effect::Remove | Effect::RemoveWithQuotes | Effect::Restore => {
            comments::withhold(db, comment.id, undone.withheld_before).await?;
            comments::change_state(db, comment, before, now).await?;
            if matches!(before, CommentState::Rejected | CommentState::Held) {
                comments::set_revision_state(db, comment.id, undone.revision_before, before).await?;
            }
        }
    }
    if let Some(revision) = undone.edited {
        comments::forget_revision(db, comment.id, revision).await?;
    }
    if undone.promoted {
        accounts::change_standing(db, comment.author_id, Standing::New).await?;
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
