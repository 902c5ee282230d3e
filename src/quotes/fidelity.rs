//! Is a quote true to its source? Both are plain text; both are folded (`fold`) and compared byte
//! for byte, beginning and ending at the source's word boundaries (UAX #29).
//!
//! *Verbatim* is a stretch in a row. An ellipsis or quotation marks around the whole quote do not
//! count; an ellipsis that the source has itself is no omission. *Shortened* is pieces in order, with
//! …, […], (…), U+FFFC or an insertion in square brackets between them; `[T]he` stands for "the".
//! Time is linear in both texts, whatever they contain.

mod occurrences;
mod pieces;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use self::occurrences::Occurrences;
use self::pieces::{Pieces, without_frame};
use super::emphasis;
use super::fold::{Cut, Folded, fold};

/// How true a quote is to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// The words stand there, in a row.
    Verbatim,
    /// Pieces stand there in order, with marked omissions or insertions between them.
    Shortened,
}

/// Where quoted words stand in their source (W3C `TextQuoteSelector`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How true the quote is.
    pub truth: Truth,
    /// The source's own words, from the first piece to the last.
    pub exact: String,
    /// At most 32 characters of the source before them.
    pub prefix: String,
    /// At most 32 characters of the source after them.
    pub suffix: String,
    /// Where they begin, in characters of the source.
    pub start: usize,
}

/// What stands for somebody else's block: never matched, in a quote it is an omission.
const BLOCK: char = '\u{FFFC}';
const CONTEXT: usize = 32;

/// Where the quoted words stand in the source, the first place if there are several.
/// None: they do not stand there.
#[must_use]
pub fn standing(quoted: &str, source: &str) -> Option<Standing> {
    Ground::of(source).standing_of(&fold(quoted)).or_else(|| standing_without_emphasis(quoted, source))
}

/// Marks of emphasis that either text still has as signs are no words.
fn standing_without_emphasis(quoted: &str, source: &str) -> Option<Standing> {
    let (ours, theirs) = (emphasis::marks(quoted), emphasis::marks(source));
    if ours.is_empty() && theirs.is_empty() {
        return None;
    }
    let folded = Folded::without(source, theirs);
    Ground { source, folded, cuts: OnceCell::new() }.standing_of(Folded::without(quoted, ours).text())
}

/// Whether the words are enough to be looked for: at least 4 words or 20 characters (after folding),
/// not counting omissions and insertions. In scripts without spaces 2 Han or Hiragana count as a word,
/// and letters of others only as characters.
#[must_use]
pub fn long_enough(quoted: &str) -> bool {
    let pieces = Pieces::at_marks(&fold(quoted)).pieces;
    let halves: usize = pieces.iter().map(|piece| half_words(piece)).sum();
    let characters: usize = pieces.iter().map(|piece| piece.chars().count()).sum();
    halves >= 8 || characters >= 20
}

fn half_words(piece: &str) -> usize {
    let words: Vec<(usize, &str)> = piece.unicode_word_indices().collect();
    let touches = |(at, word): (usize, &str)| {
        let beside = |other: &(usize, &str)| other.0 == at + word.len() || other.0 + other.1.len() == at;
        words.binary_search_by_key(&at, |other| other.0).is_ok_and(|found| {
            let near = found.saturating_sub(1)..words.len().min(found + 2);
            words.get(near).unwrap_or_default().iter().any(beside)
        })
    };
    let halves = words.iter().map(|word| match word.1.chars().next() {
        Some(letter) if is_syllable(letter) => 1,
        _ if word.1.graphemes(true).nth(1).is_none() && touches(*word) => 0,
        _ => 2,
    });
    halves.sum()
}

/// A letter of Han or Hiragana: no space stands between it and the next word.
fn is_syllable(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{309F}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The longest stretch of the quoted words, folded, that stands in a row in every source that they are
/// true to.
#[must_use]
pub fn longest_in_a_row(quoted: &str) -> String {
    let pieces = Pieces::between_marks(&fold(quoted)).pieces;
    pieces.into_iter().max_by_key(String::len).unwrap_or_default()
}

/// A source, ready to be searched.
struct Ground<'a> {
    source: &'a str,
    folded: Folded,
    cuts: OnceCell<Vec<Cut>>,
}

