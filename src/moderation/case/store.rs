//! Cases at full size and in the list, from the database.

use super::{Author, Case, Head, ReasonGiven};
use crate::accounts::Standing;
use crate::articles::{self as articles_of, Article};
use crate::comments::{self, Comment, CommentState, Latest};
use crate::db::schema::{
    accounts, articles, case_reasons, cases, comment_revisions, comments as comment_rows, decisions,
};
use crate::db::{AccountId, ArticleId, CaseId, CommentId, Conn, Timestamp, Word};
use crate::markup::{self, SafeHtml};
use crate::moderation::articles::last_returned as last_returned_article;
use crate::moderation::store::names_of;
use crate::moderation::{Decision, taglines};
use crate::quotes::back_links;
use crate::rules::learned::{self, Score};
use crate::rules::{CaseKind, Kind};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

type CaseRow = (
    CaseId,
    i32,
    CaseKind,
    String,
    Timestamp,
    Option<AccountId>,
    Option<Timestamp>,
    Option<CommentId>,
    (Option<(ArticleId, String, String)>, Option<AccountId>, AccountId),
);

/// A case at full size.
///
/// # Errors
/// When the database refuses.
pub async fn case(mut db: &Conn, id: CaseId) -> QueryResult<Option<Case>> {
    let row: Option<CaseRow> = cases::table
        .left_join(articles::table)
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
            ((articles::id, articles::slug, articles::headline).nullable(), cases::not_for, cases::author_id),
        ))
        .first(&mut db)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let Some(comment) = row.7 else { return without_comment(db, row).await };
    let Some(comment) = comments::find(db, comment).await? else { return Ok(None) };
    let revision = revision_to_decide(db, &comment, row.2).await?;
    let (reasons, author, (html, text), answers, names, quotes, score) = tokio::try_join!(
        reasons_of(db, id),
        author(db, comment.author_id),
        text_of(db, comment.id, revision),
        answered(db, &comment),
        names_of(db, row.5.as_slice()),
        back_links::count_in_texts(db, comment.id),
        learned::score_asked_for(db, comment.id, revision)
    )?;
    let changes = changes(db, &comment, &text, row.2).await?;
    let (score, body) = beside(&reasons, score, html);
    Ok(Some(Case {
        id: row.0,
        version: row.1,
        kind: row.2,
        open: row.3 == "open",
        opened_at: row.4,
        claimed: claimed(&row, names),
        comment: Some(comment.id),
        number: comment.number,
        state: comment.state,
        revision,
        body,
        text,
        changes,
        not_for: row.8.1,
        posted_at: comment.posted_at,
        article: row.8.0,
        head: None,
        before: None,
        quotes,
        answers,
        reasons,
        score,
        author,
    }))
}

/// The score, unless it is one of the reasons, and the text with all evidence marked in it.
fn beside(reasons: &[ReasonGiven], score: Option<Score>, html: String) -> (Option<Score>, SafeHtml) {
    let score = score.filter(|_| reasons.iter().all(|reason| reason.rule != Kind::Learned.word()));
    let against = score.iter().flat_map(|score| &score.against.words);
    let evidence: Vec<String> =
        reasons.iter().flat_map(|reason| &reason.evidence).chain(against).cloned().collect();
    (score, SafeHtml::stored(html).marked(&evidence))
}

async fn without_comment(db: &Conn, row: CaseRow) -> QueryResult<Option<Case>> {
    let article = row.8.0.as_ref().map(|(id, ..)| *id);
    match article {
        Some(article) => of_article(db, row, article).await,
        None => of_tagline(db, row).await,
    }
}

/// The case of a tagline, which is about a line and not about a text.
async fn of_tagline(db: &Conn, row: CaseRow) -> QueryResult<Option<Case>> {
    let Some(line) = taglines::line_of(db, row.0).await? else { return Ok(None) };
    let claimers: Vec<AccountId> = row.5.into_iter().collect();
    let (reasons, author, names) =
        tokio::try_join!(reasons_of(db, row.0), author(db, row.8.2), names_of(db, &claimers))?;
    let evidence: Vec<String> = reasons.iter().flat_map(|reason| reason.evidence.clone()).collect();
    Ok(Some(Case {
        id: row.0,
        version: row.1,
        kind: row.2,
        open: row.3 == "open",
        opened_at: row.4,
        claimed: claimed(&row, names),
        comment: None,
        number: None,
        state: line.state,
        revision: line.revision,
        body: SafeHtml::line(&line.words).marked(&evidence),
        text: Latest { revision: line.revision, source: line.words, state: line.state },
        changes: Vec::new(),
        not_for: row.8.1,
        posted_at: row.4,
        article: None,
        head: None,
        before: Some(line.before),
        quotes: 0,
        answers: None,
        reasons,
        score: None,
        author,
    }))
}

