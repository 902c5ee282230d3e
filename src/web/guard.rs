//! What no request may do, whoever asks: act for another site, bring broken bytes, leave the board by `back`.

use super::Error;
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderValue};
use percent_encoding::percent_decode_str;

/// Refuses a form that another site sent: a browser says where it comes from, and what says nothing is no browser.
pub(super) fn refuse_cross_site(request: &ServiceRequest, address: &str) -> Result<(), Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let header = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let ours = match (header("sec-fetch-site"), header("origin"), header("referer")) {
        (Some(site), ..) => matches!(site, "same-origin" | "none"),
        (None, Some(origin), _) => is_ours(origin, request.headers(), address),
        (None, None, Some(referer)) => is_ours(referer, request.headers(), address),
        (None, None, None) => true,
    };
    if ours { Ok(()) } else { Err(Error::CrossSite) }
}

fn is_ours(from: &str, headers: &HeaderMap, address: &str) -> bool {
    let origin = |text: &str| url::Url::parse(text).ok().map(|url| url.origin().ascii_serialization());
    let from = origin(from);
    // A browser that reaches the board under another name than the configured one (a tunnel, an address
    // on the local network) sends the same name in Host; another site's page cannot choose that header.
    let host = headers.get("host").and_then(|host| host.to_str().ok());
    let same_host = host.and_then(|host| origin(&format!("http://{host}")));
    from.is_some() && (from == origin(address) || (address.starts_with("http://") && from == same_host))
}

/// Refuses what Postgres could not keep and no person types: bytes that are no UTF-8, NUL and its like.
pub(super) fn refuse_broken_text(encoded: &str) -> Result<(), Error> {
    let decoded = percent_decode_str(encoded).decode_utf8();
    let text =
        decoded.map_err(|_| Error::Bad("This is not UTF-8 text, so it could not be read.".to_owned()))?;
    let broken = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{85}');
    match text.chars().find(|c| broken(*c)) {
        None => Ok(()),
        Some(c) => {
            let code = u32::from(c);
            Err(Error::Bad(format!(
                "There is a control character (U+{code:04X}) in it, which no text needs. Go back, take it out, and send it again."
            )))
        }
    }
}

/// The `back` of a form, if it is a path of this board; the front page otherwise.
#[must_use]
pub fn local_path(back: &str) -> String {
    let inside = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n', '\t']);
    if inside { back.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn post(headers: &[(&'static str, &'static str)]) -> Result<(), Error> {
        let request =
            headers.iter().fold(TestRequest::post(), |request, header| request.insert_header(*header));
        refuse_cross_site(&request.to_srv_request(), "https://board.example")
    }

    #[test]
    fn only_our_own_pages_and_programs_may_send_forms() {
        assert!(post(&[("sec-fetch-site", "same-origin")]).is_ok());
        assert!(post(&[("sec-fetch-site", "cross-site"), ("origin", "https://board.example")]).is_err());
        assert!(post(&[("sec-fetch-site", "same-site")]).is_err());
        assert!(post(&[("origin", "https://board.example")]).is_ok());
        assert!(post(&[("origin", "https://evil.example")]).is_err());
        assert!(post(&[("origin", "null")]).is_err());
        assert!(post(&[("origin", "https://evil.example"), ("host", "evil.example")]).is_err());
        assert!(post(&[("referer", "https://board.example/a/1/x")]).is_ok());
        assert!(post(&[("referer", "https://board.example.evil.example/")]).is_err());
        assert!(post(&[]).is_ok());
    }

    #[test]
    fn broken_bytes_are_refused() {
        assert!(refuse_broken_text("body=%00").is_err());
        assert!(refuse_broken_text("body=%1B%5B").is_err());
        assert!(refuse_broken_text("body=%FF%FE").is_err());
        assert!(refuse_broken_text("body=a%0D%0A%09b+%E4%BD%A0").is_ok());
    }

    #[test]
    fn back_never_leaves_the_board() {
        assert_eq!(local_path("/a/1/x?page=2#c60"), "/a/1/x?page=2#c60");
        for outside in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "javascript:1",
            "/\t/evil.example",
        ] {
            assert_eq!(local_path(outside), "/", "{outside}");
        }
    }
}
