//! Articles that wait, in the database.

use super::super::CaseKind;
use super::super::case::weight;
use super::super::store::{add_reasons, rules_of};
use super::HeldArticle;
use crate::db::schema::cases;
use crate::db::{CaseId, Conn};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Opens the case of an article, or adds the reasons to the one that is open, which is another one from now on for whoever
/// looks at it. Call it in a transaction in which the article is taken.
///
/// # Errors
/// When the database refuses.
pub async fn open_article(mut db: &Conn, held: &HeldArticle<'_>) -> QueryResult<CaseId> {
    let open = cases::table
        .filter(cases::article_id.eq(held.article))
        .filter(cases::kind.eq(CaseKind::HeldArticle))
        .filter(cases::state.eq("open"));
    let heavier: i32 = held.reasons.iter().map(|reason| weight(&reason.rule)).sum();
    let set = (cases::version.eq(cases::version + 1), cases::weight.eq(cases::weight + heavier));
    let raised = diesel::update(open).set(set).returning((cases::id, cases::rules));
    let there: Option<(CaseId, Vec<Option<String>>)> = raised.get_result(&mut db).await.optional()?;
    let id = if let Some((id, rules)) = there {
        let set = cases::rules.eq(rules_of(held.reasons, rules));
        diesel::update(cases::table.find(id)).set(set).execute(&mut db).await?;
        id
    } else {
        let row = (
            cases::kind.eq(CaseKind::HeldArticle),
            cases::article_id.eq(Some(held.article)),
            cases::author_id.eq(held.author),
            cases::opened_at.eq(held.now),
            cases::weight.eq(heavier),
            cases::rules.eq(rules_of(held.reasons, Vec::new())),
        );
        diesel::insert_into(cases::table).values(row).returning(cases::id).get_result(&mut db).await?
    };
    add_reasons(db, id, (held.reasons, None), held.now).await?;
    Ok(id)
}
