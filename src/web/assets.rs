//! The style sheet, the scripts and the mark: part of the program, named by their content, kept for ever by browsers.

use super::{Answer, Error};
use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Path;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

struct Asset {
    name: &'static str,
    path: String,
    kind: &'static str,
    bytes: &'static str,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        load("board.css", "text/css; charset=utf-8", include_str!("../../assets/board.css")),
        load("board.js", "text/javascript; charset=utf-8", include_str!("../../assets/board.js")),
        load("live.js", "text/javascript; charset=utf-8", include_str!("../../assets/live.js")),
        load("queue.js", "text/javascript; charset=utf-8", include_str!("../../assets/queue.js")),
        load("quote.js", "text/javascript; charset=utf-8", include_str!("../../assets/quote.js")),
        load("mark.svg", "image/svg+xml", include_str!("../../assets/mark.svg")),
    ]
});

fn load(name: &'static str, kind: &'static str, bytes: &'static str) -> Asset {
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(bytes));
    let hash: String = hash.chars().take(10).collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    Asset { name, path: format!("/assets/{stem}.{hash}.{ending}"), kind, bytes }
}

/// The path of an asset, with the hash of its content in it; empty for one that does not exist.
#[must_use]
pub fn asset(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("", |asset| &asset.path)
}

/// `GET /assets/{file}`
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_asset(file: Path<String>) -> Answer {
    let path = format!("/assets/{file}");
    let asset = ASSETS.iter().find(|asset| asset.path == path).ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(asset.kind)
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.bytes))
}