impl<'a> Ground<'a> {
    fn of(source: &'a str) -> Self {
        Self { source, folded: Folded::of(source), cuts: OnceCell::new() }
    }

    fn standing_of(&self, words: &str) -> Option<Standing> {
        let bare = without_frame(words);
        let texts = if bare == words { vec![bare] } else { vec![words, bare] };
        let whole = texts.iter().find_map(|text| self.in_a_row(text));
        let found = whole.map(|stretch| (Truth::Verbatim, stretch));
        // Brackets and dots may be the source's own: the fewer marks a reading needs, the earlier its turn.
        let readings = || {
            texts
                .iter()
                .map(|text| Pieces::at_omissions(text))
                .chain(texts.iter().map(|text| Pieces::at_marks(text)))
        };
        let (truth, stretch) = found.or_else(|| readings().find_map(|pieces| self.in_pieces(&pieces)))?;
        self.standing(truth, stretch)
    }

    fn in_a_row(&self, words: &str) -> Option<Range<usize>> {
        if words.is_empty() || words.contains(BLOCK) {
            return None;
        }
        self.first(words, 0)
    }

    fn in_pieces(&self, Pieces { pieces, marked }: &Pieces) -> Option<(Truth, Range<usize>)> {
        if !pieces.iter().any(|piece| piece.chars().any(char::is_alphanumeric)) {
            return None;
        }
        let mut end = 0;
        for piece in pieces {
            end = self.first(piece, end)?.end;
        }
        // Back again from the earliest end, so that the stretch begins as late as it can.
        let start = pieces.iter().rev().try_fold(end, |until, piece| Some(self.last(piece, until)?.start))?;
        let truth = if *marked || pieces.len() > 1 { Truth::Shortened } else { Truth::Verbatim };
        Some((truth, start..end))
    }

    fn first(&self, piece: &str, from: usize) -> Option<Range<usize>> {
        let rest = self.folded.text().get(from..)?;
        if !rest.contains(piece) {
            return None;
        }
        let ends = Occurrences::of(piece.bytes(), rest.bytes());
        ends.map(|end| from + end - piece.len()..from + end).find(|stretch| self.may_stand(stretch))
    }

    fn last(&self, piece: &str, until: usize) -> Option<Range<usize>> {
        let rest = self.folded.text().get(..until)?;
        let starts = Occurrences::of(piece.bytes().rev(), rest.bytes().rev());
        starts.map(|back| until - back..until - back + piece.len()).find(|stretch| self.may_stand(stretch))
    }

    fn may_stand(&self, stretch: &Range<usize>) -> bool {
        self.cut(stretch.start).is_some() && self.cut(stretch.end).is_some()
    }

    /// The first cut at this offset of the folded text.
    fn cut(&self, folded: usize) -> Option<Cut> {
        let cuts = self.cuts.get_or_init(|| self.folded.cuts(self.source));
        let at = cuts.partition_point(|cut| cut.folded < folded);
        cuts.get(at).copied().filter(|cut| cut.folded == folded)
    }

    fn standing(&self, truth: Truth, stretch: Range<usize>) -> Option<Standing> {
        let (start, end) = (self.folded.origin(stretch.start), self.cut(stretch.end)?.origin);
        let (before, after) = (self.source.get(..start)?, self.source.get(end..)?);
        let prefix = before.len() - near(before.graphemes(true).rev());
        Some(Standing {
            truth,
            exact: self.source.get(start..end)?.to_owned(),
            prefix: before.get(prefix..)?.to_owned(),
            suffix: after.get(..near(after.graphemes(true)))?.to_owned(),
            start: before.chars().count(),
        })
    }
}

/// How many bytes of these graphemes make up the context.
fn near<'t>(graphemes: impl Iterator<Item = &'t str>) -> usize {
    let mut room = CONTEXT;
    let fitting = graphemes.map_while(|grapheme| {
        room = room.checked_sub(grapheme.chars().count())?;
        Some(grapheme.len())
    });
    fitting.sum()
}
