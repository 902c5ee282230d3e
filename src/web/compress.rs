//! Pages, style and scripts leave compressed, for whoever takes it: brotli, else gzip.
//!
//! Nothing secret stands in a page beside what another site could put there (no form token), so that lengths tell
//! nobody anything.

use super::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    AcceptEncoding, CONTENT_ENCODING, CONTENT_TYPE, ContentEncoding, Encoding, Header, HeaderMap,
    HeaderValue, VARY,
};
use actix_web::middleware::Next;
use std::io::Write;

/// Shorter bodies fit into one packet as they are.
const LEAST: usize = 1024;
/// A page of a thread takes about 3 ms at this level; the next ones take longer for one byte in a hundred.
const LEVEL: u32 = 7;
const WINDOW: u32 = 22;

/// The layer that compresses what the others made.
///
/// # Errors
/// What the other layers say, and [`Error::Broken`] when the body cannot be compressed.
pub async fn compress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let taken = taken(&request);
    let (request, response) = next.call(request).await?.into_parts();
    let (mut response, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Err(body) => body.boxed(),
        Ok(bytes) if bytes.len() < LEAST || !is_text(response.headers()) => BoxBody::new(bytes),
        Ok(bytes) => {
            response.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
            let packed = pack(taken.as_ref(), &bytes).map_err(|e| Error::Broken(e.to_string()))?;
            if let Some((name, packed)) = packed {
                response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(name));
                BoxBody::new(packed)
            } else {
                BoxBody::new(bytes)
            }
        }
    };
    Ok(ServiceResponse::new(request, response.set_body(body)))
}

fn taken(request: &ServiceRequest) -> Option<Encoding> {
    let known = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    AcceptEncoding::parse(request).ok().and_then(|accepted| accepted.negotiate(known.iter()))
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/") || kind == "image/svg+xml"
}

fn pack(taken: Option<&Encoding>, bytes: &[u8]) -> std::io::Result<Option<(&'static str, Vec<u8>)>> {
    match taken {
        Some(Encoding::Known(ContentEncoding::Brotli)) => {
            let mut packer = brotli::CompressorWriter::new(Vec::new(), 4096, LEVEL, WINDOW);
            packer.write_all(bytes)?;
            Ok(Some(("br", packer.into_inner())))
        }
        Some(Encoding::Known(ContentEncoding::Gzip)) => {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packer.write_all(bytes)?;
            Ok(Some(("gzip", packer.finish()?)))
        }
        _ => Ok(None),
    }
}
