//! `GET/POST /c/{id}/flag`: a reader points at a comment; `POST /c/{id}/flag/end`: and takes that back.

use crate::accounts::Writing;
use crate::accounts::pages::{Visit, telling};
use crate::articles::{self, Article};
use crate::comments::{self, Comment, CommentState};
use crate::db::{AccountId, CommentId, Conn};
use crate::moderation::{
    self, Flag, FlagRefused, KeptReason, TakeFlagBackRefused, flag, flag_given, take_flag_back,
};
use crate::quotes;
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
    /// What the reader said already, while nothing was decided on it.
    given: Option<String>,
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
    let found = flaggable(&db, visit.member()?.id, CommentId(*id)).await?;
    page(&form_page(&db, &visit, found, FlagForm::default(), Faults::default()).await?)
}

/// A reader points at a comment.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post_flag(visit: Visit, id: Path<i64>, form: Form<FlagForm>) -> Answer {
    let form = FlagForm { note: text(&form.0.note), ..form.0 };
    let mut db = visit.db().await?;
    let found = flaggable(&db, visit.member()?.id, CommentId(*id)).await?;
    let writing = Writing { author: visit.member()?, now: visit.now(), key: Uuid::nil() };
    let pointed = Flag { comment: CommentId(*id), reason: &form.reason, note: &form.note };
    match db.transaction::<_, FlagRefused, _>(async |db| flag(db, writing, pointed).await).await {
        Ok(()) => {
            quotes::lives::catch_up(&mut db).await?;
            telling(&visit, &back(&found), "Thank you. A moderator will look at it.")
        }
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

/// A reader takes back what they said.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Stale`] where nothing of theirs is undecided.
pub async fn post_end_of_flag(visit: Visit, id: Path<i64>) -> Answer {
    let id = CommentId(*id);
    let mut db = visit.db().await?;
    let found = flaggable(&db, visit.member()?.id, id).await?;
    let writing = Writing { author: visit.member()?, now: visit.now(), key: Uuid::nil() };
    let taken =
        db.transaction::<_, TakeFlagBackRefused, _>(async |db| take_flag_back(db, writing, id).await).await;
    match taken {
        Ok(()) => telling(&visit, &back(&found), "Taken back: you no longer point at it."),
        Err(TakeFlagBackRefused::Database(error)) => Err(error.into()),
        Err(refused) => Err(Error::Stale(refused.to_string())),
    }
}

/// What readers see, and what was hidden since this one pointed at it.
async fn flaggable(db: &Conn, reader: AccountId, id: CommentId) -> Result<(Comment, Article), Error> {
    let comment = comments::find(db, id).await?.ok_or(Error::NotFound)?;
    match comment.state {
        CommentState::Published => {}
        CommentState::Hidden if flag_given(db, id, reader).await?.is_some() => {}
        _ => return Err(Error::NotFound),
    }
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
    let given = flag_given(db, found.0.id, visit.member()?.id).await?;
    let number = found.0.number.unwrap_or(0);
    let shell = visit.shell(format!("Point a moderator at #{number}")).at("articles");
    Ok(FlagPage { shell, comment: found.0.id, back: back(&found), number, reasons, given, form, faults })
}
