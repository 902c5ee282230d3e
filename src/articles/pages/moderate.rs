//! `POST /a/{id}/closure`, `POST /a/{id}/reopening`, `POST /a/{id}/moderation`, `POST /a/{id}/moderation/end`

use crate::accounts::pages::{Visit, telling};
use crate::articles::{self, CloseRefused, ModerateRefused};
use crate::db::ArticleId;
use crate::web::{Answer, Error};
use actix_web::web::Path;
use diesel_async::AsyncConnection;

/// A moderator closes a thread.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub async fn post_closure(visit: Visit, id: Path<i64>) -> Answer {
    change(visit, *id, true).await
}

/// A moderator reopens a thread.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub async fn post_reopening(visit: Visit, id: Path<i64>) -> Answer {
    change(visit, *id, false).await
}

async fn change(visit: Visit, id: i64, closing: bool) -> Answer {
    let by = visit.moderator()?;
    let mut db = visit.db().await?;
    let article = articles::find(&db, ArticleId(id)).await?.ok_or(Error::NotFound)?;
    let now = visit.now();
    let changed = db.transaction::<_, CloseRefused, _>(async |db| {
        if closing {
            articles::close(db, &by, &article, now).await
        } else {
            articles::reopen(db, &by, &article, now).await
        }
    });
    match changed.await {
        Ok(()) if closing => telling(&visit, &article.path(), "The thread is closed. Reading goes on."),
        Ok(()) => telling(&visit, &article.path(), "The thread is open again."),
        Err(CloseRefused::Database(error)) => Err(error.into()),
        Err(refused) => Err(Error::Stale(refused.to_string())),
    }
}

/// From now on moderators look at each comment of a thread before it appears.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub async fn post_moderation(visit: Visit, id: Path<i64>) -> Answer {
    moderate(visit, *id, true).await
}

/// Comments of a thread appear at once again.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub async fn post_end_of_moderation(visit: Visit, id: Path<i64>) -> Answer {
    moderate(visit, *id, false).await
}

async fn moderate(visit: Visit, id: i64, on: bool) -> Answer {
    let by = visit.moderator()?;
    let mut db = visit.db().await?;
    let article = articles::find(&db, ArticleId(id)).await?.ok_or(Error::NotFound)?;
    let now = visit.now();
    let changed = db.transaction::<_, ModerateRefused, _>(async |db| {
        articles::moderate(db, &by, &article, on, now).await
    });
    match changed.await {
        Ok(()) if on => telling(
            &visit,
            &article.path(),
            "From now on each comment here waits until a moderator has looked.",
        ),
        Ok(()) => {
            telling(&visit, &article.path(), "Comments appear at once again. What waits goes on waiting.")
        }
        Err(ModerateRefused::Database(error)) => Err(error.into()),
        Err(refused) => Err(Error::Stale(refused.to_string())),
    }
}
