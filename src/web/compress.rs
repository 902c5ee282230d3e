//! Pages, style and scripts leave compressed, for whoever takes it. What comes from the cache of pages is so already.
//!
//! Nothing secret stands in a page beside what another site could put there (no form token), so that lengths tell
//! nobody anything.

use super::coding::Coding;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, VARY};
use actix_web::middleware::Next;

/// Shorter bodies fit into one packet as they are.
const LEAST: usize = 1024;

/// The layer that compresses what the others made.
///
/// # Errors
/// What the other layers say, and [`super::Error::Broken`] when the body cannot be compressed.
pub async fn compress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let taken = Coding::taken(request.request());
    let (request, response) = next.call(request).await?.into_parts();
    let (mut response, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Err(body) => body.boxed(),
        Ok(bytes) if bytes.len() < LEAST || !is_to_be_packed(response.headers()) => BoxBody::new(bytes),
        Ok(bytes) => {
            response.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
            match (taken.name(), taken.pack(&bytes)?) {
                (Some(name), Some(packed)) => {
                    response.headers_mut().insert(CONTENT_ENCODING, name);
                    BoxBody::new(packed)
                }
                _ => BoxBody::new(bytes),
            }
        }
    };
    Ok(ServiceResponse::new(request, response.set_body(body)))
}

/// Text; but not what has a tag, which is that of just these bytes.
fn is_to_be_packed(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    (kind.starts_with("text/") || kind == "image/svg+xml") && !headers.contains_key(ETAG)
}
