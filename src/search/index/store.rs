//! Texts on their way into the index, in the database.

use crate::db::schema::search_progress;
use crate::db::{Conn, Timestamp};
use crate::search::document::Text;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text as SqlText, Timestamptz};
use diesel_async::RunQueryDsl;
use std::collections::BTreeSet;

/// Something that waits to be read.
#[derive(QueryableByName)]
pub struct Waiting {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub article_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub comment_id: Option<i64>,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

#[derive(QueryableByName)]
struct Stemmed {
    #[diesel(sql_type = SqlText)]
    word: String,
    #[diesel(sql_type = Array<SqlText>)]
    stems: Vec<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    article_id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    comment_id: Option<i64>,
    #[diesel(sql_type = Integer)]
    revision: i32,
    #[diesel(sql_type = Timestamptz)]
    published: Timestamp,
    #[diesel(sql_type = Integer)]
    quoted: i32,
    #[diesel(sql_type = BigInt)]
    author_id: i64,
    #[diesel(sql_type = BigInt)]
    publication_id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    topic_id: Option<i64>,
    #[diesel(sql_type = Bool)]
    quotes: bool,
    #[diesel(sql_type = Nullable<SqlText>)]
    headline: Option<String>,
    #[diesel(sql_type = SqlText)]
    plain: String,
}

impl From<Row> for Text {
    fn from(row: Row) -> Self {
        Self {
            article: row.article_id,
            comment: row.comment_id,
            revision: row.revision,
            published: row.published,
            quoted: row.quoted,
            author: row.author_id,
            publication: row.publication_id,
            topic: row.topic_id,
            quotes: row.quotes,
            headline: row.headline,
            plain: row.plain,
        }
    }
}

/// Takes the work until the transaction ends, and says by which reading it was done; nothing if another process has it.
pub(super) async fn take_progress(mut db: &Conn) -> QueryResult<Option<String>> {
    search_progress::table
        .select(search_progress::reading)
        .for_update()
        .skip_locked()
        .first(&mut db)
        .await
        .optional()
}

/// From here on all texts are read by another reading.
pub(super) async fn begin_anew(mut db: &Conn, reading: &str) -> QueryResult<()> {
    diesel::sql_query(
        "update search_progress set reading = $1,
                articles_below = coalesce((select max(id) from articles), 0) + 1,
                comments_below = coalesce((select max(id) from comments), 0) + 1",
    )
    .bind::<SqlText, _>(reading)
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// What waits longest.
pub(super) async fn waiting(mut db: &Conn, most: i64) -> QueryResult<Vec<Waiting>> {
    diesel::sql_query("select id, article_id, comment_id from search_waiting order by id limit $1")
        .bind::<BigInt, _>(most)
        .load(&mut db)
        .await
}

/// How much waits to be read, without what is read anew.
///
/// # Errors
/// When the database refuses.
pub async fn count_waiting(mut db: &Conn) -> QueryResult<i64> {
    diesel::sql_query("select count(*) as id from search_waiting")
        .get_result::<Id>(&mut db)
        .await
        .map(|row| row.id)
}

pub(super) async fn take_out(mut db: &Conn, waiting: &[Waiting]) -> QueryResult<()> {
    let ids: Vec<i64> = waiting.iter().map(|row| row.id).collect();
    diesel::sql_query("delete from search_waiting where id = any($1)")
        .bind::<Array<BigInt>, _>(ids)
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// The next articles to be read anew, and takes them off what is left.
pub(super) async fn next_articles(db: &Conn, most: i64) -> QueryResult<Vec<i64>> {
    next(db, "articles", most).await
}

/// The same with comments.
pub(super) async fn next_comments(db: &Conn, most: i64) -> QueryResult<Vec<i64>> {
    next(db, "comments", most).await
}

async fn next(mut db: &Conn, of: &'static str, most: i64) -> QueryResult<Vec<i64>> {
    let sql = format!(
        "with next as (
            select id from {of} where id < (select {of}_below from search_progress) order by id desc limit $1
         ), left_over as (
            update search_progress set {of}_below = (select min(id) from next) where exists (select from next)
         )
         select id from next"
    );
    let rows: Vec<Id> = diesel::sql_query(sql).bind::<BigInt, _>(most).load(&mut db).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The texts of articles, but for those that were erased.
pub(super) async fn articles(mut db: &Conn, ids: &[i64]) -> QueryResult<Vec<Text>> {
    let rows: Vec<Row> = diesel::sql_query(
        "select articles.id as article_id, null::bigint as comment_id, revision, posted_at as published, 0 as quoted,
                posted_by as author_id, publication_id, topic_id, false as quotes, headline,
                concat_ws(E'\\n\\n', byline, (select string_agg(plain, E'\\n\\n' order by ordinal) from paragraphs
                    where article_id = articles.id and revision = articles.revision)) as plain
           from articles where id = any($1) and erased_at is null",
    )
    .bind::<Array<BigInt>, _>(ids)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(Text::from).collect())
}

/// The texts of comments: the one that readers see, or would see, and an edit that waits; not those that their authors
/// deleted or that were erased.
pub(super) async fn comments(mut db: &Conn, ids: &[i64]) -> QueryResult<Vec<Text>> {
    let rows: Vec<Row> = diesel::sql_query(
        "select comments.article_id, comments.id as comment_id, texts.revision,
                coalesce(comments.published_at, comments.posted_at) as published, comments.quoted,
                comments.author_id, publication_id, topic_id, null::text as headline, texts.plain,
                exists (select from quotes where quotes.comment_id = comments.id
                           and quotes.revision = texts.revision) as quotes
           from comments join articles on articles.id = comments.article_id
           join comment_revisions texts on texts.comment_id = comments.id
            and (texts.revision = comments.revision or (texts.revision > comments.revision and texts.state = 'held'))
          where comments.id = any($1) and comments.state <> 'deleted' and texts.source <> ''",
    )
    .bind::<Array<BigInt>, _>(ids)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(Text::from).collect())
}

/// Brings words to their stems; a word that is in nearly every text has none. A dictionary that this Postgres has not
/// leaves words as they are.
pub async fn stems(
    mut db: &Conn,
    dictionary: &str,
    words: &BTreeSet<&str>,
) -> QueryResult<Vec<(String, Vec<String>)>> {
    let words: Vec<&str> = words.iter().copied().collect();
    let rows: Vec<Stemmed> = diesel::sql_query(
        "with dictionary as materialized (
            select coalesce((select oid from pg_ts_dict where dictname = $1 and pg_ts_dict_is_visible(oid)),
                            'simple'::regdictionary)::regdictionary as id)
         select word, coalesce(ts_lexize(dictionary.id, word), array[word]) as stems
           from unnest($2::text[]) as word, dictionary",
    )
    .bind::<SqlText, _>(dictionary)
    .bind::<Array<SqlText>, _>(words)
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.word, row.stems)).collect())
}

