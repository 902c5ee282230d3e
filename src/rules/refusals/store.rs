//! Refusals, counted in the database.

use super::super::{Action, Met, Refusal};
use crate::db::schema::rule_refusals;
use crate::db::{Conn, Timestamp, Word, WordListId};
use diesel::dsl::sum;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// Counts a refusal. Call it after the transaction in which the text was refused, for nothing of that is kept.
///
/// # Errors
/// When the database refuses.
pub async fn count_refusal(mut db: &Conn, refusal: &Refusal, now: Timestamp) -> QueryResult<()> {
    let row = (
        rule_refusals::rule.eq(refusal.rule.word()),
        rule_refusals::list_id.eq(refusal.list.map_or(0, |list| list.0)),
        rule_refusals::day.eq(now.date()),
        rule_refusals::refused.eq(1),
    );
    diesel::insert_into(rule_refusals::table)
        .values(row)
        .on_conflict((rule_refusals::rule, rule_refusals::list_id, rule_refusals::day))
        .do_update()
        .set(rule_refusals::refused.eq(rule_refusals::refused + 1))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// How many texts each rule refused since this day.
pub async fn refused_lately(mut db: &Conn, since: time::Date) -> QueryResult<Vec<Met>> {
    let rows: Vec<(String, i64, Option<i64>)> = rule_refusals::table
        .filter(rule_refusals::day.gt(since))
        .group_by((rule_refusals::rule, rule_refusals::list_id))
        .select((rule_refusals::rule, rule_refusals::list_id, sum(rule_refusals::refused)))
        .load(&mut db)
        .await?;
    let met = |(rule, list, count): (String, i64, Option<i64>)| Met {
        rule,
        list: Some(WordListId(list)).filter(|list| list.0 > 0),
        action: Action::Refuse,
        count: count.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(met).collect())
}
