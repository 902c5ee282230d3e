//! A page that is kept, ready to send.

use super::changes::{Moment, Scope};
use crate::db::ArticleId;
use crate::web::Error;
use crate::web::coding::Coding;
use crate::web::edge::dress;
use crate::web::etag::{is_known_to, tag_of};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, VARY,
};
use actix_web::web::Bytes;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;

/// What a page is made of, beside its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The thread that the page shows.
    pub thread: ArticleId,
    /// The version that it shows of it.
    pub version: i64,
    /// The board's settings that it was made with.
    pub settings: u64,
}

impl Source {
    /// Which changes may make another page of it.
    pub fn scope(self) -> Scope {
        Scope::Thread(self.thread)
    }
}

/// A page in one coding.
pub struct Kept {
    pub source: Source,
    coding: Coding,
    body: Bytes,
    /// Strong: of these bytes in this coding.
    tag: HeaderValue,
    /// How many changes of its thread were counted, and when, when it was last known to be current.
    count: AtomicU64,
    at: AtomicU64,
    /// Who finds out whether it is current; others wait.
    pub turn: Mutex<()>,
}

impl Kept {
    /// What was read from the database after this moment.
    ///
    /// # Errors
    /// [`Error::Broken`].
    pub fn new(source: Source, (coding, body): (Coding, Bytes), read: Moment) -> Result<Self, Error> {
        let tag = tag_of(coding, &body)?;
        let (count, at) = (AtomicU64::new(read.count), AtomicU64::new(read.at));
        Ok(Self { source, coding, body, tag, count, at, turn: Mutex::new(()) })
    }

    /// The same page in another coding.
    ///
    /// # Errors
    /// [`Error::Broken`].
    pub fn packed(&self, coding: Coding) -> Result<Self, Error> {
        let body = coding.pack(&self.body)?.map_or_else(|| self.body.clone(), Bytes::from);
        Self::new(self.source, (coding, body), self.known())
    }

    /// The moment in which it was last known to be current.
    pub fn known(&self) -> Moment {
        Moment { count: self.count.load(Ordering::SeqCst), at: self.at.load(Ordering::SeqCst) }
    }

    /// It was asked after in this moment, and is current.
    pub fn is_current_at(&self, moment: Moment) {
        self.at.store(moment.at, Ordering::SeqCst);
        self.count.store(moment.count, Ordering::SeqCst);
    }

    /// How many bytes it takes.
    pub fn size(&self) -> usize {
        self.body.len() + size_of::<Self>()
    }

    /// The answer to whoever sent these headers: the page, or that they have it already; and whether they have.
    pub fn answer(&self, asked: &HeaderMap) -> (HttpResponse, bool) {
        let is_known = is_known_to(asked, &self.tag);
        let mut response = if is_known {
            HttpResponse::new(StatusCode::NOT_MODIFIED)
        } else {
            HttpResponse::new(StatusCode::OK).set_body(self.body.clone()).map_into_boxed_body()
        };
        let headers = response.headers_mut();
        headers.insert(ETAG, self.tag.clone());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding, cookie"));
        if !is_known {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            if let Some(name) = self.coding.name() {
                headers.insert(CONTENT_ENCODING, name);
            }
            dress(headers);
        }
        (response, is_known)
    }
}
