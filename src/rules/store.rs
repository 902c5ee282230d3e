//! Rules, the facts they are asked on, and the cases they open, in the database.

use super::case::weight;
use super::facts::{Facts, Submission};
use super::judge::{Kind, Rule};
use super::{Action, CaseKind, NewCase};
use crate::accounts::{Member, in_force};
use crate::db::schema::{articles, case_reasons, cases, comment_revisions, comments, rules};
use crate::db::{AccountId, CaseId, Conn, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// Same texts are looked for so many days back, and only texts of so many characters.
const SAME_TEXT: (i64, usize) = (30, 40);

pub(super) async fn rules(mut db: &Conn) -> QueryResult<Vec<Rule>> {
    let rows: Vec<(Kind, Action, Value)> = rules::table
        .filter(rules::enabled)
        .order(rules::position)
        .select((rules::kind, rules::action, rules::numbers))
        .load(&mut db)
        .await?;
    Ok(rows.into_iter().map(|(kind, action, numbers)| Rule { kind, action, numbers }).collect())
}

/// How many comments of a new member must be approved before the board knows the member.
///
/// # Errors
/// When the database refuses.
pub async fn approvals_needed(db: &Conn) -> QueryResult<i64> {
    let rule = rules(db).await?.into_iter().find(|rule| rule.kind == Kind::FirstComments);
    Ok(rule.map_or(1, |rule| rule.number("comments", 1)))
}

pub(super) async fn facts<'a>(
    db: &Conn,
    author: &Member,
    text: &Submission<'a>,
    now: Timestamp,
) -> QueryResult<Facts<'a>> {
    let (approved, sanctions, lately, same) = tokio::try_join!(
        count_approved(db, author.id),
        in_force(db, author.id, now),
        latest(db, author.id, now),
        same_text(db, text, now)
    )?;
    let silenced =
        sanctions.into_iter().find(|sanction| sanction.kind == "silenced").map(|sanction| sanction.reason);
    Ok(Facts {
        text: *text,
        standing: author.standing,
        approved,
        silenced,
        minutes_ago: lately.into_iter().map(|at| (now - at).whole_minutes()).collect(),
        same_text: same.map(|(headline, at)| (headline, (now - at).whole_days())),
    })
}

async fn count_approved(mut db: &Conn, author: AccountId) -> QueryResult<i64> {
    comments::table
        .filter(comments::author_id.eq(author))
        .filter(comments::state.eq("published"))
        .count()
        .get_result(&mut db)
        .await
}

async fn latest(mut db: &Conn, author: AccountId, now: Timestamp) -> QueryResult<Vec<Timestamp>> {
    comments::table
        .filter(comments::author_id.eq(author))
        .filter(comments::posted_at.gt(now - time::Duration::hours(1)))
        .order(comments::id.desc())
        .limit(100)
        .select(comments::posted_at)
        .load(&mut db)
        .await
}

async fn same_text(
    mut db: &Conn,
    text: &Submission<'_>,
    now: Timestamp,
) -> QueryResult<Option<(String, Timestamp)>> {
    diesel::define_sql_function! { fn md5(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }
    if text.folded.chars().count() < SAME_TEXT.1 {
        return Ok(None);
    }
    let itself = text.comment.map_or(-1, |id| id.0);
    comment_revisions::table
        .inner_join(comments::table.inner_join(articles::table))
        .filter(md5(comment_revisions::folded).eq(md5(text.folded)))
        .filter(comments::id.ne(crate::db::CommentId(itself)))
        .filter(comments::state.ne_all(["deleted", "rejected"]))
        .filter(comments::posted_at.gt(now - time::Duration::days(SAME_TEXT.0)))
        .order(comments::id.desc())
        .select((articles::headline, comments::posted_at))
        .first(&mut db)
        .await
        .optional()
}

/// Opens the case of a comment, or adds the reasons to the one that is open. Call it in a transaction.
///
/// # Errors
/// When the database refuses.
pub async fn open_case(mut db: &Conn, case: &NewCase<'_>) -> QueryResult<CaseId> {
    let open = cases::table.filter(cases::comment_id.eq(case.comment)).filter(cases::state.eq("open"));
    let heavier = cases::weight + case.reasons.iter().map(|reason| weight(&reason.rule)).sum::<i32>();
    let raised = diesel::update(open).set((cases::version.eq(cases::version + 1), cases::weight.eq(heavier)));
    let there: Option<(CaseId, CaseKind, Vec<Option<String>>)> =
        raised.returning((cases::id, cases::kind, cases::rules)).get_result(&mut db).await.optional()?;
    let id = match there {
        Some((id, kind, rules)) => {
            // Where readers point at a text and its author changes it, it is the new text that is to be decided on.
            let kind = if case.kind == CaseKind::HeldEdit { case.kind } else { kind };
            let set = (cases::kind.eq(kind), cases::rules.eq(rules_of(case, rules)));
            diesel::update(cases::table.find(id)).set(set).execute(&mut db).await?;
            id
        }
        None => insert(db, case).await?,
    };
    let first: i64 =
        case_reasons::table.filter(case_reasons::case_id.eq(id)).count().get_result(&mut db).await?;
    let rows: Vec<_> = (i32::try_from(first).unwrap_or(0)..)
        .zip(case.reasons)
        .map(|(ordinal, reason)| {
            (
                case_reasons::case_id.eq(id),
                case_reasons::ordinal.eq(ordinal),
                case_reasons::rule.eq(&reason.rule),
                case_reasons::words.eq(&reason.words),
                case_reasons::evidence.eq(serde_json::json!(reason.evidence)),
                case_reasons::added_by.eq(case.added_by),
                case_reasons::added_at.eq(case.now),
            )
        })
        .collect();
    diesel::insert_into(case_reasons::table).values(rows).execute(&mut db).await?;
    Ok(id)
}

/// The rules that hold a case, each once, in the order in which they came.
fn rules_of(case: &NewCase<'_>, mut rules: Vec<Option<String>>) -> Vec<Option<String>> {
    for reason in case.reasons {
        if !rules.iter().flatten().any(|known| *known == reason.rule) {
            rules.push(Some(reason.rule.clone()));
        }
    }
    rules
}

async fn insert(mut db: &Conn, case: &NewCase<'_>) -> QueryResult<CaseId> {
    let row = (
        cases::kind.eq(case.kind),
        cases::comment_id.eq(case.comment),
        cases::article_id.eq(case.article),
        cases::author_id.eq(case.author),
        cases::opened_at.eq(case.now),
        cases::weight.eq(case.reasons.iter().map(|reason| weight(&reason.rule)).sum::<i32>()),
        cases::rules.eq(rules_of(case, Vec::new())),
    );
    diesel::insert_into(cases::table).values(row).returning(cases::id).get_result(&mut db).await
}
