//! The way up and the way down from a comment, from the database: by the indexes of what is answered and of what is
//! quoted, nearest first, no farther than is shown.

use super::{AFTER, BEFORE, STEPS, Thread};
use crate::db::schema::{articles, comments};
use crate::db::{ArticleId, CommentId, Conn};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer};
use diesel_async::RunQueryDsl;
use std::collections::BTreeMap;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: CommentId,
    #[diesel(sql_type = Bool)]
    cut: bool,
}

/// What a comment answers or quotes, and so on, in the order in which it was said; and whether there may be more than
/// that. An edit may have a comment quote what
/// answers it: nobody goes in a circle, for the steps are counted.
pub(super) async fn before(db: &Conn, id: CommentId) -> QueryResult<(Vec<CommentId>, bool)> {
    const SQL: &str = "
        with recursive way (id, steps) as (
            select $1, 0
             union
            select found.id, way.steps + 1 from way join comments here on here.id = way.id
              join lateral (
                   select answered.id from comments answered
                    where answered.article_id = here.article_id and answered.number = here.reply_to
                    union all
                   select quotes.source_id from quotes
                    where quotes.comment_id = here.id and quotes.revision = here.revision
                      and quotes.source_kind = 'comment' and here.state = 'published') found on true
             where way.steps < $2),
        nearest (id, steps) as (select id, steps from way where id <> $1 limit $3)
        select comments.id, (select count(*) >= $3 or max(steps) >= $2 from nearest) as cut from comments join articles on articles.id = comments.article_id
         where comments.id in (select id from nearest) and comments.number is not null
           and articles.state = 'published'
         order by coalesce(comments.published_at, comments.posted_at), comments.id";
    found(db, SQL, id, BEFORE).await
}

/// What answers or quotes a comment, and so on, in the order in which it was said; and whether there may be more than
/// that.
pub(super) async fn after(db: &Conn, id: CommentId) -> QueryResult<(Vec<CommentId>, bool)> {
    const SQL: &str = "
        with recursive way (id, steps) as (
            select $1, 0
             union
            select found.id, way.steps + 1 from way join comments here on here.id = way.id
              join lateral (
                   select answering.id from comments answering
                    where answering.article_id = here.article_id and answering.reply_to = here.number
                      and answering.number is not null
                    union all
                   select quoting.id from quotes join comments quoting
                       on quoting.id = quotes.comment_id and quoting.revision = quotes.revision
                    where quotes.source_kind = 'comment' and quotes.source_id = here.id
                      and quoting.state = 'published') found on true
             where way.steps < $2),
        nearest (id, steps) as (select id, steps from way where id <> $1 limit $3)
        select comments.id, (select count(*) >= $3 or max(steps) >= $2 from nearest) as cut from comments join articles on articles.id = comments.article_id
         where comments.id in (select id from nearest) and articles.state = 'published'
         order by coalesce(comments.published_at, comments.posted_at), comments.id";
    found(db, SQL, id, AFTER).await
}

async fn found(mut db: &Conn, sql: &str, id: CommentId, most: i64) -> QueryResult<(Vec<CommentId>, bool)> {
    let rows: Vec<Found> = diesel::sql_query(sql)
        .bind::<BigInt, _>(id)
        .bind::<Integer, _>(STEPS)
        .bind::<BigInt, _>(most)
        .load(&mut db)
        .await?;
    let cut = rows.iter().any(|row| row.cut);
    Ok((rows.into_iter().map(|row| row.id).collect(), cut))
}

/// The threads of these comments.
pub(super) async fn threads(mut db: &Conn, ids: &[CommentId]) -> QueryResult<BTreeMap<CommentId, Thread>> {
    let rows: Vec<(CommentId, ArticleId, String, String)> = comments::table
        .inner_join(articles::table)
        .filter(comments::id.eq_any(ids))
        .filter(articles::state.eq("published"))
        .select((comments::id, articles::id, articles::slug, articles::headline))
        .load(&mut db)
        .await?;
    let thread = |(comment, id, slug, headline)| (comment, Thread { id, slug, headline });
    Ok(rows.into_iter().map(thread).collect())
}
