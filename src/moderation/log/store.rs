//! The log in the database.

use super::public::DONE;
use crate::accounts::administer::beginning;
use crate::db::schema::{accounts, articles, comments, log as log_rows};
use crate::db::{AccountId, CommentId, Conn, Few, Fixed, Timestamp, fixed};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// A line of the log.
#[derive(Clone, Debug, Queryable)]
pub struct Logged {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub kind: String,
    /// Its id.
    pub subject: i64,
    /// Why.
    pub why: String,
    /// What it was.
    pub before: Value,
    /// What it became.
    pub after: Value,
}

/// What of the log is looked for; empty fields ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct LogSearch {
    /// Done by whom.
    pub actor: Option<AccountId>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub kind: String,
    /// To which of them.
    pub subject: Option<i64>,
    /// Not before this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Words in why it was done, or in what it was before or after, in any case.
    pub words: String,
}

/// The lines of the log that fit, latest first, older than this line.
///
/// # Errors
/// When the database refuses.
pub async fn log(
    mut db: &Conn,
    search: &LogSearch,
    before: Option<i64>,
    most: i64,
) -> QueryResult<Vec<(i64, Logged)>> {
    let mut lines = log_rows::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(log_rows::actor_id)))
        .filter(log_rows::id.lt(before.unwrap_or(i64::MAX)))
        .order(log_rows::id.desc())
        .select((
            log_rows::id,
            (
                log_rows::logged_at,
                accounts::name.nullable(),
                log_rows::action,
                log_rows::subject_kind,
                log_rows::subject_id,
                log_rows::why,
                log_rows::before,
                log_rows::after,
            ),
        ))
        .into_boxed();
    if let Some(actor) = search.actor {
        lines = lines.filter(log_rows::actor_id.eq(actor.0));
    }
    if !search.action.is_empty() {
        lines = lines.filter(log_rows::action.eq(&search.action));
    }
    if !search.kind.is_empty() {
        lines = lines.filter(log_rows::subject_kind.eq(&search.kind));
    }
    if let Some(subject) = search.subject {
        lines = lines.filter(log_rows::subject_id.eq(subject));
    }
    if let Some(from) = search.from {
        lines = lines.filter(log_rows::logged_at.ge(from));
    }
    if let Some(until) = search.until {
        lines = lines.filter(log_rows::logged_at.lt(until));
    }
    if !search.words.is_empty() {
        lines = lines.filter(all_words().ilike(within(&search.words)));
    }
    lines.at_most(most).load(&mut db).await
}

/// All words of a line, in a query of `log`.
fn all_words() -> Fixed<Text> {
    fixed("(log.why || ' ' || log.before::text || ' ' || log.after::text)")
}

/// The pattern of texts in which this stands; what means something in a pattern stands for itself.
fn within(words: &str) -> String {
    format!("%{}", beginning(words.trim()))
}

/// A line as anybody may read it: its id, when, what, why, and the comment that it is about, where readers saw that.
pub(super) type PublicRow = (i64, Timestamp, String, String, Option<(i64, Option<i32>, String)>);

/// The lines that anybody may read, latest first, older than this line.
pub(super) async fn public(mut db: &Conn, before: Option<i64>, most: i64) -> QueryResult<Vec<PublicRow>> {
    type Row = (i64, Timestamp, String, String, Option<(CommentId, Option<i32>)>, Option<String>);
    let comment: Fixed<Nullable<BigInt>> =
        fixed("case log.subject_kind when 'comment' then log.subject_id end");
    let rows: Vec<Row> = log_rows::table
        .left_join(
            comments::table.on(comments::id.nullable().eq(comment).and(comments::number.is_not_null())),
        )
        .left_join(articles::table.on(
            articles::id.nullable().eq(comments::article_id.nullable()).and(articles::state.eq("published")),
        ))
        .filter(log_rows::id.lt(before.unwrap_or(i64::MAX)))
        .filter(log_rows::action.eq_any(DONE.map(|(action, _)| action)))
        .order(log_rows::id.desc())
        .select((
            log_rows::id,
            log_rows::logged_at,
            log_rows::action,
            log_rows::why,
            (comments::id, comments::number).nullable(),
            articles::headline.nullable(),
        ))
        .at_most(most)
        .load(&mut db)
        .await?;
    let row = |(id, at, action, why, comment, headline): Row| {
        let comment = comment.zip(headline).map(|((id, number), headline)| (id.0, number, headline));
        (id, at, action, why, comment)
    };
    Ok(rows.into_iter().map(row).collect())
}
