//! Trials, and the texts that rules are tried on, in the database.

use super::{Outcome, Tried};
use crate::accounts::Standing;
use crate::db::schema::{
    accounts, articles, cases, comment_revisions, comments, decisions, quotes, rule_trial_hits, rule_trials,
    sanctions,
};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Few, Timestamp, TrialId, WordListId};
use crate::rules::store::char_length;
use crate::rules::{Kind, Passage, Source};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// A trial.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Its id.
    pub id: TrialId,
    /// What is tried.
    pub tried: Tried,
    /// Since when.
    pub asked_at: Timestamp,
    /// How many texts there are to look at; 0 before they are counted.
    pub texts: i64,
    /// How many were looked at.
    pub looked_at: i64,
    /// How many the rule would have held.
    pub held: i64,
    /// What became of those: approved, rejected, published unseen, waiting.
    pub outcomes: [i64; 4],
    /// The text that was looked at last.
    pub before: Option<(CommentId, i32)>,
    /// Since when it is done.
    pub finished_at: Option<Timestamp>,
}

/// A text of before.
#[derive(Clone, Debug, Queryable)]
pub struct Past {
    pub comment: CommentId,
    pub revision: i32,
    pub source: String,
    pub plain: String,
    pub folded: String,
    pub saved_at: Timestamp,
    pub revision_state: String,
    pub comment_state: String,
    pub approved: bool,
    pub author: AccountId,
    pub standing: Standing,
    pub article_posted_at: Timestamp,
    pub moderated_at: Option<Timestamp>,
}

/// A text that the tried rule would have held.
#[derive(Clone, Debug)]
pub struct Found {
    pub comment: CommentId,
    pub revision: i32,
    pub outcome: Outcome,
    pub words: String,
    pub evidence: Vec<String>,
}

/// A text that the tried rule would have held, in a list of them.
#[derive(Clone, Debug, Queryable)]
pub struct TrialHit {
    /// Its place in the list.
    pub ordinal: i32,
    /// The comment.
    pub comment: CommentId,
    /// What became of it.
    pub outcome: Outcome,
    /// What the rule found.
    pub words: String,
    /// What stands in the text of it.
    pub evidence: Value,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// The thread: id, slug, headline.
    pub thread: (ArticleId, String, String),
    /// The text, plain.
    pub text: String,
}

impl Past {
    /// What became of it.
    pub fn outcome(&self) -> Outcome {
        let taken_away = matches!(self.comment_state.as_str(), "rejected" | "removed" | "hidden");
        match self.revision_state.as_str() {
            "rejected" => Outcome::Rejected,
            _ if taken_away => Outcome::Rejected,
            "held" => Outcome::Waiting,
            _ if self.approved => Outcome::Approved,
            _ => Outcome::Unseen,
        }
    }
}

pub(super) async fn insert(mut db: &Conn, tried: &Tried, now: Timestamp) -> QueryResult<TrialId> {
    let row = (
        rule_trials::rule.eq(tried.kind),
        rule_trials::list_id.eq(tried.list),
        rule_trials::numbers.eq(&tried.numbers),
        rule_trials::asked_at.eq(now),
    );
    diesel::insert_into(rule_trials::table).values(row).returning(rule_trials::id).get_result(&mut db).await
}

pub(super) async fn forget(mut db: &Conn, before: Timestamp) -> QueryResult<()> {
    let old = rule_trials::table.filter(rule_trials::asked_at.lt(before));
    diesel::delete(old).execute(&mut db).await.map(|_| ())
}

type Row = (
    (TrialId, Kind, Option<WordListId>, Value, Timestamp),
    (i32, i32, i32, i32, i32, i32, i32),
    (Option<CommentId>, Option<i32>, Option<Timestamp>),
);

#[diesel::dsl::auto_type]
fn row() -> _ {
    (
        (
            rule_trials::id,
            rule_trials::rule,
            rule_trials::list_id,
            rule_trials::numbers,
            rule_trials::asked_at,
        ),
        (
            rule_trials::texts,
            rule_trials::looked_at,
            rule_trials::held,
            rule_trials::approved,
            rule_trials::rejected,
            rule_trials::unseen,
            rule_trials::waiting,
        ),
        (rule_trials::before_comment, rule_trials::before_revision, rule_trials::finished_at),
    )
}

