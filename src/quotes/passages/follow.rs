//! Passages follow the comments that quote them.

use super::merge::{Merged, merge};
use super::settle::{Quoting, settle};
use super::store::{self, PassageRow};
use super::text::Text;
use crate::articles::{self, Article};
use crate::db::{ArticleId, CommentId, Conn};
use crate::markup;
use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::AsyncConnection;

/// How much of a passage's words stands in a list of passages, in characters.
const SHOWN: usize = 120;

/// So many threads are searched at once.
const THREADS: i64 = 100;

/// What follows when readers see a comment, see another text of it, or no longer see it: where the words that it quotes
/// from articles stand now, and what is marked in its article. Call it in the transaction in which that happens.
///
/// # Errors
/// When the database refuses.
pub async fn follow(db: &Conn, id: CommentId) -> QueryResult<()> {
    let quotes = store::of_comment(db, id).await?;
    let mut pairs: Vec<(ArticleId, ArticleId)> = quotes.iter().map(Quoting::places).collect();
    if !pairs.is_empty() {
        // Before anything else is taken, so that nobody who corrects one of them waits for us while we wait for them.
        store::hold_texts(db, &quoted(&quotes)).await?;
    }
    pairs.extend(store::forget(db, id).await?);
    settle(db, quotes).await?;
    match pairs.iter().find(|(thread, article)| thread == article) {
        Some((thread, _)) => repaint(db, *thread).await,
        None => Ok(()),
    }
}

/// A text was rendered anew: what became of the words that it quotes from articles shows in it again.
///
/// # Errors
/// When the database refuses.
pub async fn show_again(db: &Conn, id: CommentId) -> QueryResult<()> {
    let quotes = store::of_comment(db, id).await?;
    if quotes.is_empty() {
        return Ok(());
    }
    store::hold_texts(db, &quoted(&quotes)).await?;
    settle(db, quotes.into_iter().map(Quoting::untold).collect()).await
}

fn quoted(quotes: &[Quoting]) -> Vec<ArticleId> {
    quotes.iter().map(|quote| quote.places().1).collect()
}

/// Looks in every thread for words that have not been looked for: an article that they quote was corrected in another
/// thread, or the board was upgraded. Says in how many threads; one that fails is left for the next time.
///
/// # Errors
/// When the database refuses to say which they are.
pub async fn catch_up(db: &mut Conn) -> QueryResult<usize> {
    let mut done = 0;
    for thread in store::threads_to_search(db, THREADS).await? {
        match db.transaction::<_, Error, _>(async |db| search(db, thread).await).await {
            Ok(()) => done += 1,
            Err(error) => {
                tracing::error!(article = thread.0, %error, "the quotes of a thread did not follow");
            }
        }
    }
    Ok(done)
}

async fn search(db: &Conn, thread: ArticleId) -> QueryResult<()> {
    store::lock_thread(db, thread).await?;
    let quotes = store::unsought(db, thread).await?;
    store::hold_texts(db, &quoted(&quotes)).await?;
    settle(db, quotes).await?;
    store::forget_unsought(db, thread).await?;
    repaint(db, thread).await?;
    articles::raise_version(db, thread).await
}

/// Lays the quotes of an article over one another anew.
///
/// # Errors
/// When the database refuses.
pub async fn repaint(db: &Conn, id: ArticleId) -> QueryResult<()> {
    let merged = merge(store::laid(db, id).await?);
    let (article, paragraphs) = match merged.as_slice() {
        [] => (None, Vec::new()),
        _ => tokio::try_join!(articles::find(db, id), articles::paragraphs(db, id))?,
    };
    let text = Text::of(&paragraphs);
    let rows: Vec<PassageRow> = article
        .iter()
        .flat_map(|article| merged.iter().filter_map(|merged| row(article, &text, merged)))
        .collect();
    store::replace(db, id, &rows).await
}

fn row(article: &Article, text: &Text, merged: &Merged) -> Option<PassageRow> {
    Some(PassageRow {
        article_id: article.id,
        name: text.place(&merged.range, article.revision)?.to_string(),
        begins: i32::try_from(merged.range.start).ok()?,
        ends: i32::try_from(merged.range.end).ok()?,
        words: markup::excerpt(text.slice(&merged.range), SHOWN),
        comments: i32::try_from(merged.comments).ok()?,
        earlier: i32::try_from(merged.earlier).ok()?,
    })
}
