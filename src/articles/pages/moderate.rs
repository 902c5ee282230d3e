//! `POST /a/{id}/closure`, `POST /a/{id}/reopening`

use crate::accounts::pages::{Visit, telling};
use crate::articles::{self, CloseRefused};
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
