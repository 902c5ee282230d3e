//! Lots: many cases decided at one stroke, as they stood when they were shown, and taken back at one stroke. Each is
//! decided as if it were alone: what has changed meanwhile is left, and said.

mod store;

use super::undo::{UndoRefused, undo};
use super::{DecideRefused, Deciding, Decision, decide};
use crate::accounts::Moderator;
use crate::db::{CaseId, Conn, Timestamp};
use crate::rules::CaseKind;
use diesel_async::AsyncConnection;
use uuid::Uuid;

/// So many cases are decided at one stroke, at most.
pub const MOST: usize = 200;

/// A case as it was shown: which, its version, and the revision of its text.
pub type Seen = (CaseId, i32, i32);

/// What is decided about a lot.
#[derive(Clone, Copy, Debug)]
pub struct Lot<'a> {
    /// The cases.
    pub seen: &'a [Seen],
    /// What; to reject what readers see already is to remove it.
    pub decision: Decision,
    /// Why, as a code of the list of reasons.
    pub reason: Option<&'a str>,
    /// The moderator's own words, for each author.
    pub note: &'a str,
    /// The form's key, by which the lot is known.
    pub key: Uuid,
}

/// What became of a lot.
#[derive(Clone, Debug, Default)]
pub struct LotDone {
    /// So many were decided.
    pub decided: usize,
    /// These were not, and why.
    pub left: Vec<(CaseId, String)>,
}

/// A moderator decides on a lot. A form that is sent twice decides once.
///
/// # Errors
/// [`DecideRefused`] where nothing of it can be decided so, or the database refuses; what was decided by then stays so.
pub async fn decide_lot(
    db: &mut Conn,
    by: &Moderator,
    lot: Lot<'_>,
    now: Timestamp,
) -> Result<LotDone, DecideRefused> {
    let ids: Vec<CaseId> = lot.seen.iter().map(|seen| seen.0).take(MOST).collect();
    let kinds = store::kinds(db, &ids).await?;
    let mut done = LotDone::default();
    for (case, version, revision) in lot.seen.iter().take(MOST).copied() {
        let flagged = kinds.contains(&(case, CaseKind::FlaggedComment));
        let decision = match lot.decision {
            Decision::Reject if flagged => Decision::Remove,
            decision => decision,
        };
        let deciding = Deciding {
            reason: lot.reason,
            note: lot.note,
            key: Some(lot.key),
            lot: Some(lot.key),
            ..Deciding::of(case, decision, (version, revision))
        };
        match db.transaction::<_, DecideRefused, _>(async |db| decide(db, by, deciding, now).await).await {
            Ok(_) => done.decided += 1,
            Err(
                refused @ (DecideRefused::Stale(_)
                | DecideRefused::NoSuchCase
                | DecideRefused::NotForYou
                | DecideRefused::Discussed(_)
                | DecideRefused::NotPossible),
            ) => done.left.push((case, refused.to_string())),
            Err(refused) => return Err(refused),
        }
    }
    Ok(done)
}

/// A moderator takes a lot back, the last decision first. How many were taken back, and how many no longer could be.
///
/// # Errors
/// [`UndoRefused`] where there is no such lot, or the database refuses.
pub async fn undo_lot(
    db: &mut Conn,
    by: &Moderator,
    lot: Uuid,
    now: Timestamp,
) -> Result<(usize, usize), UndoRefused> {
    let decisions = store::of_lot(db, lot).await?;
    if decisions.is_empty() {
        return Err(UndoRefused::NoSuchDecision);
    }
    let (mut undone, mut left) = (0, 0);
    for decision in decisions {
        match db.transaction::<_, UndoRefused, _>(async |db| undo(db, by, decision, now).await).await {
            Ok(_) => undone += 1,
            Err(UndoRefused::Database(error)) => return Err(error.into()),
            Err(_) => left += 1,
        }
    }
    Ok((undone, left))
}
