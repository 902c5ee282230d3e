//! `POST /a/{id}/draft`: what somebody has typed so far is kept: sent by the script of the composer while a member
//! writes, or by *Keep it and read on*, with which one gathers quotes without a script.

use super::composer::{Composer, ReplyForm};
use super::reply::{alone, place_of, reply_page};
use crate::accounts::drafts::{self, Owner};
use crate::accounts::pages::{CookieKind, Visit, telling};
use crate::articles;
use crate::comments::text::LONGEST;
use crate::db::ArticleId;
use crate::web::{Answer, Error, Faults, Form, local_path, unprocessable};
use actix_web::HttpResponse;
use actix_web::web::Path;

/// As much is kept as somebody may have typed before taking out what is too much for a comment.
const LONGEST_DRAFT: usize = LONGEST * 2;

/// Keeps the text of the composer; an empty one is forgotten. A script gets 204; who pressed the button goes back to
/// where they were reading.
///
/// # Errors
/// [`Error::NotFound`], [`Error::TooLarge`].
pub async fn post_draft(visit: Visit, id: Path<i64>, form: Form<ReplyForm>) -> Answer {
    let form = form.0;
    let db = visit.db().await?;
    let article = articles::find(&db, ArticleId(*id)).await?.ok_or(Error::NotFound)?;
    let length = form.body.chars().count();
    if length > LONGEST_DRAFT {
        if form.keep.is_empty() {
            return Err(Error::TooLarge);
        }
        let sentence = format!(
            "Of a comment that is being written, {LONGEST_DRAFT} characters are kept; this has {length}. Shorten it."
        );
        let composer = alone(&visit, &article, form);
        let composer = Composer { faults: Faults::one("body", sentence), ..composer };
        return unprocessable(&reply_page(&visit, article, composer));
    }
    let (place, is_empty, fields) = (place_of(article.id), form.body.trim().is_empty(), form.fields());
    let mut cookie = None;
    match visit.viewer() {
        Some(member) if is_empty => drafts::forget(&db, member.id, &place).await?,
        Some(member) => {
            drafts::keep(&db, &Owner::Member(member.id), &place, &fields, visit.now()).await?;
        }
        None => {
            let asker = visit.asker();
            let token = drafts::keep_for_visitor(&db, asker.visitor(), &place, &fields, visit.now()).await?;
            cookie = Some(asker.cookie(CookieKind::Visitor, token.text()));
        }
    }
    let mut answer = if form.keep.is_empty() {
        HttpResponse::NoContent().finish()
    } else if is_empty {
        telling(&visit, &local_path(&form.back), "There was nothing to keep.")?
    } else {
        telling(&visit, &local_path(&form.back), "Kept. What you quote next is added below it.")?
    };
    if let Some(cookie) = cookie {
        answer.add_cookie(&cookie).map_err(|e| Error::Broken(e.to_string()))?;
    }
    Ok(answer)
}
