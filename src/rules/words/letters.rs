//! Letters folded, so that a word is found however it is written: case, width, Arabic and Persian forms, points that may
//! be left out, what cannot be seen. [`looks`] also takes a letter for the Latin one that it looks like.
//!
//! A text is folded letter by letter through a table that is made once, for this stands on the way of every comment.

use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, compose};
use unicode_security::skeleton;

/// A folded text, with the way back.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    text: String,
    /// For each byte of the text, where in the original its letter begins.
    origins: Vec<u32>,
}

type Table = Vec<Fold>;

/// What becomes of a letter.
#[derive(Clone, Copy, Debug)]
enum Fold {
    One(char),
    Nothing,
    /// It joins the letter before it where the two are one.
    Mark(char),
    Space,
    /// Several letters, or one beyond the table.
    Several,
}

/// A text folded.
#[must_use]
pub fn plain(text: &str) -> Letters {
    static TABLE: OnceLock<Table> = OnceLock::new();
    fold(text, TABLE.get_or_init(|| table(plain_of)), plain_of)
}

/// The same, with each letter as the Latin one that it looks like.
#[must_use]
pub fn looks(text: &str) -> Letters {
    static TABLE: OnceLock<Table> = OnceLock::new();
    fold(text, TABLE.get_or_init(|| table(look_of)), look_of)
}

impl Letters {
    /// The folded text: any white space stands as one space.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where in the original the letter at this byte begins; the end of the original for the end of the text.
    #[must_use]
    pub fn origin(&self, at: usize, original: &str) -> usize {
        self.origins.get(at).and_then(|from| usize::try_from(*from).ok()).unwrap_or(original.len())
    }

    fn push(&mut self, letter: char, from: u32) {
        self.text.push(letter);
        self.origins.resize(self.text.len(), from);
    }

    /// A mark joins the letter before it, if there is one letter for both.
    fn mark(&mut self, mark: char, from: u32) {
        let before = self.text.chars().next_back();
        match before.and_then(|letter| Some((letter, compose(letter, mark)?))) {
            Some((letter, both)) => {
                let start = self.text.len() - letter.len_utf8();
                let from = self.origins.get(start).copied().unwrap_or(from);
                self.text.truncate(start);
                self.origins.truncate(start);
                self.push(both, from);
            }
            None => self.push(mark, from),
        }
    }

    fn space(&mut self, from: u32) {
        if !self.text.ends_with(' ') {
            self.push(' ', from);
        }
    }
}

fn fold(text: &str, table: &Table, slowly: fn(char) -> String) -> Letters {
    let mut letters =
        Letters { text: String::with_capacity(text.len()), origins: Vec::with_capacity(text.len()) };
    for (at, letter) in text.char_indices() {
        let from = u32::try_from(at).unwrap_or(u32::MAX);
        let known = usize::try_from(u32::from(letter)).ok().and_then(|code| table.get(code));
        match known.copied().unwrap_or(Fold::Several) {
            Fold::One(folded) => letters.push(folded, from),
            Fold::Nothing => {}
            Fold::Mark(mark) => letters.mark(mark, from),
            Fold::Space => letters.space(from),
            Fold::Several => slowly(letter).chars().for_each(|folded| letters.push(folded, from)),
        }
    }
    letters
}

/// For each letter of the first plane of Unicode.
fn table(fold: fn(char) -> String) -> Table {
    (0..=0xffff)
        .map(|code| char::from_u32(code).map_or(Fold::Nothing, |letter| entry(letter, fold)))
        .collect()
}

fn entry(letter: char, fold: fn(char) -> String) -> Fold {
    if letter.is_whitespace() {
        return Fold::Space;
    }
    let folded = fold(letter);
    let mut letters = folded.chars();
    match (letters.next(), letters.next()) {
        (None, _) => Fold::Nothing,
        (Some(mark), None) if canonical_combining_class(mark) != 0 => Fold::Mark(mark),
        (Some(one), None) => Fold::One(one),
        _ => Fold::Several,
    }
}

fn plain_of(letter: char) -> String {
    let lower = letter.nfkc().flat_map(char::to_lowercase);
    lower.nfkd().filter(|c| !is_left_out(*c)).map(arabic).nfc().collect()
}

/// Only letters that are written together with Latin ones are taken for them; those of other scripts stay.
fn look_of(letter: char) -> String {
    let plain = plain_of(letter);
    let code = u32::from(letter);
    let near =
        [0x80..=0x58f, 0x13a0..=0x13ff, 0x1d00..=0x1fff, 0x2c60..=0x2dff, 0xa4d0..=0xa4ff, 0xa640..=0xab7f];
    if !near.iter().any(|range| range.contains(&code)) {
        return plain;
    }
    // A capital is what it looks like as a capital.
    let look: String = skeleton(letter.encode_utf8(&mut [0; 4])).collect();
    let mut look = look.chars();
    match (look.next(), look.next()) {
        // What looks like a capital I is an l to the table of look-alikes.
        (Some('l'), None) if letter.is_uppercase() => "i".to_owned(),
        (Some(latin), None) if latin.is_ascii_alphabetic() => latin.to_ascii_lowercase().to_string(),
        _ => plain,
    }
}

/// Vowel points and long strokes of Arabic, soft hyphens, joiners and what else cannot be seen.
fn is_left_out(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{670}' | '\u{180e}' | '\u{feff}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{6d6}'..='\u{6ed}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters that Arabic and Persian write differently, and digits.
fn arabic(c: char) -> char {
    match c {
        'ي' | 'ى' => 'ی',
        'ك' => 'ک',
        'ة' | 'ۀ' | 'ە' => 'ه',
        'ٱ' => 'ا',
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        c => c,
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c).saturating_sub(u32::from(zero)), 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> String {
        plain(text).text().to_owned()
    }

    #[test]
    fn what_reads_the_same_folds_to_the_same() {
        assert_eq!(is("NUMBskull  \n\tagain"), "numbskull again");
        assert_eq!(is("ｎｕｍｂ\u{200b}sk\u{ad}ull"), "numbskull");
        assert_eq!(is("cafe\u{301}"), is("CAFÉ"));
        assert_eq!(is("ﬁne İ"), "fine i\u{307}");
        assert_eq!(is("كتاب عربي"), is("کتاب عربی"));
        assert_eq!(is("مُحَمَّد"), is("محمد"));
        assert_eq!(is("می\u{200c}خواهم"), is("میخواهم"));
        assert_eq!(is("أحمد إلى آب رئيس"), is("احمد الی اب رییس"));
        assert_eq!(is("ﻛﺘﺎﺏ ۱۲ ٣"), "کتاب 12 3");
        assert_ne!(is("ano"), is("año"));
    }

    #[test]
    fn look_alikes_are_taken_for_latin_letters_and_other_scripts_are_left_alone() {
        let look = |text: &str| looks(text).text().to_owned();
        assert_eq!(look("Ѕсаm"), "scam", "three Cyrillic letters");
        assert_eq!(look("ІDIОТ ΝUМВ"), "idiot numb");
        assert_eq!(look("corn modern burn"), "corn modern burn");
        assert_eq!(look("كتاب 会议"), is("كتاب 会议"));
    }

    #[test]
    fn the_way_back_leads_to_the_letter() {
        let text = "A cafe\u{301}  ﬁne";
        let letters = plain(text);
        let at = |word: &str| letters.origin(letters.text().find(word).unwrap(), text);
        assert_eq!((&text[at("café")..][..4], &text[at("fine")..]), ("cafe", "ﬁne"));
        assert_eq!(letters.origin(letters.text().len(), text), text.len());
    }
}
