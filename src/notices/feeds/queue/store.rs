//! The secret addresses of the queue's feed, and what waits, in the database.

use super::Waits;
use crate::accounts::{Member, Standing, sessions};
use crate::db::schema::{accounts, articles, cases, queue_feeds, sanctions};
use crate::db::{AccountId, ArticleId, CaseId, Conn, Few, Timestamp, fixed};
use crate::rules::CaseKind;
use crate::web::Role;
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

pub(super) async fn keep(mut db: &Conn, member: AccountId, hash: &[u8], now: Timestamp) -> QueryResult<()> {
    let told = (queue_feeds::token_hash.eq(hash), queue_feeds::made_at.eq(now));
    diesel::insert_into(queue_feeds::table)
        .values((queue_feeds::account_id.eq(member), told))
        .on_conflict(queue_feeds::account_id)
        .do_update()
        .set(told)
        .execute(&mut db)
        .await
        .map(|_| ())
}

pub(super) async fn forget(mut db: &Conn, member: AccountId) -> QueryResult<bool> {
    diesel::delete(queue_feeds::table.find(member)).execute(&mut db).await.map(|rows| rows == 1)
}

/// Since when a member has the address, if there is one.
///
/// # Errors
/// When the database refuses.
pub async fn made_at(mut db: &Conn, member: AccountId) -> QueryResult<Option<Timestamp>> {
    queue_feeds::table.find(member).select(queue_feeds::made_at).first(&mut db).await.optional()
}

/// Whose address has the secret with this hash; nobody's while its member is suspended.
pub(super) async fn reader(mut db: &Conn, hash: &[u8], now: Timestamp) -> QueryResult<Option<Member>> {
    type Row = (AccountId, String, Role, Standing, bool);
    let suspended = sanctions::table
        .filter(sanctions::account_id.eq(accounts::id))
        .filter(sanctions::kind.eq("suspended"))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::starts_at.le(now))
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)));
    let row: Option<Row> = queue_feeds::table
        .inner_join(accounts::table)
        .filter(queue_feeds::token_hash.eq(hash))
        .filter(not(exists(suspended)))
        .select((accounts::id, accounts::name, accounts::role, accounts::standing, sessions::barred()))
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.map(|(id, name, role, standing, barred)| Member { id, name, role, standing, barred }))
}

/// The newest cases that wait.
pub(super) async fn waiting(mut db: &Conn, most: i64) -> QueryResult<Vec<Waits>> {
    type Row =
        ((CaseId, CaseKind, Timestamp, String, Vec<Option<String>>), Option<(ArticleId, String, String)>);
    let rows: Vec<Row> = cases::table
        .inner_join(accounts::table.on(accounts::id.eq(cases::author_id)))
        .left_join(articles::table)
        .filter(fixed::<Bool>("cases.state = 'open'"))
        .order((cases::opened_at.desc(), cases::id.desc()))
        .select((
            (cases::id, cases::kind, cases::opened_at, accounts::name, cases::rules),
            (articles::id, articles::slug, articles::headline).nullable(),
        ))
        .at_most(most)
        .load(&mut db)
        .await?;
    let waits = |((id, kind, since, author, rules), article): Row| Waits {
        id,
        kind,
        since,
        author,
        rules: rules.into_iter().flatten().collect(),
        article,
    };
    Ok(rows.into_iter().map(waits).collect())
}

/// When something last came into the queue, whatever became of it.
pub(super) async fn last_opened(mut db: &Conn) -> QueryResult<Option<Timestamp>> {
    cases::table.select(max(cases::opened_at)).first(&mut db).await
}
