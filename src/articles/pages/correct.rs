//! `GET/POST /a/{id}/edit`: an article is corrected by who posted it or by a moderator. `GET /a/{id}/history`: what it
//! said before.

use super::form::{ArticleForm, field_of};
use super::unseen::known_to;
use crate::accounts::drafts::{self, Owner};
use crate::accounts::pages::{Visit, keep_and_sign_in, telling};
use crate::accounts::{Member, Writing};
use crate::articles::{
    self, AnyArticle, Article, ArticleState, CorrectRefused, Corrected, Correction, PostRefused, Revision,
    Topic, may_correct, may_correct_unseen,
};
use crate::db::{ArticleId, Conn};
use crate::markup::Change;
use crate::moderation;
use crate::quotes::passages;
use crate::web::{Answer, Error, Faults, Form, Moment, Shell, conflict, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "articles/correct.html")]
struct CorrectPage {
    shell: Shell,
    article: Article,
    /// Whether readers see it.
    is_seen: bool,
    form: ArticleForm,
    topics: Vec<Topic>,
    faults: Faults,
    kept: bool,
    may_not: Option<String>,
    /// The thread that discusses what the new link leads to.
    exists: Option<(String, String)>,
    /// What was corrected since the form was opened.
    since: Option<Revision>,
}

#[derive(Template)]
#[template(path = "articles/history.html")]
struct HistoryPage {
    shell: Shell,
    article: Article,
    revisions: Vec<Revision>,
}

fn place_of(id: ArticleId) -> String {
    format!("correct:{id}")
}

/// The form with what the article says now, or with what was kept of an earlier attempt.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::NotAllowed`] for who did not post it.
pub async fn get_edit(visit: Visit, id: Path<i64>) -> Answer {
    let member = visit.member()?;
    let db = visit.db().await?;
    let (article, may) = correctable(&db, &visit, member, ArticleId(*id)).await?;
    let may_not = match may {
        Ok(()) => None,
        Err(CorrectRefused::NoSuchArticle) => return Err(Error::NotFound),
        Err(refused @ CorrectRefused::NotYours) => return Err(Error::NotAllowed(refused.to_string())),
        Err(refused) => Some(refused.to_string()),
    };
    let latest = articles::latest(&db, article.id).await?;
    let kept = drafts::kept(&db, &Owner::Member(member.id), &place_of(article.id)).await?;
    let is_kept = kept.is_some();
    // What was kept says itself with which revision it began.
    let form =
        kept.map_or_else(|| ArticleForm::of(&article, &latest), |(fields, _)| ArticleForm::from(fields));
    let correct = correct_page(&db, &visit, article, form, Faults::default()).await?;
    page(&CorrectPage { kept: is_kept, may_not, ..correct })
}

/// An article that this member may know of, and whether it is theirs to correct.
async fn correctable(
    db: &Conn,
    visit: &Visit,
    member: &Member,
    id: ArticleId,
) -> Result<(Article, Result<(), CorrectRefused>), Error> {
    let board = visit.site().board();
    if let Some(article) = articles::find(db, id).await? {
        let may = may_correct(member, &article, &board, visit.now()).map(|_| ());
        return Ok((article, may));
    }
    let known = known_to(db, visit, id).await?;
    let may = may_correct_unseen(member, &known, &board);
    Ok((known.article, may))
}

/// A correction is sent. What others send is kept for them while they sign in.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::NotAllowed`] for who did not post the article.
pub async fn post_edit(visit: Visit, id: Path<i64>, form: Form<ArticleForm>) -> Answer {
    let (form, id) = (form.0.with_key(), ArticleId(*id));
    let Some(member) = visit.viewer() else {
        let back = format!("/a/{id}/edit");
        return keep_and_sign_in(visit.asker(), &place_of(id), &form.fields(), &back).await;
    };
    let mut db = visit.db().await?;
    let board = visit.site().board();
    let correction = Correction { article: id, revision: form.began_with(), new: form.article() };
    let writing = Writing { author: member, now: visit.now(), key: Uuid::nil() };
    let address = visit.site().address();
    match moderation::correct_article(&mut db, writing, &correction, (&board, address)).await {
        Ok(corrected) => corrected_now(&mut db, &visit, (member, id), corrected).await,
        Err(CorrectRefused::Database(error)) => Err(error.into()),
        Err(CorrectRefused::NoSuchArticle) => Err(Error::NotFound),
        Err(refused @ CorrectRefused::NotYours) => Err(Error::NotAllowed(refused.to_string())),
        Err(refused) => refuse(&db, &visit, id, form, refused).await,
    }
}

