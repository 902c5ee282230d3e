//! Where a link in a text may lead: to the web, to a mail address, or to a page of this board.

/// An address on the web, told by its scheme: `http://…` or `https://…`.
pub(super) fn is_web(url: &str) -> bool {
    !url.contains(char::is_control) && (starts_with(url, "http://") || starts_with(url, "https://"))
}

/// An address that a text may link to.
pub(super) fn is_allowed(url: &str) -> bool {
    is_web(url) || is_path(url) || (!url.contains(char::is_control) && starts_with(url, "mailto:"))
}

/// A comment or an article of this board, written as a path.
pub(super) fn is_board_path(url: &str) -> bool {
    is_path(url) && !url.contains(char::is_whitespace) && (url.starts_with("/a/") || url.starts_with("/c/"))
}

/// A path on this board. Browsers read `//` and `/\` as the start of another host.
pub(super) fn is_path(url: &str) -> bool {
    url.starts_with('/')
        && !url.starts_with("//")
        && !url.starts_with("/\\")
        && !url.contains(char::is_control)
}

/// Whether an address on the web is one of the board that people reach at this address.
pub(super) fn is_of_board(url: &str, board: &str) -> bool {
    let host = |url: &str| {
        let url = url::Url::parse(url).ok()?;
        Some((url.host_str()?.to_owned(), url.port()))
    };
    is_web(url) && host(url).is_some_and(|there| host(board) == Some(there))
}

fn starts_with(url: &str, scheme: &str) -> bool {
    url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_mail_and_this_board_are_linked() {
        for url in ["http://a.b", "HTTPS://a.b", "mailto:a@b.c", "/a/3/x#c1", "/"] {
            assert!(is_allowed(url), "{url}");
        }
        for url in ["javascript:x", "data:x", "//a.b", "/\\a.b", "/\t/a.b", "http:a.b", "x", "", "ftp://a.b"]
        {
            assert!(!is_allowed(url), "{url}");
        }
    }

    #[test]
    fn a_link_to_the_board_is_told_by_its_host() {
        let board = "https://board.example";
        for url in ["https://board.example/a/3", "http://BOARD.example", "https://board.example?x#y"] {
            assert!(is_of_board(url, board), "{url}");
        }
        for url in [
            "https://board.example.org/",
            "https://board.example@a.b/",
            "https://board.example:8443/",
            "https://www.board.example/",
            "mailto:x@board.example",
            "/a/3",
        ] {
            assert!(!is_of_board(url, board), "{url}");
        }
        assert!(is_of_board("http://127.0.0.1:8080/c/1", "http://127.0.0.1:8080"));
    }

    #[test]
    fn a_mail_address_or_a_path_is_not_on_the_web() {
        assert!(is_web("https://a.b"));
        assert!(!is_web("mailto:a@b.c") && !is_web("/a/3/x"));
        assert!(is_board_path("/c/12") && is_board_path("/a/3/x?page=2#c60"));
        assert!(!is_board_path("/u/ann") && !is_board_path("/c/12 x"));
    }
}
