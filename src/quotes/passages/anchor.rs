//! Where quoted words stand in a later text of an article (a `TextQuoteSelector` of the W3C, found again): exactly
//! first, then in place of what stood there, then by what stands around them.

#[cfg(test)]
mod tests;

use super::Fate;
use super::moved::Moved;
use super::text::Text;
use crate::quotes::fold::{Folded, fold};
use std::ops::Range;

/// What a quote keeps of its words.
#[derive(Clone, Copy, Debug)]
pub struct Selector<'a> {
    /// The words.
    pub exact: &'a str,
    /// What stood before them.
    pub prefix: &'a str,
    /// What stood after them.
    pub suffix: &'a str,
    /// The paragraph in which they begin.
    pub paragraph: i32,
    /// Their first character in it.
    pub start: usize,
}

/// Where words stand now, or what stands there instead: a stretch in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What became of the words.
    pub fate: Fate,
    /// The stretch; nothing for words that are gone.
    pub range: Option<Range<usize>>,
}

/// So many places with the same words are weighed.
const CANDIDATES: usize = 200;

/// Of the words in a place, so much has to be left (of 100) for it to be the same place, unless both neighbours are
/// still there.
const ENOUGH: usize = 50;

/// The words in the text that they were quoted from.
#[must_use]
pub fn locate(selector: &Selector<'_>, text: &Text) -> Option<Range<usize>> {
    let length = selector.exact.chars().count();
    let stands = |start: &usize| text.slice(&(*start..start + length)) == selector.exact;
    // What runs over several paragraphs may be counted from the first one's beginning or from the text's.
    let told = [text.at(selector.paragraph, selector.start), Some(selector.start)];
    let start = told.into_iter().flatten().find(stands);
    let range = start.filter(|_| length > 0).map(|start| start..start + length);
    range.or_else(|| {
        let begins = text.at(selector.paragraph, 0).unwrap_or(0);
        let near = text.bytes(&(begins..begins)).start;
        Some(text.characters(&best(selector, text.words(), near)?))
    })
}

/// The words in a later text. `moved` is what became of the words of `old` there.
#[must_use]
pub fn find(selector: &Selector<'_>, old: &Text, moved: &Moved, new: &Text) -> Found {
    let before = locate(selector, old).map(|range| old.bytes(&range));
    let there = before.as_ref().map(|range| moved.stretch(range));
    let words = new.words();
    let stands = there.clone().filter(|there| words.get(there.clone()) == Some(selector.exact));
    let near = there.as_ref().map_or(0, |there| there.start);
    let exact = stands.or_else(|| best(selector, words, near)).or_else(|| folded(selector, words, near));
    if let Some(exact) = exact {
        return Found { fate: Fate::Stands, range: Some(new.characters(&exact)) };
    }
    let instead = before.zip(there).and_then(|(before, there)| {
        let same_place = moved.kept(&before) >= ENOUGH || moved.is_framed(&before);
        let there = trimmed(words, there);
        (same_place && there.len() <= 3 * before.len() + 600).then_some(there)
    });
    match instead.or_else(|| between(selector, words)).filter(|range| !range.is_empty()) {
        Some(range) => Found { fate: Fate::Corrected, range: Some(new.characters(&range)) },
        None => Found { fate: Fate::Gone, range: None },
    }
}

/// Of the places where just these words stand: the one with the most of what stood around them, then the nearest.
fn best(selector: &Selector<'_>, words: &str, near: usize) -> Option<Range<usize>> {
    if selector.exact.is_empty() {
        return None;
    }
    let length = selector.exact.len();
    let places = words.match_indices(selector.exact).map(|(at, _)| at..at + length);
    let mut places: Vec<Range<usize>> = places.filter(|place| is_whole(selector, words, place)).collect();
    places.sort_by_key(|place| place.start.abs_diff(near));
    places.truncate(CANDIDATES);
    let weight = |place: &Range<usize>| {
        let before = words.get(..place.start).unwrap_or_default();
        let after = words.get(place.end..).unwrap_or_default();
        alike(selector.prefix.chars().rev(), before.chars().rev())
            + alike(selector.suffix.chars(), after.chars())
    };
    // The first of those that weigh the same is the nearest.
    places
        .into_iter()
        .map(|place| (weight(&place), place))
        .reduce(|a, b| if b.0 > a.0 { b } else { a })
        .map(|it| it.1)
}

/// The same words in another dress: curly quotation marks, other dashes, other white space.
fn folded(selector: &Selector<'_>, words: &str, near: usize) -> Option<Range<usize>> {
    let (sought, there) = (fold(selector.exact), Folded::of(words));
    if sought.is_empty() {
        return None;
    }
    let places = there.text().match_indices(&sought);
    let places = places.map(|(at, _)| trimmed(words, there.origin(at)..there.origin(at + sought.len())));
    places.filter(|place| is_whole(selector, words, place)).min_by_key(|place| place.start.abs_diff(near))
}

/// What stands between the words that stood before and after, wherever these are now.
fn between(selector: &Selector<'_>, words: &str) -> Option<Range<usize>> {
    let (prefix, suffix) = (selector.prefix.trim(), selector.suffix.trim());
    if prefix.chars().count() < 8 || suffix.chars().count() < 8 || words.matches(prefix).count() != 1 {
        return None;
    }
    let start = words.find(prefix)? + prefix.len();
    let end = start + words.get(start..)?.find(suffix)?;
    let range = trimmed(words, start..end);
    let there = words.get(range.clone())?;
    let near = range.len() <= 2 * selector.exact.len() + 200;
    (near && strsim::normalized_levenshtein(selector.exact, there) >= 0.5).then_some(range)
}

/// Whether the words are not the middle of others, where they were not before.
fn is_whole(selector: &Selector<'_>, words: &str, place: &Range<usize>) -> bool {
    let joined = |before: Option<char>, after: Option<char>| {
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    let (first, last) = (selector.exact.chars().next(), selector.exact.chars().next_back());
    let before = words.get(..place.start).and_then(|words| words.chars().next_back());
    let after = words.get(place.end..).and_then(|words| words.chars().next());
    let begins = !joined(before, first) || joined(selector.prefix.chars().next_back(), first);
    begins && (!joined(last, after) || joined(last, selector.suffix.chars().next()))
}

/// How alike two contexts are, from 0 to 1000.
fn alike(ours: impl Iterator<Item = char>, theirs: impl Iterator<Item = char>) -> usize {
    let ours: Vec<char> = ours.collect();
    let theirs: Vec<char> = theirs.take(ours.len()).collect();
    let longer = ours.len().max(theirs.len());
    let far = strsim::generic_levenshtein(&ours, &theirs).min(longer);
    ((longer - far) * 1000).checked_div(longer).unwrap_or(1000)
}

fn trimmed(words: &str, range: Range<usize>) -> Range<usize> {
    let there = words.get(range.clone()).unwrap_or_default();
    let start = range.start + (there.len() - there.trim_start().len());
    start..start + there.trim().len()
}