/// Takes what was read of these out of the index.
pub(super) async fn forget(mut db: &Conn, articles: &[i64], comments: &[i64]) -> QueryResult<()> {
    for (sql, ids) in [
        ("delete from search_documents where article_id = any($1) and comment_id is null", articles),
        ("delete from search_documents where comment_id = any($1)", comments),
    ] {
        if !ids.is_empty() {
            diesel::sql_query(sql).bind::<Array<BigInt>, _>(ids).execute(&mut db).await?;
        }
    }
    Ok(())
}

/// Puts texts into the index.
pub(super) async fn insert(mut db: &Conn, texts: impl Iterator<Item = (&Text, String)>) -> QueryResult<()> {
    let (mut articles, mut comments, mut revisions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut published, mut quoted, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for (text, lexemes) in texts {
        articles.push(text.article);
        comments.push(text.comment);
        revisions.push(text.revision);
        published.push(text.published);
        quoted.push(text.quoted);
        words.push(lexemes);
    }
    diesel::sql_query(
        "insert into search_documents (article_id, comment_id, revision, published, quoted, words)
         select article_id, comment_id, revision, published, quoted, words::tsvector
           from unnest($1, $2, $3, $4, $5, $6) as text (article_id, comment_id, revision, published, quoted, words)",
    )
    .bind::<Array<BigInt>, _>(articles)
    .bind::<Array<Nullable<BigInt>>, _>(comments)
    .bind::<Array<Integer>, _>(revisions)
    .bind::<Array<Timestamptz>, _>(published)
    .bind::<Array<Integer>, _>(quoted)
    .bind::<Array<SqlText>, _>(words)
    .execute(&mut db)
    .await
    .map(|_| ())
}
