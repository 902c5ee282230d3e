//! Passages: the quotes of an article laid over one another. What overlaps is one passage; each comment counts once.

use std::collections::BTreeSet;
use std::ops::Range;

/// A quote where it stands now: in characters of the article's text, by the comment with this id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// The stretch.
    pub range: Range<usize>,
    /// The comment.
    pub comment: i64,
    /// Whether it quotes what stood there before a correction.
    pub earlier: bool,
}

/// A stretch that comments quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The stretch.
    pub range: Range<usize>,
    /// How many comments quote of it.
    pub comments: usize,
    /// How many of these quote nothing of it but what stood there before a correction.
    pub earlier: usize,
}

/// The stretches in order; none reaches into the next.
#[must_use]
pub fn merge(mut laid: Vec<Laid>) -> Vec<Merged> {
    laid.retain(|quote| !quote.range.is_empty());
    laid.sort_by_key(|quote| quote.range.start);
    let mut groups: Vec<(Range<usize>, Vec<Laid>)> = Vec::new();
    for quote in laid {
        match groups.last_mut() {
            Some((range, quotes)) if quote.range.start < range.end => {
                range.end = range.end.max(quote.range.end);
                quotes.push(quote);
            }
            _ => groups.push((quote.range.clone(), vec![quote])),
        }
    }
    let merged = |(range, quotes): (Range<usize>, Vec<Laid>)| {
        let all: BTreeSet<i64> = quotes.iter().map(|quote| quote.comment).collect();
        let present: BTreeSet<i64> = quotes.iter().filter(|q| !q.earlier).map(|q| q.comment).collect();
        Merged { range, comments: all.len(), earlier: all.len() - present.len() }
    };
    groups.into_iter().map(merged).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

    fn laid(range: Range<usize>, comment: i64) -> Laid {
        Laid { range, comment, earlier: false }
    }

    #[test]
    fn what_overlaps_is_one_and_what_only_touches_is_not() {
        let merged =
            merge(vec![laid(10..20, 1), laid(0..5, 2), laid(19..30, 3), laid(30..40, 1), laid(12..15, 1)]);
        let told: Vec<_> = merged.iter().map(|m| (m.range.clone(), m.comments)).collect();
        assert_eq!(told, [(0..5, 1), (10..30, 2), (30..40, 1)]);
    }

    #[test]
    fn a_comment_counts_once_and_what_stood_there_before_is_told_apart() {
        let before = |range, comment| Laid { earlier: true, ..laid(range, comment) };
        let merged =
            merge(vec![laid(0..9, 1), before(0..9, 1), before(4..6, 2), laid(0..2, 3), laid(3..9, 3)]);
        assert_eq!(merged, [Merged { range: 0..9, comments: 3, earlier: 1 }]);
        assert_eq!(merge(vec![laid(3..3, 1)]), []);
    }

    proptest! {
        #[test]
        fn passages_cover_what_is_quoted_and_never_meet(quotes in prop::collection::vec((0..60_usize, 0..12_usize, 0..5_i64), 0..20)) {
            let quotes: Vec<Laid> = quotes.iter().map(|(start, length, by)| laid(*start..start + length, *by)).collect();
            let merged = merge(quotes.clone());
            prop_assert!(merged.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            for at in 0..80 {
                let quoted = quotes.iter().any(|quote| quote.range.contains(&at));
                prop_assert_eq!(merged.iter().any(|m| m.range.contains(&at)), quoted);
            }
            for m in merged {
                let by: BTreeSet<i64> = quotes.iter().filter(|q| !q.range.is_empty() && m.range.start <= q.range.start && q.range.end <= m.range.end).map(|q| q.comment).collect();
                prop_assert_eq!(by.len(), m.comments);
            }
        }
    }
}
