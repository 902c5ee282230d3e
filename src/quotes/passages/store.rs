//! Anchors and passages in the database.

use super::fate::Fate;
use super::merge::Laid;
use super::{Passage, settle::Quoting};
use crate::db::schema::{anchors, articles, comments, passages as passage_rows, quotes};
use crate::db::{ArticleId, CommentId, Conn, Few, fixed};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

/// An anchor to be kept.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = anchors)]
pub struct AnchorRow {
    pub comment_id: i64,
    pub revision: i32,
    pub ordinal: i32,
    pub thread_id: ArticleId,
    pub article_id: ArticleId,
    pub article_revision: i32,
    pub fate: Fate,
    pub begins: Option<i32>,
    pub ends: Option<i32>,
    pub present: Option<String>,
}

/// A passage to be kept.
#[derive(Insertable)]
#[diesel(table_name = passage_rows)]
pub struct PassageRow {
    pub article_id: ArticleId,
    pub name: String,
    pub begins: i32,
    pub ends: i32,
    pub words: String,
    pub comments: i32,
    pub earlier: i32,
}

/// The passages of an article, in its order.
///
/// # Errors
/// When the database refuses.
pub async fn passages(mut db: &Conn, article: ArticleId) -> QueryResult<Vec<Passage>> {
    passage_rows::table
        .filter(passage_rows::article_id.eq(article))
        .order(passage_rows::begins)
        .select((passage_rows::name, passage_rows::words, passage_rows::comments, passage_rows::earlier))
        .load(&mut db)
        .await
}

/// The comments of an article's thread that quote of the passage with this name, for a query of comments.
#[must_use]
#[diesel::dsl::auto_type(no_type_alias)]
pub fn quoting<'a>(article: ArticleId, name: &'a str) -> _ {
    let begins = passage_rows::table.find((article, name)).select(passage_rows::begins).single_value();
    let ends = passage_rows::table.find((article, name)).select(passage_rows::ends).single_value();
    anchors::table
        .filter(anchors::article_id.eq(article))
        .filter(anchors::thread_id.eq(article))
        .filter(anchors::begins.between(begins, ends))
        .filter(anchors::ends.le(ends))
        .select(anchors::comment_id)
}

/// Quotes of articles in texts that readers see, with the anchors that they have.
#[diesel::dsl::auto_type]
fn seen() -> _ {
    quotes::table
        .inner_join(
            comments::table
                .on(comments::id.eq(quotes::comment_id).and(comments::revision.eq(quotes::revision))),
        )
        .left_join(
            anchors::table.on(anchors::comment_id
                .eq(quotes::comment_id)
                .and(anchors::revision.eq(quotes::revision))
                .and(anchors::ordinal.eq(quotes::ordinal))),
        )
        .filter(quotes::source_kind.eq("paragraph"))
        .filter(quotes::source_id.is_not_null())
        .filter(comments::state.eq("published"))
}

#[diesel::dsl::auto_type]
fn columns() -> _ {
    (
        (quotes::comment_id, quotes::revision, quotes::ordinal),
        (comments::article_id, quotes::source_id.assume_not_null()),
        (quotes::source_paragraph, quotes::source_revision, quotes::start),
        (quotes::exact, quotes::prefix, quotes::suffix),
        (anchors::fate, anchors::begins, anchors::present).nullable(),
    )
}

/// The quotes of articles in the text of a comment that readers see.
pub async fn of_comment(mut db: &Conn, id: CommentId) -> QueryResult<Vec<Quoting>> {
    seen().filter(comments::id.eq(id)).order(quotes::ordinal).select(columns()).load(&mut db).await
}

/// The quotes of an article in its own thread.
pub async fn of_thread(mut db: &Conn, article: ArticleId) -> QueryResult<Vec<Quoting>> {
    seen()
        .filter(quotes::source_id.eq(article.0))
        .filter(comments::article_id.eq(article))
        .order((quotes::comment_id, quotes::ordinal))
        .select(columns())
        .load(&mut db)
        .await
}

/// The quotes in a thread whose words have not been looked for.
pub async fn unsought(mut db: &Conn, thread: ArticleId) -> QueryResult<Vec<Quoting>> {
    seen()
        .filter(comments::article_id.eq(thread))
        .filter(anchors::fate.eq(Fate::Unsought).assume_not_null())
        .order((quotes::comment_id, quotes::ordinal))
        .select(columns())
        .load(&mut db)
        .await
}

/// Threads in which words have not been looked for.
pub async fn threads_to_search(mut db: &Conn, most: i64) -> QueryResult<Vec<ArticleId>> {
    anchors::table
        .filter(fixed::<Bool>("anchors.fate = 'unsought'"))
        .select(anchors::thread_id)
        .distinct()
        .order(anchors::thread_id)
        .at_most(most)
        .load(&mut db)
        .await
}

