//! Attempts in the database: a row for each budget that was drawn on lately.

use crate::db::schema::sign_in_attempts as attempts;
use crate::db::{Conn, Timestamp};
use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// More tries than any budget has need not be told apart, and the column has an end.
const ENOUGH: i32 = 1_000_000;

/// Counts a try and says how many there were since the stretch began, and when it ends. A stretch that is over begins
/// anew.
pub(super) async fn count(
    mut db: &Conn,
    key: &[u8],
    now: Timestamp,
    ends_at: Timestamp,
) -> QueryResult<(i32, Timestamp)> {
    let row = (attempts::key_hash.eq(key), attempts::tries.eq(1), attempts::ends_at.eq(ends_at));
    let over = || attempts::ends_at.le(now);
    let tries = case_when(over(), 1.into_sql::<diesel::sql_types::Integer>())
        .when(attempts::tries.ge(ENOUGH), attempts::tries)
        .otherwise(attempts::tries + 1);
    let until = case_when(over(), diesel::upsert::excluded(attempts::ends_at)).otherwise(attempts::ends_at);
    diesel::insert_into(attempts::table)
        .values(row)
        .on_conflict(attempts::key_hash)
        .do_update()
        .set((attempts::tries.eq(tries), attempts::ends_at.eq(until)))
        .returning((attempts::tries, attempts::ends_at))
        .get_result(&mut db)
        .await
}

/// Until when a budget is used up, if it is; nothing is counted.
pub(super) async fn used_up_until(
    mut db: &Conn,
    key: &[u8],
    most: i32,
    now: Timestamp,
) -> QueryResult<Option<Timestamp>> {
    attempts::table
        .find(key)
        .filter(attempts::tries.ge(most))
        .filter(attempts::ends_at.gt(now))
        .select(attempts::ends_at)
        .first(&mut db)
        .await
        .optional()
}

/// Takes one try back, if its stretch is still the same.
pub(super) async fn give_back(mut db: &Conn, key: &[u8], ends_at: Timestamp) -> QueryResult<()> {
    let same = attempts::table.find(key).filter(attempts::ends_at.eq(ends_at)).filter(attempts::tries.gt(0));
    diesel::update(same).set(attempts::tries.eq(attempts::tries - 1)).execute(&mut db).await.map(|_| ())
}

/// Removes some of the rows whose time is over; it waits for nobody who counts.
pub(super) async fn sweep(mut db: &Conn, now: Timestamp) -> QueryResult<()> {
    let over: Vec<Vec<u8>> = attempts::table
        .filter(attempts::ends_at.le(now))
        .order(attempts::ends_at)
        .limit(100)
        .select(attempts::key_hash)
        .load(&mut db)
        .await?;
    // Whoever counts meanwhile has begun the row anew, so it is looked at again.
    for key in over {
        let row = attempts::table.find(key).filter(attempts::ends_at.le(now));
        diesel::delete(row).execute(&mut db).await?;
    }
    Ok(())
}
