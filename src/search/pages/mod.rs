//! `GET /search`: what is looked for, and what was found.

use crate::accounts::pages::Visit;
use crate::search::{Page, Place, Reader, Unasked, find};
use crate::web::{Answer, Error, Faults, Moment, Query, Shell, page, unprocessable};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded::Serializer;

#[derive(Template)]
#[template(path = "search/search.html")]
struct SearchPage {
    shell: Shell,
    query: SearchQuery,
    faults: Faults,
    found: Option<Page>,
}

/// What is asked for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
    what: String,
    page: String,
}

/// The search: the form alone, or with what was found.
///
/// # Errors
/// When the database is away; a question that cannot be asked comes back with a sentence.
pub async fn get_search(visit: Visit, query: Query<SearchQuery>, request: actix_web::HttpRequest) -> Answer {
    let query = query.0;
    let shell = visit.shell(query.title()).at("search");
    if !request.query_string().split('&').any(|part| part.starts_with("q=")) {
        return page(&SearchPage { shell, query, faults: Faults::default(), found: None });
    }
    // Whoever is no moderator, or may not be one now, gets what everybody gets.
    let moderator = visit.moderator().ok().filter(|_| query.what == "all");
    let reader = moderator.as_ref().map_or(Reader::Anyone, Reader::All);
    let mut db = visit.db().await?;
    match find(&mut db, &query.q, &query.page, reader, visit.now()).await {
        Ok(found) => page(&SearchPage { shell, query, faults: Faults::default(), found: Some(found) }),
        Err(Unasked::Database(error)) => Err(Error::from(error)),
        Err(unasked) => {
            unprocessable(&SearchPage { shell, query, faults: Faults::one("q", unasked), found: None })
        }
    }
}

impl SearchQuery {
    fn title(&self) -> String {
        if self.q.trim().is_empty() { "Search".to_owned() } else { format!("{} · Search", self.q.trim()) }
    }

    /// The address of another page of the same results.
    fn address(&self, place: Option<&Place>) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("q", &self.q);
        if self.what == "all" {
            query.append_pair("what", "all");
        }
        if let Some(place) = place {
            query.append_pair("page", &place.to_string());
        }
        format!("/search?{}", query.finish())
    }
}
