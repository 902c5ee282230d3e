//! A decision on an article is taken back: readers see what they saw before it. Comments that came meanwhile go out of sight
//! with their thread, and are there again, under their numbers, when it is.

use super::decide::{Made, log, taken};
use crate::accounts::Moderator;
use crate::articles::{self, AppearRefused, ArticleState};
use crate::db::{ArticleId, CaseId, Conn, Timestamp, Word};
use crate::moderation::Decision;
use crate::moderation::store as desk;
use crate::moderation::undo::{UndoRefused, Undone};

/// A moderator takes a decision back that is young enough; call it in a transaction. The case waits again.
///
/// # Errors
/// [`UndoRefused`]; nothing is changed then.
pub async fn undo(
    db: &Conn,
    by: &Moderator,
    (undone, article): (&Undone, ArticleId),
    now: Timestamp,
) -> Result<CaseId, UndoRefused> {
    let (known, waits) = taken(db, article).await?;
    let version = desk::lock_case(db, undone.case).await?;
    if desk::latest_decision(db, undone.case).await? != Some(undone.id) || undone.decision == Decision::Undo {
        return Err(UndoRefused::Already);
    }
    let state = ArticleState::of(&undone.state_before).ok_or(UndoRefused::Already)?;
    let is_as_decided = known.state.word() == undone.state_after
        && known.article.revision == undone.revision_after
        && known.erased_at.is_none();
    if waits || !is_as_decided {
        return Err(UndoRefused::Changed);
    }
    if undone.later {
        desk::touch_decided(db, undone.case, version).await?;
    } else {
        desk::reopen(db, undone.case).await?;
    }
    if state == ArticleState::Published {
        articles::appear(db, &known, now).await.map_err(|refused| match refused {
            AppearRefused::Database(error) => UndoRefused::Database(error),
            AppearRefused::Discussed(_) => UndoRefused::Changed,
        })?;
    } else {
        articles::set_state(db, article, state).await?;
        if state != ArticleState::Removed && known.state == ArticleState::Published {
            articles::hide_text(db, article, known.article.revision).await?;
        }
    }
    desk::insert_decision(db, &undone.taken_back(by, (version, now))).await?;
    let made = Made { known: &known, state, later: undone.later };
    log(db, by, (Decision::Undo, undone.decision.word()), &made, now).await?;
    Ok(undone.case)
}
