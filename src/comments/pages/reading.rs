//! Where somebody was reading who went off to write.

use crate::articles::Article;
use crate::quotes::Wanted;
use actix_web::HttpRequest;
use actix_web::http::header::REFERER;
use url::Url;

/// The place in the thread from which somebody quoted this: the page that they came from, in its order, with what they
/// quoted at the top; where the browser does not tell, the page of the thread on which it stands.
pub(super) fn place_read(request: &HttpRequest, article: &Article, quoted: Option<Wanted>) -> String {
    let path = article.path();
    let referer = request.headers().get(REFERER).and_then(|value| value.to_str().ok());
    let page = referer.and_then(|text| Url::parse(text).ok()).filter(|page| page.path() == path);
    let page = page.map(|page| page.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}")));
    match (quoted, page) {
        (Some(Wanted::Comment(number)), Some(page)) => format!("{page}#c{number}"),
        (Some(Wanted::Comment(number)), None) => article.path_of(number),
        (Some(Wanted::Paragraph(ordinal)), page) => format!("{}#p{ordinal}", page.unwrap_or(path)),
        (None, page) => page.unwrap_or(path),
    }
}
