//! Answers for machines, the same for everybody: feeds and maps of the board. They are asked for again and again, so each
//! has the tag of its bytes, and whoever has these already is told so.
//!
//! There is no `Last-Modified`: what is taken away changes an answer without making it newer, and must not stay.

use super::Answer;
use super::coding::Coding;
use super::etag::{is_known_to, tag_of};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderValue, VARY};
use actix_web::{HttpRequest, HttpResponse};

/// For whom an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// For everybody: it may be kept, and is asked for again each time.
    Everybody,
    /// For one alone: nobody keeps it, and where it was read is told to nobody.
    One,
}

/// A text of this type, in the coding that is taken, or the word that it is known already.
///
/// # Errors
/// [`Error::Broken`](super::Error::Broken) when it cannot be compressed.
pub fn tagged(request: &HttpRequest, keeping: Keeping, (kind, text): (&'static str, &str)) -> Answer {
    let coding = Coding::taken(request);
    let tag = tag_of(coding, text.as_bytes())?;
    let is_known = is_known_to(request.headers(), &tag);
    let packed = if is_known { None } else { coding.pack(text.as_bytes())? };
    let mut answer = if is_known {
        HttpResponse::new(StatusCode::NOT_MODIFIED)
    } else {
        let body = packed.unwrap_or_else(|| text.as_bytes().to_vec());
        HttpResponse::Ok().insert_header((CONTENT_TYPE, kind)).body(body)
    };
    let headers = answer.headers_mut();
    headers.insert(ETAG, tag);
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let (kept, told) = match keeping {
        Keeping::Everybody => ("no-cache", None),
        Keeping::One => ("private, no-store", Some("no-referrer")),
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Some(told) = told {
        headers.insert(actix_web::http::header::REFERRER_POLICY, HeaderValue::from_static(told));
    }
    if let Some(name) = coding.name().filter(|_| !is_known) {
        headers.insert(CONTENT_ENCODING, name);
    }
    Ok(answer)
}
