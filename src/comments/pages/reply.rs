//! `GET /a/{id}/{slug}/reply`, `POST /a/{id}/comments`: a comment is written and sent.

use super::composer::{Composer, ReplyForm};
use super::place::{place, place_in};
use super::reading::place_read;
use crate::accounts::pages::{Asker, Visit, keep_and_sign_in};
use crate::accounts::sanctions::silence_of;
use crate::accounts::{Writing, drafts};
use crate::articles::{self, Article};
use crate::comments::{self, Draft, Posted, ReplyRefused, Sent, post};
use crate::db::{ArticleId, CommentId, Conn};
use crate::quotes::{self, Limits, Wanted};
use crate::rules;
use crate::web::{Answer, Error, Faults, Form, Query, Shell, page, see_other, unprocessable};
use actix_web::HttpRequest;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "comments/reply.html")]
pub(super) struct ReplyPage {
    pub shell: Shell,
    pub article: Article,
    pub composer: Composer,
}

/// What is asked for: the comment that is answered, and what is quoted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReplyQuery {
    to: Option<i32>,
    quote: Vec<String>,
}

/// The place in which an unsent comment of a thread is kept.
pub(super) fn place_of(article: ArticleId) -> String {
    format!("reply:{article}")
}

/// The composer on a page of its own, with quotes in it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_reply(
    visit: Visit,
    request: HttpRequest,
    path: Path<(i64, String)>,
    query: Query<ReplyQuery>,
) -> Answer {
    let db = visit.db().await?;
    let article = articles::find(&db, ArticleId(path.0)).await?.ok_or(Error::NotFound)?;
    let kept = match visit.asker().drafts_owner() {
        Some(owner) => drafts::kept(&db, &owner, &place_of(article.id)).await?,
        None => None,
    };
    let mut form = kept.as_ref().map(|(fields, _)| ReplyForm::kept(fields)).unwrap_or_default().with_key();
    let wanted: Vec<Wanted> = query.0.quote.iter().filter_map(|text| Wanted::read(text)).take(20).collect();
    let quoted = quotes::prefill(&db, &article, &wanted, Limits::of(&visit.site().board())).await?;
    if !quoted.is_empty() {
        let before = form.body.trim_end();
        form.body = if before.is_empty() { quoted } else { format!("{before}\n\n{quoted}") };
    }
    // Who quotes a comment answers it, unless they say otherwise or answer another one already.
    let first = wanted
        .iter()
        .find_map(|wanted| if let Wanted::Comment(number) = wanted { Some(*number) } else { None });
    if let Some(number) = query.0.to.or_else(|| form.answers()).or(first) {
        form.reply_to = number.to_string();
    }
    form.back = place_read(&request, &article, wanted.first().copied());
    let silence = match visit.asker().session() {
        Some(session) => silence_of(&db, &session, visit.now()).await?,
        None => None,
    };
    let composer = Composer { kept: kept.is_some(), silence, ..alone(&visit, &article, form) };
    page(&reply_page(&visit, article, composer))
}

/// A member sends a comment. What others send is kept for them while they sign in.
///
/// # Errors
/// [`Error::NotFound`], or when the database is away.
pub async fn post_comment(asker: Asker, id: Path<i64>, form: Form<ReplyForm>) -> Answer {
    let (form, article) = (form.0.with_key(), ArticleId(*id));
    let mut db = asker.db().await?;
    let Some(member) = asker.member(&db).await? else {
        drop(db);
        return keep(&asker, article, &form).await;
    };
    let (body, chosen) = (form.text(), form.chosen());
    let draft = Draft {
        article,
        body: &body,
        reply_to: form.answers(),
        choices: &chosen,
        address: asker.site.address(),
        limits: Limits::of(&asker.site.board()),
    };
    let writing = Writing { author: &member, now: asker.now, key: form.key() };
    match post(&mut db, writing, &draft, &place_of(article)).await {
        Ok(sent) => {
            if sent.is_within {
                asker.touched(&[article]);
            }
            lead_to(&db, sent).await
        }
        Err(ReplyRefused::Database(error) | ReplyRefused::Text(comments::TextRefused::Database(error))) => {
            keep_for(&db, writing, &form, article).await;
            Err(error.into())
        }
        Err(refused) => {
            let who = asker.who(&db).await?;
            refuse(&db, &asker.known_as(who), article, form, refused).await
        }
    }
}

async fn lead_to(db: &Conn, sent: Sent) -> Answer {
    let (Posted::Published(id) | Posted::Held(id) | Posted::Already(id)) = sent.posted;
    match sent.stands {
        Some((thread, number)) => see_other(&place_in(&thread, id, number)),
        None => see_other(&place(db, id).await?.ok_or(Error::NotFound)?),
    }
}

async fn keep(asker: &Asker, article: ArticleId, form: &ReplyForm) -> Answer {
    let back = {
        let db = asker.db().await?;
        articles::find(&db, article).await?.ok_or(Error::NotFound)?.path() + "/reply"
    };
    keep_and_sign_in(asker, &place_of(article), &form.fields(), &back).await
}

/// What could not be stored as a comment may still be kept as a draft; if not, the browser has it.
async fn keep_for(db: &Conn, writing: Writing<'_>, form: &ReplyForm, article: ArticleId) {
    let owner = drafts::Owner::Member(writing.author.id);
    if let Err(error) = drafts::keep(db, &owner, &place_of(article), &form.fields(), writing.now).await {
        tracing::warn!(%error, "a draft could not be kept");
    }
}

async fn refuse(db: &Conn, visit: &Visit, id: ArticleId, form: ReplyForm, refused: ReplyRefused) -> Answer {
    if let ReplyRefused::ByRule(refusal) = &refused {
        rules::count_refusal(db, refusal, visit.now()).await?;
    }
    let article = articles::find(db, id).await?.ok_or(Error::NotFound)?;
    let form = match refused {
        ReplyRefused::NoSuchComment => ReplyForm { reply_to: String::new(), ..form },
        _ => form,
    };
    let composer = alone(visit, &article, form);
    let composer = match &refused {
        ReplyRefused::Text(text) => composer.refused(text),
        other => Composer { faults: Faults::one("body", other), ..composer },
    };
    unprocessable(&reply_page(visit, article, composer))
}

pub(super) fn alone(visit: &Visit, article: &Article, form: ReplyForm) -> Composer {
    Composer {
        action: format!("/a/{}/comments", article.id),
        article: article.id.0,
        form,
        signed_in: visit.viewer().is_some(),
        alone: true,
        ..Composer::default()
    }
}

pub(super) fn reply_page(visit: &Visit, article: Article, composer: Composer) -> ReplyPage {
    ReplyPage { shell: visit.shell("Write a comment").at("articles"), article, composer }
}

/// The comment's id, from an address.
pub(super) fn comment_id(path: &Path<i64>) -> CommentId {
    CommentId(**path)
}
