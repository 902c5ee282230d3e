//! `GET/POST /c/{id}/appeal`: what was decided about a comment, for its author, who may appeal once.

use crate::accounts::Writing;
use crate::accounts::pages::{Visit, telling};
use crate::articles::{self, Article};
use crate::comments::{self, Change, Comment, CommentState};
use crate::db::{CommentId, Conn};
use crate::moderation::{AppealRefused, Decision, Told, appeal, told};
use crate::rules::CaseKind;
use crate::web::{Answer, Error, Faults, Form, Moment, Shell, page, text, unprocessable};
use actix_web::web::Path;
use askama::Template;
use diesel_async::AsyncConnection;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "moderation/appeal.html")]
struct AppealPage {
    shell: Shell,
    article: Article,
    comment: CommentId,
    told: Told,
    form: AppealForm,
    faults: Faults,
}

/// What an author says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AppealForm {
    text: String,
}

/// What was decided, and the form.
///
/// # Errors
/// [`Error::NotFound`] for what is not one's own, and where nothing was decided.
pub async fn get_appeal(visit: Visit, id: Path<i64>) -> Answer {
    let db = visit.db().await?;
    page(&appeal_page(&db, &visit, CommentId(*id), AppealForm::default(), Faults::default()).await?)
}

/// An author appeals.
///
/// # Errors
/// [`Error::NotFound`] for what is not one's own.
pub async fn post_appeal(visit: Visit, id: Path<i64>, form: Form<AppealForm>) -> Answer {
    let form = AppealForm { text: text(&form.0.text) };
    let id = CommentId(*id);
    let mut db = visit.db().await?;
    let writing = Writing { author: visit.member()?, now: visit.now(), key: Uuid::nil() };
    match db.transaction::<_, AppealRefused, _>(async |db| appeal(db, writing, id, &form.text).await).await {
        Ok(()) => {
            let sentence = "Your appeal waits for a moderator. You are told what comes of it.";
            telling(&visit, &format!("/c/{id}/appeal"), sentence)
        }
        Err(AppealRefused::NotYours) => Err(Error::NotFound),
        Err(AppealRefused::Database(error)) => Err(error.into()),
        Err(refused) => {
            let field = if matches!(refused, AppealRefused::Text) { "text" } else { "" };
            unprocessable(&appeal_page(&db, &visit, id, form, Faults::one(field, refused)).await?)
        }
    }
}

async fn appeal_page(
    db: &Conn,
    visit: &Visit,
    id: CommentId,
    form: AppealForm,
    faults: Faults,
) -> Result<AppealPage, Error> {
    let comment = own(db, visit, id).await?;
    let told = told(db, &comment).await?.filter(|told| !is_nothing(told)).ok_or(Error::NotFound)?;
    let article = articles::find(db, comment.article_id).await?.ok_or(Error::NotFound)?;
    let shell = visit.shell("What was decided").at("inbox");
    Ok(AppealPage { shell, article, comment: id, told, form, faults })
}

async fn own(db: &Conn, visit: &Visit, id: CommentId) -> Result<Comment, Error> {
    let member = visit.member()?;
    let comment = comments::find(db, id).await?.filter(|comment| comment.author_id == member.id);
    comment.filter(|comment| comment.state != CommentState::Deleted).ok_or(Error::NotFound)
}

/// That readers pointed at a text which stays is nothing that its author need know.
fn is_nothing(told: &Told) -> bool {
    told.kind == CaseKind::FlaggedComment && matches!(told.decision, Decision::Approve | Decision::Ignore)
}

impl Told {
    /// What was decided, in a sentence.
    fn sentence(&self) -> &'static str {
        match (self.decision, self.kind) {
            (Decision::Reject, CaseKind::Appeal) => {
                "Your appeal was not upheld: what was decided before stands."
            }
            (Decision::Approve, CaseKind::Appeal) => {
                "Your appeal was upheld: readers see your comment again."
            }
            (Decision::Approve, CaseKind::HeldEdit) => "Your edit was published.",
            (Decision::Approve | Decision::Ignore | Decision::Undo, _) => "Your comment was published.",
            (Decision::Edit, _) => "Your comment was published, as a moderator changed it.",
            (Decision::Revise, _) => "A moderator asks you to change your comment.",
            (Decision::Reject, CaseKind::HeldEdit) => {
                "Your edit was not published: readers go on seeing the text from before."
            }
            (Decision::Reject, _) => "Your comment was not published.",
            (Decision::Remove, _) => "Your comment was removed.",
            (Decision::Restore, _) => "Readers see your comment again.",
        }
    }
}