fn read((what, counts, place): Row) -> Trial {
    let ((id, kind, list, numbers, asked_at), (comment, revision, finished_at)) = (what, place);
    let (texts, looked_at, held, approved, rejected, unseen, waiting) = counts;
    Trial {
        id,
        tried: Tried { kind, list, numbers },
        asked_at,
        texts: texts.into(),
        looked_at: looked_at.into(),
        held: held.into(),
        outcomes: [approved, rejected, unseen, waiting].map(i64::from),
        before: comment.zip(revision),
        finished_at,
    }
}

/// A trial.
///
/// # Errors
/// When the database refuses.
pub async fn trial(mut db: &Conn, id: TrialId) -> QueryResult<Option<Trial>> {
    let found: Option<Row> = rule_trials::table.find(id).select(row()).first(&mut db).await.optional()?;
    Ok(found.map(read))
}

/// The last trials of a rule.
///
/// # Errors
/// When the database refuses.
pub async fn of_rule(mut db: &Conn, kind: Kind, most: i64) -> QueryResult<Vec<Trial>> {
    let rows = rule_trials::table.filter(rule_trials::rule.eq(kind)).order(rule_trials::id.desc());
    let rows: Vec<Row> = rows.limit(most).select(row()).load(&mut db).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// One that is under way and that no other process is at.
pub(super) async fn take(mut db: &Conn) -> QueryResult<Option<Trial>> {
    let found: Option<Row> = rule_trials::table
        .filter(rule_trials::finished_at.is_null())
        .order(rule_trials::id)
        .select(row())
        .for_update()
        .skip_locked()
        .first(&mut db)
        .await
        .optional()?;
    Ok(found.map(read))
}

pub(super) async fn finish(mut db: &Conn, id: TrialId, now: Timestamp) -> QueryResult<()> {
    let set = rule_trials::finished_at.eq(now);
    diesel::update(rule_trials::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}

/// Which texts a rule is tried on: what members wrote themselves and did not take back. A moderator's own texts pass
/// the rules, and so are none.
#[diesel::dsl::auto_type]
fn tried_on(since: Timestamp, until: Timestamp) -> _ {
    comment_revisions::saved_at
        .gt(since)
        .and(comment_revisions::saved_at.le(until))
        .and(comment_revisions::saved_by.eq(comments::author_id.nullable()))
        .and(comments::state.ne("deleted"))
        .and(comment_revisions::source.ne(""))
        .and(accounts::role.eq("member"))
}

pub(super) async fn count(mut db: &Conn, since: Timestamp, until: Timestamp) -> QueryResult<i64> {
    comment_revisions::table
        .inner_join(comments::table.inner_join(accounts::table))
        .filter(tried_on(since, until))
        .count()
        .get_result(&mut db)
        .await
}

/// The next texts, latest first.
pub(super) async fn texts(
    mut db: &Conn,
    (since, until): (Timestamp, Timestamp),
    before: Option<(CommentId, i32)>,
    most: i64,
) -> QueryResult<Vec<Past>> {
    let (comment, revision) = before.unwrap_or((CommentId(i64::MAX), 0));
    let approval = decisions::table
        .inner_join(cases::table)
        .filter(cases::comment_id.eq(comment_revisions::comment_id.nullable()))
        .filter(decisions::revision.eq(comment_revisions::revision))
        .filter(decisions::decision.eq("approve"));
    comment_revisions::table
        .inner_join(comments::table.inner_join(accounts::table).inner_join(articles::table))
        .filter(tried_on(since, until))
        .filter(
            comment_revisions::comment_id
                .lt(comment)
                .or(comment_revisions::comment_id.eq(comment).and(comment_revisions::revision.lt(revision))),
        )
        .order((comment_revisions::comment_id.desc(), comment_revisions::revision.desc()))
        .select((
            comment_revisions::comment_id,
            comment_revisions::revision,
            comment_revisions::source,
            comment_revisions::plain,
            comment_revisions::folded,
            comment_revisions::saved_at,
            comment_revisions::state,
            comments::state,
            exists(approval),
            comments::author_id,
            accounts::standing,
            articles::posted_at,
            articles::moderated_at,
        ))
        .at_most(most)
        .load(&mut db)
        .await
}

/// The trial got further: so many texts were looked at, and these would have been held.
pub(super) async fn advance(
    mut db: &Conn,
    trial: &Trial,
    total: i64,
    texts: &[Past],
    found: &[Found],
) -> QueryResult<()> {
    let small = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    let first = small(trial.held);
    let rows: Vec<_> = (first..)
        .zip(found)
        .map(|(ordinal, found)| {
            (
                rule_trial_hits::trial_id.eq(trial.id),
                rule_trial_hits::ordinal.eq(ordinal),
                rule_trial_hits::comment_id.eq(found.comment),
                rule_trial_hits::revision.eq(found.revision),
                rule_trial_hits::outcome.eq(found.outcome),
                rule_trial_hits::words.eq(&found.words),
                rule_trial_hits::evidence.eq(serde_json::json!(found.evidence)),
            )
        })
        .collect();
    diesel::insert_into(rule_trial_hits::table).values(rows).execute(&mut db).await?;
    let count = |outcome| {
        let so = found.iter().filter(|found| found.outcome == outcome).count();
        i32::try_from(so).unwrap_or(i32::MAX)
    };
    let last = texts.last().map(|text| (text.comment, text.revision)).or(trial.before);
    let set = (
        rule_trials::texts.eq(small(total)),
        rule_trials::looked_at.eq(rule_trials::looked_at + i32::try_from(texts.len()).unwrap_or(i32::MAX)),
        rule_trials::held.eq(rule_trials::held + i32::try_from(found.len()).unwrap_or(i32::MAX)),
        rule_trials::approved.eq(rule_trials::approved + count(Outcome::Approved)),
        rule_trials::rejected.eq(rule_trials::rejected + count(Outcome::Rejected)),
        rule_trials::unseen.eq(rule_trials::unseen + count(Outcome::Unseen)),
        rule_trials::waiting.eq(rule_trials::waiting + count(Outcome::Waiting)),
        rule_trials::before_comment.eq(last.map(|(comment, _)| comment)),
        rule_trials::before_revision.eq(last.map(|(_, revision)| revision)),
    );
    diesel::update(rule_trials::table.find(trial.id)).set(set).execute(&mut db).await.map(|_| ())
}

/// What a trial found, after this place in its list.
///
/// # Errors
/// When the database refuses.
pub async fn hits(mut db: &Conn, id: TrialId, after: i32, most: i64) -> QueryResult<Vec<TrialHit>> {
    rule_trial_hits::table
        .inner_join(comments::table.inner_join(accounts::table).inner_join(articles::table))
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(rule_trial_hits::comment_id)
                .and(comment_revisions::revision.eq(rule_trial_hits::revision))),
        )
        .filter(rule_trial_hits::trial_id.eq(id))
        .filter(rule_trial_hits::ordinal.gt(after))
        .filter(comments::state.ne("deleted"))
        .order(rule_trial_hits::ordinal)
        .select((
            rule_trial_hits::ordinal,
            rule_trial_hits::comment_id,
            rule_trial_hits::outcome,
            rule_trial_hits::words,
            rule_trial_hits::evidence,
            accounts::name,
            comment_revisions::saved_at,
            (articles::id, articles::slug, articles::headline),
            comment_revisions::plain,
        ))
        .at_most(most)
        .load(&mut db)
        .await
}

