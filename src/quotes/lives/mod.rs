//! Later lives: what became of a comment shows in every quote of it. Its words were edited away, it was deleted or
//! removed, removed together with its quotes, or is there again.
//!
//! A change of a comment marks every quote of it as unsettled ([`follow`]), and the texts that quote it are written
//! anew, some hundreds of them in the same transaction, so that a thread is never held up for long. [`catch_up`] does
//! the rest in transactions of its own: whoever changed something calls it before answering, and a job calls it each
//! minute for a process that died in between.
//!
//! A text that shows something of that kind is made of its original, which is kept apart: taken back, it is again what
//! it was, byte for byte. Start at `settle.rs`; what a text looks like is said in `text.rs`.

mod again;
mod life;
mod settle;
mod store;
mod text;

use super::{Quoted, SourceKind};
use crate::db::{CommentId, Conn};
use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::AsyncConnection;

pub use again::as_before;
pub use life::Life;
pub use settle::change_original;
pub use store::{original, take_threads, take_threads_of, take_threads_with};
pub use text::{Text, without_words};

/// How many texts are written in one transaction.
const AT_ONCE: i64 = 200;

/// A comment is no longer what it was: each quote of it follows. Call it in the transaction that changed it, with its
/// threads taken ([`take_threads`]); and [`catch_up`] after it.
///
/// # Errors
/// When the database refuses.
pub async fn follow(db: &Conn, source: CommentId) -> QueryResult<()> {
    if store::unsettle(db, source).await? > 0 {
        let texts = store::unsettled(db, Some(source), AT_ONCE).await?;
        settle::settle(db, &texts).await?;
    }
    Ok(())
}

/// Lets every text follow that quotes something that has changed, and says how many did. Several processes may do it at
/// once.
///
/// # Errors
/// When the database refuses; what was done by then stays done.
pub async fn catch_up(db: &mut Conn) -> QueryResult<usize> {
    let mut done = 0;
    loop {
        let texts = store::unsettled(db, None, AT_ONCE).await?;
        if texts.is_empty() {
            return Ok(done);
        }
        db.transaction::<_, Error, _>(async |db| {
            store::take_threads_of(db, &texts).await?;
            settle::settle(db, &texts).await
        })
        .await?;
        done += texts.len();
    }
}

/// Keeps the quotes of a revision. What was edited, deleted or removed while the text was being checked shows in it at
/// once; until the transaction ends, nothing more happens to what it quotes.
///
/// # Errors
/// When the database refuses.
pub async fn keep(db: &Conn, comment: CommentId, revision: i32, found: &[Quoted]) -> QueryResult<()> {
    super::store::insert(db, comment, revision, found).await?;
    let comments = found.iter().filter(|quoted| quoted.kind == SourceKind::Comment);
    let quoted: Vec<(i64, i32)> =
        comments.filter_map(|quoted| Some((quoted.source_id?, quoted.source_revision?))).collect();
    if quoted.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = quoted.iter().map(|(id, _)| *id).collect();
    let still = store::take_sources(db, &ids).await?;
    if quoted.iter().any(|one| !still.contains(one)) {
        store::unsettle_text(db, comment, revision).await?;
        settle::settle(db, &[(comment, revision)]).await?;
    }
    Ok(())
}

impl Quoted {
    /// The comment that it quotes, if it quotes one.
    #[must_use]
    pub fn comment(&self) -> Option<CommentId> {
        self.source_id.filter(|_| self.kind == SourceKind::Comment).map(CommentId)
    }
}
