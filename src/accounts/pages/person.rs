//! `GET /u/{name}`: a person, and what they wrote.

use super::Visit;
use crate::accounts::{Account, by_name};
use crate::articles;
use crate::comments;
use crate::db::{ArticleId, CommentId, Timestamp};
use crate::markup::SafeHtml;
use crate::web::{Answer, Error, Moment, Query, Role, Shell, page};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

const PER_PAGE: i64 = 20;

#[derive(Template)]
#[template(path = "accounts/person.html")]
struct PersonPage {
    shell: Shell,
    person: Account,
    mine: bool,
    articles: Vec<(ArticleId, String, String)>,
    comments: Vec<Written>,
    more: Option<CommentId>,
}

/// A comment in the list of its author.
struct Written {
    id: CommentId,
    headline: String,
    number: i32,
    at: Timestamp,
    body: SafeHtml,
}

/// Which comments are asked for: those before this one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PersonQuery {
    before: Option<CommentId>,
}

/// A person's page.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_person(visit: Visit, name: Path<String>, query: Query<PersonQuery>) -> Answer {
    let db = visit.db().await?;
    let person =
        by_name(&db, &name).await?.filter(|person| person.name.to_lowercase() == name.to_lowercase());
    let person = person.ok_or(Error::NotFound)?;
    let (articles, mut lines) = tokio::try_join!(
        articles::of_poster(&db, person.id, 20),
        comments::latest_of(&db, person.id, query.0.before, PER_PAGE + 1)
    )?;
    let more = usize::try_from(PER_PAGE).is_ok_and(|most| lines.len() > most);
    if more {
        lines.pop();
    }
    let more = lines.last().filter(|_| more).map(|line| line.0);
    let written = |(id, _, _, headline, number, at, body)| Written { id, headline, number, at, body };
    let comments = lines.into_iter().map(written).collect();
    let mine = visit.viewer().is_some_and(|member| member.id == person.id);
    page(&PersonPage {
        shell: visit.shell(person.name.clone()).at("people"),
        person,
        mine,
        articles,
        comments,
        more,
    })
}
