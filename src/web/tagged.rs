//! Answers for machines, the same for everybody: feeds and maps of the board. They are asked for again and again, so each
//! has the tag of its bytes, and whoever has these already is told so.
//!
//! There is no `Last-Modified`: what is taken away changes an answer without making it newer, and must not stay.

use super::coding::Coding;
use super::{Answer, Error};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

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
/// [`Error::Broken`] when it cannot be compressed.
pub fn tagged(request: &HttpRequest, keeping: Keeping, (kind, text): (&'static str, &str)) -> Answer {
    let coding = Coding::taken(request);
    let tag = tag_of(coding, text)?;
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

/// Strong: of these bytes in this coding.
fn tag_of(coding: Coding, text: &str) -> Result<HeaderValue, Error> {
    let mut hash = Sha256::new_with_prefix(coding.name().as_ref().map_or(&[][..], HeaderValue::as_bytes));
    hash.update(text);
    let hash = URL_SAFE_NO_PAD.encode(hash.finalize());
    let tag = HeaderValue::from_str(&format!("\"{}\"", hash.get(..22).unwrap_or_default()));
    tag.map_err(|e| Error::Broken(e.to_string()))
}

fn is_known_to(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let names = |known: &[u8]| {
        let known = known.trim_ascii();
        known == b"*" || known.strip_prefix(b"W/").unwrap_or(known) == tag.as_bytes()
    };
    asked.get_all(IF_NONE_MATCH).any(|tags| tags.as_bytes().split(|byte| *byte == b',').any(names))
}
