//! Where a passage stands, as an address says it: `p3-120-188` is ¶3 from its 120th character to before its 188th,
//! `p3-120-p4-20` goes on into ¶4, and `p3-120-188-r2` means the article's second text.

use std::fmt;

/// A stretch of an article's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The paragraph in which it begins, and the first character of it.
    pub from: (i32, usize),
    /// The paragraph in which it ends, and the character before which it does.
    pub to: (i32, usize),
    /// Which text of the article.
    pub revision: i32,
}

impl Place {
    /// Reads what [`Place`] is shown as; nothing for what makes no sense.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        let mut parts = name.split('-').peekable();
        let first = number(parts.next()?.strip_prefix('p')?)?;
        let from = parts.next().and_then(character)?;
        let last = match parts.peek()?.strip_prefix('p') {
            Some(paragraph) => {
                parts.next();
                number(paragraph).filter(|last| *last > first)?
            }
            None => first,
        };
        let to = parts.next().and_then(character)?;
        let revision = match parts.next() {
            None => 1,
            Some(revision) => number(revision.strip_prefix('r')?).filter(|revision| *revision > 1)?,
        };
        let runs = first < last || from < to;
        (runs && parts.next().is_none()).then_some(Self { from: (first, from), to: (last, to), revision })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}-{}-", self.from.0, self.from.1)?;
        if self.to.0 != self.from.0 {
            write!(f, "p{}-", self.to.0)?;
        }
        write!(f, "{}", self.to.1)?;
        if self.revision > 1 { write!(f, "-r{}", self.revision) } else { Ok(()) }
    }
}

/// A number from 1 as we write it ourselves: no sign, no zeros before it.
fn number(text: &str) -> Option<i32> {
    text.parse().ok().filter(|number: &i32| *number > 0 && number.to_string() == text)
}

fn character(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number: &usize| *number <= 1_000_000 && number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    #[test]
    fn a_place_is_read_as_it_is_shown() {
        for name in ["p3-120-188", "p1-0-1", "p3-120-p4-20", "p3-120-188-r2", "p1-5-p2-5-r17"] {
            assert_eq!(Place::read(name).map(|place| place.to_string()).as_deref(), Some(name));
        }
    }

    #[test]
    fn nonsense_is_no_place() {
        for name in [
            "",
            "p",
            "p3",
            "3-120-188",
            "p3-120",
            "p3-188-120",
            "p3-5-5",
            "p0-1-2",
            "p03-1-2",
            "p3-+1-2",
            "p4-1-p3-2",
            "p3-1-p3-2",
            "p3-1-2-r1",
            "p3-1-2-2",
            "p3-1-2-r2-",
            "p3--1-2",
            "p3-1-99999999999",
            "p99999999999-1-2",
            "p3-1-2<script>",
            "¶3-1-2",
        ] {
            assert_eq!(Place::read(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_shown_as_it_was(name in any::<String>()) {
            prop_assert_eq!(Place::read(&name).map_or(name.clone(), |place| place.to_string()), name);
        }
    }
}
