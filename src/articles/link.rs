//! Links of articles: read, and folded so that the same page is known under its several spellings.

use url::Url;

/// The link, if it is one that readers can follow.
#[must_use]
pub fn read_link(typed: &str) -> Option<Url> {
    let url = Url::parse(typed.trim()).ok()?;
    let fits = matches!(url.scheme(), "http" | "https") && url.has_host() && url.as_str().len() <= 2000;
    (fits && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// The link without what does not change the page: scheme, `www.`, a slash at the end, the fragment, and the
/// parameters that only say where a reader came from.
#[must_use]
pub fn fold_link(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let tracks =
        |name: &str| name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "mc_cid" | "mc_eid");
    let kept = url.query_pairs().filter(|(name, _)| !tracks(name));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{host}{port}{}{mark}{query}", url.path().trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_page_fold_together() {
        let fold = |text| fold_link(&read_link(text).unwrap());
        let plain = fold("https://paper.example/story");
        for other in [
            "http://www.paper.example/story/",
            "https://paper.example/story#comments",
            "https://paper.example/story?utm_source=x&fbclid=y",
            "HTTPS://PAPER.example/story",
        ] {
            assert_eq!(fold(other), plain, "{other}");
        }
        assert_ne!(fold("https://paper.example/story?id=2"), plain);
        assert_ne!(fold("https://paper.example:8443/story"), plain);
    }

    #[test]
    fn only_pages_of_the_web_are_links() {
        for wrong in [
            "paper.example/story",
            "javascript:alert(1)",
            "ftp://paper.example",
            "https://ann:pw@paper.example/",
            "",
        ] {
            assert!(read_link(wrong).is_none(), "{wrong}");
        }
    }
}
