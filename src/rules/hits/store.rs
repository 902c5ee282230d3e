//! What the rules met, in the database.

use super::super::refusals::refused_lately;
use super::super::{Action, Hit, Kind};
use super::{DAYS, HowRight};
use crate::db::schema::{accounts, articles, comment_revisions, comments, rule_hits};
use crate::db::{ArticleId, CommentId, Conn, Few, Timestamp, Word, WordListId, fixed};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// A text that a rule met, in a list of them.
#[derive(Clone, Debug, Queryable)]
pub struct HitRow {
    /// The id of the hit.
    pub id: i64,
    /// The comment.
    pub comment: CommentId,
    /// When it came.
    pub at: Timestamp,
    /// What the rule did.
    pub action: Action,
    /// What it found.
    pub words: String,
    /// What stands in the text of it.
    pub evidence: Value,
    /// `held`, `published` or `rejected`.
    pub outcome: String,
    /// Who wrote it.
    pub author: String,
    /// The thread: id, slug, headline.
    pub thread: (ArticleId, String, String),
    /// The text, plain.
    pub text: String,
}

/// How many texts a rule met.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Met {
    /// The rule.
    pub rule: String,
    /// The list, for watched words.
    pub list: Option<WordListId>,
    /// What it did.
    pub action: Action,
    /// How often.
    pub count: i64,
}

/// Writes down what the rules found in a text that is stored. Call it in the transaction that stores it.
///
/// # Errors
/// When the database refuses.
pub async fn record_hits(
    mut db: &Conn,
    (comment, revision): (CommentId, i32),
    hits: &[Hit],
    outcome: &str,
    now: Timestamp,
) -> QueryResult<()> {
    if hits.is_empty() {
        return Ok(());
    }
    let row = |hit: &Hit| {
        (
            rule_hits::rule.eq(hit.rule.word()),
            rule_hits::list_id.eq(hit.list),
            rule_hits::comment_id.eq(comment),
            rule_hits::revision.eq(revision),
            rule_hits::hit_at.eq(now),
            rule_hits::action.eq(hit.action),
            rule_hits::words.eq(hit.words.clone()),
            rule_hits::evidence.eq(serde_json::json!(hit.evidence)),
            rule_hits::outcome.eq(outcome.to_owned()),
        )
    };
    let rows: Vec<_> = hits.iter().map(row).collect();
    diesel::insert_into(rule_hits::table).values(rows).execute(&mut db).await.map(|_| ())
}

/// A text was decided on, or the decision taken back: what the rules found in it follows.
///
/// # Errors
/// When the database refuses.
pub async fn settle_hits(mut db: &Conn, comment: CommentId, revision: i32, outcome: &str) -> QueryResult<()> {
    let hits = rule_hits::table
        .filter(rule_hits::comment_id.eq(comment))
        .filter(rule_hits::revision.eq(revision))
        .filter(rule_hits::outcome.ne(outcome));
    diesel::update(hits).set(rule_hits::outcome.eq(outcome)).execute(&mut db).await.map(|_| ())
}

/// How often each rule was right in the last 90 days, of what it held and a moderator decided. It costs what was
/// decided, however much waits.
///
/// # Errors
/// When the database refuses.
pub async fn how_right(mut db: &Conn, now: Timestamp) -> QueryResult<Vec<HowRight>> {
    let rows: Vec<(String, Option<WordListId>, String, i64)> = rule_hits::table
        .filter(fixed::<Bool>("rule_hits.action = 'hold' and rule_hits.outcome <> 'held'"))
        .filter(rule_hits::hit_at.gt(now - time::Duration::days(DAYS)))
        .group_by((rule_hits::rule, rule_hits::list_id, rule_hits::outcome))
        .select((rule_hits::rule, rule_hits::list_id, rule_hits::outcome, count_star()))
        .load(&mut db)
        .await?;
    let mut all: Vec<HowRight> = Vec::new();
    for (rule, list, outcome, count) in rows {
        let (approved, rejected) = if outcome == "published" { (count, 0) } else { (0, count) };
        match all.iter_mut().find(|known| known.rule == rule && known.list == list) {
            Some(known) => {
                known.approved += approved;
                known.rejected += rejected;
            }
            None => all.push(HowRight { rule, list, approved, rejected }),
        }
    }
    Ok(all)
}

/// How many texts each rule met in the last 90 days, by what it did; those that it refused among them.
///
/// # Errors
/// When the database refuses.
pub async fn met_lately(mut db: &Conn, now: Timestamp) -> QueryResult<Vec<Met>> {
    let since = now - time::Duration::days(DAYS);
    let met = rule_hits::table
        .filter(rule_hits::hit_at.gt(since))
        .group_by((rule_hits::rule, rule_hits::list_id, rule_hits::action))
        .select((rule_hits::rule, rule_hits::list_id, rule_hits::action, count_star()))
        .load(&mut db);
    let (mut met, refused): (Vec<Met>, _) = tokio::try_join!(met, refused_lately(db, since.date()))?;
    met.extend(refused);
    Ok(met)
}

/// What a rule met, or one of its lists, latest first, before this hit.
///
/// # Errors
/// When the database refuses.
pub async fn hits(
    mut db: &Conn,
    rule: Kind,
    list: Option<WordListId>,
    before: Option<i64>,
    most: i64,
) -> QueryResult<Vec<HitRow>> {
    let mut query = rule_hits::table
        .inner_join(comments::table.inner_join(articles::table))
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(rule_hits::comment_id)
                .and(comment_revisions::revision.eq(rule_hits::revision))),
        )
        .inner_join(accounts::table.on(accounts::id.eq(comments::author_id)))
        .filter(rule_hits::rule.eq(rule.word()))
        .filter(rule_hits::id.lt(before.unwrap_or(i64::MAX)))
        .filter(comments::state.ne("deleted"))
        .filter(comment_revisions::source.ne(""))
        .order(rule_hits::id.desc())
        .select((
            rule_hits::id,
            rule_hits::comment_id,
            rule_hits::hit_at,
            rule_hits::action,
            rule_hits::words,
            rule_hits::evidence,
            rule_hits::outcome,
            accounts::name,
            (articles::id, articles::slug, articles::headline),
            comment_revisions::plain,
        ))
        .into_boxed();
    if let Some(list) = list {
        query = query.filter(rule_hits::list_id.eq(list));
    }
    let rows: Vec<HitRow> = query.at_most(most).load(&mut db).await?;
    Ok(rows)
}
