//! What waits, from the database.

use super::{Claimed, Filter, Listed, News, Order};
use crate::comments::CommentState;
use crate::db::schema::{accounts, cases, comment_revisions, comments, taglines};
use crate::db::{AccountId, CaseId, CommentId, Conn, Timestamp, at_most, fixed};
use crate::markup;
use crate::moderation::articles::{last_headlines, waiting_with};
use crate::moderation::store::{Waiting, count_waiting, is_open, names_of};
use crate::moderation::taglines::last_lines;
use crate::rules::CaseKind;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

type Row = (
    (CaseId, i32, CaseKind, String, Timestamp, Option<AccountId>),
    (Option<(CommentId, i32)>, Vec<Option<String>>, i16),
    Claim,
);

type Claim = (Option<AccountId>, Option<Timestamp>);

/// Who looks, and when.
type By = (AccountId, Timestamp);

/// The last text of a comment: which revision, whether it waits, and its words.
type Lead = (CommentId, i32, CommentState, String);

/// The cases that wait and that this filter lets through, for the moderator who looks.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(mut db: &Conn, (me, now): By, filter: &Filter, most: i64) -> QueryResult<Vec<Listed>> {
    let query = cases::table
        .inner_join(accounts::table.on(accounts::id.eq(cases::author_id)))
        .left_join(comments::table.on(comments::id.nullable().eq(cases::comment_id)))
        .filter(is_open())
        .select((
            (cases::id, cases::version, cases::kind, accounts::name, cases::opened_at, cases::not_for),
            ((comments::id, comments::revision).nullable(), cases::rules, cases::score),
            (cases::claimed_by, cases::claimed_until),
        ))
        .into_boxed();
    let query = match filter.order {
        Order::Oldest => query,
        Order::Weight => query.order(cases::weight.desc()),
        Order::Score => query.order(cases::score.desc()),
    };
    let mut query = query.then_order_by((cases::opened_at, cases::id));
    if let Some((weight, score, opened, id)) = place_of(db, filter.after).await? {
        let later = cases::opened_at.ge(opened).and(cases::opened_at.gt(opened).or(cases::id.gt(id)));
        query = match filter.order {
            Order::Oldest => query.filter(later),
            Order::Weight => query.filter(cases::weight.le(weight).and(cases::weight.lt(weight).or(later))),
            Order::Score => query.filter(cases::score.le(score).and(cases::score.lt(score).or(later))),
        };
    }
    if let Some(kind) = filter.kind {
        query = query.filter(cases::kind.eq(kind));
    }
    if let Some(rule) = &filter.rule {
        query = query.filter(cases::rules.contains(vec![Some(rule.clone())]));
    }
    if let Some(article) = filter.article {
        query = query.filter(cases::article_id.eq(article));
    }
    if let Some(author) = filter.author {
        query = query.filter(cases::author_id.eq(author));
    }
    if let Some(hours) = filter.hours {
        query = query.filter(cases::opened_at.le(now - time::Duration::hours(hours)));
    }
    if let Some(words) = filter.words.as_deref().map(like) {
        let said = comment_revisions::table
            .filter(comment_revisions::comment_id.nullable().eq(cases::comment_id))
            .filter(comment_revisions::revision.nullable().ge(comments::revision.nullable()))
            .filter(comment_revisions::source.ilike(words.clone()));
        let line =
            taglines::table.filter(taglines::case_id.eq(cases::id).and(taglines::words.ilike(words.clone())));
        let articles = waiting_with(db, &words).await?;
        let about = diesel::dsl::exists(said).or(diesel::dsl::exists(line));
        query = query.filter(about.or(cases::id.eq_any(articles)));
    }
    query = match filter.claimed {
        None => query,
        Some(Claimed::Free) => query.filter(cases::claimed_until.is_null().or(cases::claimed_until.le(now))),
        Some(Claimed::Mine) => query.filter(cases::claimed_until.gt(now).and(cases::claimed_by.eq(me))),
        Some(Claimed::Others) => query.filter(cases::claimed_until.gt(now).and(cases::claimed_by.ne(me))),
    };
    listed(db, at_most(query, most).load(&mut db).await?, (me, now)).await
}

