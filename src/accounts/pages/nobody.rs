//! Who is nobody: whoever brings nothing that a page could depend on. All of them see the same pages.

use super::Asker;
use super::visit::{PENDING, SESSION, TOLD, VISITOR};
use actix_web::http::header::{COOKIE, HeaderMap};

/// Whether the cookies of a request leave its pages as everybody sees them. A device that is known does not change any.
/// Looked at for what might stand there, not read: whoever is taken for somebody is only answered the longer way.
#[must_use]
pub fn is_nobody(headers: &HeaderMap) -> bool {
    headers.get_all(COOKIE).all(|cookies| {
        let cookies = cookies.as_bytes();
        ![SESSION, VISITOR, PENDING, TOLD].iter().any(|name| holds(cookies, name.as_bytes()))
    })
}

fn holds(cookies: &[u8], name: &[u8]) -> bool {
    cookies.windows(name.len()).any(|part| part == name)
}

impl Asker {
    /// Whether this is nobody, as far as cookies tell.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.session().is_none() && self.drafts_owner().is_none() && !self.is_told()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn who_brings_a_cookie_of_the_board_is_somebody() {
        let sends = |cookies: &str| {
            let request = TestRequest::get().insert_header((COOKIE, cookies)).to_http_request();
            is_nobody(request.headers())
        };
        for name in [SESSION, VISITOR, PENDING, TOLD] {
            assert!(!sends(&format!("a=b; {name}=x")) && !sends(&format!("__Host-{name}=x")), "{name}");
        }
        assert!(sends("rejoinder-device=x; consent=yes"));
        assert!(is_nobody(TestRequest::get().to_http_request().headers()));
    }
}
