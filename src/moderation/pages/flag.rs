//! `GET/POST /c/{id}/flag`: a reader points at a comment.

use crate::accounts::Writing;
use crate::accounts::pages::{Visit, telling};
use crate::articles::{self, Article};
use crate::comments::{self, Comment, CommentState};
use crate::db::{CommentId, Conn};
use crate::moderation::{self, Flag, FlagRefused, KeptReason, flag};
use crate::web::{Answer, Error, Faults, Form, Shell, page, text, unprocessable};
use actix_web::web::Path;
use askama::Template;
use diesel_async::AsyncConnection;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "moderation/flag.html")]
struct FlagPage {
    shell: Shell,
    comment: CommentId,
    back: String,
    number: i32,
    reasons: Vec<KeptReason>,
    form: FlagForm,
    faults: Faults,
}

/// What a reader says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FlagForm {
    reason: String,
    note: String,
}

/// The form.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_flag(visit: Visit, id: Path<i64>) -> Answer {
    let db = visit.db().await?;
    let found = flaggable(&db, CommentId(*id)).await?;
    page(&form_page(&db, &visit, found, FlagForm::default(), Faults::default()).await?)
}

/// A reader points at a comment.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post_flag(visit: Visit, id: Path<i64>, form: Form<FlagForm>) -> Answer {
    let form = FlagForm { note: text(&form.0.note), ..form.0 };
    let mut db = visit.db().await?;
    let found = flaggable(&db, CommentId(*id)).await?;
    let writing = Writing { author: visit.member()?, now: visit.now(), key: Uuid::nil() };
    let pointed = Flag { comment: CommentId(*id), reason: &form.reason, note: &form.note };
    match db.transaction::<_, FlagRefused, _>(async |db| flag(db, writing, pointed).await).await {
        Ok(()) => telling(&visit, &back(&found), "Thank you. A moderator will look at it."),
        Err(FlagRefused::NoSuchComment) => Err(Error::NotFound),
        Err(FlagRefused::Database(error)) => Err(error.into()),
        Err(refused) => {
            let field = match refused {
                FlagRefused::Reason => "reason",
                FlagRefused::Note => "note",
                _ => "",
            };
            unprocessable(&form_page(&db, &visit, found, form, Faults::one(field, refused)).await?)
        }
    }
}

async fn flaggable(db: &Conn, id: CommentId) -> Result<(Comment, Article), Error> {
    let comment = comments::find(db, id).await?.filter(|comment| comment.state == CommentState::Published);
    let comment = comment.ok_or(Error::NotFound)?;
    let article = articles::find(db, comment.article_id).await?.ok_or(Error::NotFound)?;
    Ok((comment, article))
}

fn back((comment, article): &(Comment, Article)) -> String {
    article.path_of(comment.number.unwrap_or(1))
}

async fn form_page(
    db: &Conn,
    visit: &Visit,
    found: (Comment, Article),
    form: FlagForm,
    faults: Faults,
) -> Result<FlagPage, Error> {
    let reasons = moderation::reasons(db).await?;
    let number = found.0.number.unwrap_or(0);
    let shell = visit.shell(format!("Point a moderator at #{number}")).at("articles");
    Ok(FlagPage { shell, comment: found.0.id, back: back(&found), number, reasons, form, faults })
}
