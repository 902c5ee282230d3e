//! Somebody who uses the board: opens pages, fills forms, presses buttons.

use super::board::{Article, Board, Raw};
use super::page::Page;
use actix_web::cookie::Cookie;
use actix_web::test::TestRequest;
use rejoinder::accounts::Member;
use rejoinder::db::Token;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;

/// A person with a browser of their own.
#[derive(Clone)]
pub struct Person {
    board: Board,
    member: Option<Member>,
    cookies: Rc<RefCell<BTreeMap<String, String>>>,
    address: Rc<Cell<Option<SocketAddr>>>,
}

/// An answer before its redirect is followed.
#[derive(Clone, Debug)]
pub struct Answered {
    pub status: u16,
    pub location: Option<String>,
    pub raw: Raw,
}

impl Person {
    pub(super) fn new(board: Board, member: Option<Member>) -> Self {
        Self { board, member, cookies: Rc::default(), address: Rc::default() }
    }

    /// The member that this person is.
    pub fn member(&self) -> &Member {
        self.member.as_ref().expect("a member")
    }

    /// The same person with the same browser, at another process of the board.
    pub fn at(&self, board: &Board) -> Self {
        Self { board: board.clone(), ..self.clone() }
    }

    /// Somebody who has copied all cookies of this person's browser.
    pub fn copied(&self) -> Self {
        Self { cookies: Rc::new(RefCell::new(self.cookies.borrow().clone())), ..self.clone() }
    }

    /// Puts a cookie into the browser.
    pub fn carries(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// From now on, asks from this address; from none before.
    pub fn comes_from(&self, address: &str) {
        let address: IpAddr = address.parse().expect(address);
        self.address.set(Some(SocketAddr::new(address, 40_000)));
    }

    /// What the cookies of the browser hold.
    pub fn cookies(&self) -> Vec<String> {
        self.cookies.borrow().values().cloned().collect()
    }

    /// Takes all cookies out of the browser: the session has ended.
    pub fn loses_cookies(&self) {
        self.cookies.borrow_mut().clear();
    }

    /// Opens a page, following where it leads.
    pub async fn opens(&self, path: impl AsRef<str>) -> Page {
        let mut path = path.as_ref().to_owned();
        for _ in 0..5 {
            let answered = self.gets(&path).await;
            match answered.location {
                Some(location) => path = location,
                None => return Page::new(self.clone(), path, &answered.raw),
            }
        }
        panic!("{path} leads in a circle");
    }

    /// Opens the page of an article.
    pub async fn reads(&self, article: &Article) -> Page {
        self.opens(&article.path).await
    }

    /// GETs without following.
    pub async fn gets(&self, path: &str) -> Answered {
        let is_nobody = self.cookies.borrow().is_empty();
        let answered = self.asks(TestRequest::get(), path).await;
        if is_nobody && self.board.compares && answered.header("etag").is_some() {
            let fresh = self.board.fresh(path).await;
            assert_eq!(
                answered.text(),
                fresh.text(),
                "a page from memory is not what it would be if made now: {path}"
            );
        }
        answered
    }

    /// POSTs a form without following.
    pub async fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Answered {
        self.asks(TestRequest::post().set_form(fields), path).await
    }

    /// POSTs a form and opens where it leads.
    pub async fn sends(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let answered = self.posts(path, fields).await;
        match &answered.location {
            Some(location) => self.opens(location).await,
            None => Page::new(self.clone(), path.to_owned(), &answered.raw),
        }
    }

    /// Writes a comment and sends it.
    pub async fn replies_to(&self, article: &Article, body: &str) -> Page {
        let page = self.opens(format!("{}/reply", article.path)).await;
        page.fills("body", body).presses("Post comment").await
    }

    /// Sends any request with this person's cookies.
    pub async fn asks(&self, request: TestRequest, path: &str) -> Answered {
        let path = path.split('#').next().unwrap_or_default();
        let mut request = request.uri(path);
        for (name, value) in self.cookies.borrow().iter() {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        if let Some(address) = self.address.get() {
            request = request.peer_addr(address);
        }
        let raw = self.board.answers(request).await;
        for cookie in &raw.cookies {
            let gone = cookie.max_age().is_some_and(time::Duration::is_zero);
            let mut jar = self.cookies.borrow_mut();
            if gone {
                jar.remove(cookie.name())
            } else {
                jar.insert(cookie.name().to_owned(), cookie.value().to_owned())
            };
        }
        let location =
            raw.headers.iter().find(|(name, _)| name == "location").map(|(_, value)| value.clone());
        Answered { status: raw.status, location, raw }
    }
}

impl Board {
    /// The page that nobody sees, made for somebody: who once kept a text here, which is gone.
    pub async fn fresh(&self, path: &str) -> Answered {
        let visitor = self.anyone();
        visitor.carries("rejoinder-visitor", &Token::default().text());
        visitor.asks(TestRequest::get(), path).await
    }
}

impl Answered {
    /// Checks the status.
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Checks where it leads.
    pub fn leads_to(&self, path: &str) -> &Self {
        assert_eq!(self.location.as_deref(), Some(path), "{} {}", self.status, self.text());
        self
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.raw.body).into_owned()
    }
}
