//! Lots in the database.

use crate::db::schema::{cases, decisions};
use crate::db::{CaseId, Conn, DecisionId};
use crate::moderation::Decision;
use crate::rules::CaseKind;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

pub(super) async fn kinds(mut db: &Conn, ids: &[CaseId]) -> QueryResult<Vec<(CaseId, CaseKind)>> {
    cases::table.filter(cases::id.eq_any(ids)).select((cases::id, cases::kind)).load(&mut db).await
}

/// The decisions of a lot, the last one first.
pub(super) async fn of_lot(mut db: &Conn, lot: Uuid) -> QueryResult<Vec<DecisionId>> {
    decisions::table
        .filter(decisions::lot.eq(lot))
        .filter(decisions::decision.ne(Decision::Undo))
        .order(decisions::id.desc())
        .select(decisions::id)
        .load(&mut db)
        .await
}
