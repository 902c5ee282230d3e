//! What is done with one comment: `GET /c/{id}/history`, `POST /c/{id}/deletion`, `POST /c/{id}/recommendation`.

use super::place::place;
use super::reply::comment_id;
use crate::accounts::Writing;
use crate::accounts::pages::{Visit, telling};
use crate::articles::{self, Article};
use crate::comments::{self, Change, CommentState, DeleteRefused, RecommendRefused, Revision};
use crate::quotes;
use crate::web::{Answer, Error, Moment, Shell, page, see_other};
use actix_web::web::Path;
use askama::Template;
use diesel_async::AsyncConnection;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "comments/history.html")]
struct HistoryPage {
    shell: Shell,
    article: Article,
    number: i32,
    revisions: Vec<Revision>,
}

/// What a comment said before, and what was changed.
///
/// # Errors
/// [`Error::NotFound`] for a comment whose words are not to be seen.
pub async fn get_history(visit: Visit, id: Path<i64>) -> Answer {
    let db = visit.db().await?;
    let comment = comments::find(&db, comment_id(&id)).await?.ok_or(Error::NotFound)?;
    let number =
        comment.number.filter(|_| comment.state == CommentState::Published).ok_or(Error::NotFound)?;
    let article = articles::find(&db, comment.article_id).await?.ok_or(Error::NotFound)?;
    let revisions = comments::history(&db, comment.id).await?;
    page(&HistoryPage {
        shell: visit.shell(format!("History of #{number}")).at("articles"),
        article,
        number,
        revisions,
    })
}

/// An author deletes a comment.
///
/// # Errors
/// [`Error::NotFound`] for what is not one's own.
pub async fn post_deletion(visit: Visit, id: Path<i64>) -> Answer {
    let id = comment_id(&id);
    let mut db = visit.db().await?;
    let writing = Writing { author: visit.member()?, now: visit.now(), key: Uuid::nil() };
    match db.transaction::<_, DeleteRefused, _>(async |db| comments::delete(db, writing, id).await).await {
        Ok(()) => {
            quotes::lives::catch_up(&mut db).await?;
            telling(&visit, &place(&db, id).await?.ok_or(Error::NotFound)?, "Your comment is deleted.")
        }
        Err(DeleteRefused::NotYours) => Err(Error::NotFound),
        Err(DeleteRefused::Database(error)) => Err(error.into()),
    }
}

/// A member recommends a comment, or takes that back.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotAllowed`] for one's own.
pub async fn post_recommendation(visit: Visit, id: Path<i64>) -> Answer {
    let id = comment_id(&id);
    let mut db = visit.db().await?;
    let writing = Writing { author: visit.member()?, now: visit.now(), key: Uuid::nil() };
    match db
        .transaction::<_, RecommendRefused, _>(async |db| comments::recommend(db, writing, id).await)
        .await
    {
        Ok(thread) => {
            visit.asker().touched(&[thread]);
            see_other(&place(&db, id).await?.ok_or(Error::NotFound)?)
        }
        Err(RecommendRefused::NoSuchComment) => Err(Error::NotFound),
        Err(own @ RecommendRefused::Own) => Err(Error::NotAllowed(own.to_string())),
        Err(RecommendRefused::Database(error)) => Err(error.into()),
    }
}
