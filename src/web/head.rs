//! What the head of a page says of it to machines: its one address, what it is about, the pages before and after it, its
//! feeds. A page that says nothing of the kind is in nobody's index: what readers do not see, what is a member's own, and
//! every order and excerpt of what has an address already.

use super::Pager;
use crate::db::Timestamp;
use crate::markup::excerpt;

/// What the head of a page says.
#[derive(Clone, Debug, Default)]
pub struct Head {
    address: String,
    /// The page's one address, whole.
    pub canonical: String,
    /// Whether it is to be found under that address.
    pub is_indexed: bool,
    /// What it is about, in plain words.
    pub description: String,
    /// What kind of thing it is: `website`, `article`, `profile`.
    pub kind: &'static str,
    /// When that was published.
    pub published: Option<Timestamp>,
    /// When it was last changed.
    pub changed: Option<Timestamp>,
    /// The page before and the page after, whole addresses.
    pub before: Option<String>,
    /// See [`Head::before`].
    pub after: Option<String>,
    /// The name of its feed, and where it is.
    pub feed: Option<(String, String)>,
    /// Where the same is as data.
    pub data: Option<String>,
}

/// How many characters a description has.
const DESCRIBED_IN: usize = 200;

impl Head {
    /// Of the page with this path, on the board at this address.
    #[must_use]
    pub fn of(address: &str, path: &str) -> Self {
        Self {
            address: address.to_owned(),
            canonical: format!("{address}{path}"),
            is_indexed: true,
            kind: "website",
            ..Self::default()
        }
    }

    /// The same, where it is to be found under its address, or where it only leads there.
    #[must_use]
    pub fn indexed(self, is_indexed: bool) -> Self {
        Self { is_indexed, ..self }
    }

    /// The same about this: the first of these texts that says anything.
    #[must_use]
    pub fn about(self, texts: &[&str]) -> Self {
        let text = texts.iter().find(|text| !text.trim().is_empty()).copied().unwrap_or_default();
        Self { description: excerpt(text, DESCRIBED_IN), ..self }
    }

    /// The same of this kind of thing.
    #[must_use]
    pub fn of_kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// The same of this kind of thing, published then and changed then.
    #[must_use]
    pub fn dated(self, kind: &'static str, published: Timestamp, changed: Option<Timestamp>) -> Self {
        Self { kind, published: Some(published), changed, ..self }
    }

    /// The same as one page of several.
    #[must_use]
    pub fn one_of(self, pager: &Pager) -> Self {
        let whole = |page: i32| {
            let path = pager.address(page);
            format!("{}{}", self.address, path.split('#').next().unwrap_or_default())
        };
        let (before, after) = (pager.before().map(whole), pager.after().map(whole));
        Self { before, after, ..self }
    }

    /// The same with a feed.
    #[must_use]
    pub fn fed_by(self, name: &str, path: &str) -> Self {
        Self { feed: Some((name.to_owned(), path.to_owned())), ..self }
    }

    /// The same, whose contents are there as JSON-LD too.
    #[must_use]
    pub fn with_data_at(self, path: &str) -> Self {
        Self { data: Some(path.to_owned()), ..self }
    }
}
