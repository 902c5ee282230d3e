//! `GET /a/{id}/{slug}`: the thread. The list of comments is the same for every viewer; what is the viewer's own
//! stands after it.

use super::composer::{Composer, ReplyForm};
use crate::accounts::Member;
use crate::accounts::drafts::{self, Owner};
use crate::accounts::pages::{Asker, Visit, drafts_owner};
use crate::articles::{self, Article, PER_PAGE, Paragraph, page_of};
use crate::comments::shown::{self, Span};
use crate::comments::{CommentState, Own, Shown};
use crate::db::{ArticleId, CommentId, Conn, Timestamp};
use crate::moderation;
use crate::quotes;
use crate::web::{Answer, Error, Moment, Pager, Query, Shell, Step, length, page, see_other};
use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "comments/thread.html")]
struct ThreadPage {
    shell: Shell,
    article: Article,
    paragraphs: Vec<Paragraph>,
    comments: Vec<Shown>,
    sort: Sort,
    pager: Pager,
    own: OwnPart,
    composer: Composer,
}

/// What a page shows to one member alone.
#[derive(Default)]
struct OwnPart {
    waiting: Vec<Own>,
    marks: Vec<(CommentId, i32, bool)>,
    read: Option<i32>,
    usual_wait: Option<String>,
}

/// In which order comments are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    Oldest,
    Newest,
    Quoted,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ThreadQuery {
    page: Option<i32>,
    sort: String,
}

/// `GET /a/{id}`: leads to the address with the headline in it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_thread_without_slug(asker: Asker, id: Path<i64>) -> Answer {
    let db = asker.db().await?;
    let article = articles::find(&db, ArticleId(*id)).await?.ok_or(Error::NotFound)?;
    see_other(&article.path())
}

/// The thread: the article, and a page of its comments.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_thread(asker: Asker, path: Path<(i64, String)>, query: Query<ThreadQuery>) -> Answer {
    let (id, slug) = path.into_inner();
    let (sort, number) = (Sort::read(&query.0.sort)?, query.0.page.unwrap_or(1));
    if !(1..=1_000_000).contains(&number) {
        return Err(Error::NotFound);
    }
    let (id, now) = (ArticleId(id), asker.now);
    let db = asker.db().await?;
    let (first, last) = ((number - 1) * PER_PAGE + 1, number * PER_PAGE);
    // One round trip: who asks, the article, and the page as if it were read in the order of its numbers.
    let (who, article, paragraphs, oldest, links) = tokio::try_join!(
        asker.who(&db),
        articles::find(&db, id),
        articles::paragraphs(&db, id),
        shown::shown(&db, id, Span::Oldest(first, last)),
        quotes::back_links(&db, id, first, last)
    )?;
    let article = article.ok_or(Error::NotFound)?;
    if slug != article.slug {
        return Ok(HttpResponse::MovedPermanently()
            .insert_header((LOCATION, moved(&article, &query.0)))
            .finish());
    }
    let pager =
        Pager::new(number, article.last_number.into(), PER_PAGE, &sort.address(&article), "#comments");
    if number > pager.pages {
        return Err(Error::NotFound);
    }
    let mut comments = match sort {
        Sort::Oldest => oldest,
        other => shown::shown(&db, id, other.span(number, article.last_number)).await?,
    };
    let links = if sort == Sort::Oldest { links } else { links_of(&db, id, &comments).await? };
    for comment in &mut comments {
        comment.name_quoters(id, &links);
    }
    let visit = asker.known_as(who);
    // What is a member's own comes with one round trip more; to nobody else there is anything to ask.
    let (own, composer) = tokio::try_join!(
        own_part(&db, &article, visit.viewer(), &comments, now),
        composer(&db, &visit, &article)
    )?;
    if let Some(member) = visit.viewer() {
        mark_read(&db, &article, member, &comments, (own.read, now)).await?;
    }
    let shell = visit.shell(article.headline.clone()).at("articles");
    page(&ThreadPage { shell, article, paragraphs, comments, sort, pager, own, composer })
}

fn moved(article: &Article, query: &ThreadQuery) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    if let Some(page) = query.page {
        pairs.append_pair("page", &page.to_string());
    }
    if !query.sort.is_empty() {
        pairs.append_pair("sort", &query.sort);
    }
    let query = pairs.finish();
    if query.is_empty() { article.path() } else { format!("{}?{query}", article.path()) }
}

