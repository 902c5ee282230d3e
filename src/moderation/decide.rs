//! A moderator decides a case.

use super::effect::{self, Outcome};
use super::store::{self, DecisionRow};
use super::{Decision, case, tell};
use crate::accounts::Moderator;
use crate::comments::{self, Comment};
use crate::db::{self, CaseId, Conn, DecisionId, LogLine, Timestamp, Word};
use crate::web::Moment;
use serde_json::{Value, json};

/// What a moderator decided, and on what.
#[derive(Clone, Copy, Debug)]
pub struct Deciding<'a> {
    /// The case.
    pub case: CaseId,
    /// What.
    pub decision: Decision,
    /// Why, as a code of the list of reasons; rejecting and removing need one.
    pub reason: Option<&'a str>,
    /// The moderator's own words, for the author.
    pub note: &'a str,
    /// The version of the case that the moderator saw.
    pub version: i32,
    /// The revision of the text that the moderator saw.
    pub revision: i32,
    /// Whether removing takes the words out of the quotes of it, too.
    pub with_quotes: bool,
}

/// Why a decision was not made.
#[derive(Debug, thiserror::Error)]
pub enum DecideRefused {
    /// There is no such case.
    #[error("There is no such case.")]
    NoSuchCase,
    /// The case or the text is no longer what the moderator saw.
    #[error("{0} Nothing was done. Look at it again below and decide on what is there now.")]
    Stale(String),
    /// Rejecting and removing need a reason.
    #[error("Choose a reason: the author is told it.")]
    ReasonMissing,
    /// Not for this kind of case.
    #[error("That cannot be done with this case.")]
    NotPossible,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A moderator decides; call it in a transaction. Of two who decide at the same moment, one is refused.
///
/// # Errors
/// [`DecideRefused`]; nothing is changed then.
pub async fn decide(
    db: &Conn,
    by: &Moderator,
    deciding: Deciding<'_>,
    now: Timestamp,
) -> Result<DecisionId, DecideRefused> {
    let reason = known_reason(db, deciding).await?;
    let comment = store::comment_of(db, deciding.case).await?.ok_or(DecideRefused::NoSuchCase)?;
    let Some(kind) = store::close(db, deciding.case, deciding.version, now).await? else {
        return Err(stale(db, deciding.case).await?);
    };
    let waiting = case::revision_to_decide(db, &comment, kind).await?;
    if waiting != deciding.revision {
        return Err(DecideRefused::Stale("The author changed the text while you looked at it.".to_owned()));
    }
    let effect = effect::of(kind, deciding.decision).ok_or(DecideRefused::NotPossible)?;
    let effect = if deciding.with_quotes { effect.with_quotes() } else { effect };
    let outcome = effect::apply(db, effect, &comment, waiting, now).await?;
    let after = comments::find(db, comment.id).await?.ok_or(DecideRefused::NoSuchCase)?;
    let row = DecisionRow {
        case_id: deciding.case,
        decision: deciding.decision,
        reason: reason.as_deref(),
        note: deciding.note,
        decided_by: by.id(),
        decided_at: now,
        case_version: deciding.version,
        revision: deciding.revision,
        before: standing_of(&comment),
        after: json!({
            "state": after.state.word(), "revision": after.revision, "promoted": outcome.promoted,
            "quotes_blanked": outcome.blanked,
        }),
        undoes: None,
    };
    let id = store::insert_decision(db, &row).await?;
    record(db, by, deciding, (&comment, logged(&after, outcome)), now).await?;
    tell::about(db, by, (id, effect), (deciding.case, &comment), now).await?;
    Ok(id)
}

async fn known_reason(db: &Conn, deciding: Deciding<'_>) -> Result<Option<String>, DecideRefused> {
    let wanted = matches!(deciding.decision, Decision::Reject | Decision::Remove);
    let known = super::reasons(db).await?;
    let given = deciding.reason.filter(|code| known.iter().any(|reason| reason.code == **code));
    match given {
        None if wanted => Err(DecideRefused::ReasonMissing),
        given => Ok(given.filter(|_| wanted).map(str::to_owned)),
    }
}

/// What happened to the case meanwhile, in words.
async fn stale(db: &Conn, id: CaseId) -> Result<DecideRefused, DecideRefused> {
    if store::exists(db, id).await? {
        let told = match store::last_decision_of(db, id).await? {
            Some((decision, by, at)) if store::is_decided(db, id).await? => {
                format!("{by} {} it on {}.", decision.done(), Moment(at).date())
            }
            _ => "It has changed since you opened it: there is a new reason, or a new text.".to_owned(),
        };
        return Ok(DecideRefused::Stale(told));
    }
    Ok(DecideRefused::NoSuchCase)
}

fn standing_of(comment: &Comment) -> Value {
    json!({"state": comment.state.word(), "revision": comment.revision})
}

/// What it became, as the log has it.
fn logged(after: &Comment, outcome: Outcome) -> Value {
    let blanked = Some(outcome.blanked).filter(|blanked| *blanked > 0);
    json!({"state": after.state.word(), "revision": after.revision, "quotes blanked": blanked})
}

async fn record(
    db: &Conn,
    by: &Moderator,
    deciding: Deciding<'_>,
    (comment, after): (&Comment, Value),
    now: Timestamp,
) -> Result<(), DecideRefused> {
    let why = match (deciding.reason, deciding.note) {
        (Some(reason), "") => reason.to_owned(),
        (Some(reason), note) => format!("{reason}: {note}"),
        (None, note) => note.to_owned(),
    };
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action: deciding.decision.word(),
        subject_kind: "comment",
        subject_id: comment.id.0,
        why: &why,
        before: standing_of(comment),
        after,
    };
    Ok(db::record(db, line).await?)
}
