//! Taglines that wait, in the database.

use super::super::CaseKind;
use super::super::case::weight;
use super::super::store::{add_reasons, rules_of};
use super::NewTagline;
use crate::db::schema::{case_reasons, cases, taglines};
use crate::db::{CaseId, Conn};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Opens the case of a tagline, or puts it in the place of the one that waits, with its own reasons. Call it in a
/// transaction in which the account is taken.
///
/// # Errors
/// When the database refuses.
pub async fn open_tagline(mut db: &Conn, new: &NewTagline<'_>) -> QueryResult<CaseId> {
    let open = cases::table
        .filter(cases::author_id.eq(new.author))
        .filter(cases::kind.eq(CaseKind::HeldTagline))
        .filter(cases::state.eq("open"));
    let held_by = (
        cases::weight.eq(new.reasons.iter().map(|reason| weight(&reason.rule)).sum::<i32>()),
        cases::rules.eq(rules_of(new.reasons, Vec::new())),
    );
    let raised = diesel::update(open).set((cases::version.eq(cases::version + 1), held_by.clone()));
    let there: Option<CaseId> = raised.returning(cases::id).get_result(&mut db).await.optional()?;
    let (id, revision) = if let Some(id) = there {
        diesel::delete(case_reasons::table.filter(case_reasons::case_id.eq(id))).execute(&mut db).await?;
        let earlier = taglines::table.filter(taglines::case_id.eq(id));
        diesel::update(earlier).set(taglines::state.eq("deleted")).execute(&mut db).await?;
        let last = earlier.order(taglines::revision.desc());
        (id, last.select(taglines::revision).first::<i32>(&mut db).await? + 1)
    } else {
        let row = (
            cases::kind.eq(CaseKind::HeldTagline),
            cases::author_id.eq(new.author),
            cases::opened_at.eq(new.now),
            held_by,
        );
        (diesel::insert_into(cases::table).values(row).returning(cases::id).get_result(&mut db).await?, 1)
    };
    add_reasons(db, id, (new.reasons, None), new.now).await?;
    let row = (
        taglines::case_id.eq(id),
        taglines::revision.eq(revision),
        taglines::words.eq(new.words),
        taglines::before.eq(new.before),
        taglines::state.eq("held"),
        taglines::saved_at.eq(new.now),
    );
    diesel::insert_into(taglines::table).values(row).execute(&mut db).await?;
    Ok(id)
}
