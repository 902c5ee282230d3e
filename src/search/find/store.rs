//! Finding in the database. Whether a reader may see a text is asked here, of the comment and the article themselves,
//! whatever stands in the index.

use crate::comments::CommentState;
use crate::db::{Conn, Timestamp, Word};
use crate::search::place::Side;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

/// What is looked through, and how it is ranked.
pub struct Within<'a> {
    /// What the index is asked.
    pub asked: String,
    /// What the texts that it finds are asked.
    pub strict: String,
    /// Which articles may be from before the stretch.
    pub headline: Option<&'a str>,
    /// The words that the rank goes by.
    pub rank: Option<&'a str>,
    /// Nothing from before this moment, whatever stands in its headline.
    pub from: Option<Timestamp>,
    /// The stretch begins here,
    pub since: Timestamp,
    /// and ends before this.
    pub until: Timestamp,
    /// Whether what readers do not see is found, too.
    pub all: bool,
    /// The result that the page lies beside.
    pub beside: Option<(Side, i64, i64)>,
}

/// A result: its rank and its row.
#[derive(QueryableByName)]
pub struct Ranked {
    #[diesel(sql_type = BigInt)]
    pub rank: i64,
    #[diesel(sql_type = BigInt)]
    pub row: i64,
}

/// What is shown of a result.
#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = BigInt)]
    pub article_id: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub article_state: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub comment_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    pub comment_state: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    pub number: Option<i32>,
    #[diesel(sql_type = Bool)]
    pub is_current: bool,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub case_id: Option<i64>,
    #[diesel(sql_type = Text)]
    pub headline: String,
    #[diesel(sql_type = Text)]
    pub author: String,
    #[diesel(sql_type = Timestamptz)]
    pub published: Timestamp,
    #[diesel(sql_type = Text)]
    pub plain: String,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
}

/// From when to when there are texts.
#[derive(Clone, Copy, QueryableByName)]
pub struct Bounds {
    #[diesel(sql_type = Timestamptz)]
    pub oldest: Timestamp,
    #[diesel(sql_type = Timestamptz)]
    pub newest: Timestamp,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

#[derive(QueryableByName)]
struct Moment {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    at: Option<Timestamp>,
}

impl Row {
    /// Where it leads; a moderator who looks for all is led to the case of what readers do not see.
    pub fn path(&self, all: bool) -> String {
        match (self.comment_id, self.case_id.filter(|_| all && self.state_told().is_some())) {
            (_, Some(case)) => format!("/queue/{case}"),
            (Some(comment), None) => format!("/c/{comment}"),
            (None, None) => format!("/a/{}/{}", self.article_id, self.slug),
        }
    }

    /// What it is, if readers do not see it.
    pub fn state_told(&self) -> Option<&'static str> {
        let comment = self.comment_state.as_deref().and_then(CommentState::of);
        let is_in_sight = self.article_state == "published";
        match comment {
            None => match self.article_state.as_str() {
                "published" => None,
                "held" => Some(WAITS),
                "rejected" => Some("rejected"),
                _ => Some("removed"),
            },
            Some(CommentState::Held) => Some(WAITS),
            Some(CommentState::Hidden) => Some("hidden by flags"),
            Some(CommentState::Published) if !self.is_current => Some("an edit that waits"),
            Some(CommentState::Published) if is_in_sight => None,
            Some(CommentState::Published) => Some("in a thread that readers do not see"),
            Some(state) => Some(state.word()),
        }
    }
}

const WAITS: &str = "waits for a moderator";

/// For the rest of the transaction: no question holds a connection for long, and none makes Postgres read all there is.
pub async fn begin(mut db: &Conn) -> QueryResult<()> {
    db.batch_execute("set transaction read only; set local statement_timeout = '2s'; set local enable_seqscan = off; set local max_parallel_workers_per_gather = 0")
        .await
}

/// From when to when there are texts; nothing if there is none.
pub async fn bounds(mut db: &Conn) -> QueryResult<Option<Bounds>> {
    diesel::sql_query(
        "select oldest, newest from (select (select published from search_documents order by published limit 1) as oldest,
                (select published from search_documents order by published desc limit 1) as newest) bounds
          where oldest is not null",
    )
    .get_result(&mut db)
    .await
    .optional()
}

