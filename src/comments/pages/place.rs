//! `GET /c/{id}`: a comment's place in its thread.

use super::reply::comment_id;
use crate::accounts::pages::Visit;
use crate::articles::{self, Article};
use crate::comments::{self, Comment, CommentState};
use crate::db::{CommentId, Conn};
use crate::web::{Answer, Error, see_other};
use actix_web::web::Path;

/// Leads to the comment in its thread.
///
/// # Errors
/// [`Error::NotFound`], also for what the viewer may not know of.
pub async fn get_place(visit: Visit, id: Path<i64>) -> Answer {
    let db = visit.db().await?;
    let comment = comments::find(&db, comment_id(&id)).await?.ok_or(Error::NotFound)?;
    let own = visit.viewer().is_some_and(|member| member.id == comment.author_id);
    if comment.number.is_none() && !(own && is_seen_by_author(&comment)) {
        return Err(Error::NotFound);
    }
    see_other(&place(&db, comment.id).await?.ok_or(Error::NotFound)?)
}

/// Where a comment stands: at its number, or for its author at the end of the thread.
pub(super) async fn place(db: &Conn, id: CommentId) -> diesel::QueryResult<Option<String>> {
    let Some(comment) = comments::find(db, id).await? else { return Ok(None) };
    let Some(article) = articles::find(db, comment.article_id).await? else { return Ok(None) };
    let number = comment.number.filter(|_| !is_seen_by_author(&comment));
    Ok(Some(place_in(&article, id, number)))
}

/// The same of a comment in this thread that has this number, or waits.
pub(super) fn place_in(article: &Article, id: CommentId, number: Option<i32>) -> String {
    if let Some(number) = number {
        return article.path_of(number);
    }
    let page = articles::page_of(article.last_number);
    let query = if page > 1 { format!("?page={page}") } else { String::new() };
    format!("{}{query}#held-{id}", article.path())
}

fn is_seen_by_author(comment: &Comment) -> bool {
    matches!(comment.state, CommentState::Held | CommentState::Rejected)
}
