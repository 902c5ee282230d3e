//! A decision on a tagline is reversed, long after it: what was kept back is shown, what is shown is taken away again.

use super::decide::{Made, make};
use super::store::{self, Line};
use crate::accounts::{self, Moderator};
use crate::comments::CommentState;
use crate::db::{CaseId, Conn, DecisionId, Timestamp};
use crate::moderation::decide::{reason_given, stale};
use crate::moderation::store as desk;
use crate::moderation::{DecideRefused, Deciding, Decision, ReverseRefused};
use crate::rules::CaseKind;
use diesel::QueryResult;

/// A moderator reverses what was decided on a tagline, with a note; call it in a transaction.
///
/// # Errors
/// [`ReverseRefused`]; nothing is changed then.
pub async fn reverse(
    db: &Conn,
    by: &Moderator,
    deciding: Deciding<'_>,
    now: Timestamp,
) -> Result<DecisionId, ReverseRefused> {
    let author = store::author_of(db, deciding.case).await?.ok_or(DecideRefused::NoSuchCase)?;
    let present = accounts::take_tagline(db, author).await?;
    if let Some(made) = desk::made_with_key(db, deciding.case, deciding.key).await? {
        return Ok(made);
    }
    if deciding.note.is_empty() {
        return Err(ReverseRefused::NoteMissing);
    }
    if store::waiting(db, author).await?.is_some() {
        return Err(ReverseRefused::Waits);
    }
    if !desk::touch_decided(db, deciding.case, deciding.version).await? {
        return Err(stale(db, deciding.case).await?.into());
    }
    let line = store::line_of(db, deciding.case).await?.ok_or(ReverseRefused::MovedOn)?;
    if !line.is_seen_as(&present) {
        return Err(ReverseRefused::MovedOn);
    }
    let (decision, state) = match line.state {
        CommentState::Rejected => (Decision::Restore, CommentState::Published),
        CommentState::Published => (Decision::Remove, CommentState::Rejected),
        _ => return Err(ReverseRefused::MovedOn),
    };
    let deciding = Deciding { decision, revision: line.revision, ..deciding };
    let reason = reason_given(db, &deciding, CaseKind::HeldTagline).await?;
    let made = Made { author, before: &line, after: &Line { state, ..line.clone() }, later: true };
    Ok(make(db, by, (deciding, reason), made, now).await?)
}

/// What reversing would do to the line of a decided case: whether it takes it away; nothing if nothing can be done.
///
/// # Errors
/// When the database refuses.
pub async fn what_is_left(db: &Conn, case: CaseId) -> QueryResult<Option<bool>> {
    let Some(line) = store::line_of(db, case).await? else { return Ok(None) };
    let Some((author, present)) = store::shown_to_readers(db, case).await? else { return Ok(None) };
    if !line.is_seen_as(&present) || store::waiting(db, author).await?.is_some() {
        return Ok(None);
    }
    Ok(match line.state {
        CommentState::Published => Some(true),
        CommentState::Rejected => Some(false),
        _ => None,
    })
}
