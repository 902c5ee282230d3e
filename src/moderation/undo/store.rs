//! Decisions that can be taken back, from the database.

use super::{UNDO_FOR, Undone};
use crate::db::schema::{accounts, cases, decisions};
use crate::db::{AccountId, CaseId, Conn, DecisionId, Timestamp, Word};
use crate::moderation::Decision;
use crate::moderation::effect::Effect;
use crate::rules::CaseKind;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

/// A decision that this moderator may still take back.
#[derive(Clone, Debug, Queryable)]
pub struct UndoableDecision {
    /// Its id.
    pub id: DecisionId,
    /// What was decided.
    pub decision: Decision,
    /// Whose text it was.
    pub author: String,
    /// The lot that it was made with.
    pub lot: Option<Uuid>,
}

/// The last decision of this moderator, while it can be taken back.
///
/// # Errors
/// When the database refuses.
pub async fn last_undoable(
    mut db: &Conn,
    by: AccountId,
    now: Timestamp,
) -> QueryResult<Option<UndoableDecision>> {
    let later = diesel::alias!(decisions as later);
    let followed = later
        .filter(later.field(decisions::case_id).eq(decisions::case_id))
        .filter(later.field(decisions::id).gt(decisions::id));
    decisions::table
        .inner_join(cases::table.inner_join(accounts::table.on(accounts::id.eq(cases::author_id))))
        .filter(decisions::decided_by.eq(by))
        .filter(decisions::decision.ne(Decision::Undo))
        .filter(decisions::decided_at.ge(now - UNDO_FOR))
        .filter(diesel::dsl::not(diesel::dsl::exists(followed)))
        .order((decisions::decided_at.desc(), decisions::id.desc()))
        .select((decisions::id, decisions::decision, accounts::name, decisions::lot))
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn decision(mut db: &Conn, id: DecisionId) -> QueryResult<Option<Undone>> {
    type Row = ((CaseId, CaseKind, Decision, Timestamp, i32), (Value, Value, Option<Uuid>));
    let row: Option<Row> = decisions::table
        .inner_join(cases::table)
        .filter(decisions::id.eq(id))
        .select((
            (
                decisions::case_id,
                cases::kind,
                decisions::decision,
                decisions::decided_at,
                decisions::revision,
            ),
            (decisions::before, decisions::after, decisions::lot),
        ))
        .first(&mut db)
        .await
        .optional()?;
    let word = |value: &Value, name| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |value: &Value, name| {
        let number = value.get(name).and_then(Value::as_i64);
        number.and_then(|number| i32::try_from(number).ok())
    };
    let is = |value: &Value, name| value.get(name).and_then(Value::as_bool).unwrap_or(false);
    Ok(row.map(|((case, kind, decision, decided_at, revision), (before, after, lot))| Undone {
        id,
        case,
        kind,
        decision,
        decided_at,
        revision,
        state_before: word(&before, "state"),
        revision_before: number(&before, "revision").unwrap_or(0),
        withheld_before: is(&before, "withheld"),
        state_after: word(&after, "state"),
        revision_after: number(&after, "revision").unwrap_or(0),
        promoted: is(&after, "promoted"),
        blanked: after.get("quotes_blanked").and_then(Value::as_i64).filter(|blanked| *blanked > 0),
        effect: Effect::of(&word(&after, "effect")),
        edited: number(&after, "edited"),
        later: is(&after, "later"),
        lot,
    }))
}
