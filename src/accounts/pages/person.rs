//! `GET /u/{name}`: a person, and what they wrote.

use super::Visit;
use crate::accounts::{Account, by_name, earlier_names, in_force, page_of_person};
use crate::articles;
use crate::comments;
use crate::db::{ArticleId, CommentId, Conn, Timestamp};
use crate::markup::SafeHtml;
use crate::notices::mute;
use crate::web::{Answer, DataBlock, Error, Head, Moment, Query, Role, Shell, TERMS, moved_to, page};
use actix_web::web::Path;
use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::json;

const PER_PAGE: i64 = 20;

#[derive(Template)]
#[template(path = "accounts/person.html")]
struct PersonPage {
    shell: Shell,
    person: Account,
    mine: bool,
    muted: bool,
    query: PersonQuery,
    articles: Vec<(ArticleId, String, String)>,
    more_articles: Option<ArticleId>,
    comments: Vec<Written>,
    more_comments: Option<CommentId>,
    /// The same for machines.
    data: Option<DataBlock>,
}

/// A comment in the list of its author.
struct Written {
    id: CommentId,
    headline: String,
    number: i32,
    at: Timestamp,
    body: SafeHtml,
}

/// How far down which list: the comments before this one, or the articles before that one. Whoever goes on in one list
/// sees that one alone.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PersonQuery {
    before: Option<CommentId>,
    articles_before: Option<ArticleId>,
}

impl PersonQuery {
    fn is_first_page(self) -> bool {
        self.before.is_none() && self.articles_before.is_none()
    }
}

/// A person's page. However far down one goes, a page asks for the rows that it shows, and one more.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_person(visit: Visit, name: Path<String>, query: Query<PersonQuery>) -> Answer {
    let db = visit.db().await?;
    let query = query.0;
    let person =
        by_name(&db, &name).await?.filter(|person| person.name.to_lowercase() == name.to_lowercase());
    let Some(person) = person else { return moved(&db, &name).await };
    let most = |list_is_shown: bool| if list_is_shown { PER_PAGE + 1 } else { 0 };
    let viewer = visit.viewer().map(|member| member.id);
    let muted = async {
        let Some(viewer) = viewer else { return Ok(false) };
        mute::has_muted(&db, viewer, person.id).await
    };
    // Only who is not signed in may be a machine that keeps what it reads.
    let suspended = async {
        let sanctions = if viewer.is_some() { vec![] } else { in_force(&db, person.id, visit.now()).await? };
        Ok(sanctions.iter().any(|sanction| sanction.kind == "suspended"))
    };
    let (articles, comments, muted, suspended) = tokio::try_join!(
        articles::of_poster(&db, person.id, query.articles_before, most(query.before.is_none())),
        comments::latest_of(&db, person.id, query.before, most(query.articles_before.is_none())),
        muted,
        suspended
    )?;
    let (articles, more_articles) = cut(articles, |line| line.0);
    let (lines, more_comments) = cut(comments, |line| line.0);
    let written = |(id, _, _, headline, number, at, body)| Written { id, headline, number, at, body };
    let mine = viewer == Some(person.id);
    let is_found = query.is_first_page() && !suspended && !(articles.is_empty() && lines.is_empty());
    let shell = visit.shell(person.name.clone()).at("person");
    let head = head(visit.site().address(), &shell.board.board_name, &person).indexed(is_found);
    let data = (is_found && viewer.is_none()).then(|| as_data(&head.canonical, &person));
    page(&PersonPage {
        shell: shell.saying(head),
        data,
        person,
        mine,
        muted,
        query,
        articles,
        more_articles,
        comments: lines.into_iter().map(written).collect(),
        more_comments,
    })
}

/// What a person's page says to machines.
fn head(address: &str, board: &str, person: &Account) -> Head {
    let path = page_of_person(&person.name);
    let what = format!("What {} wrote on {board}.", person.name);
    Head::of(address, &path)
        .about(&[&person.about, &person.tagline, &what])
        .of_kind("profile")
        .fed_by(&format!("What {} writes", person.name), &format!("{path}/feed.atom"))
}

fn as_data(page: &str, person: &Account) -> DataBlock {
    DataBlock::of(&json!({
        "@context": TERMS,
        "@type": "ProfilePage",
        "url": page,
        "dateCreated": Moment(person.joined_at).machine(),
        "mainEntity": {
            "@type": "Person",
            "name": person.name,
            "url": page,
            "description": if person.about.is_empty() { &person.tagline } else { &person.about },
        },
    }))
}

/// Who had the name before is found under the present one.
async fn moved(db: &Conn, name: &str) -> Answer {
    let now_called = earlier_names::now_called(db, name).await?.ok_or(Error::NotFound)?;
    moved_to(&format!("/u/{}", utf8_percent_encode(&now_called, NON_ALPHANUMERIC)))
}

/// A page of a list that was asked for one line more, and the id that the next one goes on after.
fn cut<T, Id>(mut lines: Vec<T>, id: impl Fn(&T) -> Id) -> (Vec<T>, Option<Id>) {
    let more = usize::try_from(PER_PAGE).is_ok_and(|most| lines.len() > most);
    if more {
        lines.pop();
    }
    let last = lines.last().filter(|_| more).map(id);
    (lines, last)
}
