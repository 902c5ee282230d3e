//! Tags of what is sent: who has just these bytes already is told so, and gets no more.

use super::Error;
use super::coding::Coding;
use actix_web::http::header::{HeaderMap, HeaderValue, IF_NONE_MATCH};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Strong: of this text in this coding, where `bytes` are either of both.
///
/// # Errors
/// None in practice.
pub fn tag_of(coding: Coding, bytes: &[u8]) -> Result<HeaderValue, Error> {
    let mut hash = Sha256::new_with_prefix(coding.name().as_ref().map_or(&[][..], HeaderValue::as_bytes));
    hash.update(bytes);
    let hash = URL_SAFE_NO_PAD.encode(hash.finalize());
    let tag = HeaderValue::from_str(&format!("\"{}\"", hash.get(..22).unwrap_or_default()));
    tag.map_err(|e| Error::Broken(e.to_string()))
}

/// Whether `If-None-Match` names it. A weak tag of the same text is one of the same bytes.
pub fn is_known_to(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let names = |known: &[u8]| {
        let known = known.trim_ascii();
        known == b"*" || known.strip_prefix(b"W/").unwrap_or(known) == tag.as_bytes()
    };
    asked.get_all(IF_NONE_MATCH).any(|tags| tags.as_bytes().split(|byte| *byte == b',').any(names))
}
