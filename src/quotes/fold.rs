//! Folding: two texts that read the same to the eye become equal, and nothing else does.
//!
//! NFKC, white space, quotation marks, dashes, and what cannot be seen are folded; case, letters,
//! points and accents are not. Two exceptions from NFKC: a character that would turn into digits
//! (², ½, ①) stays, lest 10² read 102; and a lone accent (¨) stays, for NFKC would split a space off.
//! U+FFFC, which stands for somebody else's block, stays too. `fidelity` compares what comes from here.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, decompose_canonical, decompose_compatible};
use unicode_normalization::{IsNormalized, is_nfc_quick, is_nfkc_quick};
use unicode_segmentation::UnicodeSegmentation;

/// A text folded for comparison, with the way back.
#[derive(Clone, Debug)]
pub struct Folded {
    text: String,
    /// In rising order; the last one is empty and stands at the end of both texts.
    units: Vec<Unit>,
    /// What was left out of the original, in rising order.
    left_out: Vec<Range<usize>>,
}

/// A stretch of the folded text that came from one stretch of the original, and cannot be cut.
#[derive(Clone, Copy, Debug)]
struct Unit {
    folded: usize,
    from: usize,
    to: usize,
}

/// A place where words may begin or end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cut {
    /// Byte offset in the folded text.
    pub folded: usize,
    /// Byte offset in the original.
    pub origin: usize,
}

/// Just the folded text.
#[must_use]
pub fn fold(text: &str) -> String {
    Folded::of(text).text
}

impl Folded {
    /// Folds a plain text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::without(text, Vec::new())
    }

    /// Folds a plain text as if these stretches of it, in rising order, were not there.
    pub(super) fn without(text: &str, left_out: Vec<Range<usize>>) -> Self {
        let (mut folder, mut next) = (Folder::default(), left_out.iter().peekable());
        for (from, letter) in text.char_indices() {
            while next.next_if(|stretch| stretch.end <= from).is_some() {}
            if next.peek().is_none_or(|stretch| from < stretch.start) {
                folder.take(letter, from, from + letter.len_utf8());
            }
        }
        let (text, units) = folder.finish(text.len());
        Self { text, units, left_out }
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte offset in the original for a byte offset in the folded text. An offset inside
    /// something that cannot be cut (a letter with its accents, a ligature) leads to its beginning,
    /// one at or beyond the end to the end of the original.
    #[must_use]
    pub fn origin(&self, folded: usize) -> usize {
        let after = self.units.partition_point(|unit| unit.folded <= folded);
        after.checked_sub(1).and_then(|at| self.units.get(at)).map_or(0, |unit| unit.from)
    }

    /// Where words may begin or end, in rising order: the word boundaries of the original (UAX #29)
    /// the ends of white space and of what was left out. Boundaries are taken from the original, because
    /// the joiners that hold a Persian word or an emoji together are folded away.
    pub(super) fn cuts(&self, original: &str) -> Vec<Cut> {
        let words = original.split_word_bound_indices().map(|(at, _)| at).chain([original.len()]);
        let mut bounds: Vec<usize> =
            words.chain(self.left_out.iter().flat_map(|stretch| [stretch.start, stretch.end])).collect();
        bounds.sort_unstable();
        let (mut units, mut before) = (self.units.iter().peekable(), 0);
        let at_bound = bounds.into_iter().filter_map(|origin| {
            while let Some(unit) = units.next_if(|unit| unit.from < origin) {
                before = unit.to;
            }
            let folded = units.peek()?.folded;
            (before <= origin).then_some(Cut { folded, origin })
        });
        let mut cuts: Vec<Cut> = at_bound.chain(self.after_spaces()).collect();
        cuts.sort();
        cuts
    }

    fn after_spaces(&self) -> impl Iterator<Item = Cut> {
        let is_space = |unit: &&Unit| self.text.get(unit.folded..).is_some_and(|rest| rest.starts_with(' '));
        self.units.iter().filter(is_space).map(|unit| Cut { folded: unit.folded + 1, origin: unit.to })
    }
}

/// What is being folded: the letter so far, with all that may yet combine with it.
#[derive(Default)]
struct Folder {
    text: String,
    units: Vec<Unit>,
    cluster: Vec<char>,
    from: usize,
    to: usize,
    space: Option<Unit>,
}

impl Folder {
    fn take(&mut self, letter: char, from: usize, to: usize) {
        if letter.is_whitespace() {
            self.space_at(from, to);
        } else if stands_alone(letter) {
            self.begin(plain_mark(letter), from, to);
        } else {
            decompose_canonical(letter, |part| self.take_part(part, from, to));
        }
    }

    fn take_part(&mut self, part: char, from: usize, to: usize) {
        match plain_mark(part) {
            unseen if is_unseen(unseen) => {}
            '⋯' => "...".chars().for_each(|dot| self.add(dot, from, to)),
            marked if stays(marked) => self.add(marked, from, to),
            marked => decompose_compatible(marked, |piece| {
                if !is_unseen(piece) {
                    self.add(plain_mark(piece), from, to);
                }
            }),
        }
    }

    fn add(&mut self, piece: char, from: usize, to: usize) {
        let same_letter = self.to == to;
        if !self.cluster.is_empty() && (same_letter || combines(piece)) {
            self.cluster.push(piece);
            self.to = to;
        } else {
            self.begin(piece, from, to);
        }
    }

    fn begin(&mut self, piece: char, from: usize, to: usize) {
        self.close_cluster();
        if let Some(space) = self.space.take()
            && !self.text.is_empty()
        {
            self.units.push(Unit { folded: self.text.len(), ..space });
            self.text.push(' ');
        }
        self.cluster.push(piece);
        (self.from, self.to) = (from, to);
    }