/// Takes a thread: others who change it wait until this transaction ends.
pub async fn lock_thread(mut db: &Conn, id: ArticleId) -> QueryResult<()> {
    let row = articles::table.find(id).select(articles::id).for_no_key_update();
    row.first::<ArticleId>(&mut db).await.map(|_| ())
}

/// Whoever corrects one of these articles waits until this transaction ends; comments on them go on.
pub async fn hold_texts(mut db: &Conn, ids: &[ArticleId]) -> QueryResult<()> {
    let rows = articles::table.filter(articles::id.eq_any(ids)).order(articles::id);
    rows.select(articles::id).for_key_share().load::<ArticleId>(&mut db).await.map(|_| ())
}

/// Forgets the anchors of a comment: in which thread, and of which articles there were some.
pub async fn forget(mut db: &Conn, id: CommentId) -> QueryResult<Vec<(ArticleId, ArticleId)>> {
    diesel::delete(anchors::table.filter(anchors::comment_id.eq(id.0)))
        .returning((anchors::thread_id, anchors::article_id))
        .get_results(&mut db)
        .await
}

/// Keeps anchors, in place of those of the same quotes.
pub async fn keep(mut db: &Conn, rows: &[AnchorRow]) -> QueryResult<()> {
    use diesel::upsert::excluded;
    for some in rows.chunks(500) {
        diesel::insert_into(anchors::table)
            .values(some)
            .on_conflict((anchors::comment_id, anchors::revision, anchors::ordinal))
            .do_update()
            .set((
                anchors::article_revision.eq(excluded(anchors::article_revision)),
                anchors::fate.eq(excluded(anchors::fate)),
                anchors::begins.eq(excluded(anchors::begins)),
                anchors::ends.eq(excluded(anchors::ends)),
                anchors::present.eq(excluded(anchors::present)),
            ))
            .execute(&mut db)
            .await?;
    }
    Ok(())
}

/// The quotes of an article in other threads are to be looked for again.
pub async fn search_elsewhere(mut db: &Conn, article: ArticleId) -> QueryResult<()> {
    let elsewhere =
        anchors::table.filter(anchors::article_id.eq(article)).filter(anchors::thread_id.ne(article));
    let set = (
        anchors::fate.eq(Fate::Unsought),
        anchors::begins.eq(None::<i32>),
        anchors::ends.eq(None::<i32>),
        anchors::present.eq(None::<String>),
    );
    diesel::update(elsewhere).set(set).execute(&mut db).await.map(|_| ())
}

/// What cannot be looked for in a thread, because readers do not see the article or the comment, is forgotten.
pub async fn forget_unsought(mut db: &Conn, thread: ArticleId) -> QueryResult<()> {
    let left = anchors::table.filter(anchors::thread_id.eq(thread)).filter(anchors::fate.eq(Fate::Unsought));
    diesel::delete(left).execute(&mut db).await.map(|_| ())
}

/// Where quotes of an article stand in it now, by the comments of its thread that readers see.
pub async fn laid(mut db: &Conn, article: ArticleId) -> QueryResult<Vec<Laid>> {
    let rows: Vec<(i64, Fate, i32, i32)> = anchors::table
        .inner_join(
            comments::table
                .on(comments::id.eq(anchors::comment_id).and(comments::revision.eq(anchors::revision))),
        )
        .filter(anchors::article_id.eq(article))
        .filter(anchors::thread_id.eq(article))
        .filter(anchors::begins.is_not_null())
        .filter(comments::state.eq("published"))
        .select((
            anchors::comment_id,
            anchors::fate,
            anchors::begins.assume_not_null(),
            anchors::ends.assume_not_null(),
        ))
        .load(&mut db)
        .await?;
    let laid = |(comment, fate, begins, ends): (i64, Fate, i32, i32)| {
        let at = |place: i32| usize::try_from(place).unwrap_or_default();
        Laid { range: at(begins)..at(ends), comment, earlier: fate == Fate::Corrected }
    };
    Ok(rows.into_iter().map(laid).collect())
}

/// Keeps the passages of an article in place of those before.
pub async fn replace(mut db: &Conn, article: ArticleId, rows: &[PassageRow]) -> QueryResult<()> {
    let before = passage_rows::table.filter(passage_rows::article_id.eq(article));
    diesel::delete(before).execute(&mut db).await?;
    for some in rows.chunks(500) {
        diesel::insert_into(passage_rows::table).values(some).execute(&mut db).await?;
    }
    Ok(())
}