/// The case of an article that waits, or waited.
async fn of_article(db: &Conn, row: CaseRow, id: ArticleId) -> QueryResult<Option<Case>> {
    let Some(known) = articles_of::any(db, id).await? else { return Ok(None) };
    let claimers: Vec<AccountId> = row.5.into_iter().collect();
    let revision = known.article.revision;
    let (reasons, author, names, paragraphs, text, returned) = tokio::try_join!(
        reasons_of(db, row.0),
        author(db, row.8.2),
        names_of(db, &claimers),
        articles_of::paragraphs(db, id),
        articles_of::whole_text(db, id, revision),
        last_returned_article(db, id)
    )?;
    let source = text.filter(|_| known.erased_at.is_none()).unwrap_or_default();
    let before = match returned.filter(|before| *before < revision) {
        Some(before) => articles_of::whole_text(db, id, before).await?,
        None => None,
    };
    let evidence: Vec<String> = reasons.iter().flat_map(|reason| reason.evidence.clone()).collect();
    let html: Vec<String> = paragraphs.into_iter().map(|paragraph| paragraph.html.into_string()).collect();
    let state = CommentState::of(known.state.word()).unwrap_or(CommentState::Held);
    Ok(Some(Case {
        id: row.0,
        version: row.1,
        kind: row.2,
        open: row.3 == "open",
        opened_at: row.4,
        claimed: claimed(&row, names),
        comment: None,
        number: None,
        state,
        revision,
        body: SafeHtml::stored(html.join("\n")).marked(&evidence),
        changes: before.map(|before| comments::changes(&before, &source)).unwrap_or_default(),
        text: Latest { revision, source, state },
        not_for: row.8.1,
        posted_at: known.sent_at.unwrap_or(known.article.posted_at),
        article: row.8.0,
        head: Some(head(&known.article, &evidence)),
        before: None,
        quotes: 0,
        answers: None,
        reasons,
        score: None,
        author,
    }))
}

/// What stands above the text of an article.
fn head(article: &Article, evidence: &[String]) -> Head {
    let marked = |words: &str| SafeHtml::line(words).marked(evidence);
    let date = article.published_on.map(|date| date.to_string()).unwrap_or_default();
    let facts = [
        ("Publication", article.publication.as_str()),
        ("Link", article.link.as_deref().unwrap_or_default()),
        ("Written by", &article.byline),
        ("Published on", &date),
        ("Topic", article.topic.as_ref().map_or("", |(name, _)| name.as_str())),
    ];
    let said = facts.into_iter().filter(|(_, words)| !words.is_empty());
    Head {
        headline: marked(&article.headline),
        facts: said.map(|(name, words)| (name, marked(words))).collect(),
    }
}

/// Who has a case open, and until when.
fn claimed(row: &CaseRow, names: Vec<(AccountId, String)>) -> Option<(AccountId, String, Timestamp)> {
    let claim = row.5.zip(row.6).zip(names.into_iter().next());
    claim.map(|((by, until), (_, name))| (by, name, until))
}

/// What a text changes: an edit in what readers see, a revised one in what was sent back.
async fn changes(
    db: &Conn,
    comment: &Comment,
    text: &Latest,
    kind: CaseKind,
) -> QueryResult<Vec<comments::Change>> {
    let since = match kind {
        CaseKind::HeldEdit => Some(comment.revision),
        _ => last_returned(db, comment.id).await?,
    };
    let Some(since) = since.filter(|since| *since < text.revision) else { return Ok(Vec::new()) };
    let before = comments::revision_text(db, comment.id, since).await?.unwrap_or_default();
    Ok(comments::changes(&before, &text.source))
}

/// The revision of a comment that was last sent back to its author.
async fn last_returned(mut db: &Conn, comment: CommentId) -> QueryResult<Option<i32>> {
    decisions::table
        .inner_join(cases::table)
        .filter(cases::comment_id.eq(comment))
        .filter(decisions::decision.eq(Decision::Revise))
        .order(decisions::id.desc())
        .select(decisions::revision)
        .first(&mut db)
        .await
        .optional()
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

async fn text_of(mut db: &Conn, id: CommentId, revision: i32) -> QueryResult<(String, Latest)> {
    let row = comment_revisions::table.find((id, revision));
    row.select((
        comment_revisions::html,
        (comment_revisions::revision, comment_revisions::source, comment_revisions::state),
    ))
    .first(&mut db)
    .await
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
        _ => Ok(comment.revision),
    }
}