    fn close_cluster(&mut self) {
        if !self.cluster.is_empty() {
            self.units.push(Unit { folded: self.text.len(), from: self.from, to: self.to });
        }
        match self.cluster.as_slice() {
            [alone] => self.text.push(*alone),
            several => self.text.extend(several.iter().copied().nfc()),
        }
        self.cluster.clear();
    }

    fn space_at(&mut self, from: usize, to: usize) {
        self.close_cluster();
        let from = self.space.map_or(from, |space| space.from);
        self.space = Some(Unit { folded: 0, from, to });
    }

    fn finish(mut self, end: usize) -> (String, Vec<Unit>) {
        self.close_cluster();
        self.units.push(Unit { folded: self.text.len(), from: end, to: end });
        (self.text, self.units)
    }
}

/// Quotation marks, primes, dashes and hyphens as a keyboard has them.
fn plain_mark(letter: char) -> char {
    match letter {
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '‵' | 'ʹ' | 'ʼ' | '´' | '`' | '׳' | '『' | '』' | '❛'
        | '❜' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '‶' | 'ʺ' | '״' | '「' | '」' | '〝' | '〞' | '〟'
        | '❝' | '❞' => '"',
        '\u{2010}'..='\u{2015}' | '−' | '⁃' | '⸺' | '⸻' | '־' | '֊' | '﹘' => '-',
        other => other,
    }
}

/// Soft hyphen, joiners, marks of direction, byte order, emoji style: on neither side does equality
/// depend on what cannot be seen. The tatweel is seen, but only stretches a word.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FE0E}' | '\u{FE0F}' | '\u{FEFF}')
}

/// Whether NFKC leaves the letter as it is, whatever stands before it: true of most, and quick.
fn stands_alone(letter: char) -> bool {
    let settled = || {
        is_nfkc_quick(std::iter::once(letter)) == IsNormalized::Yes && canonical_combining_class(letter) == 0
    };
    letter.is_ascii() || (letter != '⋯' && !is_unseen(letter) && settled())
}

/// Whether NFKC would make digits or a space of this character: then it stays as it is.
fn stays(letter: char) -> bool {
    let plain_digit =
        matches!(letter, '\u{FF10}'..='\u{FF19}' | '\u{1D7CE}'..='\u{1D7FF}' | '\u{1FBF0}'..='\u{1FBF9}');
    let (mut digits, mut first) = (false, None);
    decompose_compatible(letter, |piece| {
        digits |= piece.is_ascii_digit();
        first.get_or_insert(piece);
    });
    (digits && !plain_digit) || first == Some(' ')
}

fn combines(piece: char) -> bool {
    !piece.is_ascii()
        && (canonical_combining_class(piece) != 0
            || is_nfc_quick(std::iter::once(piece)) != IsNormalized::Yes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    use super::{Folded, fold};

    #[test]
    fn what_reads_the_same_folds_the_same() {
        let pairs = [
            ("“It’s” — said", "\"It's\" - said"),
            ("«deux» ‹un› „drei“ ‚vier‘", "\"deux\" 'un' \"drei\" 'vier'"),
            ("a\u{A0}b\n\n c ", "a b c"),
            ("\u{FEFF}ab\u{AD}cd\u{200B}ef\u{2060}g", "abcdefg"),
            ("oﬃce…", "office..."),
            ("５０％ ｶﾞ", "50% ガ"),
            ("cafe\u{301} x", "café x"),
            ("می\u{200C}خواهم كتـــاب", "میخواهم كتاب"),
            ("ﻻ ﷲ", "لا الله"),
            ("ﾡￂ\u{3000}한", "가 한"),
            ("👩\u{200D}💻 ❤\u{FE0F}", "👩💻 ❤"),
            ("−5 5′ 6″", "-5 5' 6\""),
        ];
        for (seen, folded) in pairs {
            assert_eq!(fold(seen), fold(folded), "{seen}");
        }
        assert_eq!(fold("  a\u{FFFC} \u{200F} b\t"), "a\u{FFFC} b");
    }

    #[test]
    fn what_reads_differently_stays_different() {
        let pairs = [
            ("10²", "102"),
            ("1½", "11⁄2"),
            ("①", "1"),
            ("Ärger", "Arger"),
            ("The", "the"),
            ("שָׁלוֹם", "שלום"),
            ("ی", "ي"),
        ];
        for (one, other) in pairs {
            assert_ne!(fold(one), fold(other), "{one}");
        }
        assert_eq!(fold("x ¨ y ΅"), "x ¨ y ΅");
    }

    #[test]
    fn the_way_back_leads_to_the_beginning_of_what_cannot_be_cut() {
        let folded = Folded::of(" \u{AD}oﬃ e\u{301}");
        assert_eq!(folded.text(), "offi é");
        let origins: Vec<usize> = (0..=8).map(|at| folded.origin(at)).collect();
        assert_eq!(origins, [3, 4, 4, 4, 7, 8, 8, 11, 11]);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn composed_and_decomposed_are_one(text in any::<String>()) {
            prop_assert_eq!(fold(&text.nfd().collect::<String>()), fold(&text.nfc().collect::<String>()));
        }

        #[test]
        fn the_way_back_never_turns_round(text in any::<String>()) {
            let folded = Folded::of(&text);
            let origins: Vec<usize> = (0..=folded.text().len()).map(|at| folded.origin(at)).collect();
            prop_assert!(origins.is_sorted());
            prop_assert!(origins.iter().all(|at| text.is_char_boundary(*at)));
            prop_assert!(folded.cuts(&text).is_sorted());
        }
    }
}
