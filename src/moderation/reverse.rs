//! A decision is reversed, long after it: by any moderator, with a note that says why. What was taken away comes back,
//! what readers see is taken away.

use super::decide::{reason_given, stale};
use super::edit_left::rejected_edit;
use super::effect::Effect;
use super::make::{Making, make};
use super::{DecideRefused, Deciding, Decision, articles, effect, store, taglines};
use crate::accounts::Moderator;
use crate::comments::{self, Comment, CommentState};
use crate::db::{Conn, DecisionId, Timestamp};
use crate::rules::CaseKind;

/// Why nothing was reversed.
#[derive(Debug, thiserror::Error)]
pub enum ReverseRefused {
    /// Its author took it away.
    #[error("Its author deleted it, so there is nothing left to decide about.")]
    Gone,
    /// Its author says something else of themselves by now.
    #[error("Its author has said something else since, so there is nothing left to decide about.")]
    MovedOn,
    /// Nothing is left of it.
    #[error("Its text was erased 30 days after it was rejected, so there is nothing left to bring back.")]
    Erased,
    /// It waits again, for another reason.
    #[error("Something about it waits in the queue: decide it there.")]
    Waits,
    /// No note.
    #[error("Say why: a decision is reversed with a note for colleagues and for the author.")]
    NoteMissing,
    /// As with any decision.
    #[error(transparent)]
    Decide(#[from] DecideRefused),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A moderator reverses what was decided; call it in a transaction. To approve is to publish an edit that was rejected;
/// whatever else `deciding` names, what is decided is what [`what_is_left`] says.
///
/// # Errors
/// [`ReverseRefused`]; nothing is changed then.
pub async fn reverse(
    db: &Conn,
    by: &Moderator,
    deciding: Deciding<'_>,
    now: Timestamp,
) -> Result<DecisionId, ReverseRefused> {
    let Some(comment) = store::comment_of(db, deciding.case).await? else {
        return match articles::article_of(db, deciding.case).await? {
            Some(article) => articles::reverse(db, by, (deciding, article), now).await,
            None => taglines::reverse(db, by, deciding, now).await,
        };
    };
    if let Some(made) = store::made_with_key(db, deciding.case, deciding.key).await? {
        return Ok(made);
    }
    if deciding.note.is_empty() {
        return Err(ReverseRefused::NoteMissing);
    }
    if store::case_of(db, comment.id).await?.is_some() {
        return Err(ReverseRefused::Waits);
    }
    if !store::touch_decided(db, deciding.case, deciding.version).await? {
        return Err(stale(db, deciding.case).await?.into());
    }
    let (decision, effect, revision) = if deciding.decision == Decision::Approve {
        let (revision, _) = rejected_edit(db, deciding.case).await?.ok_or(ReverseRefused::MovedOn)?;
        (Decision::Approve, Effect::PublishEdit, revision)
    } else {
        let (decision, effect) = effect::later(comment.state).ok_or(ReverseRefused::Gone)?;
        (decision, effect, comment.revision)
    };
    if is_erased(db, &comment).await? {
        return Err(ReverseRefused::Erased);
    }
    let deciding = Deciding { decision, revision, ..deciding };
    let reason = reason_given(db, &deciding, CaseKind::FlaggedComment).await?;
    let effect = if deciding.with_quotes { effect.with_quotes() } else { effect };
    let making = Making { reason, effect, edited: None, later: true };
    Ok(make(db, by, (deciding, making), &comment, now).await?)
}

/// What reversing would do to the text of a decided case: whether it takes it away; nothing if nothing can be done.
///
/// # Errors
/// When the database refuses.
pub async fn what_is_left(db: &Conn, case: &super::Case) -> diesel::QueryResult<Option<bool>> {
    if case.open {
        return Ok(None);
    }
    let Some(id) = case.comment else {
        return match &case.article {
            Some((article, ..)) => articles::what_is_left(db, *article).await,
            None => taglines::what_is_left(db, case.id).await,
        };
    };
    if store::case_of(db, id).await?.is_some() {
        return Ok(None);
    }
    let Some(comment) = comments::find(db, id).await? else { return Ok(None) };
    if is_erased(db, &comment).await? {
        return Ok(None);
    }
    Ok(effect::later(comment.state).map(|_| comment.state == CommentState::Published))
}

/// Whether nothing is left of a text that was rejected long ago.
pub(super) async fn is_erased(db: &Conn, comment: &Comment) -> diesel::QueryResult<bool> {
    Ok(comment.state == CommentState::Rejected
        && comments::revision_text(db, comment.id, comment.revision)
            .await?
            .is_none_or(|text| text.is_empty()))
}
