//! A deletion is carried out: one account, one transaction.
//!
//! What a person kept for themselves goes, their name goes, and of their words what they chose. Rows are taken in the
//! order in which everybody takes them: threads, then comments, then cases.

mod others;
mod store;

use super::{THINK_AGAIN, Words, store as under_way};
use crate::accounts::FORMER;
use crate::articles;
use crate::db::{self, AccountId, Conn, LogLine, Timestamp, Word};
use crate::moderation::UNDO_FOR;
use crate::quotes;
use crate::rules::learned;
use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::AsyncConnection;
use serde_json::json;

pub(in crate::own_data) use others::recredit;

/// Carries out every deletion whose 24 hours are over, and says how many. Several processes may do it at once. One that
/// fails is left for the next time, and the others go on.
///
/// # Errors
/// When the database refuses to say which are due.
pub async fn carry_out_due(db: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    let mut done = 0;
    for id in under_way::due(db, now).await? {
        match db.transaction::<_, Error, _>(async |db| carry_out(db, id, now).await).await {
            Ok(true) => done += 1,
            Ok(false) => {}
            Err(error) => tracing::error!(account = id.0, %error, "an account could not be deleted"),
        }
    }
    Ok(done)
}

async fn carry_out(db: &Conn, id: AccountId, now: Timestamp) -> QueryResult<bool> {
    let Some(words) = under_way::take(db, id, now).await? else { return Ok(false) };
    if super::store::is_last_administrator(db, id).await? {
        tracing::warn!(account = id.0, "the last administrator is not deleted; it is tried again in a day");
        under_way::put_off(db, id, now + THINK_AGAIN).await?;
        return Ok(false);
    }
    let name = store::name_of(db, id).await?;
    let threads = store::lock_threads(db, id, &name).await?;
    others::follow(db, id, &name, words).await?;
    let sources = store::sources_of(db, id).await?;
    store::forget_private(db, id).await?;
    store::take_back_recommendations(db, id).await?;
    store::take_words(db, id, words == Words::Go).await?;
    let articles = articles::erase_rejected_of(db, id, now).await?;
    learned::forget_features(db, id, now - UNDO_FOR).await?;
    store::close_cases(db, id, now).await?;
    store::scrub_reasons(db, id, &name, words == Words::Go).await?;
    store::scrub_reasons_of(db, &articles).await?;
    store::become_former(db, id, FORMER).await?;
    quotes::recount(db, &sources).await?;
    store::recount(db, id, &threads).await?;
    for thread in threads {
        quotes::passages::repaint(db, thread).await?;
    }
    under_way::forget(db, id).await?;
    let line = LogLine {
        logged_at: now,
        actor_id: Some(id),
        action: "delete account",
        subject_kind: "account",
        subject_id: id.0,
        why: "",
        before: json!({}),
        after: json!({"words": words.word()}),
    };
    db::record(db, line).await?;
    Ok(true)
}
