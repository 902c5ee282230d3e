//! `GET /feed.atom`, `/p/{slug}/feed.atom`, `/a/{id}/feed.atom`, `/u/{name}/feed.atom`: what is new, for who reads it
//! elsewhere. The feed of a topic is the board's with `?topic=`, as its page is.

use crate::accounts::{self, earlier_names, page_of_person};
use crate::db::ArticleId;
use crate::notices::feeds::{Feed, Listing, atom, of_articles, of_person, of_thread};
use crate::web::{Answer, Error, Keeping, Query, Site, moved_to, tagged};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};
use serde::Deserialize;

/// The type of a feed.
pub(super) const ATOM: &str = "application/atom+xml; charset=utf-8";

/// Of which topic.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeedQuery {
    topic: String,
}

/// The newest articles of the board, or on a topic.
///
/// # Errors
/// [`Error::NotFound`] for a topic that there is not.
pub async fn get_board_feed(site: Data<Site>, request: HttpRequest, query: Query<FeedQuery>) -> Answer {
    let of = match query.0.topic.as_str() {
        "" => Listing::All,
        slug => Listing::Topic(slug),
    };
    let db = site.db().await?;
    let feed = of_articles(&db, (&site.board(), site.address()), of).await?;
    sent(&site, &request, &feed.ok_or(Error::NotFound)?)
}

/// The newest articles of a publication.
///
/// # Errors
/// [`Error::NotFound`] when readers see none of it.
pub async fn get_publication_feed(site: Data<Site>, request: HttpRequest, slug: Path<String>) -> Answer {
    let db = site.db().await?;
    let feed = of_articles(&db, (&site.board(), site.address()), Listing::Publication(&slug)).await?;
    sent(&site, &request, &feed.ok_or(Error::NotFound)?)
}

/// The newest comments of a thread.
///
/// # Errors
/// [`Error::NotFound`], also for its poster and for moderators where readers do not see it: a feed is the same for all.
pub async fn get_thread_feed(site: Data<Site>, request: HttpRequest, id: Path<i64>) -> Answer {
    let db = site.db().await?;
    let feed = of_thread(&db, (&site.board(), site.address()), ArticleId(*id)).await?;
    sent(&site, &request, &feed.ok_or(Error::NotFound)?)
}

/// What a person wrote and posted.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_person_feed(site: Data<Site>, request: HttpRequest, name: Path<String>) -> Answer {
    let db = site.db().await?;
    let person = accounts::by_name(&db, &name).await?;
    let Some(person) = person.filter(|person| person.name.to_lowercase() == name.to_lowercase()) else {
        let now_called = earlier_names::now_called(&db, &name).await?.ok_or(Error::NotFound)?;
        return moved_to(&format!("{}/feed.atom", page_of_person(&now_called)));
    };
    let feed = of_person(&db, (&site.board(), site.address()), &person).await?;
    sent(&site, &request, &feed)
}

fn sent(site: &Site, request: &HttpRequest, feed: &Feed) -> Answer {
    let xml = atom(feed, site.address()).map_err(|e| Error::Broken(e.to_string()))?;
    tagged(request, Keeping::Everybody, (ATOM, &xml))
}
