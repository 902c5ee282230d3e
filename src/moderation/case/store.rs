//! Cases at full size and in the list, from the database.

use super::{Author, Case, Listed, ReasonGiven};
use crate::accounts::Standing;
use crate::comments::{self, Comment, CommentState};
use crate::db::schema::{
    accounts, articles, case_reasons, cases, comment_revisions, comments as comment_rows,
};
use crate::db::{AccountId, ArticleId, CaseId, CommentId, Conn, Timestamp};
use crate::markup::{self, SafeHtml};
use crate::moderation::store::names_of;
use crate::quotes::back_links;
use crate::rules::CaseKind;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use std::collections::BTreeSet;

/// The cases that wait, oldest first, after the one that was opened then.
///
/// # Errors
/// When the database refuses.
pub async fn waiting(mut db: &Conn, me: AccountId, now: Timestamp, most: i64) -> QueryResult<Vec<Listed>> {
    type Row = (CaseId, i32, String, Timestamp, CommentId, Option<AccountId>, Option<Timestamp>);
    let rows: Vec<Row> = cases::table
        .inner_join(accounts::table.on(accounts::id.eq(cases::author_id)))
        .filter(cases::state.eq("open"))
        .order((cases::opened_at, cases::id))
        .limit(most)
        .select((
            cases::id,
            cases::version,
            accounts::name,
            cases::opened_at,
            cases::comment_id,
            cases::claimed_by,
            cases::claimed_until,
        ))
        .load(&mut db)
        .await?;
    let ids: Vec<CaseId> = rows.iter().map(|row| row.0).collect();
    let texts: Vec<CommentId> = rows.iter().map(|row| row.4).collect();
    let claimers: Vec<AccountId> = rows.iter().filter_map(|row| row.5).collect();
    let (rules, leads, names) =
        tokio::try_join!(rules_of(db, &ids), leads_of(db, &texts), names_of(db, &claimers))?;
    let listed = |(id, version, author, opened_at, comment, by, until): Row| Listed {
        id,
        version,
        author,
        opened_at,
        rules: rules.iter().filter(|(case, _)| *case == id).map(|(_, rule)| rule.clone()).collect(),
        lead: leads
            .iter()
            .find(|(c, _)| *c == comment)
            .map(|(_, t)| markup::excerpt(t, 120))
            .unwrap_or_default(),
        claimed_by: by
            .filter(|by| *by != me && until.is_some_and(|until| until > now))
            .and_then(|by| names.iter().find(|(account, _)| *account == by).map(|(_, name)| name.clone())),
    };
    Ok(rows.into_iter().map(listed).collect())
}

async fn rules_of(mut db: &Conn, ids: &[CaseId]) -> QueryResult<Vec<(CaseId, String)>> {
    let mut rules: Vec<(CaseId, String)> = case_reasons::table
        .filter(case_reasons::case_id.eq_any(ids))
        .order((case_reasons::case_id, case_reasons::ordinal))
        .select((case_reasons::case_id, case_reasons::rule))
        .load(&mut db)
        .await?;
    let mut known = BTreeSet::new();
    rules.retain(|rule| known.insert(rule.clone()));
    Ok(rules)
}

async fn leads_of(mut db: &Conn, ids: &[CommentId]) -> QueryResult<Vec<(CommentId, String)>> {
    comment_revisions::table
        .filter(comment_revisions::comment_id.eq_any(ids))
        .order((comment_revisions::comment_id, comment_revisions::revision.desc()))
        .distinct_on(comment_revisions::comment_id)
        .select((comment_revisions::comment_id, comment_revisions::plain))
        .load(&mut db)
        .await
}

type CaseRow = (
    CaseId,
    i32,
    CaseKind,
    String,
    Timestamp,
    Option<AccountId>,
    Option<Timestamp>,
    CommentId,
    (ArticleId, String, String),
);

