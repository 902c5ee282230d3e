//! Cases of articles, in the database.

use crate::db::schema::{article_revisions, articles, cases, decisions, reasons};
use crate::db::{ArticleId, CaseId, Conn, Fixed, fixed};
use crate::moderation::Decision;
use crate::moderation::store::is_open;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

/// The cases of articles. Their kind stands in the text of the query, so that a plan that is made once can go by the
/// indexes of them.
fn is_of_article() -> Fixed<Bool> {
    fixed("cases.kind = 'held_article'")
}

/// The article that a case is about; nothing if it is about something else.
///
/// # Errors
/// When the database refuses.
pub async fn article_of(mut db: &Conn, case: CaseId) -> QueryResult<Option<ArticleId>> {
    cases::table
        .filter(cases::id.eq(case))
        .filter(is_of_article())
        .select(cases::article_id.assume_not_null())
        .first(&mut db)
        .await
        .optional()
}

/// The case in which an article waits.
pub(super) async fn open_case_of(mut db: &Conn, article: ArticleId) -> QueryResult<Option<CaseId>> {
    cases::table
        .filter(cases::article_id.eq(article))
        .filter(is_of_article())
        .filter(is_open())
        .select(cases::id)
        .first(&mut db)
        .await
        .optional()
}

/// What was last decided about an article and was not taken back: what, the reason's text for its poster, the
/// moderator's own words, and the case.
pub(super) async fn last_told(
    mut db: &Conn,
    article: ArticleId,
) -> QueryResult<Option<(Decision, Option<String>, String, CaseId)>> {
    let later = diesel::alias!(decisions as later);
    let undone = later.filter(later.field(decisions::undoes).eq(decisions::id.nullable()));
    decisions::table
        .inner_join(cases::table)
        .left_join(reasons::table)
        .filter(cases::article_id.eq(article))
        .filter(is_of_article())
        .filter(decisions::decision.ne(Decision::Undo))
        .filter(diesel::dsl::not(diesel::dsl::exists(undone)))
        .order(decisions::id.desc())
        .select((decisions::decision, reasons::told_author.nullable(), decisions::note, decisions::case_id))
        .first(&mut db)
        .await
        .optional()
}

/// The revision of an article that its poster last got back, to change it or because it was not taken.
///
/// # Errors
/// When the database refuses.
pub async fn last_returned(mut db: &Conn, article: ArticleId) -> QueryResult<Option<i32>> {
    decisions::table
        .inner_join(cases::table)
        .filter(cases::article_id.eq(article))
        .filter(is_of_article())
        .filter(decisions::decision.eq_any([Decision::Revise, Decision::Reject, Decision::Remove]))
        .order(decisions::id.desc())
        .select(decisions::revision)
        .first(&mut db)
        .await
        .optional()
}

/// The articles of these cases: which case, which revision, and the headline.
///
/// # Errors
/// When the database refuses.
pub async fn last_headlines(mut db: &Conn, ids: &[CaseId]) -> QueryResult<Vec<(CaseId, i32, String)>> {
    cases::table
        .inner_join(articles::table)
        .filter(cases::id.eq_any(ids))
        .filter(is_of_article())
        .select((cases::id, articles::revision, articles::headline))
        .load(&mut db)
        .await
}

/// The cases of articles that wait and in which words stand that fit this pattern: in the headline, the text or the link.
///
/// # Errors
/// When the database refuses.
pub async fn waiting_with(mut db: &Conn, pattern: &str) -> QueryResult<Vec<CaseId>> {
    cases::table
        .inner_join(articles::table)
        .inner_join(
            article_revisions::table.on(article_revisions::article_id
                .eq(articles::id)
                .and(article_revisions::revision.eq(articles::revision))),
        )
        .filter(is_of_article())
        .filter(is_open())
        .filter(
            articles::headline
                .ilike(pattern)
                .or(article_revisions::source.ilike(pattern))
                .or(articles::link.assume_not_null().ilike(pattern)),
        )
        .select(cases::id)
        .load(&mut db)
        .await
}