async fn links_of(
    db: &Conn,
    id: ArticleId,
    comments: &[Shown],
) -> diesel::QueryResult<Vec<quotes::BackLink>> {
    let numbers = comments.iter().map(|comment| comment.number);
    let (low, high) = (numbers.clone().min().unwrap_or(0), numbers.max().unwrap_or(0));
    quotes::back_links(db, id, low, high).await
}

async fn own_part(
    db: &Conn,
    article: &Article,
    member: Option<&Member>,
    comments: &[Shown],
    now: Timestamp,
) -> diesel::QueryResult<OwnPart> {
    let Some(member) = member else { return Ok(OwnPart::default()) };
    let numbers = comments.iter().map(|comment| comment.number);
    let span = (numbers.clone().min().unwrap_or(0), numbers.max().unwrap_or(0));
    let (waiting, marks, read) = tokio::try_join!(
        shown::own(db, article.id, member.id, now),
        shown::marks(db, article.id, span, member.id),
        articles::read_mark(db, member.id, article.id)
    )?;
    let usual_wait = if waiting.iter().any(Own::is_waiting) {
        moderation::usual_wait(db, now).await?.map(length)
    } else {
        None
    };
    Ok(OwnPart { waiting, marks, read, usual_wait })
}

/// A member has now read the thread up to the highest number on this page.
async fn mark_read(
    db: &Conn,
    article: &Article,
    member: &Member,
    comments: &[Shown],
    (read, now): (Option<i32>, Timestamp),
) -> diesel::QueryResult<()> {
    let highest = comments.iter().map(|comment| comment.number).max().unwrap_or(0);
    if read.is_none_or(|read| read < highest) {
        articles::mark_read(db, member.id, article.id, highest, now).await?;
    }
    Ok(())
}

async fn composer(db: &Conn, visit: &Visit, article: &Article) -> diesel::QueryResult<Composer> {
    let owner: Option<Owner> = drafts_owner(visit);
    let kept = match &owner {
        Some(owner) => drafts::kept(db, owner, &super::reply::place_of(article.id)).await?,
        None => None,
    };
    let form = kept.as_ref().map(|(fields, _)| ReplyForm::kept(fields)).unwrap_or_default();
    Ok(Composer {
        action: format!("/a/{}/comments", article.id),
        article: article.id.0,
        form: form.with_key(),
        signed_in: visit.viewer().is_some(),
        kept: kept.is_some(),
        ..Composer::default()
    })
}

impl Sort {
    fn read(word: &str) -> Result<Self, Error> {
        match word {
            "" | "oldest" => Ok(Self::Oldest),
            "newest" => Ok(Self::Newest),
            "quoted" => Ok(Self::Quoted),
            _ => Err(Error::NotFound),
        }
    }

    fn address(self, article: &Article) -> String {
        match self {
            Self::Oldest => article.path(),
            Self::Newest => format!("{}?sort=newest", article.path()),
            Self::Quoted => format!("{}?sort=quoted", article.path()),
        }
    }

    fn span(self, page: i32, last: i32) -> Span {
        let before = (page - 1) * PER_PAGE;
        match self {
            Self::Oldest => Span::Oldest(before + 1, before + PER_PAGE),
            Self::Newest => Span::Newest((last - before - PER_PAGE + 1).max(1), last - before),
            Self::Quoted => Span::Quoted(before.into(), PER_PAGE.into()),
        }
    }
}

impl ThreadPage {
    /// Where the first comment is that the viewer has not read.
    fn first_unread(&self) -> Option<String> {
        let read = self.own.read?;
        (read < self.article.last_number).then(|| self.article.path_of(read + 1))
    }

    fn is_last_page(&self) -> bool {
        self.sort == Sort::Oldest && page_of(self.article.last_number) == self.pager.page
    }

    /// Where a comment is: on this page, or on its own.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands its values over by reference")]
    fn way_to(&self, number: &i32) -> String {
        if self.comments.iter().any(|comment| comment.number == *number) {
            format!("#c{number}")
        } else {
            self.article.path_of(*number)
        }
    }
}

impl Own {
    fn is_waiting(&self) -> bool {
        self.state == CommentState::Held
    }
}
