//! What a handler gives back.

use super::Error;
use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ContentType, HeaderValue, LOCATION, RETRY_AFTER};
use askama::Template;

/// A handler's answer: a response, or an error that becomes a page at the edge.
pub type Answer = Result<HttpResponse, Error>;

/// A page.
///
/// # Errors
/// When the template cannot be rendered.
pub fn page(template: &impl Template) -> Answer {
    with_status(StatusCode::OK, template)
}

/// A form that comes back with its faults and what was typed.
///
/// # Errors
/// When the template cannot be rendered.
pub fn unprocessable(template: &impl Template) -> Answer {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A form whose subject was changed meanwhile, with what was typed.
///
/// # Errors
/// When the template cannot be rendered.
pub fn conflict(template: &impl Template) -> Answer {
    with_status(StatusCode::CONFLICT, template)
}

/// A page that says why there is nothing (any more) at this address.
///
/// # Errors
/// When the template cannot be rendered.
pub fn not_found(template: &impl Template) -> Answer {
    with_status(StatusCode::NOT_FOUND, template)
}

/// A form that was sent too often, and what was typed; it may be sent again in so many seconds.
///
/// # Errors
/// When the template cannot be rendered.
pub fn too_fast(template: &impl Template, seconds: u32) -> Answer {
    let mut response = with_status(StatusCode::TOO_MANY_REQUESTS, template)?;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

pub(super) fn with_status(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(|e| Error::Broken(e.to_string()))?;
    Ok(HttpResponse::build(status)
        .content_type(ContentType::html())
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .body(html))
}

/// The way on after a form that worked: 303.
///
/// # Errors
/// Never; it is an [`Answer`] so that a handler can end with it.
pub fn see_other(path: &str) -> Answer {
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, path)).finish())
}

/// 301, to where a page stands now; asked again each time, for it may come back.
///
/// # Errors
/// Never, like [`see_other`].
pub fn moved_to(path: &str) -> Answer {
    Ok(HttpResponse::MovedPermanently()
        .insert_header((LOCATION, path))
        .insert_header((CACHE_CONTROL, "private, no-cache"))
        .finish())
}

/// 303, with a cookie set.
///
/// # Errors
/// Never, like [`see_other`].
pub fn see_other_with(path: &str, cookie: Cookie<'_>) -> Answer {
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, path)).cookie(cookie).finish())
}