/// When the nth text before a moment was published, if there are so many.
pub async fn nth_before(mut db: &Conn, until: Timestamp, nth: i64) -> QueryResult<Option<Timestamp>> {
    let moment: Moment = diesel::sql_query(
        "select (select published from search_documents where published < $1
                  order by published desc offset $2 limit 1) as at",
    )
    .bind::<Timestamptz, _>(until)
    .bind::<BigInt, _>(nth)
    .get_result(&mut db)
    .await?;
    Ok(moment.at)
}

/// In how many texts the index finds this; it counts no further than `most`.
pub async fn count(mut db: &Conn, asked: &str, most: i64) -> QueryResult<i64> {
    let count: Count = diesel::sql_query(
        "select count(*) from (select from search_documents where words @@ $1::tsquery limit $2) found",
    )
    .bind::<Text, _>(asked)
    .bind::<BigInt, _>(most)
    .get_result(&mut db)
    .await?;
    Ok(count.count)
}

/// The best of what the index finds, or the next ones in either direction.
pub async fn ranked(mut db: &Conn, within: &Within<'_>, most: i64) -> QueryResult<Vec<Ranked>> {
    let (side, rank, row) = within.beside.unwrap_or((Side::After, i64::MAX, i64::MAX));
    let sql = match side {
        Side::After => concat!(
            include_str!("ranked.sql"),
            " and (ranked.rank, ranked.id) < ($10, $11) order by ranked.rank desc, ranked.id desc limit $12"
        ),
        Side::Before => {
            concat!(
                include_str!("ranked.sql"),
                " and (ranked.rank, ranked.id) > ($10, $11) order by ranked.rank, ranked.id limit $12"
            )
        }
    };
    diesel::sql_query(sql)
        .bind::<Text, _>(&within.asked)
        .bind::<Text, _>(&within.strict)
        .bind::<Nullable<Text>, _>(within.headline)
        .bind::<Nullable<Text>, _>(within.rank)
        .bind::<Nullable<Timestamptz>, _>(within.from)
        .bind::<Timestamptz, _>(within.since)
        .bind::<Timestamptz, _>(within.until)
        .bind::<Bool, _>(within.all)
        .bind::<BigInt, _>(MOST_RANKED)
        .bind::<BigInt, _>(rank)
        .bind::<BigInt, _>(row)
        .bind::<BigInt, _>(most)
        .load(&mut db)
        .await
}

/// Never more than this is ranked.
const MOST_RANKED: i64 = 1_500;

/// What is shown of these rows, in their order.
pub async fn rows(mut db: &Conn, ids: &[i64]) -> QueryResult<Vec<Row>> {
    diesel::sql_query(include_str!("rows.sql")).bind::<Array<BigInt>, _>(ids).load(&mut db).await
}

/// The publication with this slug or name, if readers see something of it; for one who asks for all, in any case.
pub async fn publication(mut db: &Conn, name: &str, all: bool) -> QueryResult<Option<i64>> {
    let found: Id = diesel::sql_query(
        "select (select id from publications where (slug = $1 or name_folded = $1)
             and ($2 or exists (select from articles where publication_id = publications.id and state = 'published'))
           order by id limit 1) as id",
    )
    .bind::<Text, _>(name.to_lowercase())
    .bind::<Bool, _>(all)
    .get_result(&mut db)
    .await?;
    Ok(found.id)
}

/// The topic with this slug or name.
pub async fn topic(mut db: &Conn, name: &str) -> QueryResult<Option<i64>> {
    let found: Id = diesel::sql_query(
        "select (select id from topics where slug = $1 or lower(name) = $1 order by position, id limit 1) as id",
    )
    .bind::<Text, _>(name.to_lowercase())
    .get_result(&mut db)
    .await?;
    Ok(found.id)
}

/// Whether there is a thread with this id that may be asked for.
pub async fn is_thread(mut db: &Conn, id: i64, all: bool) -> QueryResult<bool> {
    let found: Id = diesel::sql_query(
        "select (select id from articles where id = $1 and ($2 or state = 'published')) as id",
    )
    .bind::<BigInt, _>(id)
    .bind::<Bool, _>(all)
    .get_result(&mut db)
    .await?;
    Ok(found.id.is_some())
}
