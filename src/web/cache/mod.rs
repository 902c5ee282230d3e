//! The cache of pages: a thread's page is the same for everybody who is not signed in, so it is kept ready to send, in
//! each coding, and [`FromMemory`] sends it before anything else of the board is asked.
//!
//! A page is believed while nothing of its thread can have changed: no request that may have touched it was answered by
//! this process since, no other process said that it did ([`listen`]), less than a second went by, and the settings are the
//! same. Else its
//! article's version is asked for, and only if that is another one the page is made anew. `changes` says why no stale
//! page gets in: a page counts the changes *before* it reads.
//!
//! Who is signed in gets a page of their own around a part that all share ([`Part`]), found by the version alone.

mod changes;
mod figures;
mod kept;
mod layer;
mod listen;
mod parts;
#[cfg(test)]
mod tests;
mod unchanged;

use super::Error;
use super::coding::Coding;
use crate::db::ArticleId;
use actix_web::body::MessageBody;
use actix_web::http::header::HeaderMap;
use actix_web::{HttpRequest, HttpResponse};
use changes::{Changes, Moment, Scope};
use figures::Counts;
use kept::{Kept, Source};
use parts::Parts;
use quick_cache::sync::Cache;
use quick_cache::{Equivalent, OptionsBuilder, Weighter};
use std::sync::Arc;
use std::time::Duration;
use unchanged::Findings;

pub use changes::{Changing, Touched};
pub use figures::Figures;
pub use layer::FromMemory;
pub use listen::listen;
pub use parts::{Part, Parted};

/// How long a page is believed without asking.
const BELIEVED: Duration = Duration::from_secs(1);

/// About so many bytes a page has.
const A_PAGE: u64 = 40_000;

/// A page can take up an eighth of the room for pages at most.
const SHARDS: usize = 8;

/// The pages that a process keeps; its workers share them.
pub struct Pages {
    kept: Option<Cache<Name, Arc<Kept>, Weigh>>,
    parts: Option<Parts>,
    findings: Findings,
    changes: Arc<Changes>,
    counts: Counts,
    most: u64,
    believed: u64,
}

/// A page that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Its path and query, in the one form that they are written in.
    pub address: &'a str,
    /// The thread that it shows.
    pub thread: ArticleId,
    /// The board's settings, as [`super::Site::settings`] counts them.
    pub settings: u64,
}

/// What was made of a request.
pub struct Made {
    /// The answer.
    pub answer: HttpResponse,
    /// The version of the thread that it shows; nothing for what is not to be kept.
    pub version: Option<i64>,
}

/// By what a page is found.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Name {
    coding: Coding,
    address: Box<str>,
}

/// The same, borrowed.
#[derive(Hash)]
struct Asked<'a> {
    coding: Coding,
    address: &'a str,
}

#[derive(Clone)]
struct Weigh;

enum Found {
    Kept(Arc<Kept>),
    Other(HttpResponse),
}

impl Pages {
    /// Room for so many bytes; none keeps nothing.
    #[must_use]
    pub fn new(most: u64) -> Self {
        Self::believing(most, BELIEVED)
    }

    /// The same, where a page is believed for so long. While nobody is listened to, none is.
    #[must_use]
    pub fn believing(most: u64, believed: Duration) -> Self {
        // Half of it for pages as they are sent, half for what the other pages have in common.
        let half = most / 2;
        let items = usize::try_from(half / A_PAGE + 1).unwrap_or(usize::MAX);
        let mut options = OptionsBuilder::new();
        options.weight_capacity(half).estimated_items_capacity(items).shards(SHARDS);
        let options = options.build().ok().filter(|_| half > 0);
        Self {
            kept: options.map(|options| Cache::with_options(options, Weigh, <_>::default(), <_>::default())),
            parts: parts::room(half, items, SHARDS),
            findings: Findings::default(),
            changes: Arc::new(Changes::new()),
            counts: Counts::default(),
            most,
            believed: u64::try_from(believed.as_micros()).unwrap_or(u64::MAX),
        }
    }

