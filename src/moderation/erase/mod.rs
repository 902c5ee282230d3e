//! A rejected text is kept for 30 days after the last decision about it, and then erased: the text with all its revisions,
//! its quotes, and what was found in it; an article with its head, and texts that it had before readers saw it. The case and its decisions stay, and the log says what was erased. While an
//! appeal waits, nothing is.

mod store;

use crate::articles::{self, AnyArticle, ArticleState};
use crate::db::{self, ArticleId, Conn, LogLine, Timestamp};
use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::AsyncConnection;
use serde_json::json;

/// How long a rejected text is kept.
pub const KEEP: time::Duration = time::Duration::days(30);

/// So many texts of a kind are erased in one transaction.
const AT_ONCE: i64 = 100;

/// Erases some of what is due, and says how many; nothing is left once that is none. Several processes may do it at once.
///
/// # Errors
/// When the database refuses.
pub async fn erase_rejected(db: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    db.transaction::<_, Error, _>(async |db| {
        let until = now - KEEP;
        let mut erased = 0;
        for (comment, revision) in store::due_texts(db, until, AT_ONCE).await? {
            // Another process may have been quicker.
            if !store::erase_text(db, comment, revision).await? {
                continue;
            }
            let what = if revision.is_some() { "edit" } else { "comment" };
            log(db, ("comment", comment), (what, revision), now).await?;
            erased += 1;
        }
        for (case, author) in store::due_taglines(db, until, AT_ONCE).await? {
            store::erase_tagline(db, case).await?;
            log(db, ("account", author), ("tagline", None), now).await?;
            erased += 1;
        }
        erased += erase_articles(db, (until, now)).await?;
        Ok(erased)
    })
    .await
}

/// The same for articles, and for texts that were not taken of articles that readers saw in other words.
async fn erase_articles(db: &Conn, (until, now): (Timestamp, Timestamp)) -> QueryResult<usize> {
    let mut erased = 0;
    for id in store::due_articles(db, until, AT_ONCE).await? {
        let known = articles::take(db, ArticleId(id)).await?;
        let is_due = |known: AnyArticle| known.state == ArticleState::Rejected && known.erased_at.is_none();
        if !known.is_some_and(is_due) {
            continue;
        }
        articles::erase(db, ArticleId(id), now).await?;
        store::erase_reasons_of_article(db, id).await?;
        log(db, ("article", id), ("article", None), now).await?;
        erased += 1;
    }
    for (id, revision) in articles::erase_texts(db, None, until).await? {
        log(db, ("article", id.0), ("article", Some(revision)), now).await?;
        erased += 1;
    }
    Ok(erased)
}

async fn log(
    db: &Conn,
    (subject_kind, subject_id): (&str, i64),
    (what, revision): (&str, Option<i32>),
    now: Timestamp,
) -> QueryResult<()> {
    let line = LogLine {
        logged_at: now,
        actor_id: None,
        action: "erase",
        subject_kind,
        subject_id,
        why: "30 days after it was rejected",
        before: json!({"rejected": what, "revision": revision}),
        after: json!({}),
    };
    db::record(db, line).await
}
