//! A decision is taken back, within ten minutes: everything is as it was before it.

mod store;

use super::Decision;
use super::effect::{self, Effect};
use super::store::{self as desk, DecisionRow};
use super::{articles, taglines};
use crate::accounts::Moderator;
use crate::comments;
use crate::db::{self, CaseId, Conn, DecisionId, LogLine, Timestamp, Word};
use crate::rules::{CaseKind, learned};
use uuid::Uuid;

pub use store::{UndoableDecision, last_undoable};

/// How long a decision can be taken back.
pub const UNDO_FOR: time::Duration = time::Duration::minutes(10);

/// A decision that is to be taken back.
#[derive(Clone, Debug)]
pub(super) struct Undone {
    pub id: DecisionId,
    pub case: CaseId,
    pub kind: CaseKind,
    pub decision: Decision,
    pub decided_at: Timestamp,
    pub revision: i32,
    pub state_before: String,
    pub revision_before: i32,
    pub withheld_before: bool,
    pub state_after: String,
    pub revision_after: i32,
    pub promoted: bool,
    /// Out of so many quotes words were taken.
    pub blanked: Option<i64>,
    /// What it did; nothing if a program decided that did not say so.
    pub effect: Option<Effect>,
    /// The revision with the moderator's own text.
    pub edited: Option<i32>,
    /// Whether its case was decided before.
    pub later: bool,
    /// The decisions that were made with it.
    pub lot: Option<Uuid>,
}

impl Undone {
    /// The decision that takes it back, of the case at this version.
    pub(super) fn taken_back(
        &self,
        by: &Moderator,
        (version, now): (i32, Timestamp),
    ) -> DecisionRow<'static> {
        DecisionRow {
            case_id: self.case,
            decision: Decision::Undo,
            reason: None,
            note: "",
            decided_by: by.id(),
            decided_at: now,
            case_version: version,
            revision: self.revision,
            before: serde_json::json!({"state": self.state_after, "revision": self.revision_after}),
            after: serde_json::json!({"state": self.state_before, "revision": self.revision_before}),
            undoes: Some(self.id),
            key: None,
            lot: self.lot,
        }
    }
}

/// Why a decision was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum UndoRefused {
    /// There is no such decision.
    #[error("There is no such decision.")]
    NoSuchDecision,
    /// The ten minutes are over.
    #[error("A decision can be taken back for ten minutes, and they are over. The author has been told.")]
    TooLate,
    /// It is not the last one on its case.
    #[error("This was taken back already, or something was decided after it.")]
    Already,
    /// The comment is no longer what the decision made of it.
    #[error("It has changed since, so taking the decision back would undo more than it.")]
    Changed,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A moderator takes a decision back; call it in a transaction. The case waits again.
///
/// # Errors
/// [`UndoRefused`]; nothing is changed then.
pub async fn undo(db: &Conn, by: &Moderator, id: DecisionId, now: Timestamp) -> Result<CaseId, UndoRefused> {
    let undone = store::decision(db, id).await?.ok_or(UndoRefused::NoSuchDecision)?;
    if now - undone.decided_at > UNDO_FOR {
        return Err(UndoRefused::TooLate);
    }
    // Both rows are taken, so that of two who undo at once the second sees what the first did.
    let Some(comment) = desk::comment_of(db, undone.case).await? else {
        return match articles::article_of(db, undone.case).await? {
            Some(article) => articles::undo(db, by, (&undone, article), now).await,
            None => taglines::undo(db, by, &undone, now).await,
        };
    };
    let version = desk::lock_case(db, undone.case).await?;
    if desk::latest_decision(db, undone.case).await? != Some(id) || undone.decision == Decision::Undo {
        return Err(UndoRefused::Already);
    }
    if comment.state.word() != undone.state_after || comment.revision != undone.revision_after {
        return Err(UndoRefused::Changed);
    }
    let effect = undone.effect.or_else(|| effect::of(undone.kind, undone.decision));
    let effect = effect.ok_or(UndoRefused::Already)?;
    let waits_again = if undone.later {
        desk::touch_decided(db, undone.case, version).await?
    } else {
        desk::reopen(db, undone.case).await?
    };
    if !waits_again {
        return Err(UndoRefused::Changed);
    }
    effect::revert(db, effect, &comment, &undone, now).await?;
    record(db, by, &undone, &comment, (version, now)).await?;
    learned::take_back(db, undone.id).await?;
    Ok(undone.case)
}

async fn record(
    db: &Conn,
    by: &Moderator,
    undone: &Undone,
    comment: &comments::Comment,
    (version, now): (i32, Timestamp),
) -> Result<(), UndoRefused> {
    let row = undone.taken_back(by, (version, now));
    desk::insert_decision(db, &row).await?;
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action: "undo",
        subject_kind: "comment",
        subject_id: comment.id.0,
        why: undone.decision.word(),
        before: serde_json::json!({
            "state": undone.state_after, "revision": undone.revision_after, "quotes blanked": undone.blanked,
        }),
        after: row.after,
    };
    Ok(db::record(db, line).await?)
}
