//! `POST /a/{id}/draft`: what a member has typed so far, sent by the script of the composer while one writes.

use super::composer::ReplyForm;
use super::reply::place_of;
use crate::accounts::drafts::{self, Owner};
use crate::accounts::pages::Visit;
use crate::articles;
use crate::comments::text::LONGEST;
use crate::db::ArticleId;
use crate::web::{Answer, Error, Form};
use actix_web::HttpResponse;
use actix_web::web::Path;

/// Keeps the text of the composer; an empty one is forgotten.
///
/// # Errors
/// [`Error::NotFound`], [`Error::TooLarge`].
pub async fn post_draft(visit: Visit, id: Path<i64>, form: Form<ReplyForm>) -> Answer {
    let member = visit.member()?;
    let db = visit.db().await?;
    let article = articles::find(&db, ArticleId(*id)).await?.ok_or(Error::NotFound)?;
    if form.0.body.chars().count() > LONGEST * 2 {
        return Err(Error::TooLarge);
    }
    let place = place_of(article.id);
    if form.0.body.trim().is_empty() {
        drafts::forget(&db, member.id, &place).await?;
    } else {
        drafts::keep(&db, &Owner::Member(member.id), &place, &form.0.fields(), visit.now()).await?;
    }
    Ok(HttpResponse::NoContent().finish())
}
