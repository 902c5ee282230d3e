//! `POST /preview`: how a comment would look, with its composer under it.

use super::composer::{Composer, ReplyForm};
use super::reply::{alone, reply_page};
use super::revise;
use crate::accounts::pages::Visit;
use crate::articles;
use crate::comments::{self, TextRefused, prepare};
use crate::db::{ArticleId, CommentId, Conn};
use crate::quotes::{Asked, Limits};
use crate::web::{Answer, Error, Form, page, unprocessable};

/// The rendered comment. Nothing is stored.
///
/// # Errors
/// [`Error::NotFound`] when there is no such thread.
pub async fn post_preview(visit: Visit, form: Form<ReplyForm>) -> Answer {
    let form = form.0.with_key();
    let db = visit.db().await?;
    let id = form.article.parse().map(ArticleId).map_err(|_| Error::NotFound)?;
    let article = articles::find(&db, id).await?.ok_or(Error::NotFound)?;
    let asked = Asked {
        article: &article,
        reply_to: form.answers(),
        comment: edited(&db, &visit, &form).await?,
        address: visit.site().address(),
        limits: Limits::of(&visit.site().board()),
    };
    let prepared = prepare(&db, asked, &form.text(), &form.chosen()).await;
    let composer = match form.comment.parse::<i64>() {
        Ok(comment) => revise::composer(&visit, comment, &article, form),
        Err(_) => alone(&visit, &article, form),
    };
    match prepared {
        Ok(text) => page(&reply_page(&visit, article, Composer { preview: Some(text.html), ..composer })),
        Err(TextRefused::Database(error)) => Err(error.into()),
        Err(refused) => unprocessable(&reply_page(&visit, article, composer.refused(&refused))),
    }
}

/// The comment that is edited, if it is the viewer's own.
async fn edited(db: &Conn, visit: &Visit, form: &ReplyForm) -> Result<Option<CommentId>, Error> {
    let (Ok(id), Some(member)) = (form.comment.parse().map(CommentId), visit.viewer()) else {
        return Ok(None);
    };
    let comment = comments::find(db, id).await?.filter(|comment| comment.author_id == member.id);
    Ok(comment.map(|comment| comment.id))
}
