//! What of that which readers see was touched by a change, as processes tell it to each other.

use super::ArticleId;
use std::collections::BTreeSet;
use std::fmt;

/// What was touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Anything, perhaps.
    Everything,
    /// These threads at most.
    Threads(BTreeSet<ArticleId>),
}

/// More threads than this are told as everything: a notice of Postgres has 8,000 bytes at most.
const MOST: usize = 100;

const EVERYTHING: &str = "*";

impl Changed {
    /// Nothing yet.
    #[must_use]
    pub fn nothing() -> Self {
        Self::Threads(BTreeSet::new())
    }

    /// Whether nothing was touched.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Threads(threads) if threads.is_empty())
    }

    /// This was touched, too.
    pub fn add(&mut self, other: Self) {
        *self = match (std::mem::replace(self, Self::Everything), other) {
            (Self::Threads(mut all), Self::Threads(more)) => {
                all.extend(more);
                if all.len() > MOST { Self::Everything } else { Self::Threads(all) }
            }
            _ => Self::Everything,
        };
    }

    /// Reads what [`Self`]'s `Display` wrote. What cannot be read may mean anything, and does.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let threads: Option<BTreeSet<ArticleId>> =
            text.split_ascii_whitespace().map(|id| id.parse().ok().map(ArticleId)).collect();
        threads.filter(|threads| !threads.is_empty()).map_or(Self::Everything, Self::Threads)
    }
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Threads(threads) = self else { return f.write_str(EVERYTHING) };
        for (at, thread) in threads.iter().enumerate() {
            write!(f, "{}{thread}", if at == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(ids: impl IntoIterator<Item = i64>) -> Changed {
        Changed::Threads(ids.into_iter().map(ArticleId).collect())
    }

    #[test]
    fn what_is_told_is_heard() {
        for changed in [Changed::Everything, threads([7]), threads([3, 1, 20])] {
            assert_eq!(Changed::read(&changed.to_string()), changed);
        }
    }

    #[test]
    fn what_is_not_understood_means_everything() {
        for text in ["", " ", "*", "1 * 2", "x", "1,2", "99999999999999999999"] {
            assert_eq!(Changed::read(text), Changed::Everything, "{text:?}");
        }
    }

    #[test]
    fn it_grows_until_it_is_everything() {
        let mut all = Changed::nothing();
        assert!(all.is_nothing());
        all.add(threads([2]));
        all.add(threads([1, 2]));
        assert_eq!(all, threads([1, 2]));
        all.add(threads(1..=100));
        assert_eq!(all, threads(1..=100));
        assert!(all.to_string().len() < 8_000);
        all.add(threads([101]));
        assert_eq!(all, Changed::Everything);
        all.add(threads([1]));
        assert_eq!(all, Changed::Everything);
        assert!(!all.is_nothing());
    }
}
