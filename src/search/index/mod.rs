//! Texts are read for the search, in the background: whoever posts does not wait for it.
//!
//! What was changed waits in a table (the database notes it in the transaction that changes a text), and is taken out of it
//! in the transaction that has read it. When the board's language or the reading of words is another, all texts are read
//! anew, the newest first, some at a time. One process is at it at a time; whatever dies, nothing is lost.

mod store;

use super::document::Read;
use super::language::dictionary;
use super::lexemes::Stems;
use super::words::VERSION;
use crate::db::{self, Conn};
use diesel::QueryResult;
use diesel_async::AsyncConnection;
use std::collections::BTreeSet;
pub use store::count_waiting;
pub(super) use store::stems;

/// So many texts are read at once.
const AT_ONCE: i64 = 250;

/// Reads some of the texts that wait, and says how many; none when all are read, or when another process is at it.
///
/// # Errors
/// When the database refuses; what waits waits on then.
pub async fn read_some(db: &mut Conn) -> QueryResult<usize> {
    db.transaction::<_, diesel::result::Error, _>(async |db| {
        let Some(had) = store::take_progress(db).await? else { return Ok(0) };
        let dictionary = dictionary(&db::board(db).await?.language);
        let reading = format!("{dictionary}/{VERSION}");
        if had != reading {
            store::begin_anew(db, &reading).await?;
        }
        let waiting = store::waiting(db, AT_ONCE).await?;
        if !waiting.is_empty() {
            let articles: Vec<i64> = waiting.iter().filter_map(|row| row.article_id).collect();
            let comments: Vec<i64> = waiting.iter().filter_map(|row| row.comment_id).collect();
            read_these(db, dictionary, &articles, &comments).await?;
            store::take_out(db, &waiting).await?;
            return Ok(waiting.len());
        }
        let articles = store::next_articles(db, AT_ONCE).await?;
        let comments = if articles.is_empty() { store::next_comments(db, AT_ONCE).await? } else { vec![] };
        read_these(db, dictionary, &articles, &comments).await?;
        Ok(articles.len() + comments.len())
    })
    .await
}

async fn read_these(db: &Conn, dictionary: &str, articles: &[i64], comments: &[i64]) -> QueryResult<()> {
    if articles.is_empty() && comments.is_empty() {
        return Ok(());
    }
    let mut texts = store::articles(db, articles).await?;
    texts.extend(store::comments(db, comments).await?);
    let read: Vec<Read> = texts.into_iter().map(Read::of).collect();
    let words: BTreeSet<&str> = read.iter().flat_map(Read::words).collect();
    let stems = Stems::of(stems(db, dictionary, &words).await?);
    store::forget(db, articles, comments).await?;
    store::insert(db, read.iter().map(|read| (&read.text, read.lexemes(&stems)))).await
}
