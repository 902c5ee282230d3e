//! `GET /robots.txt`, `GET /sitemap.xml` and its parts: what those who index the board may read, and where.

use crate::articles::sitemap::{PER_PART, Part};
use crate::articles::{self, sitemap};
use crate::web::{Answer, Error, Keeping, Site, tagged};
use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

const XML: &str = "application/xml; charset=utf-8";

/// What is nobody's to index, by the beginning of its path: what needs signing in, and what is only sent or previewed.
/// Pages that may be read and are in no index say so themselves.
const NOT_TO_BE_READ: [&str; 18] = [
    "/admin/",
    "/settings/",
    "/queue",
    "/moderation/",
    "/decisions/",
    "/lots/",
    "/inbox",
    "/articles/new",
    "/sign-in",
    "/sign-out",
    "/join",
    "/setup/",
    "/password/",
    "/email/",
    "/unsubscribe/",
    "/preview",
    "/quote",
    "/feeds/",
];

/// What those who index may read.
///
/// # Errors
/// Those of sending it.
pub async fn get_robots(site: Data<Site>, request: HttpRequest) -> Answer {
    let disallowed = NOT_TO_BE_READ.map(|path| format!("Disallow: {path}\n")).concat();
    let text = format!("User-agent: *\n{disallowed}\nSitemap: {}/sitemap.xml\n", site.address());
    tagged(&request, Keeping::Everybody, ("text/plain; charset=utf-8", &text))
}

/// The parts of the map.
///
/// # Errors
/// When the database is away.
pub async fn get_sitemap(site: Data<Site>, request: HttpRequest) -> Answer {
    let db = site.db().await?;
    let parts = sitemap::parts(&db).await?;
    let address = |part: Part| format!("{}/sitemap/{}", site.address(), part.name());
    let addresses: Vec<String> = parts.into_iter().map(address).collect();
    sent(&request, sitemap::index(&addresses))
}

/// A part of the map.
///
/// # Errors
/// [`Error::NotFound`] for a part that there is not, or in which there is nothing.
pub async fn get_part(site: Data<Site>, request: HttpRequest, name: Path<String>) -> Answer {
    let part = Part::read(&name).ok_or(Error::NotFound)?;
    let db = site.db().await?;
    let paths: Vec<_> = match part {
        Part::Board => {
            let topics = articles::topics(&db).await?;
            let topics = topics.into_iter().map(|topic| format!("/?topic={}", topic.slug));
            std::iter::once("/".to_owned()).chain(topics).map(|path| (path, None)).collect()
        }
        Part::Publications(number) => {
            let slugs = sitemap::publications_of(&db, number, PER_PART).await?;
            slugs.into_iter().map(|slug| (format!("/p/{slug}"), None)).collect()
        }
        Part::Threads(number) => {
            let threads = sitemap::threads_of(&db, number, PER_PART).await?;
            threads.into_iter().map(|(id, slug, at)| (format!("/a/{id}/{slug}"), Some(at))).collect()
        }
    };
    if paths.is_empty() {
        return Err(Error::NotFound);
    }
    let pages: Vec<_> =
        paths.into_iter().map(|(path, at)| (format!("{}{path}", site.address()), at)).collect();
    sent(&request, sitemap::part(&pages))
}

fn sent(request: &HttpRequest, xml: std::io::Result<String>) -> Answer {
    let xml = xml.map_err(|e| Error::Broken(e.to_string()))?;
    tagged(request, Keeping::Everybody, (XML, &xml))
}
