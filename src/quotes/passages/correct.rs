//! An article is corrected, and what quotes it follows.

use super::follow::repaint;
use super::settle::settle;
use super::store;
use crate::accounts::Writing;
use crate::articles::{self, CorrectRefused, Corrected, Correction};
use crate::db::{ArticleId, Board, Conn};
use diesel::QueryResult;

/// A member or a moderator corrects an article; each quote of it in its own thread shows what became of its words. Those
/// in other threads are looked for by [`super::catch_up`]. Call it in a transaction.
///
/// # Errors
/// [`CorrectRefused`]; nothing is stored then.
pub async fn correct(
    db: &Conn,
    writing: Writing<'_>,
    new: &Correction,
    board: &Board,
) -> Result<Corrected, CorrectRefused> {
    let corrected = articles::correct(db, writing, new, board).await?;
    if corrected == Corrected::Anew {
        find_again(db, new.article).await?;
    }
    Ok(corrected)
}

async fn find_again(db: &Conn, article: ArticleId) -> QueryResult<()> {
    settle(db, store::of_thread(db, article).await?).await?;
    store::search_elsewhere(db, article).await?;
    repaint(db, article).await
}
