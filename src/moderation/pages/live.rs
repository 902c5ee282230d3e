//! `GET /queue/live`: how the queue stands, told to its open pages for as long as they are open.

use crate::accounts::pages::Visit;
use crate::moderation;
use crate::web::{Answer, Followed};
use actix_web::HttpRequest;

/// A stream of server-sent events: how much waits and since when the newest cases do, now and whenever that is something
/// else.
///
/// # Errors
/// [`Error::NotFound`](crate::web::Error), [`Error::Crowded`](crate::web::Error).
pub async fn get_live(visit: Visit, request: HttpRequest) -> Answer {
    visit.moderator()?;
    let following = visit.site().live().follow(Followed::Queue)?;
    let db = visit.db().await?;
    following.answer(&request, moderation::news(&db).await?)
}