async fn corrected_now(
    db: &mut Conn,
    visit: &Visit,
    (member, id): (&Member, ArticleId),
    corrected: Corrected,
) -> Answer {
    drafts::forget(db, member.id, &place_of(id)).await?;
    if corrected == Corrected::Anew
        && let Err(error) = passages::catch_up(db).await
    {
        tracing::warn!(%error, "quotes in other threads follow within a minute");
    }
    let known = articles::any(db, id).await?.ok_or(Error::NotFound)?;
    if known.state != ArticleState::Published {
        return kept_unseen(db, visit, &known, corrected).await;
    }
    let told = match corrected {
        Corrected::Anew => "The article is corrected. Readers see when, and what it said before.",
        Corrected::Moved => "The article stands under its new topic.",
        Corrected::Same => "Nothing was changed.",
    };
    telling(visit, &known.article.path(), told)
}

/// What readers do not see goes on to whoever decides on it.
async fn kept_unseen(db: &Conn, visit: &Visit, known: &AnyArticle, corrected: Corrected) -> Answer {
    let article = &known.article;
    if corrected == Corrected::Same {
        return telling(visit, &article.path(), "Nothing was changed.");
    }
    let case = moderation::fate(db, article.id, visit.now()).await?.case;
    match case.filter(|_| visit.moderator().is_ok()) {
        Some(case) => {
            telling(visit, &format!("/queue/{case}"), "It is corrected. Decide on it as it reads now.")
        }
        None => telling(visit, &article.path(), "Your text is kept."),
    }
}

async fn refuse(
    db: &Conn,
    visit: &Visit,
    id: ArticleId,
    form: ArticleForm,
    refused: CorrectRefused,
) -> Answer {
    let article = articles::any(db, id).await?.ok_or(Error::NotFound)?.article;
    if let CorrectRefused::Stale = refused {
        let since = articles::corrected_since(db, &article, form.began_with()).await?;
        // Sent again, the text takes the place of the one that the writer is shown here.
        let form = ArticleForm { revision: article.revision.to_string(), ..form };
        let correct = correct_page(db, visit, article, form, Faults::one("", refused)).await?;
        return conflict(&CorrectPage { since, ..correct });
    }
    let (field, exists) = match &refused {
        CorrectRefused::Form(PostRefused::Exists(there)) => {
            ("link", Some((there.path(), there.headline.clone())))
        }
        CorrectRefused::Form(refused) => (field_of(refused), None),
        _ => ("", None),
    };
    let correct = correct_page(db, visit, article, form, Faults::one(field, refused)).await?;
    unprocessable(&CorrectPage { exists, ..correct })
}

async fn correct_page(
    db: &Conn,
    visit: &Visit,
    article: Article,
    form: ArticleForm,
    faults: Faults,
) -> Result<CorrectPage, Error> {
    let (topics, seen) = tokio::try_join!(articles::topics(db), articles::find(db, article.id))?;
    Ok(CorrectPage {
        shell: visit.shell("Correct the article").at("articles"),
        is_seen: seen.is_some(),
        article,
        form,
        topics,
        faults,
        kept: false,
        may_not: None,
        exists: None,
        since: None,
    })
}

/// What an article said before, and what was corrected.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_history(visit: Visit, id: Path<i64>) -> Answer {
    let db = visit.db().await?;
    let article = articles::find(&db, ArticleId(*id)).await?.ok_or(Error::NotFound)?;
    let revisions = articles::history(&db, &article).await?;
    let shell = visit.shell("What the article said before").at("articles");
    page(&HistoryPage { shell, article, revisions })
}
