//! The map of the board, from the database.

use super::{PER_PART, Part};
use crate::articles::store::visible;
use crate::db::schema::{articles, publications};
use crate::db::{ArticleId, Conn, PublicationId, Timestamp};
use diesel::dsl::{exists, max};
use diesel::prelude::*;
use diesel::result::Error;
use diesel_async::RunQueryDsl;
use futures_util::future::try_join_all;

/// The parts that there are. For each range of ids it is looked whether anything in it is seen, no more.
///
/// # Errors
/// When the database refuses.
pub async fn parts(mut db: &Conn) -> QueryResult<Vec<Part>> {
    let mut conn = db;
    let threads = articles::table.select(max(articles::id)).first::<Option<ArticleId>>(&mut db);
    let publications =
        publications::table.select(max(publications::id)).first::<Option<PublicationId>>(&mut conn);
    let (thread, publication) = tokio::try_join!(threads, publications)?;
    let ranges = |last: Option<i64>| 0..=last.map_or(-1, |id| id / PER_PART);
    // They go out together, and their answers come in one round trip.
    let publications = ranges(publication.map(|id| id.0)).map(async |number| {
        let there = publications_of(db, number, 1).await?;
        Ok::<_, Error>((!there.is_empty()).then_some(Part::Publications(number)))
    });
    let threads = ranges(thread.map(|id| id.0)).map(async |number| {
        let there = threads_of(db, number, 1).await?;
        Ok((!there.is_empty()).then_some(Part::Threads(number)))
    });
    let (publications, threads) = tokio::try_join!(try_join_all(publications), try_join_all(threads))?;
    let parts = [Some(Part::Board)].into_iter().chain(publications).chain(threads);
    Ok(parts.flatten().collect())
}

/// The publications of a part of whom readers see something: their slugs.
///
/// # Errors
/// When the database refuses.
pub async fn publications_of(mut db: &Conn, number: i64, most: i64) -> QueryResult<Vec<String>> {
    let first = number * PER_PART;
    let seen = articles::table.filter(articles::publication_id.eq(publications::id)).filter(visible());
    publications::table
        .filter(publications::id.ge(PublicationId(first)))
        .filter(publications::id.lt(PublicationId(first + PER_PART)))
        .filter(exists(seen))
        .order(publications::id)
        .select(publications::slug)
        .limit(most)
        .load(&mut db)
        .await
}

/// The threads of a part that readers see: id, slug, and when something was last said or corrected in it.
///
/// # Errors
/// When the database refuses.
pub async fn threads_of(
    mut db: &Conn,
    number: i64,
    most: i64,
) -> QueryResult<Vec<(ArticleId, String, Timestamp)>> {
    let first = number * PER_PART;
    let rows: Vec<(ArticleId, String, Timestamp, Option<Timestamp>)> = articles::table
        .filter(articles::id.ge(ArticleId(first)))
        .filter(articles::id.lt(ArticleId(first + PER_PART)))
        .filter(visible())
        .order(articles::id)
        .select((articles::id, articles::slug, articles::active_at, articles::corrected_at))
        .limit(most)
        .load(&mut db)
        .await?;
    let latest = |(id, slug, active, corrected): (_, _, Timestamp, Option<Timestamp>)| {
        (id, slug, corrected.map_or(active, |corrected| corrected.max(active)))
    };
    Ok(rows.into_iter().map(latest).collect())
}
