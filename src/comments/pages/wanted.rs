//! What is asked for of a thread: which page, in which order, of which passage; and the one address that it has.

use crate::articles::{Article, PER_PAGE};
use crate::comments::shown::Span;
use crate::quotes::passages::{Passage, Place};
use crate::web::{Error, Pager};
use serde::Deserialize;

/// In which order comments are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    #[default]
    Oldest,
    Newest,
    Quoted,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ThreadQuery {
    page: Option<i32>,
    sort: String,
    passage: String,
}

/// What is asked for, read.
#[derive(Default)]
pub(super) struct Wanted {
    pub sort: Sort,
    pub page: i32,
    /// The passage whose comments are to be shown, and its name.
    pub place: Option<Place>,
    pub name: String,
    /// Whether a passage was asked for that there is not, so that all comments are shown.
    pub stale: bool,
}

impl ThreadQuery {
    /// A page of the whole thread, in the order of its numbers.
    pub(super) fn page(page: Option<i32>) -> Self {
        Self { page, ..Self::default() }
    }
}

impl Wanted {
    pub fn of(query: &ThreadQuery) -> Result<Self, Error> {
        let (sort, page) = (Sort::read(&query.sort)?, query.page.unwrap_or(1));
        if !(1..=1_000_000).contains(&page) {
            return Err(Error::NotFound);
        }
        if query.passage.is_empty() {
            return Ok(Self { sort, page, ..Self::default() });
        }
        let place = Place::read(&query.passage);
        let named =
            |place: Place| Self { page, name: place.to_string(), place: Some(place), ..Self::default() };
        Ok(place.map_or_else(Self::nothing_of_a_passage, named))
    }

    /// The whole thread, from its beginning, for who asked for a passage that nobody quotes.
    pub fn nothing_of_a_passage() -> Self {
        Self { page: 1, stale: true, ..Self::default() }
    }

    /// Its one address in the thread at `path`, however it was asked for.
    pub fn address(&self, path: &str) -> String {
        let query = match (&self.place, self.sort) {
            (Some(_), _) => format!("passage={}", self.name),
            (None, Sort::Oldest) => String::new(),
            (None, sort) => format!("sort={}", sort.word()),
        };
        match (query.as_str(), self.page) {
            ("", 1) => path.to_owned(),
            ("", page) => format!("{path}?page={page}"),
            (_, 1) => format!("{path}?{query}"),
            (_, page) => format!("{path}?{query}&page={page}"),
        }
    }

    pub fn span(&self) -> Span<'_> {
        match self.place {
            Some(_) => Span::Passage(&self.name, (self.page - 1) * PER_PAGE),
            None => self.sort.span(self.page),
        }
    }

    pub fn pager(&self, article: &Article, passage: Option<&Passage>) -> Pager {
        let (total, address) = match passage {
            Some(passage) => (passage.comments, passage.address(&article.path())),
            None => (article.last_number, self.sort.address(article)),
        };
        Pager::new(self.page, total.into(), PER_PAGE, &address, "#comments")
    }
}

/// Where it is asked for, under the thread's present address.
pub(super) fn moved(article: &Article, query: &ThreadQuery) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    if let Some(page) = query.page {
        pairs.append_pair("page", &page.to_string());
    }
    if !query.sort.is_empty() {
        pairs.append_pair("sort", &query.sort);
    }
    if !query.passage.is_empty() {
        pairs.append_pair("passage", &query.passage);
    }
    let query = pairs.finish();
    if query.is_empty() { article.path() } else { format!("{}?{query}", article.path()) }
}

impl Sort {
    fn read(word: &str) -> Result<Self, Error> {
        match word {
            "" | "oldest" => Ok(Self::Oldest),
            "newest" => Ok(Self::Newest),
            "quoted" => Ok(Self::Quoted),
            _ => Err(Error::NotFound),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::Quoted => "quoted",
        }
    }

    pub fn address(self, article: &Article) -> String {
        Wanted { sort: self, page: 1, ..Wanted::default() }.address(&article.path())
    }

    fn span(self, page: i32) -> Span<'static> {
        let before = (page - 1) * PER_PAGE;
        match self {
            Self::Oldest => Span::Oldest(before),
            Self::Newest => Span::Newest(before),
            Self::Quoted => Span::Quoted(before),
        }
    }

    /// Whether who sees a page of it has read up to its highest number; nobody reads up to anything by reading the most
    /// quoted.
    pub fn is_by_number(self) -> bool {
        matches!(self, Self::Oldest | Self::Newest)
    }
}