/// How the queue stands.
///
/// # Errors
/// When the database refuses.
pub async fn news(mut db: &Conn) -> QueryResult<News> {
    let newest = cases::table.filter(is_open()).order((cases::opened_at.desc(), cases::id.desc()));
    let newest = at_most(newest.select(cases::opened_at), News::MOST);
    let (Waiting(waiting), newest) = tokio::try_join!(count_waiting(db), newest.load(&mut db))?;
    Ok(News { waiting, newest })
}

/// A pattern that finds these words, whatever signs are among them.
fn like(words: &str) -> String {
    format!("%{}%", words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

async fn listed(db: &Conn, rows: Vec<Row>, (me, now): (AccountId, Timestamp)) -> QueryResult<Vec<Listed>> {
    let texts: Vec<CommentId> = rows.iter().filter_map(|row| row.1.0).map(|text| text.0).collect();
    let said: Vec<CaseId> = rows.iter().filter(|row| row.1.0.is_none()).map(|row| row.0.0).collect();
    let claimers: Vec<AccountId> = rows.iter().filter_map(|row| row.2.0).collect();
    let (leads, names) = tokio::try_join!(leads_of(db, &texts), names_of(db, &claimers))?;
    // Lines and articles are rare: nothing is asked where none waits.
    let lines = if said.is_empty() { vec![] } else { said_in(db, &said).await? };
    let line = |((id, version, kind, author, opened_at, not_for), (text, rules, score), claim): Row| {
        let lead = leads.iter().find(|lead| Some(lead.0) == text.map(|text| text.0));
        let edit = lead.filter(|lead| kind == CaseKind::HeldEdit && lead.2 == CommentState::Held);
        let said = lines.iter().find(|line| line.0 == id);
        let shown = text.map(|text| text.1).or(said.map(|line| line.1)).unwrap_or_default();
        let claimed_by = claim.0.filter(|by| *by != me && claim.1.is_some_and(|until| until > now));
        Listed {
            id,
            version,
            revision: edit.map_or(shown, |lead| lead.1.max(shown)),
            kind,
            author,
            opened_at,
            rules: rules.into_iter().flatten().collect(),
            score,
            lead: match (lead, said) {
                (Some(lead), _) => markup::excerpt(&lead.3, 120),
                (None, Some(line)) => line.2.clone(),
                (None, None) => String::new(),
            },
            claimed_by: claimed_by.and_then(|by| {
                names.iter().find(|(account, _)| *account == by).map(|(_, name)| name.clone())
            }),
            for_others: not_for == Some(me),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What is said in cases that are about no comment: taglines, and headlines of articles.
async fn said_in(db: &Conn, ids: &[CaseId]) -> QueryResult<Vec<(CaseId, i32, String)>> {
    let (lines, headlines) = tokio::try_join!(last_lines(db, ids), last_headlines(db, ids))?;
    Ok([lines, headlines].concat())
}

/// Where a case stands in the list, also when it waits no more.
async fn place_of(mut db: &Conn, case: Option<CaseId>) -> QueryResult<Option<(i32, i16, Timestamp, CaseId)>> {
    let Some(case) = case else { return Ok(None) };
    let place = cases::table.find(case).select((cases::weight, cases::score, cases::opened_at, cases::id));
    place.first(&mut db).await.optional()
}

async fn leads_of(mut db: &Conn, ids: &[CommentId]) -> QueryResult<Vec<Lead>> {
    comment_revisions::table
        .filter(comment_revisions::comment_id.eq_any(ids))
        .order((comment_revisions::comment_id, comment_revisions::revision.desc()))
        .distinct_on(comment_revisions::comment_id)
        .select((
            comment_revisions::comment_id,
            comment_revisions::revision,
            comment_revisions::state,
            fixed::<Text>("left(comment_revisions.plain, 400)"),
        ))
        .load(&mut db)
        .await
}
