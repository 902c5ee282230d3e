//! Rules and lists, changed in the database. Each change raises the version of the rulebook, by a trigger.

use super::NewList;
use crate::db::schema::{rules, word_lists};
use crate::db::{Conn, WordListId};
use crate::rules::{Action, Kind, ListRow};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

pub(super) async fn lock(mut db: &Conn, kind: Kind) -> QueryResult<(bool, Action, Value)> {
    rules::table
        .find(kind)
        .select((rules::enabled, rules::action, rules::numbers))
        .for_update()
        .first(&mut db)
        .await
}

pub(super) async fn set(
    mut db: &Conn,
    kind: Kind,
    (enabled, action, numbers): (bool, Action, &Value),
) -> QueryResult<()> {
    let set = (rules::enabled.eq(enabled), rules::action.eq(action), rules::numbers.eq(numbers));
    diesel::update(rules::table.find(kind)).set(set).execute(&mut db).await.map(|_| ())
}

/// The rules in their order; whoever else orders them waits.
pub(super) async fn lock_order(mut db: &Conn) -> QueryResult<Vec<Kind>> {
    let kinds: Vec<(Kind, i32)> = rules::table
        .order(rules::kind)
        .select((rules::kind, rules::position))
        .for_update()
        .load(&mut db)
        .await?;
    let mut kinds = kinds;
    kinds.sort_by_key(|(_, position)| *position);
    Ok(kinds.into_iter().map(|(kind, _)| kind).collect())
}

/// No two rules may stand at one place, so they are put aside first.
pub(super) async fn set_order(mut db: &Conn, order: &[Kind]) -> QueryResult<()> {
    let aside = rules::position.eq(rules::position - 1_000_000);
    diesel::update(rules::table).set(aside).execute(&mut db).await?;
    for (position, kind) in (1..).zip(order) {
        let set = rules::position.eq(10 * position);
        diesel::update(rules::table.find(*kind)).set(set).execute(&mut db).await?;
    }
    Ok(())
}

pub(super) async fn lock_list(mut db: &Conn, id: WordListId) -> QueryResult<Option<ListRow>> {
    let row = word_lists::table.find(id).select(ListRow::as_select()).for_update();
    row.first(&mut db).await.optional()
}

pub(super) async fn insert_list(mut db: &Conn, new: &NewList<'_>) -> QueryResult<WordListId> {
    diesel::insert_into(word_lists::table)
        .values(row(new))
        .returning(word_lists::id)
        .get_result(&mut db)
        .await
}

pub(super) async fn change_list(mut db: &Conn, id: WordListId, new: &NewList<'_>) -> QueryResult<()> {
    diesel::update(word_lists::table.find(id)).set(row(new)).execute(&mut db).await.map(|_| ())
}

pub(super) async fn end_list(mut db: &Conn, id: WordListId) -> QueryResult<()> {
    diesel::delete(word_lists::table.find(id)).execute(&mut db).await.map(|_| ())
}

type Row<'a> = (
    diesel::dsl::Eq<word_lists::name, &'a str>,
    diesel::dsl::Eq<word_lists::action, Action>,
    diesel::dsl::Eq<word_lists::words, &'a str>,
);

fn row<'a>(new: &NewList<'a>) -> Row<'a> {
    (word_lists::name.eq(new.name), word_lists::action.eq(new.action), word_lists::words.eq(new.words))
}
