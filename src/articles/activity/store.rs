//! The activity of threads in the database.

use crate::articles::store::visible;
use crate::db::schema::{articles, comments, read_marks};
use crate::db::{AccountId, ArticleId, Conn, Timestamp, reused};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{Query, QueryFragment};
use diesel::sql_types::{BigInt, Integer};
use diesel_async::RunQueryDsl;

pub async fn set_closed(mut db: &Conn, id: ArticleId, at: Option<Timestamp>) -> QueryResult<bool> {
    let row =
        articles::table.filter(articles::id.eq(id)).filter(articles::closed_at.is_null().eq(at.is_some()));
    let set = (articles::closed_at.eq(at), articles::version.eq(articles::version + 1));
    diesel::update(row).set(set).execute(&mut db).await.map(|rows| rows == 1)
}

/// From this moment on moderators look at each comment, or not any more; false if it was so already.
pub async fn set_moderated(mut db: &Conn, id: ArticleId, at: Option<Timestamp>) -> QueryResult<bool> {
    let row =
        articles::table.filter(articles::id.eq(id)).filter(articles::moderated_at.is_null().eq(at.is_some()));
    let set = (articles::moderated_at.eq(at), articles::version.eq(articles::version + 1));
    diesel::update(row).set(set).execute(&mut db).await.map(|rows| rows == 1)
}

/// A new comment appears in a thread: its number, and what the lists say of the thread. Others who post there wait
/// until this transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn next_comment(mut db: &Conn, id: ArticleId, by: AccountId, now: Timestamp) -> QueryResult<i32> {
    let (_, number) = reused(numbering(id, by, now)).get_result::<(ArticleId, i32)>(&mut db).await?;
    Ok(number)
}

/// The same as a part of another statement; it returns `id` and `last_number`.
pub(crate) fn numbering(
    id: ArticleId,
    by: AccountId,
    now: Timestamp,
) -> impl Query<SqlType = (BigInt, Integer)> + QueryFragment<Pg> + Send {
    let article = diesel::update(articles::table.find(id)).set((
        articles::last_number.eq(articles::last_number + 1),
        articles::comments.eq(articles::comments + 1),
        articles::active_at.eq(now),
        articles::last_comment_by.eq(by),
        articles::version.eq(articles::version + 1),
    ));
    article.returning((articles::id, articles::last_number))
}

/// A comment that has its number already appears again; the thread moves up in the lists.
///
/// # Errors
/// When the database refuses.
pub async fn comment_appeared(
    mut db: &Conn,
    id: ArticleId,
    by: AccountId,
    now: Timestamp,
) -> QueryResult<()> {
    diesel::update(articles::table.find(id))
        .set((
            articles::comments.eq(articles::comments + 1),
            articles::active_at.eq(now),
            articles::last_comment_by.eq(by),
            articles::version.eq(articles::version + 1),
        ))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// Readers see one comment less; what is said of the last one follows.
///
/// # Errors
/// When the database refuses.
pub async fn comment_vanished(mut db: &Conn, id: ArticleId) -> QueryResult<()> {
    let last: Option<(AccountId, Option<Timestamp>)> = comments::table
        .filter(comments::article_id.eq(id))
        .filter(comments::number.is_not_null())
        .filter(comments::state.eq("published"))
        .order(comments::number.desc())
        .select((comments::author_id, comments::published_at))
        .first(&mut db)
        .await
        .optional()?;
    let (by, at) = last.unzip();
    diesel::update(articles::table.find(id))
        .set((
            articles::comments.eq(articles::comments - 1),
            articles::last_comment_by.eq(by),
            articles::version.eq(articles::version + 1),
        ))
        .execute(&mut db)
        .await?;
    let active = articles::active_at.eq(articles::posted_at);
    let article = diesel::update(articles::table.find(id));
    match at.flatten() {
        Some(at) => article.set(articles::active_at.eq(at)).execute(&mut db).await,
        None => article.set(active).execute(&mut db).await,
    }
    .map(|_| ())
}

/// Something that readers see has changed.
///
/// # Errors
/// When the database refuses.
pub async fn raise_version(mut db: &Conn, id: ArticleId) -> QueryResult<()> {
    diesel::update(articles::table.find(id))
        .set(articles::version.eq(articles::version + 1))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// The version of an article that readers may see: a page of it that shows this version is current.
///
/// # Errors
/// When the database refuses.
pub async fn version(mut db: &Conn, id: ArticleId) -> QueryResult<Option<i64>> {
    let article = articles::table.filter(articles::id.eq(id)).filter(visible());
    article.select(articles::version).first(&mut db).await.optional()
}

/// The highest number of each of these threads that readers may see.
///
/// # Errors
/// When the database refuses.
pub async fn last_numbers(mut db: &Conn, ids: &[ArticleId]) -> QueryResult<Vec<(ArticleId, i32)>> {
    let threads = articles::table.filter(articles::id.eq_any(ids)).filter(visible());
    threads.select((articles::id, articles::last_number)).load(&mut db).await
}

/// A member has read a thread up to a number; a mark never goes back.
///
/// # Errors
/// When the database refuses.
pub async fn mark_read(
    mut db: &Conn,
    reader: AccountId,
    id: ArticleId,
    number: i32,
    now: Timestamp,
) -> QueryResult<()> {
    use diesel::query_dsl::methods::FilterDsl;
    use diesel::upsert::excluded;
    let row = (
        read_marks::account_id.eq(reader),
        read_marks::article_id.eq(id),
        read_marks::number.eq(number),
        read_marks::read_at.eq(now),
    );
    diesel::insert_into(read_marks::table)
        .values(row)
        .on_conflict((read_marks::account_id, read_marks::article_id))
        .do_update()
        .set((read_marks::number.eq(excluded(read_marks::number)), read_marks::read_at.eq(now)))
        .filter(read_marks::number.lt(excluded(read_marks::number)))
        .execute(&mut db)
        .await
        .map(|_| ())
}
