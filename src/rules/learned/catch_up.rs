//! Decisions that nothing was learned from yet: those from before there was a score, and those made by a program of a
//! version before. They are gone through in order, one a transaction, by any process.

use super::features::VERSION;
use super::{store, teach};
use crate::db::Conn;
use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::AsyncConnection;

/// Learns from the next decision that nothing was learned from; false when there is none, or another process is at it.
/// Where the counts were made of other features, they are made anew from the beginning.
///
/// # Errors
/// When the database refuses.
pub async fn catch_up(db: &mut Conn) -> QueryResult<bool> {
    db.transaction::<_, Error, _>(async |db| {
        let Some(progress) = store::take_progress(db).await? else { return Ok(false) };
        if progress.features > VERSION {
            return Ok(false);
        }
        if progress.features < VERSION {
            store::lock(db).await?;
            store::begin_anew(db, VERSION).await?;
            return Ok(true);
        }
        let Some(next) = store::next_decision(db, progress.caught_up_to).await? else {
            store::skip_to_last(db, progress.caught_up_to).await?;
            return Ok(false);
        };
        // Whoever takes it back takes the comment first.
        store::lock_comment(db, next.comment).await?;
        store::set_progress(db, next.decision).await?;
        if !store::is_undone(db, next.decision).await? {
            teach(db, next).await?;
        }
        Ok(true)
    })
    .await
}
