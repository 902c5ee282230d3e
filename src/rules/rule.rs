//! A rule as the administrator set it, ready to be asked.

use super::domains::Domains;
use super::words::WordList;
use super::{Action, Kind};
use crate::db::WordListId;
use serde_json::Value;
use std::ops::RangeInclusive;

/// A rule as the administrator set it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Which.
    pub kind: Kind,
    /// What it does.
    pub action: Action,
    /// Its numbers and lists, by name.
    pub numbers: Value,
    /// Its domains.
    pub domains: Domains,
    /// One of the lists of watched words, where that is what it asks for.
    pub list: Option<NamedList>,
}

/// A list of watched words under its name.
#[derive(Clone, Debug)]
pub struct NamedList {
    /// Its id; none for one that is only tried.
    pub id: Option<WordListId>,
    /// Its name.
    pub name: String,
    /// Its words.
    pub words: WordList,
}

/// A number of a rule: what it is called, what it is where nobody said otherwise, and what it may be.
#[derive(Clone, Debug)]
pub struct Number {
    /// Its name in the form and in the database.
    pub name: &'static str,
    /// What stands beside its field.
    pub label: &'static str,
    /// What it is where nothing was set.
    pub otherwise: i64,
    /// What it may be.
    pub range: RangeInclusive<i64>,
}

impl Number {
    pub(super) const fn new(
        name: &'static str,
        label: &'static str,
        otherwise: i64,
        range: RangeInclusive<i64>,
    ) -> Self {
        Self { name, label, otherwise, range }
    }
}

impl Rule {
    /// A rule with these numbers. The learned score does nothing where it is told to do what it may not.
    #[must_use]
    pub fn new(kind: Kind, action: Action, numbers: Value) -> Self {
        let may = kind != Kind::Learned || action == Action::Hold;
        let action = if may { action } else { Action::Sort };
        let listed = numbers.get("domains").and_then(Value::as_array);
        let domains = listed.into_iter().flatten().filter_map(Value::as_str).collect();
        Self { kind, action, numbers, domains, list: None }
    }

    /// A rule that watches for the words of a list.
    #[must_use]
    pub fn watching(action: Action, list: NamedList) -> Self {
        Self { list: Some(list), ..Self::new(Kind::WatchedWords, action, Value::Null) }
    }

    /// One of its numbers, or what it is where the administrator set none.
    #[must_use]
    pub fn number(&self, number: &Number) -> i64 {
        self.numbers.get(number.name).and_then(Value::as_i64).unwrap_or(number.otherwise)
    }
}
