//! What the source says instead: the stretch of it that comes nearest to quoted words, and both
//! texts side by side, word by word.
//!
//! The stretch is whole sentences in a row (of a very long sentence whole words), taken so that
//! quoting it back is verbatim. Both jobs take nearly linear time and are exact about nothing but
//! that: they only propose. `fidelity` judges.

use std::collections::HashSet;
use std::ops::Range;

use similar::{Algorithm, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::fold::fold;

/// A piece of two texts laid side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both, in the source's spelling.
    Same(String),
    /// Only in the quoted words.
    Quoted(String),
    /// Only in the source's.
    Source(String),
}

/// Short quotes may still be given a whole sentence of this many bytes.
const ROOM: usize = 160;

/// The stretch of the source that comes nearest to the quoted words: sentences in a row, at most
/// about three times as long as the quote. Empty only if the source has no words: a lone tatweel folds to nothing.
#[must_use]
pub fn closest(quoted: &str, source: &str) -> String {
    let wanted: HashSet<String> = words(quoted).collect();
    let room = quoted.len().saturating_mul(3).max(ROOM);
    // U+FFFC stands for somebody else's block: no stretch goes across it.
    let blocks = source.split('\u{FFFC}').filter(|block| !fold(block).trim().is_empty());
    let found = blocks.map(|block| {
        nearest(&sentences(block, &wanted, room), room).map_or((i64::MIN, block), |near| near.of(block))
    });
    let best = found.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map_or("", |(_, stretch)| stretch.trim()).to_owned()
}

/// Both texts word by word, for showing the difference. What folds alike is the same; all but the
/// [`Piece::Quoted`], put together, are the source.
#[must_use]
pub fn differences(quoted: &str, source: &str) -> Vec<Piece> {
    let (ours, theirs) = (tokens(quoted), tokens(source));
    let keys = |tokens: &[&str]| tokens.iter().map(|token| fold(token)).collect::<Vec<_>>();
    let text = |tokens: &[&str], range| tokens.get::<Range<usize>>(range).unwrap_or_default().concat();
    let mut pieces = Vec::new();
    for change in capture_diff_slices(Algorithm::Myers, &keys(&ours), &keys(&theirs)) {
        let (quoted, source) = (text(&ours, change.old_range()), text(&theirs, change.new_range()));
        if change.tag() == similar::DiffTag::Equal {
            pieces.push(Piece::Same(source));
        } else {
            pieces.extend((!quoted.is_empty()).then_some(Piece::Quoted(quoted)));
            pieces.extend((!source.is_empty()).then_some(Piece::Source(source)));
        }
    }
    pieces
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text).to_lowercase();
    folded.unicode_words().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// A sentence, and how much of it is among the wanted words: lengths, for long words tell more.
struct Sentence {
    range: Range<usize>,
    wanted: i64,
    other: i64,
}

/// Sentences in a row, with the worth of the best one among them.
struct Near {
    worth: i64,
    range: Range<usize>,
}

impl Near {
    fn of(self, block: &str) -> (i64, &str) {
        (self.worth, block.get(self.range).unwrap_or(block))
    }
}

impl Sentence {
    fn of(block: &str, range: Range<usize>, wanted: &HashSet<String>) -> Self {
        let mut sentence = Self { range, wanted: 0, other: 0 };
        let mut seen = HashSet::new();
        for word in words(block.get(sentence.range.clone()).unwrap_or_default()) {
            let length = i64::try_from(word.len()).unwrap_or(i64::MAX);
            if !wanted.contains(&word) {
                sentence.other += length;
            } else if seen.insert(word) {
                sentence.wanted += length;
            }
        }
        sentence
    }

    /// What it is worth as the heart of the stretch. The words around half a sentence count little.
    fn worth(&self) -> i64 {
        if self.wanted == 0 { i64::MIN } else { 8 * self.wanted - self.other }
    }

    /// What the stretch gains by going on over it.
    fn gain(&self) -> i64 {
        self.wanted - self.other
    }
}

fn sentences(block: &str, wanted: &HashSet<String>, room: usize) -> Vec<Sentence> {
    let bounds = bounds(block, room);
    let ranges = bounds.iter().zip(bounds.iter().skip(1)).map(|(from, to)| *from..*to);
    ranges.map(|range| Sentence::of(block, range, wanted)).collect()
}

/// Where sentences begin and end, but only at ends of words (م.ت.ف is one), and more often where a
/// sentence has no end.
fn bounds(block: &str, room: usize) -> Vec<usize> {
    let starts: HashSet<usize> = block.split_sentence_bound_indices().map(|(at, _)| at).collect();
    let end = block.trim_end().len();
    let (mut bounds, mut last) = (vec![0], 0);
    for (at, word) in block.split_word_bound_indices().filter(|(at, _)| *at < end) {
        let overfull = at + word.len() - last > room;
        let blank = || block.get(last..at).is_none_or(|sentence| sentence.trim().is_empty());
        if (starts.contains(&at) || overfull) && !blank() {
            bounds.push(at);
            last = at;
        }
    }
    bounds.push(end);
    bounds
}

/// The best sentence, with as many before and after it as there is something to gain from.
fn nearest(sentences: &[Sentence], room: usize) -> Option<Near> {
    let best = |best: usize, next: usize| {
        let worth = |at: usize| sentences.get(at).map(Sentence::worth);
        if worth(next) > worth(best) { next } else { best }
    };
    let heart = (0..sentences.len()).reduce(best)?;
    let (before, rest) = sentences.split_at_checked(heart)?;
    let (sentence, after) = rest.split_first()?;
    let spare = room.saturating_sub(sentence.range.len());
    let end = reach(after.iter(), spare).map_or(sentence.range.end, |last| last.range.end);
    let spare = spare.saturating_sub(end - sentence.range.end);
    let start = reach(before.iter().rev(), spare).map_or(sentence.range.start, |first| first.range.start);
    Some(Near { worth: sentence.worth(), range: start..end })
}

