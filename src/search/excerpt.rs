//! What of a text is shown beside its headline: the stretch with the most of what was looked for, cut from plain text,
//! with the words marked. It is pieces of text, never HTML: whoever shows them escapes them.

use super::lexemes::Stems;
use super::words::words;
use std::collections::BTreeSet;
use std::ops::Range;

/// So many characters are shown, more or less a word.
const LENGTH: usize = 260;
/// So many of them before the first word that is marked.
const BEFORE: usize = 60;

/// A piece of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub words: String,
    /// Whether they were looked for.
    pub marked: bool,
}

/// A whole line, with the words that become one of `wanted` marked.
#[must_use]
pub fn line(text: &str, stems: &Stems, wanted: &BTreeSet<String>) -> Vec<Piece> {
    pieces(text, &marks(text, stems, wanted), 0..text.len())
}

/// The best stretch of a text.
#[must_use]
pub fn excerpt(text: &str, stems: &Stems, wanted: &BTreeSet<String>) -> Vec<Piece> {
    let marks = marks(text, stems, wanted);
    let stretch = stretch(text, &marks);
    let (is_begun, goes_on) = (stretch.start > 0, stretch.end < text.len());
    let mut pieces = pieces(text, &marks, stretch);
    let dots = |words: &str| Piece { words: words.to_owned(), marked: false };
    if is_begun {
        pieces.insert(0, dots("… "));
    }
    if goes_on {
        pieces.push(dots(" …"));
    }
    pieces
}

/// Where the words stand that are to be marked, in order, none over another.
fn marks(text: &str, stems: &Stems, wanted: &BTreeSet<String>) -> Vec<Range<usize>> {
    let is_wanted = |word: &str| stems.stems(word).iter().any(|stem| wanted.contains(stem));
    let mut found: Vec<Range<usize>> =
        words(text).into_iter().filter(|found| is_wanted(&found.word)).map(|found| found.at).collect();
    found.sort_by_key(|at| (at.start, std::cmp::Reverse(at.end)));
    let mut end = 0;
    found.retain(|at| {
        let is_free = at.start >= end;
        if is_free {
            end = at.end;
        }
        is_free
    });
    found
}

/// The stretch that begins shortly before the mark after which most others follow soon.
fn stretch(text: &str, marks: &[Range<usize>]) -> Range<usize> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let nth = |at: usize| starts.partition_point(|start| *start < at);
    let byte = |nth: usize| starts.get(nth).copied().unwrap_or(text.len());
    let places: Vec<usize> = marks.iter().map(|mark| nth(mark.start)).collect();
    let follow =
        |at: usize| places.iter().filter(|place| (at..at + LENGTH - BEFORE).contains(*place)).count();
    // Of equals the first.
    let best = places.iter().copied().rev().max_by_key(|place| follow(*place)).unwrap_or(0);
    let (from, to) = (best.saturating_sub(BEFORE), best.saturating_sub(BEFORE) + LENGTH);
    let from = if to >= starts.len() { starts.len().saturating_sub(LENGTH).min(from) } else { from };
    let start = if from == 0 { 0 } else { after_space(text, byte(from)..byte(best)) };
    let end = if to >= starts.len() { text.len() } else { before_space(text, byte(best)..byte(to)) };
    start..end
}

/// The beginning of the first word in this stretch of a text; its own where there is no space.
fn after_space(text: &str, within: Range<usize>) -> usize {
    let there = text.get(within.clone()).unwrap_or_default();
    let space = there.char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(within.start, |(at, c)| within.start + at + c.len_utf8())
}

/// The end of the last whole word in this stretch.
fn before_space(text: &str, within: Range<usize>) -> usize {
    let there = text.get(within.clone()).unwrap_or_default();
    let space = there.rfind(char::is_whitespace);
    space.filter(|at| at * 2 > there.len()).map_or(within.end, |at| within.start + at)
}

