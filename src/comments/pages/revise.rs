//! `GET/POST /c/{id}/edit`: an author changes a comment, or deletes it.

use super::composer::{Composer, ReplyForm};
use super::place::place;
use super::reply::comment_id;
use crate::accounts::drafts::{self, Owner};
use crate::accounts::pages::{Visit, keep_and_sign_in, telling};
use crate::accounts::{Member, Writing};
use crate::articles::{self, Article};
use crate::comments::store::latest_revision;
use crate::comments::{
    Comment, CommentState, EditRefused, Edited, NewText, TextRefused, asked_to_revise, edit, find,
};
use crate::db::{CommentId, Conn};
use crate::quotes::{self, Limits};
use crate::rules;
use crate::web::{Answer, Error, Faults, Form, Shell, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use diesel_async::AsyncConnection;

#[derive(Template)]
#[template(path = "comments/edit.html")]
struct EditPage {
    shell: Shell,
    article: Article,
    composer: Composer,
    comment: CommentId,
    waits: bool,
    /// What a moderator asks for.
    asked: Option<String>,
}

fn place_of(id: CommentId) -> String {
    format!("edit:{id}")
}

/// The form with the latest text.
///
/// # Errors
/// [`Error::NotFound`] for what is not one's own.
pub async fn get_edit(visit: Visit, id: Path<i64>) -> Answer {
    let db = visit.db().await?;
    let member = visit.member()?;
    let (comment, article) = own(&db, member, comment_id(&id)).await?;
    let latest = latest_revision(&db, comment.id).await?;
    let kept = drafts::kept(&db, &Owner::Member(member.id), &place_of(comment.id)).await?;
    let form = kept.as_ref().map(|(fields, _)| ReplyForm::kept(fields));
    let form = form.unwrap_or(ReplyForm { body: latest.source, ..ReplyForm::default() });
    let form = ReplyForm { revision: latest.revision.to_string(), ..form.with_key() };
    let composer = Composer { kept: kept.is_some(), ..composer(&visit, comment.id.0, &article, form) };
    let asked = asked_to_revise(&db, comment.id).await?;
    page(&edit_page(&visit, article, composer, (&comment, latest.state == CommentState::Held, asked)))
}

/// An author sends a new text. What others send is kept for them while they sign in.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn post_edit(visit: Visit, id: Path<i64>, form: Form<ReplyForm>) -> Answer {
    let (form, id) = (form.0.with_key(), comment_id(&id));
    let Some(member) = visit.viewer() else {
        let back = format!("/c/{id}/edit");
        return keep_and_sign_in(visit.asker(), &place_of(id), &form.fields(), &back).await;
    };
    let mut db = visit.db().await?;
    let (body, chosen) = (form.text(), form.chosen());
    let new = NewText {
        comment: id,
        revision: form.began_with(),
        body: &body,
        choices: &chosen,
        address: visit.site().address(),
        limits: Limits::of(&visit.site().board()),
        hours: visit.site().board().edit_hours,
    };
    let writing = Writing { author: member, now: visit.now(), key: form.key() };
    match db.transaction::<_, EditRefused, _>(async |db| edit(db, writing, &new).await).await {
        Ok(edited) => {
            quotes::lives::catch_up(&mut db).await?;
            drafts::forget(&db, member.id, &place_of(id)).await?;
            let back = place(&db, id).await?.ok_or(Error::NotFound)?;
            telling(&visit, &back, told(edited))
        }
        Err(EditRefused::Database(error) | EditRefused::Text(TextRefused::Database(error))) => {
            Err(error.into())
        }
        Err(EditRefused::NotYours) => Err(Error::NotFound),
        Err(refused) => refuse(&db, &visit, (member, id), form, &refused).await,
    }
}

fn told(edited: Edited) -> &'static str {
    match edited {
        Edited::Published => "Your comment is changed. Readers see that it was edited, and what it was.",
        Edited::Held => "Your new text waits for a moderator. Until then readers see the one before.",
        Edited::Same => "Nothing was changed.",
    }
}

async fn refuse(
    db: &Conn,
    visit: &Visit,
    (member, id): (&Member, CommentId),
    form: ReplyForm,
    refused: &EditRefused,
) -> Answer {
    if let EditRefused::ByRule(refusal) = refused {
        rules::count_refusal(db, refusal, visit.now()).await?;
    }
    let (comment, article) = own(db, member, id).await?;
    let latest = latest_revision(db, id).await?;
    let form = ReplyForm { revision: latest.revision.to_string(), ..form };
    let composer = composer(visit, id.0, &article, form);
    let composer = match refused {
        EditRefused::Text(text) => composer.refused(text),
        other => Composer { faults: Faults::one("body", other), ..composer },
    };
    let asked = asked_to_revise(db, id).await?;
    unprocessable(&edit_page(visit, article, composer, (&comment, latest.state == CommentState::Held, asked)))
}

/// The comment, if it is this member's and can still be changed.
async fn own(db: &Conn, member: &Member, id: CommentId) -> Result<(Comment, Article), Error> {
    let comment =
        find(db, id).await?.filter(|comment| comment.author_id == member.id).ok_or(Error::NotFound)?;
    if !matches!(comment.state, CommentState::Published | CommentState::Held) {
        return Err(Error::NotFound);
    }
    let article = articles::find(db, comment.article_id).await?.ok_or(Error::NotFound)?;
    Ok((comment, article))
}

pub(super) fn composer(visit: &Visit, comment: i64, article: &Article, form: ReplyForm) -> Composer {
    Composer {
        action: format!("/c/{comment}/edit"),
        article: article.id.0,
        comment: Some(comment),
        form,
        signed_in: visit.viewer().is_some(),
        alone: true,
        ..Composer::default()
    }
}

fn edit_page(
    visit: &Visit,
    article: Article,
    composer: Composer,
    (comment, waits, asked): (&Comment, bool, Option<String>),
) -> EditPage {
    EditPage {
        shell: visit.shell("Edit your comment").at("articles"),
        article,
        composer,
        comment: comment.id,
        waits,
        asked,
    }
}
