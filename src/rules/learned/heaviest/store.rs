//! The heaviest features, and texts that have them, from the database.

use super::super::score::{Counts, MET};
use crate::db::schema::{comment_revisions, comments, lessons};
use crate::db::{AccountId, Conn, Few};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Double, Integer};
use diesel_async::RunQueryDsl;
use std::collections::BTreeSet;

/// A text that was decided on.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Text {
    pub author: AccountId,
    pub source: String,
    pub own_words: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Integer)]
    bucket: i32,
    #[diesel(sql_type = Integer)]
    approved: i32,
    #[diesel(sql_type = Integer)]
    rejected: i32,
}

/// The heaviest features, by the same formula as a score's, those against a text or those for it.
pub(super) async fn heaviest(
    mut db: &Conn,
    (approved, rejected): Counts,
    against: bool,
) -> QueryResult<Vec<(i32, Counts)>> {
    let rows: Vec<Row> = diesel::sql_query(
        "select bucket, approved, rejected from (
            select *, (0.5 + met * share) / (1 + met) as drawn from (
                select *, approved + rejected as met,
                       (rejected / $2) / (rejected / $2 + approved / $1) as share
                  from learned_counts where bucket <> 0 and approved + rejected >= $3) as shares) as weighed
          where (drawn > 0.55) = $4 and (drawn < 0.45) = not $4
          order by case when $4 then -drawn else drawn end, bucket limit $5",
    )
    .bind::<Double, _>(f64::from(approved))
    .bind::<Double, _>(f64::from(rejected))
    .bind::<Integer, _>(MET)
    .bind::<Bool, _>(against)
    .bind::<diesel::sql_types::BigInt, _>(super::SOUGHT)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.bucket, (row.approved, row.rejected))).collect())
}

/// The texts decided on last that have one of these features and are still there.
pub(super) async fn texts_with(mut db: &Conn, buckets: &BTreeSet<i32>, most: i64) -> QueryResult<Vec<Text>> {
    let sought: Vec<Option<i32>> = buckets.iter().copied().map(Some).collect();
    lessons::table
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(lessons::comment_id)
                .and(comment_revisions::revision.eq(lessons::revision))),
        )
        .inner_join(comments::table.on(comments::id.eq(lessons::comment_id)))
        .filter(lessons::superseded_by.is_null())
        .filter(lessons::buckets.overlaps_with(sought))
        .filter(comments::state.ne("deleted"))
        .filter(comment_revisions::source.ne(""))
        .order(lessons::decision_id.desc())
        .select((comments::author_id, comment_revisions::source, comment_revisions::plain))
        .at_most(most)
        .load(&mut db)
        .await
}