/// The farthest of these neighbours up to which the gain is greatest, if there is any gain.
fn reach<'s>(neighbours: impl Iterator<Item = &'s Sentence>, mut spare: usize) -> Option<&'s Sentence> {
    let (mut gain, mut most, mut farthest) = (0, 0, None);
    for next in neighbours {
        spare = match spare.checked_sub(next.range.len()) {
            Some(left) => left,
            None => break,
        };
        gain += next.gain();
        if gain > most {
            (most, farthest) = (gain, Some(next));
        }
    }
    farthest
}

/// Words and marks, each with the white space after it; dots in a row are one, as … is.
fn tokens(text: &str) -> Vec<&str> {
    let mut bounds: Vec<usize> = Vec::new();
    let mut before = String::new();
    for (at, token) in text.split_word_bound_indices() {
        let folded = fold(token);
        let all_dots = |folded: &str| !folded.is_empty() && folded.chars().all(|letter| letter == '.');
        if bounds.is_empty() || !(folded.is_empty() || all_dots(&folded) && all_dots(&before)) {
            bounds.push(at);
        }
        before = folded;
    }
    let ends = bounds.iter().skip(1).copied().chain([text.len()]);
    bounds.iter().zip(ends).filter_map(|(from, to)| text.get(*from..to)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, prop_assume, proptest};

    use super::super::fidelity::{Truth, standing};
    use super::super::fold::fold;
    use super::{Piece, ROOM, closest, differences};

    const SOURCE: &str = "The alliance was never signed. Both sides said so. In Tehran, nobody believed that \
        the treaty would not be signed by the ministers in spring.\nWhat followed is well known. م.ت.ف said no.";

    #[test]
    fn a_changed_sentence_is_found_whole() {
        let whole =
            "In Tehran, nobody believed that the treaty would not be signed by the ministers in spring.";
        for quoted in [
            "nobody believed that the treaty would be signed",
            "in Tehran the treaty would be signed by ministers",
        ] {
            assert_eq!(closest(quoted, SOURCE), whole);
        }
    }

    #[test]
    fn sentences_in_a_row_are_found_together() {
        let quoted = "The alliance was always signed. Both sides said so.";
        assert_eq!(closest(quoted, SOURCE), "The alliance was never signed. Both sides said so.");
        let quoted = "The alliance was signed. Neither of them said so. In Tehran, nobody believed that the treaty would be signed by ministers.";
        let found = closest(quoted, SOURCE);
        assert!(found.starts_with("The alliance") && found.ends_with("in spring."), "{found}");
    }

    #[test]
    fn it_goes_across_no_block_and_finds_something_in_whatever_has_words() {
        assert_eq!(
            closest("one two three", "One two.\n\u{FFFC}\nTwo three four five."),
            "Two three four five."
        );
        assert_eq!(closest("zzz", "One two. Three."), "One two.");
        assert!(closest("word", &"word ".repeat(4_000)).len() <= ROOM);
    }

    #[test]
    fn a_source_without_words_has_none_that_come_near() {
        for source in ["", "  ", "ـ", "\u{FFFC}", "\u{ad}\u{FFFC}ـ"] {
            assert_eq!(closest("word", source), "", "{source:?}");
        }
    }

    #[test]
    fn differences_are_words_and_not_their_dress() {
        let found = differences("It's \"all\" will ... be signed", "It’s “all” will… not be\nsigned");
        let [same, differs, rest] = ["It’s “all” will… ", "not ", "be\nsigned"].map(str::to_owned);
        assert_eq!(found, [Piece::Same(same), Piece::Source(differs), Piece::Same(rest)]);
        let found = differences("one two", "one three");
        let pieces = [Piece::Same("one ".into()), Piece::Quoted("two".into()), Piece::Source("three".into())];
        assert_eq!(found, pieces);
    }

    proptest! {
        #[test]
        fn the_closest_words_are_verbatim(source in "([A-Za-zא-תا-ي一-丏]{1,5}[.!?;, \n]{0,2}){0,60}", quoted in "([a-z]{1,5} ){0,20}") {
            let found = closest(&quoted, &source);
            prop_assert_eq!(found.is_empty(), fold(&source).trim().is_empty());
            prop_assert!(found.len() <= ROOM.max(3 * quoted.len()) || found == source);
            prop_assume!(!fold(&found).trim().is_empty());
            prop_assert_eq!(standing(&found, &source).map(|standing| standing.truth), Some(Truth::Verbatim));
        }

        #[test]
        fn the_differences_hold_both_texts(quoted in "([a-d]{1,2}[ .…\n]{0,2}){0,30}", source in "([a-d]{1,2}[ .…\n]{0,2}){0,30}") {
            let (mut ours, mut theirs) = (String::new(), String::new());
            for piece in differences(&quoted, &source) {
                match piece {
                    Piece::Same(text) => { ours.push_str(&text); theirs.push_str(&text); }
                    Piece::Quoted(text) => ours.push_str(&text),
                    Piece::Source(text) => theirs.push_str(&text),
                }
            }
            prop_assert_eq!(theirs, source);
            prop_assert_eq!(fold(&ours).replace(' ', ""), fold(&quoted).replace(' ', ""));
        }
    }
}
