//! `POST /settings/notifications/queue-feed` and `/end`: a moderator gets, changes or ends the secret address of the
//! queue's feed; `GET /feeds/queue/{secret}`: the feed, for whoever has it.
//!
//! The address is shown on the page that answers the form and nowhere else, for the board does not know it any more.

use super::feeds::ATOM;
use super::settings::{QueueFeed, settings_page};
use crate::accounts::pages::{Visit, telling};
use crate::db::Token;
use crate::notices::feeds::{atom, queue};
use crate::web::{Answer, Error, Keeping, Site, page, tagged};
use actix_web::HttpRequest;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, REFERRER_POLICY};
use actix_web::web::{Data, Path};

/// A moderator gets an address, or another one.
///
/// # Errors
/// When the database is away.
pub async fn post_queue_feed(visit: Visit) -> Answer {
    let by = visit.moderator()?;
    let mut db = visit.db().await?;
    let secret = queue::make(&mut db, &by, visit.now()).await?;
    let address = format!("{}{}", visit.site().address(), queue::path(&secret));
    let shown = QueueFeed { made_at: Some(visit.now()), address: Some(address) };
    let mut answer = page(&settings_page(&visit, &db, Some(shown)).await?)?;
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Ok(answer)
}

/// A moderator wants no address any more.
///
/// # Errors
/// When the database is away.
pub async fn post_end_of_queue_feed(visit: Visit) -> Answer {
    let by = visit.moderator()?;
    let mut db = visit.db().await?;
    let told = if queue::end(&mut db, &by, visit.now()).await? {
        "The address of the queue’s feed leads nowhere any more."
    } else {
        "The queue’s feed had no address; nothing more was done."
    };
    telling(&visit, "/settings/notifications", told)
}

/// What waits, for whoever has the secret of somebody who moderates now.
///
/// # Errors
/// [`Error::NotFound`] for every other secret.
pub async fn get_queue_feed(site: Data<Site>, request: HttpRequest, secret: Path<String>) -> Answer {
    let secret = Token::read(&secret).ok_or(Error::NotFound)?;
    let db = site.db().await?;
    let feed = queue::of_queue(&db, (&site.board(), site.address()), &secret, site.now()).await?;
    let xml =
        atom(&feed.ok_or(Error::NotFound)?, site.address()).map_err(|e| Error::Broken(e.to_string()))?;
    tagged(&request, Keeping::One, (ATOM, &xml))
}
