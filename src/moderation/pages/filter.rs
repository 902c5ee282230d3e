//! What a moderator looks through, as the address of the queue has it.

use crate::accounts;
use crate::db::{AccountId, ArticleId, CaseId, Conn, Word};
use crate::moderation::{Claimed, Filter, Order};
use crate::rules::CaseKind;
use crate::web::{Error, one_line};
use serde::Deserialize;

/// The parameters of the queue's address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    pub(super) kind: String,
    pub(super) rule: String,
    pub(super) article: String,
    pub(super) author: String,
    pub(super) words: String,
    pub(super) hours: String,
    pub(super) claimed: String,
    pub(super) order: String,
    pub(super) after: String,
}

impl QueueQuery {
    /// What it asks for.
    ///
    /// # Errors
    /// [`Error::NotFound`] where it makes no sense.
    pub(super) async fn filter(&self, db: &Conn) -> Result<Filter, Error> {
        let author = match given(&self.author) {
            // Nobody of that name has written anything that waits.
            Some(name) => Some(accounts::by_name(db, name).await?.map_or(AccountId(0), |account| account.id)),
            None => None,
        };
        Ok(Filter {
            kind: word::<CaseKind>(&self.kind)?,
            rule: given(&self.rule).map(str::to_owned),
            article: number(&self.article)?.map(ArticleId),
            author,
            words: given(&self.words).map(one_line),
            hours: number(&self.hours)?,
            claimed: word::<Claimed>(&self.claimed)?,
            order: word::<Order>(&self.order)?.unwrap_or_default(),
            after: number(&self.after)?.map(CaseId),
        })
    }

    /// Whether it leaves anything out.
    pub(super) fn is_narrow(&self) -> bool {
        Self { order: String::new(), after: String::new(), ..self.clone() }.address() != ""
    }

    /// Whether the learned score says which come first.
    pub(super) fn is_by_score(&self) -> bool {
        self.order == Order::Score.word()
    }

    /// The same as the end of an address: with its question mark, or nothing.
    pub(super) fn address(&self) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("kind", &self.kind),
            ("rule", &self.rule),
            ("article", &self.article),
            ("author", &self.author),
            ("words", &self.words),
            ("hours", &self.hours),
            ("claimed", &self.claimed),
            ("order", &self.order),
            ("after", &self.after),
        ] {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        let query = pairs.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// The address of the list that goes on after this case, or begins.
    pub(super) fn list_after(&self, case: Option<CaseId>) -> String {
        let after = case.map(|case| case.to_string()).unwrap_or_default();
        format!("/queue{}", Self { after, ..self.clone() }.address())
    }
}

fn given(field: &str) -> Option<&str> {
    Some(field.trim()).filter(|field| !field.is_empty())
}

fn number(field: &str) -> Result<Option<i64>, Error> {
    given(field).map(|number| number.parse().map_err(|_| Error::NotFound)).transpose()
}

fn word<W: Word>(field: &str) -> Result<Option<W>, Error> {
    given(field).map(|field| W::of(field).ok_or(Error::NotFound)).transpose()
}