/// A case at full size.
///
/// # Errors
/// When the database refuses.
pub async fn case(mut db: &Conn, id: CaseId) -> QueryResult<Option<Case>> {
    let row: Option<CaseRow> = cases::table
        .inner_join(articles::table)
        .filter(cases::id.eq(id))
        .select((
            cases::id,
            cases::version,
            cases::kind,
            cases::state,
            cases::opened_at,
            cases::claimed_by,
            cases::claimed_until,
            cases::comment_id,
            (articles::id, articles::slug, articles::headline),
        ))
        .first(&mut db)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let Some(comment) = comments::find(db, row.7).await? else { return Ok(None) };
    let revision = revision_to_decide(db, &comment, row.2).await?;
    let claimers: Vec<AccountId> = row.5.into_iter().collect();
    let (reasons, author, html, answers, names, quotes) = tokio::try_join!(
        reasons_of(db, id),
        author(db, comment.author_id),
        html_of(db, comment.id, revision),
        answered(db, &comment),
        names_of(db, &claimers),
        back_links::count_in_texts(db, comment.id)
    )?;
    let changes = match row.2 {
        CaseKind::HeldEdit => edited(db, &comment, revision).await?,
        _ => Vec::new(),
    };
    let evidence: Vec<String> = reasons.iter().flat_map(|reason| reason.evidence.clone()).collect();
    Ok(Some(Case {
        id: row.0,
        version: row.1,
        kind: row.2,
        open: row.3 == "open",
        opened_at: row.4,
        claimed: row
            .5
            .zip(row.6)
            .zip(names.into_iter().next())
            .map(|((by, until), (_, name))| (by, name, until)),
        comment: comment.id,
        number: comment.number,
        state: comment.state,
        revision,
        body: SafeHtml::stored(html).marked(&evidence),
        changes,
        posted_at: comment.posted_at,
        article: row.8,
        quotes,
        answers,
        reasons,
        author,
    }))
}

async fn edited(db: &Conn, comment: &Comment, revision: i32) -> QueryResult<Vec<comments::Change>> {
    let before = comments::revision_text(db, comment.id, comment.revision).await?.unwrap_or_default();
    let after = comments::revision_text(db, comment.id, revision).await?.unwrap_or_default();
    Ok(comments::changes(&before, &after))
}

async fn reasons_of(mut db: &Conn, id: CaseId) -> QueryResult<Vec<ReasonGiven>> {
    let rows: Vec<(String, String, Value)> = case_reasons::table
        .filter(case_reasons::case_id.eq(id))
        .order(case_reasons::ordinal)
        .select((case_reasons::rule, case_reasons::words, case_reasons::evidence))
        .load(&mut db)
        .await?;
    let given = |(rule, words, evidence)| ReasonGiven {
        rule,
        words,
        evidence: serde_json::from_value(evidence).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(given).collect())
}

async fn author(mut db: &Conn, id: AccountId) -> QueryResult<Author> {
    type Row = (String, Standing, Timestamp, Option<Timestamp>);
    let (name, standing, joined_at, confirmed): Row = accounts::table
        .find(id)
        .select((accounts::name, accounts::standing, accounts::joined_at, accounts::email_confirmed_at))
        .first(&mut db)
        .await?;
    let counts: Vec<(CommentState, i64)> = comment_rows::table
        .filter(comment_rows::author_id.eq(id))
        .group_by(comment_rows::state)
        .select((comment_rows::state, diesel::dsl::count_star()))
        .load(&mut db)
        .await?;
    let count = |state| counts.iter().find(|(counted, _)| *counted == state).map_or(0, |(_, count)| *count);
    Ok(Author {
        id,
        name,
        standing,
        joined_at,
        confirmed: confirmed.is_some(),
        published: count(CommentState::Published),
        rejected: count(CommentState::Rejected),
        removed: count(CommentState::Removed),
        waiting: count(CommentState::Held),
    })
}

async fn html_of(mut db: &Conn, id: CommentId, revision: i32) -> QueryResult<String> {
    comment_revisions::table.find((id, revision)).select(comment_revisions::html).first(&mut db).await
}

async fn answered(mut db: &Conn, comment: &Comment) -> QueryResult<Option<(i32, String, String)>> {
    let Some(number) = comment.reply_to else { return Ok(None) };
    let row: Option<(String, String)> = comment_rows::table
        .inner_join(accounts::table)
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(comment_rows::id)
                .and(comment_revisions::revision.eq(comment_rows::revision))),
        )
        .filter(comment_rows::article_id.eq(comment.article_id))
        .filter(comment_rows::number.eq(number))
        .select((accounts::name, comment_revisions::plain))
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.map(|(name, plain)| (number, name, markup::excerpt(&plain, 160))))
}

/// The revision that a case is about: the last one that waits, or the one that readers see.
///
/// # Errors
/// When the database refuses.
pub async fn revision_to_decide(db: &Conn, comment: &Comment, kind: CaseKind) -> QueryResult<i32> {
    match kind {
        CaseKind::HeldEdit => {
            Ok(comments::waiting_edit(db, comment).await?.map_or(comment.revision, |edit| edit.revision))
        }
        CaseKind::HeldComment | CaseKind::FlaggedComment => Ok(comment.revision),
    }
}
