//! The figures of a span, counted in the database.

use super::{ByModerator, ByRule, Day, Ended, duration};
use crate::db::{Conn, Timestamp};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Double, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

/// Each decision since `$1` that was not an undo: whose, on what kind of case, after how long, for or against the text,
/// and whether it was taken back or reversed later. A table `made` for a query.
const DECISIONS_MADE: &str = "(select d.decided_by, c.kind, d.decided_at - c.opened_at as took,
                  d.decision in ('approve', 'edit', 'ignore', 'restore') as approves,
                  d.decision in ('reject', 'remove') as rejects,
                  exists (select from decisions back where back.undoes = d.id)
                  or d.decision in ('reject', 'remove') and exists (
                      select from decisions l join cases lc on lc.id = l.case_id
                       where lc.comment_id = c.comment_id and l.id > d.id
                         and (l.decision = 'restore' or l.decision = 'approve' and lc.kind = 'appeal')
                         and not exists (select from decisions back where back.undoes = l.id))
                  or d.decision in ('reject', 'remove') and c.kind = 'held_article' and exists (
                      select from decisions l where l.case_id = c.id and l.id > d.id and l.decision = 'restore'
                         and not exists (select from decisions back where back.undoes = l.id)) as overturned
             from decisions d join cases c on c.id = d.case_id
            where d.decision <> 'undo' and d.decided_at >= $1) made";

/// The figures, as one row.
#[derive(QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub oldest: Option<Timestamp>,
    #[diesel(sql_type = Nullable<Double>)]
    pub median_seconds: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    pub slow_seconds: Option<f64>,
    #[diesel(sql_type = BigInt)]
    pub approved: i64,
    #[diesel(sql_type = BigInt)]
    pub rejected: i64,
    #[diesel(sql_type = BigInt)]
    pub decisions: i64,
    #[diesel(sql_type = BigInt)]
    pub overturned: i64,
}

#[derive(QueryableByName)]
struct DayRow {
    #[diesel(sql_type = Date)]
    date: time::Date,
    #[diesel(sql_type = BigInt)]
    opened: i64,
    #[diesel(sql_type = BigInt)]
    decided: i64,
}

#[derive(QueryableByName)]
struct RuleRow {
    #[diesel(sql_type = Text)]
    rule: String,
    #[diesel(sql_type = BigInt)]
    cases: i64,
    #[diesel(sql_type = BigInt)]
    approved: i64,
    #[diesel(sql_type = BigInt)]
    rejected: i64,
}

#[derive(QueryableByName)]
struct ModeratorRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    decisions: i64,
    #[diesel(sql_type = BigInt)]
    approved: i64,
    #[diesel(sql_type = BigInt)]
    rejected: i64,
    #[diesel(sql_type = BigInt)]
    overturned: i64,
    #[diesel(sql_type = Nullable<Double>)]
    median_seconds: Option<f64>,
}

/// Counted over decisions that stand or were overturned: taken back, or reversed later.
pub(super) async fn row(mut db: &Conn, since: Timestamp) -> QueryResult<Row> {
    diesel::sql_query(format!(
        "with took as (
                 select extract(epoch from decided_at - opened_at)::float8 as seconds
                   from cases
                  where state = 'decided' and decided_at >= $1
                    and exists (select from decisions where decisions.case_id = cases.id)),
              made as (
                 select * from {DECISIONS_MADE})
         select (select count(*) from cases where state = 'open') as waiting,
                (select min(opened_at) from cases where state = 'open') as oldest,
                (select percentile_cont(0.5) within group (order by seconds) from took) as median_seconds,
                (select percentile_cont(0.95) within group (order by seconds) from took) as slow_seconds,
                count(*) filter (where approves and held and not overturned) as approved,
                count(*) filter (where rejects and held and not overturned) as rejected,
                count(*) as decisions,
                count(*) filter (where overturned) as overturned
           from (select *, kind in ('held_comment', 'held_edit', 'held_article') as held from made) counted"
    ))
    .bind::<Timestamptz, _>(since)
    .get_result(&mut db)
    .await
}

/// Each day from this moment to that, in UTC.
pub(super) async fn days(mut db: &Conn, (since, now): (Timestamp, Timestamp)) -> QueryResult<Vec<Day>> {
    let rows: Vec<DayRow> = diesel::sql_query(
        "select day::date as date, coalesce(opened, 0) as opened, coalesce(decided, 0) as decided
           from generate_series(($1 at time zone 'UTC')::date, ($2 at time zone 'UTC')::date, interval '1 day') day
           left join (select (opened_at at time zone 'UTC')::date as day, count(*) as opened
                        from cases where opened_at >= $1 group by 1) o using (day)
           left join (select (decided_at at time zone 'UTC')::date as day, count(*) as decided
                        from decisions where decided_at >= $1 and decision <> 'undo' group by 1) d using (day)
          order by day",
    )
    .bind::<Timestamptz, _>(since)
    .bind::<Timestamptz, _>(now)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|DayRow { date, opened, decided }| Day { date, opened, decided }).collect())
}

/// What each rule brought before moderators since a moment, and what was last decided on it.
pub(super) async fn by_rule(mut db: &Conn, since: Timestamp) -> QueryResult<Vec<ByRule>> {
    let rows: Vec<RuleRow> = diesel::sql_query(
        "select rule, count(*) as cases,
                count(*) filter (where decision in ('approve', 'edit', 'ignore', 'restore')) as approved,
                count(*) filter (where decision in ('reject', 'remove')) as rejected
           from (select distinct r.rule, c.id,
                        (select d.decision from decisions d
                          where d.case_id = c.id and d.decision <> 'undo'
                            and not exists (select from decisions back where back.undoes = d.id)
                          order by d.id desc limit 1) as decision
                   from cases c join case_reasons r on r.case_id = c.id
                  where c.opened_at >= $1) met
          group by rule order by cases desc, rule",
    )
    .bind::<Timestamptz, _>(since)
    .load(&mut db)
    .await?;
    let line = |RuleRow { rule, cases, approved, rejected }| ByRule {
        rule,
        cases,
        ended: Ended { approved, rejected },
    };
    Ok(rows.into_iter().map(line).collect())
}

/// What each moderator decided since a moment.
pub(super) async fn by_moderator(mut db: &Conn, since: Timestamp) -> QueryResult<Vec<ByModerator>> {
    let rows: Vec<ModeratorRow> = diesel::sql_query(
        format!("select accounts.name, count(*) as decisions, count(*) filter (where approves) as approved,
                count(*) filter (where rejects) as rejected, count(*) filter (where overturned) as overturned,
                percentile_cont(0.5) within group (order by extract(epoch from took)::float8) as median_seconds
           from {DECISIONS_MADE}
           join accounts on accounts.id = made.decided_by
          group by accounts.id, accounts.name order by decisions desc, accounts.name"),
    )
    .bind::<Timestamptz, _>(since)
    .load(&mut db)
    .await?;
    let line = |row: ModeratorRow| ByModerator {
        name: row.name,
        decisions: row.decisions,
        ended: Ended { approved: row.approved, rejected: row.rejected },
        overturned: row.overturned,
        median: duration(row.median_seconds),
    };
    Ok(rows.into_iter().map(line).collect())
}
