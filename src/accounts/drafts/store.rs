//! Drafts in the database.

use super::Owner;
use crate::accounts::sessions::holder;
use crate::db::schema::drafts;
use crate::db::{AccountId, Conn, Timestamp};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;
use diesel_async::RunQueryDsl;
use serde_json::Value;

pub(super) async fn replace(
    mut db: &Conn,
    owner: &Owner,
    place: &str,
    fields: &Value,
    now: Timestamp,
) -> QueryResult<()> {
    let row = (drafts::place.eq(place), drafts::fields.eq(fields), drafts::saved_at.eq(now));
    let set = (drafts::fields.eq(fields), drafts::saved_at.eq(now));
    let insert = diesel::insert_into(drafts::table);
    match owner {
        Owner::Member(id) => {
            let row = insert.values((drafts::account_id.eq(*id), row));
            row.on_conflict((drafts::account_id, drafts::place)).do_update().set(set).execute(&mut db).await
        }
        Owner::Holder(hash) => {
            let row = insert.values((drafts::account_id.eq(holder(hash)), row));
            row.on_conflict((drafts::account_id, drafts::place)).do_update().set(set).execute(&mut db).await
        }
        Owner::Visitor(hash) => {
            let row = insert.values((drafts::visitor_hash.eq(hash.as_slice()), row));
            row.on_conflict((drafts::visitor_hash, drafts::place)).do_update().set(set).execute(&mut db).await
        }
    }
    .map(|_| ())
}

pub(super) async fn find(
    mut db: &Conn,
    owner: &Owner,
    place: &str,
) -> QueryResult<Option<(Value, Timestamp)>> {
    let here = drafts::table.filter(drafts::place.eq(place)).select((drafts::fields, drafts::saved_at));
    match owner {
        Owner::Member(id) => here.filter(drafts::account_id.eq(*id)).first(&mut db).await.optional(),
        Owner::Holder(hash) => {
            here.filter(drafts::account_id.eq(holder(hash))).first(&mut db).await.optional()
        }
        Owner::Visitor(hash) => {
            here.filter(drafts::visitor_hash.eq(hash.as_slice())).first(&mut db).await.optional()
        }
    }
}

/// Forgets a member's draft, once its form was sent.
///
/// # Errors
/// When the database refuses.
pub async fn forget(mut db: &Conn, account: AccountId, place: &str) -> QueryResult<()> {
    let mine = drafts::table.filter(drafts::account_id.eq(account)).filter(drafts::place.eq(place));
    diesel::delete(mine).execute(&mut db).await.map(|_| ())
}

/// The same as a part of another statement.
pub(crate) fn forgetting(account: AccountId, place: &str) -> impl QueryFragment<Pg> + Send {
    let mine = drafts::table.filter(drafts::account_id.eq(account)).filter(drafts::place.eq(place));
    diesel::delete(mine)
}

/// Makes a visitor's drafts a member's; where both have one in a place, the visitor's is the newer.
///
/// # Errors
/// When the database refuses.
pub async fn adopt(mut db: &Conn, visitor: &[u8], account: AccountId) -> QueryResult<()> {
    let places = diesel::alias!(drafts as theirs);
    let visitors =
        places.filter(places.field(drafts::visitor_hash).eq(visitor)).select(places.field(drafts::place));
    let older = drafts::table.filter(drafts::account_id.eq(account)).filter(drafts::place.eq_any(visitors));
    diesel::delete(older).execute(&mut db).await?;
    diesel::update(drafts::table.filter(drafts::visitor_hash.eq(visitor)))
        .set((drafts::account_id.eq(Some(account)), drafts::visitor_hash.eq(None::<Vec<u8>>)))
        .execute(&mut db)
        .await
        .map(|_| ())
}

pub(super) async fn forget_visitors_before(mut db: &Conn, moment: Timestamp) -> QueryResult<()> {
    let old = drafts::table.filter(drafts::visitor_hash.is_not_null()).filter(drafts::saved_at.lt(moment));
    diesel::delete(old).execute(&mut db).await.map(|_| ())
}
