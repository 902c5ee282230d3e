//! `GET /articles/new`, `POST /articles`: a member posts an article.

use super::form::{ArticleForm, field_of};
use crate::accounts::drafts;
use crate::accounts::pages::{Visit, keep_and_sign_in, telling};
use crate::accounts::{Member, Writing};
use crate::articles::{self, ArticleState, PostRefused, Posted, Topic, Unseen};
use crate::moderation;
use crate::web::{Answer, Faults, Form, Shell, page, see_other, unprocessable};
use askama::Template;
use uuid::Uuid;

const PLACE: &str = "article";

#[derive(Template)]
#[template(path = "articles/new.html")]
struct NewPage {
    shell: Shell,
    form: ArticleForm,
    topics: Vec<Topic>,
    faults: Faults,
    exists: Option<(String, String)>,
    may_not: Option<String>,
    /// What the member sent and readers do not see.
    unseen: Vec<Unseen>,
}

/// So many of one's articles that readers do not see are listed.
const LISTED: i64 = 10;

/// The form, with what was kept of an earlier attempt.
///
/// # Errors
/// When the database is away.
pub async fn get_new(visit: Visit) -> Answer {
    let member = visit.member()?;
    let db = visit.db().await?;
    let kept = match visit.asker().drafts_owner() {
        Some(owner) => drafts::kept(&db, &owner, PLACE).await?,
        None => None,
    };
    let form = kept.map(|(fields, _)| ArticleForm::from(fields)).unwrap_or_default();
    let topics = articles::topics(&db).await?;
    let may_not =
        articles::may_post(member, visit.site().board().article_posters).err().map(|e| e.to_string());
    let unseen = articles::unseen_of(&db, member.id, LISTED).await?;
    page(&NewPage { may_not, unseen, ..form_page(&visit, form.with_key(), topics, Faults::default()) })
}

/// A member posts an article. What others sent is kept for them while they sign in.
///
/// # Errors
/// When the database is away.
pub async fn post_article(visit: Visit, form: Form<ArticleForm>) -> Answer {
    let form = form.0.with_key();
    let Some(member) = visit.viewer() else {
        return keep_and_sign_in(visit.asker(), PLACE, &form.fields(), "/articles/new").await;
    };
    let mut db = visit.db().await?;
    let board = visit.site().board();
    let (new, writing) = (form.article(), writing(&visit, member, &form));
    let address = visit.site().address();
    let refused = match moderation::post_article(&mut db, writing, &new, (&board, address)).await {
        Ok(Posted::New(id) | Posted::Again(id)) => {
            drafts::forget(&db, member.id, PLACE).await?;
            return see_other(&format!("/a/{id}"));
        }
        Err(PostRefused::Database(error)) => return Err(error.into()),
        Err(PostRefused::Exists(there)) if form.text.trim().is_empty() => {
            return telling(&visit, &there.path(), "This article is being discussed already: here.");
        }
        Err(refused) => refused,
    };
    let topics = articles::topics(&db).await?;
    let exists = match &refused {
        PostRefused::Exists(there) => Some((there.path(), there.headline.clone())),
        _ => None,
    };
    let faults = Faults::one(field_of(&refused), refused);
    unprocessable(&NewPage { exists, ..form_page(&visit, form, topics, faults) })
}

fn writing<'a>(visit: &Visit, author: &'a Member, form: &ArticleForm) -> Writing<'a> {
    Writing { author, now: visit.now(), key: form.key.unwrap_or_else(Uuid::now_v7) }
}

fn form_page(visit: &Visit, form: ArticleForm, topics: Vec<Topic>, faults: Faults) -> NewPage {
    NewPage {
        shell: visit.shell("Post an article").at("articles"),
        form,
        topics,
        faults,
        exists: None,
        may_not: None,
        unseen: Vec::new(),
    }
}

impl Unseen {
    fn path(&self) -> String {
        format!("/a/{}/{}", self.id, self.slug)
    }

    fn said(&self) -> &'static str {
        match self.state {
            ArticleState::Held => "waits for a moderator",
            ArticleState::Removed => "was taken away",
            ArticleState::Rejected | ArticleState::Published => "was not published",
        }
    }
}