fn pieces(text: &str, marks: &[Range<usize>], stretch: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = stretch.start;
    let mut add = |range: Range<usize>, marked| {
        let words = told(text.get(range).unwrap_or_default());
        if !words.is_empty() {
            pieces.push(Piece { words, marked });
        }
    };
    for mark in marks.iter().filter(|mark| mark.start >= stretch.start && mark.end <= stretch.end) {
        add(at..mark.start, false);
        add(mark.clone(), true);
        at = mark.end;
    }
    add(at..stretch.end, false);
    pieces
}

/// White space as single spaces, and what stands for a quote that was left out as […].
fn told(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{FFFC}' => told.push_str("[…]"),
            space if space.is_whitespace() => {
                if !told.ends_with(' ') {
                    told.push(' ');
                }
            }
            letter => told.push(letter),
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::{Piece, excerpt, line};
    use crate::search::lexemes::Stems;
    use crate::search::words::words;
    use proptest::prelude::{prop_assert, proptest};
    use std::collections::BTreeSet;

    /// Words become themselves without an s at the end.
    fn stems(text: &str) -> Stems {
        let stem = |word: String| (word.clone(), vec![word.trim_end_matches('s').to_owned()]);
        Stems::of(words(text).into_iter().map(|found| stem(found.word)))
    }

    fn told(pieces: &[Piece]) -> String {
        let piece =
            |piece: &Piece| if piece.marked { format!("[{}]", piece.words) } else { piece.words.clone() };
        pieces.iter().map(piece).collect()
    }

    fn cut(text: &str, wanted: &[&str]) -> String {
        let wanted: BTreeSet<String> = wanted.iter().map(|&word| word.to_owned()).collect();
        told(&excerpt(text, &stems(text), &wanted))
    }

    #[test]
    fn the_original_is_marked_whatever_its_forms() {
        assert_eq!(
            cut("Zwei Cafe\u{301}s, <b>CAFÉ</b>\n\nund cafés.", &["cafe"]),
            "Zwei [Cafe\u{301}s], <b>[CAFÉ]</b> und [cafés]."
        );
        assert_eq!(cut("او می‌شود", &["ميشود"]), "او [می‌شود]");
        assert_eq!(cut("كِتـاب", &["كتاب"]), "[كِتـاب]");
        assert_eq!(cut("on the sea", &["a"]), "on the sea");
        let wanted = BTreeSet::from(["sea".to_owned()]);
        assert_eq!(told(&line("The seas", &stems("The seas"), &wanted)), "The [seas]");
    }

    #[test]
    fn the_best_stretch_is_cut_out_at_words() {
        let text =
            format!("sea {} sea and ship and sea {}", "far away ".repeat(100), "and more ".repeat(100));
        let cut = cut(&text, &["sea", "ship"]);
        assert!(cut.starts_with("… ") && cut.ends_with(" …"), "{cut}");
        assert!(cut.contains("[sea] and [ship] and [sea] and more"), "{cut}");
        assert!(!cut.contains("…  ") && cut.chars().count() < 300, "{cut}");
    }

    #[test]
    fn a_text_without_spaces_is_cut_where_it_stands() {
        let cut = cut(&format!("{}约{}", "条".repeat(500), "不".repeat(500)), &["约"]);
        assert!(cut.contains("条[约]不"), "{cut}");
        assert!(cut.chars().count() < 300);
    }

    #[test]
    fn nothing_is_an_empty_excerpt() {
        assert_eq!(cut("", &["x"]), "");
        assert_eq!(cut("a \u{FFFC} b", &[]), "a […] b");
    }

    proptest! {
        #[test]
        fn an_excerpt_is_always_of_the_text(text in "[ab <>&\n]{0,900}", word in "[ab]{1,2}") {
            let wanted = BTreeSet::from([word]);
            for piece in excerpt(&text, &stems(&text), &wanted) {
                prop_assert!(piece.marked || !piece.words.is_empty());
                prop_assert!(!piece.marked || piece.words.chars().all(char::is_alphanumeric));
            }
        }
    }
}
