//! What was just done is told once, by the page that comes after it.

use super::Visit;
use super::visit::{TOLD, cookie_name};
use crate::web::{Answer, Site};
use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, time::Duration};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 303 to a page that says this sentence once.
///
/// # Errors
/// Never; it is an [`Answer`] so that a handler can end with it.
pub fn telling(visit: &Visit, path: &str, sentence: &str) -> Answer {
    let told = visit.asker().bake(TOLD, URL_SAFE_NO_PAD.encode(sentence), Duration::minutes(1));
    crate::web::see_other_with(path, told)
}

/// The cookie that takes a told sentence back, if one was shown.
#[must_use]
pub fn clearing_notice(request: &HttpRequest, site: &Site) -> Option<Cookie<'static>> {
    let name = cookie_name(TOLD, site.is_secure());
    request.cookie(&name)?;
    let mut cookie = Cookie::build(name, "").path("/").secure(site.is_secure()).http_only(true).finish();
    cookie.set_max_age(Duration::ZERO);
    Some(cookie)
}
