//! Figures of the queue, counted in the database.

use crate::accounts::sessions::holder;
use crate::db::schema::{cases, comments};
use crate::db::{ArticleId, Conn, Fixed, Timestamp, fixed};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Double, Nullable, Timestamptz};
use diesel_async::RunQueryDsl;

/// The pace, as one row.
#[derive(QueryableByName)]
pub struct PaceRow {
    #[diesel(sql_type = Nullable<Double>)]
    pub median_seconds: Option<f64>,
    #[diesel(sql_type = BigInt)]
    pub approved: i64,
    #[diesel(sql_type = BigInt)]
    pub decided: i64,
    #[diesel(sql_type = BigInt)]
    pub overturned: i64,
    #[diesel(sql_type = BigInt)]
    pub all_decisions: i64,
}

#[derive(QueryableByName)]
struct DayRow {
    #[diesel(sql_type = BigInt)]
    opened: i64,
    #[diesel(sql_type = BigInt)]
    decided: i64,
}

/// Since when the first waits.
pub async fn oldest(mut db: &Conn) -> QueryResult<Option<Timestamp>> {
    let oldest: Fixed<Nullable<Timestamptz>> =
        fixed("(select min(cases.opened_at) from cases where cases.state = 'open')");
    diesel::select(oldest).get_result(&mut db).await
}

pub async fn pace_row(mut db: &Conn, now: Timestamp) -> QueryResult<PaceRow> {
    diesel::sql_query(
        "select (select percentile_cont(0.5) within group (order by extract(epoch from decided_at - opened_at)::float8)
                   from cases where state = 'decided' and decided_at > $1 - interval '7 days') as median_seconds,
                count(*) filter (where d.decision = 'approve' and c.kind <> 'flagged_comment') as approved,
                count(*) filter (where d.decision in ('approve', 'reject') and c.kind <> 'flagged_comment') as decided,
                count(*) filter (where d.decision = 'undo') as overturned,
                count(*) filter (where d.decision <> 'undo') as all_decisions
           from decisions d join cases c on c.id = d.case_id
          where d.decided_at > $1 - interval '30 days'",
    )
    .bind::<Timestamptz, _>(now)
    .get_result(&mut db)
    .await
}

/// The median of what was decided in the last 7 days, in seconds; none for who has nothing waiting in the thread.
pub async fn median_of_who_waits(
    mut db: &Conn,
    thread: ArticleId,
    session: &[u8; 32],
    now: Timestamp,
) -> QueryResult<Option<f64>> {
    let waits = comments::table
        .filter(comments::article_id.eq(thread))
        .filter(comments::author_id.nullable().eq(holder(session)))
        .filter(fixed::<Bool>("comments.state = 'held'"));
    cases::table
        .filter(cases::state.eq("decided"))
        .filter(cases::decided_at.gt(now - time::Duration::days(7)))
        .filter(exists(waits))
        .select(median())
        .get_result(&mut db)
        .await
}

/// The median of what was decided in the last 7 days, in seconds.
pub async fn median_lately(mut db: &Conn, now: Timestamp) -> QueryResult<Option<f64>> {
    cases::table
        .filter(cases::state.eq("decided"))
        .filter(cases::decided_at.gt(now - time::Duration::days(7)))
        .select(median())
        .get_result(&mut db)
        .await
}

fn median() -> Fixed<Nullable<Double>> {
    fixed(
        "percentile_cont(0.5) within group (order by extract(epoch from cases.decided_at - cases.opened_at)::float8)",
    )
}

pub async fn days(mut db: &Conn, now: Timestamp) -> QueryResult<Vec<(i64, i64)>> {
    let rows: Vec<DayRow> = diesel::sql_query(
        "select (select count(*) from cases where opened_at >= day and opened_at < day + interval '1 day') as opened,
                (select count(*) from decisions
                  where decided_at >= day and decided_at < day + interval '1 day' and decision <> 'undo') as decided
           from generate_series(date_trunc('day', $1) - interval '13 days', date_trunc('day', $1), interval '1 day') day
          order by day",
    )
    .bind::<Timestamptz, _>(now)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.opened, row.decided)).collect())
}
