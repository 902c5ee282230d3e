//! `GET /a/{id}/live`: how far a thread has come, told to its open pages for as long as they are open.

use crate::accounts::pages::Asker;
use crate::articles;
use crate::db::ArticleId;
use crate::web::{Answer, Error, Followed};
use actix_web::HttpRequest;
use actix_web::web::Path;

/// A stream of server-sent events: the highest number in the thread, now and whenever it is another one.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Crowded`].
pub async fn get_live(asker: Asker, request: HttpRequest, id: Path<i64>) -> Answer {
    let thread = ArticleId(*id);
    let following = asker.site.live().follow(Followed::Thread(thread))?;
    let db = asker.db().await?;
    let (_, last) = articles::last_numbers(&db, &[thread]).await?.pop().ok_or(Error::NotFound)?;
    following.answer(&request, last)
}
