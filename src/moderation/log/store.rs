//! The log in the database.

use crate::db::schema::{accounts, log as log_rows};
use crate::db::{Conn, Timestamp};
use diesel::prelude::*;
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

/// The log, latest first, older than this line.
///
/// # Errors
/// When the database refuses.
pub async fn log(mut db: &Conn, before: Option<i64>, most: i64) -> QueryResult<Vec<(i64, Logged)>> {
    log_rows::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(log_rows::actor_id)))
        .filter(log_rows::id.lt(before.unwrap_or(i64::MAX)))
        .order(log_rows::id.desc())
        .limit(most)
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
        .load(&mut db)
        .await
}
