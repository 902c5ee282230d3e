//! A decision that may be made is made: its effect, its row, its line of the log, who is told, and what is learned from it.

use super::effect::{self, Effect, Outcome};
use super::store::{self, DecisionRow};
use super::written::why;
use super::{Deciding, tell};
use crate::accounts::Moderator;
use crate::comments::{self, Comment};
use crate::db::{self, Conn, DecisionId, LogLine, Timestamp, Word};
use crate::rules::learned::{Decided, teach};
use diesel::QueryResult;
use serde_json::{Value, json};

/// How it is made.
pub(super) struct Making {
    /// Why, as a code of the list of reasons.
    pub reason: Option<String>,
    /// What it does.
    pub effect: Effect,
    /// The revision with the moderator's own text.
    pub edited: Option<i32>,
    /// Whether the case was decided before, and stays so when this is taken back.
    pub later: bool,
}

pub(super) async fn make(
    db: &Conn,
    by: &Moderator,
    (deciding, making): (Deciding<'_>, Making),
    comment: &Comment,
    now: Timestamp,
) -> QueryResult<DecisionId> {
    let before = standing_of(comment, store::is_withheld(db, comment.id).await?);
    // A held comment shows the moderator's text already.
    let changed = comments::find(db, comment.id).await?.ok_or(diesel::result::Error::NotFound)?;
    let revision = making.edited.unwrap_or(deciding.revision);
    let outcome = effect::apply(db, making.effect, &changed, revision, now).await?;
    let after = comments::find(db, comment.id).await?.ok_or(diesel::result::Error::NotFound)?;
    let row = DecisionRow {
        case_id: deciding.case,
        decision: deciding.decision,
        reason: making.reason.as_deref(),
        note: deciding.note,
        decided_by: by.id(),
        decided_at: now,
        case_version: deciding.version,
        revision: deciding.revision,
        before,
        after: json!({
            "state": after.state.word(), "revision": after.revision, "promoted": outcome.promoted,
            "quotes_blanked": outcome.blanked, "effect": making.effect.word(), "edited": making.edited,
            "later": making.later,
        }),
        undoes: None,
        key: deciding.key,
        lot: deciding.lot,
    };
    let id = store::insert_decision(db, &row).await?;
    record(db, by, (&deciding, making.reason.as_deref()), (comment, logged(&after, outcome)), now).await?;
    tell::about(db, by, (id, making.effect), (deciding.case, comment), now).await?;
    let text = (id, comment.id, deciding.revision);
    if let Some(decided) = Decided::of(text, deciding.decision.word(), making.edited) {
        teach(db, decided).await?;
    }
    Ok(id)
}

fn standing_of(comment: &Comment, withheld: bool) -> Value {
    json!({"state": comment.state.word(), "revision": comment.revision, "withheld": withheld})
}

/// What it became, as the log has it.
fn logged(after: &Comment, outcome: Outcome) -> Value {
    let blanked = Some(outcome.blanked).filter(|blanked| *blanked > 0);
    json!({"state": after.state.word(), "revision": after.revision, "quotes blanked": blanked})
}

async fn record(
    db: &Conn,
    by: &Moderator,
    (deciding, reason): (&Deciding<'_>, Option<&str>),
    (comment, after): (&Comment, Value),
    now: Timestamp,
) -> QueryResult<()> {
    let why = why(reason, deciding.note);
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action: deciding.decision.word(),
        subject_kind: "comment",
        subject_id: comment.id.0,
        why: &why,
        before: json!({"state": comment.state.word(), "revision": comment.revision}),
        after,
    };
    db::record(db, line).await
}