/// What a text quotes, and of which source of this board.
pub(super) async fn passages(mut db: &Conn, comment: CommentId, revision: i32) -> QueryResult<Vec<Passage>> {
    let rows: Vec<(String, Option<i64>, i32)> = quotes::table
        .filter(quotes::comment_id.eq(comment))
        .filter(quotes::revision.eq(revision))
        .select((quotes::source_kind, quotes::source_id, char_length(quotes::exact)))
        .load(&mut db)
        .await?;
    let source = |kind: &str, id: Option<i64>| match (kind, id) {
        ("comment", Some(id)) => Some(Source::Comment(CommentId(id))),
        ("paragraph", Some(id)) => Some(Source::Article(ArticleId(id))),
        _ => None,
    };
    let passage = |(kind, id, characters): (String, Option<i64>, i32)| Passage {
        source: source(&kind, id),
        characters: usize::try_from(characters).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(passage).collect())
}

/// Why something of this kind was in force against a member then.
pub(super) async fn sanction(
    mut db: &Conn,
    who: AccountId,
    kind: &str,
    then: Timestamp,
) -> QueryResult<Option<String>> {
    sanctions::table
        .filter(sanctions::account_id.eq(who))
        .filter(sanctions::kind.eq(kind))
        .filter(sanctions::starts_at.le(then))
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(then)))
        .filter(sanctions::lifted_at.is_null().or(sanctions::lifted_at.gt(then)))
        .select(sanctions::reason)
        .first(&mut db)
        .await
        .optional()
}
