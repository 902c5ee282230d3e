//! The log: who did what, when, why, and what it was before and after. Rows are only ever added.

use super::schema::log;
use super::{AccountId, Conn, Timestamp};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// A line of the log.
#[derive(Insertable)]
#[diesel(table_name = log)]
pub struct LogLine<'a> {
    /// When.
    pub logged_at: Timestamp,
    /// Who; nobody when a rule of the board did it.
    pub actor_id: Option<AccountId>,
    /// What was done, such as `approve`.
    pub action: &'a str,
    /// What it was done to: `comment`, `article`, `case`, `account`.
    pub subject_kind: &'a str,
    /// Its id.
    pub subject_id: i64,
    /// Why.
    pub why: &'a str,
    /// What it was.
    pub before: Value,
    /// What it became.
    pub after: Value,
}

/// Writes a line; it stands if and only if the transaction commits.
///
/// # Errors
/// When the database refuses.
pub async fn record(mut db: &Conn, line: LogLine<'_>) -> QueryResult<()> {
    diesel::insert_into(log::table).values(line).execute(&mut db).await.map(|_| ())
}