    /// Whether others are listened to, so that pages are believed.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        self.changes.is_listening()
    }

    /// The page for a request of somebody who is nobody: from memory where it is current, else made by `make`, once for
    /// all who ask at the same time. `version` asks for the thread's version, which is none for who may not see it.
    ///
    /// # Errors
    /// Those of `version` and of `make`.
    pub async fn answer(
        &self,
        request: &HttpRequest,
        wanted: Wanted<'_>,
        version: impl AsyncFn() -> Result<Option<i64>, Error>,
        make: impl AsyncFn() -> Result<Made, Error>,
    ) -> Result<HttpResponse, Error> {
        let Some(kept) = &self.kept else { return make().await.map(|made| made.answer) };
        let coding = Coding::taken(request);
        let plain = async || self.made(wanted, &make).await;
        let found = match coding {
            Coding::Identity => self.found(kept, (wanted, coding), &version, plain).await?,
            coding => {
                let packed =
                    async || match self.found(kept, (wanted, Coding::Identity), &version, plain).await? {
                        Found::Kept(page) => page.packed(coding).map(Found::new),
                        other @ Found::Other(_) => Ok(other),
                    };
                self.found(kept, (wanted, coding), &version, packed).await?
            }
        };
        Ok(match found {
            Found::Kept(page) => self.sent(&page, request.headers()),
            Found::Other(answer) => answer,
        })
    }

    /// The page for who is nobody, if it is there and nothing can have changed.
    fn at_once(&self, request: &HttpRequest, settings: u64) -> Option<HttpResponse> {
        let address = request.uri().path_and_query()?.as_str();
        let page = self.kept.as_ref()?.get(&Asked { coding: Coding::taken(request), address })?;
        if !self.is_believed(&page, settings) {
            return None;
        }
        self.counts.hits.add();
        Some(self.sent(&page, request.headers()))
    }

    fn sent(&self, page: &Kept, asked: &HeaderMap) -> HttpResponse {
        let (answer, is_known) = page.answer(asked);
        if is_known {
            self.counts.not_modified.add();
        }
        answer
    }

    fn is_believed(&self, page: &Kept, settings: u64) -> bool {
        page.source.settings == settings && self.is_unchanged_since(page.known(), page.source.scope())
    }

    /// Whether what was read in this moment is believed still, as far as changes of this scope go.
    fn is_unchanged_since(&self, known: Moment, scope: Scope) -> bool {
        self.changes.is_listening()
            && known.count == self.changes.count(scope)
            && self.changes.clock().saturating_sub(known.at) < self.believed
    }

    async fn found(
        &self,
        kept: &Cache<Name, Arc<Kept>, Weigh>,
        (wanted, coding): (Wanted<'_>, Coding),
        version: &impl AsyncFn() -> Result<Option<i64>, Error>,
        make: impl AsyncFn() -> Result<Found, Error>,
    ) -> Result<Found, Error> {
        let name = Name { coding, address: wanted.address.into() };
        let began = self.changes.clock();
        loop {
            let page = match kept.get_value_or_guard_async(&name).await {
                Ok(page) => page,
                Err(empty) => {
                    let found = make().await?;
                    if let Found::Kept(page) = &found {
                        // A page that is too large is not kept; it was made all the same.
                        empty.insert(page.clone()).ok();
                    }
                    return Ok(found);
                }
            };
            let is_current = || {
                // Whoever asked after it since we came asked for us, too.
                let is_asked_after = page.source.settings == wanted.settings && page.known().at >= began;
                is_asked_after || self.is_believed(&page, wanted.settings)
            };
            if is_current() {
                return Ok(Found::Kept(page));
            }
            let _turn = page.turn.lock().await;
            if is_current() {
                return Ok(Found::Kept(page.clone()));
            }
            let is_there = kept.peek(&name).is_some_and(|there| Arc::ptr_eq(&there, &page));
            if is_there {
                return self.asked_after(kept, (name, &page, wanted.settings), version, make).await;
            }
        }
    }

    /// The page, if its thread has the same version still; else another one in its place.
    async fn asked_after(
        &self,
        kept: &Cache<Name, Arc<Kept>, Weigh>,
        (name, page, settings): (Name, &Arc<Kept>, u64),
        version: &impl AsyncFn() -> Result<Option<i64>, Error>,
        make: impl AsyncFn() -> Result<Found, Error>,
    ) -> Result<Found, Error> {
        let now = self.changes.now(page.source.scope());
        if page.source.settings == settings && version().await? == Some(page.source.version) {
            page.is_current_at(now);
            self.counts.asked_after.add();
            return Ok(Found::Kept(page.clone()));
        }
        let found = make().await?;
        match &found {
            Found::Kept(page) => kept.insert(name, page.clone()),
            Found::Other(_) => drop(kept.remove(&name)),
        }
        Ok(found)
    }

    /// A page that is made now, and may be kept.
    async fn made(
        &self,
        wanted: Wanted<'_>,
        make: &impl AsyncFn() -> Result<Made, Error>,
    ) -> Result<Found, Error> {
        let now = self.changes.now(Scope::Thread(wanted.thread));
        self.counts.made.add();
        let Made { answer, version } = make().await?;
        let Some(version) = version else { return Ok(Found::Other(answer)) };
        let (_, body) = answer.into_parts();
        let body = body.try_into_bytes().map_err(|_| Error::Broken("a page without an end".to_owned()))?;
        let source = Source { thread: wanted.thread, version, settings: wanted.settings };
        Kept::new(source, (Coding::Identity, body), now).map(Found::new)
    }
}

impl Made {
    /// An answer that is not kept.
    #[must_use]
    pub fn for_one(answer: HttpResponse) -> Self {
        Self { answer, version: None }
    }
}

impl Found {
    fn new(page: Kept) -> Self {
        Self::Kept(Arc::new(page))
    }
}

impl Equivalent<Name> for Asked<'_> {
    fn equivalent(&self, name: &Name) -> bool {
        self.coding == name.coding && *self.address == *name.address
    }
}

impl Weighter<Name, Arc<Kept>> for Weigh {
    fn weight(&self, name: &Name, page: &Arc<Kept>) -> u64 {
        let bytes = page.size() + size_of::<Name>() + name.address.len();
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}
