//! What surrounds a case, from the database.

use super::{Following, Past, Similar};
use crate::db::schema::{
    accounts, articles, case_reasons, cases, comment_revisions, comments, decisions, reasons, sanctions,
};
use crate::db::{AccountId, CaseId, Conn, Timestamp, at_most, fixed, only};
use crate::markup;
use crate::moderation::{Case, Decision};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

/// So many decisions on similar things are looked at.
const SIMILAR: i64 = 20;

/// So many of the last comments of a thread are looked through for what came after a moment.
const LATELY: i32 = 500;

/// What was published after the comment; of one that was never published, what came after it was sent, of the last
/// comments of the thread.
pub(super) async fn following(mut db: &Conn, case: &Case) -> QueryResult<Vec<Following>> {
    let Some((article, _, _)) = case.article.as_ref().filter(|_| case.comment.is_some()) else {
        return Ok(Vec::new());
    };
    let query = comments::table
        .inner_join(accounts::table)
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(comments::id)
                .and(comment_revisions::revision.eq(comments::revision))),
        )
        .filter(comments::article_id.eq(*article))
        .filter(fixed::<Bool>("comments.state = 'published'"))
        .order(comments::number)
        .select((comments::number.assume_not_null(), accounts::name, comment_revisions::plain))
        .into_boxed();
    let query = if let Some(number) = case.number {
        query.filter(comments::number.gt(number))
    } else {
        let lately = articles::table.filter(articles::id.eq(*article)).select(articles::last_number - LATELY);
        query.filter(comments::number.gt(only(lately))).filter(comments::published_at.gt(case.posted_at))
    };
    let rows: Vec<(i32, String, String)> = at_most(query, 2).load(&mut db).await?;
    let following = |(number, author, plain): (i32, String, String)| Following {
        number,
        author,
        lead: markup::excerpt(&plain, 160),
    };
    Ok(rows.into_iter().map(following).collect())
}

pub(super) async fn past(mut db: &Conn, author: AccountId) -> QueryResult<Vec<Past>> {
    sanctions::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(sanctions::imposed_by)))
        .filter(sanctions::account_id.eq(author))
        .order(sanctions::id.desc())
        .limit(5)
        .select((
            sanctions::kind,
            sanctions::reason,
            accounts::name.nullable(),
            sanctions::starts_at,
            sanctions::ends_at,
            sanctions::lifted_at,
        ))
        .load(&mut db)
        .await
}

/// How many of an author's cases were decided since then, and how many of them against the author.
pub(super) async fn fate(mut db: &Conn, author: AccountId, since: Timestamp) -> QueryResult<(i64, i64)> {
    let made: Vec<(CaseId, Decision)> = decisions::table
        .inner_join(cases::table)
        .filter(cases::author_id.eq(author))
        .filter(cases::state.eq("decided"))
        .filter(decisions::decided_at.gt(since))
        .filter(decisions::decision.ne(Decision::Undo))
        .order((decisions::case_id, decisions::id.desc()))
        .distinct_on(decisions::case_id)
        .select((decisions::case_id, decisions::decision))
        .load(&mut db)
        .await?;
    let against = made.iter().filter(|(_, one)| matches!(one, Decision::Reject | Decision::Remove)).count();
    Ok((i64::try_from(made.len()).unwrap_or(i64::MAX), i64::try_from(against).unwrap_or(i64::MAX)))
}

/// The last decisions on cases in which some of the same was found.
pub(super) async fn similar(mut db: &Conn, case: CaseId, evidence: Vec<String>) -> QueryResult<Vec<Similar>> {
    if evidence.is_empty() {
        return Ok(Vec::new());
    }
    let same = case_reasons::table
        .filter(case_reasons::evidence.has_any_key(evidence))
        .filter(case_reasons::case_id.ne(case))
        .select(case_reasons::case_id);
    decisions::table
        .inner_join(cases::table.inner_join(accounts::table.on(accounts::id.eq(cases::author_id))))
        .left_join(reasons::table)
        .filter(cases::id.eq_any(same))
        .filter(cases::state.eq("decided"))
        .filter(decisions::decision.ne(Decision::Undo))
        .order(decisions::id.desc())
        .limit(SIMILAR)
        .select((
            decisions::case_id,
            decisions::decision,
            reasons::label.nullable(),
            accounts::name,
            decisions::decided_at,
        ))
        .load(&mut db)
        .await
}
