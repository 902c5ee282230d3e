//! A decision on a tagline is taken back: readers see what they saw before it.

use super::decide::{Made, log, show};
use super::store::{self, Line};
use crate::accounts::{self, Moderator};
use crate::comments::CommentState;
use crate::db::{CaseId, Conn, Timestamp, Word};
use crate::moderation::Decision;
use crate::moderation::store as desk;
use crate::moderation::undo::{UndoRefused, Undone};

/// A moderator takes a decision back that is young enough; call it in a transaction. The case waits again.
///
/// # Errors
/// [`UndoRefused`]; nothing is changed then.
pub async fn undo(db: &Conn, by: &Moderator, undone: &Undone, now: Timestamp) -> Result<CaseId, UndoRefused> {
    let author = store::author_of(db, undone.case).await?.ok_or(UndoRefused::NoSuchDecision)?;
    let present = accounts::take_tagline(db, author).await?;
    let version = desk::lock_case(db, undone.case).await?;
    if desk::latest_decision(db, undone.case).await? != Some(undone.id) || undone.decision == Decision::Undo {
        return Err(UndoRefused::Already);
    }
    let line = store::line_of(db, undone.case).await?.ok_or(UndoRefused::NoSuchDecision)?;
    let state = CommentState::of(&undone.state_before).ok_or(UndoRefused::Already)?;
    let is_as_decided = line.revision == undone.revision_after && line.is_seen_as(&present);
    if !is_as_decided || store::waiting(db, author).await?.is_some() {
        return Err(UndoRefused::Changed);
    }
    if undone.later {
        desk::touch_decided(db, undone.case, version).await?;
    } else {
        desk::reopen(db, undone.case).await?;
    }
    let before = Line { state, revision: undone.revision_before, ..line.clone() };
    show(db, author, &before, line.state).await?;
    if undone.revision_before != undone.revision_after {
        store::forget(db, undone.case, undone.revision_after).await?;
    }
    store::set_state(db, undone.case, (undone.revision_before, state)).await?;
    desk::insert_decision(db, &undone.taken_back(by, (version, now))).await?;
    let made = Made { author, before: &line, after: &before, later: undone.later };
    log(db, by, (Decision::Undo, undone.decision.word()), &made, now).await?;
    Ok(undone.case)
}
