//! Words as the search knows them: the one place where texts and questions are made alike.
//!
//! Case, accents, points, elongation and letters that are one letter to whoever types them are folded: é and e, ß and ss,
//! ı and i; ی and ي, ک and ك, أ إ آ ٱ and ا, ة and ه, ؤ and و, ئ and ي; digits of every script. A word that joiners hold
//! together (می‌شود) is two words and also one. Scripts without spaces are read letter by letter: their words are
//! phrases. Where each word stands in the text is kept, so that it can be marked there. Whoever changes this raises
//! [`VERSION`], and every text is read anew in the background.

use std::ops::Range;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The version of this reading.
pub const VERSION: u32 = 1;

/// Of a longer word so many letters count.
const LONGEST: usize = 60;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The word, folded: letters and digits alone.
    pub word: String,
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// Which word it is, from 1.
    pub place: usize,
    /// How many places it takes: more than one if it is made of words that joiners hold together, which are there as
    /// well.
    pub places: usize,
}

/// The words of a text, in order; one that joiners hold together comes after its parts.
#[must_use]
pub fn words(text: &str) -> Vec<Found> {
    let mut reader = Reader::default();
    for (from, letter) in text.char_indices() {
        reader.take(letter, from..from + letter.len_utf8());
    }
    reader.end_of_parts();
    reader.found
}

/// What has been read, and the word that is being read.
#[derive(Default)]
struct Reader {
    found: Vec<Found>,
    word: String,
    at: Range<usize>,
    /// How many words before this one are held to it by joiners.
    parts: usize,
    place: usize,
    /// Whether the word is a letter of a script without spaces.
    alone: bool,
}

impl Reader {
    fn take(&mut self, letter: char, at: Range<usize>) {
        // Only a sign of its own follows a letter that stands alone.
        if self.alone && !is_unseen(letter) && !is_combining_mark(letter) {
            self.end_of_parts();
        }
        match letter {
            '\u{200C}' => self.end_of_part(),
            // The short of й and the ring of the Cyrillic letters that it is part of.
            '\u{306}' if self.word.ends_with('и') => {
                self.word.pop();
                self.add('й', &at);
            }
            unseen if is_unseen(unseen) => {
                if !self.word.is_empty() {
                    self.at.end = at.end;
                }
            }
            alone if stands_alone(alone) => {
                self.end_of_parts();
                self.fold(alone, &at);
                self.alone = true;
            }
            letter if is_part(letter, self.word.is_empty()) => self.fold(letter, &at),
            _ => self.end_of_parts(),
        }
    }

    /// Adds what a letter becomes.
    fn fold(&mut self, letter: char, at: &Range<usize>) {
        for lower in letter.to_lowercase() {
            if lower == 'й' {
                self.add(lower, at);
                continue;
            }
            decompose_compatible(lower, |piece| {
                for piece in piece.to_lowercase() {
                    match spelled(piece) {
                        Some(letters) => letters.chars().for_each(|letter| self.add(letter, at)),
                        None if is_unseen(piece) || !is_part(piece, self.word.is_empty()) => {}
                        None => self.add(plain(piece), at),
                    }
                }
            });
        }
    }

    fn add(&mut self, letter: char, at: &Range<usize>) {
        if self.word.is_empty() {
            self.at = at.clone();
        }
        self.at.end = at.end;
        if self.word.chars().count() < LONGEST {
            self.word.push(letter);
        }
    }

    /// A joiner: the word ends, and may be held to the next one.
    fn end_of_part(&mut self) {
        if !self.word.is_empty() {
            self.place += 1;
            self.parts += 1;
            let (word, at) = (std::mem::take(&mut self.word), self.at.clone());
            self.found.push(Found { word, at, place: self.place, places: 1 });
        }
    }

    fn end_of_parts(&mut self) {
        self.alone = false;
        self.end_of_part();
        let parts = std::mem::take(&mut self.parts);
        if parts > 1 {
            let held = self.found.get(self.found.len().saturating_sub(parts)..).unwrap_or_default();
            let (word, from) = (held.iter().map(|part| part.word.as_str()).collect::<String>(), held.first());
            let from = from.map_or(0, |part| part.at.start);
            let word = word.chars().take(LONGEST).collect();
            let place = self.place + 1 - parts;
            self.found.push(Found { word, at: from..self.at.end, place, places: parts });
        }
    }
}

/// Whether a letter is part of a word; signs that belong to the letter before are, once there is one.
fn is_part(letter: char, first: bool) -> bool {
    letter.is_alphanumeric() || (!first && is_combining_mark(letter) && !is_unseen(letter))
}

/// What changes neither the word nor how it is asked for: accents, points, elongation, what has no width.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}'
        | '\u{5C4}'..='\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61C}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        | '\u{8D3}'..='\u{8FF}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{AD}' | '\u{200B}' | '\u{200D}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{FEFF}')
}

/// Whether each letter is a word: the script has no spaces between words.
fn stands_alone(letter: char) -> bool {
    letter.is_alphabetic()
        && matches!(letter,
            '\u{E01}'..='\u{E30}' | '\u{E81}'..='\u{EB0}' | '\u{1000}'..='\u{102A}' | '\u{1780}'..='\u{17B3}'
            | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}'
            | '\u{20000}'..='\u{3FFFF}')
}

/// Letters that stand for several.
fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

/// The letter that stands for this one and those like it.
fn plain(letter: char) -> char {
    match letter {
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ŧ' => 't',
        'ŋ' => 'n',
        'ı' => 'i',
        'ς' => 'σ',
        'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ى' | 'ی' | 'ې' | 'ے' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ة' | 'ە' | 'ہ' | 'ھ' | 'ۃ' => 'ه',
        _ => digit(letter).unwrap_or(letter),
    }
}

/// The first digit, 0, of each script that writes numbers with digits of its own.
const ZEROS: [char; 14] = [
    '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}',
    '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{1040}',
];

/// The digit that this is, written as 0 to 9.
#[must_use]
pub fn digit(letter: char) -> Option<char> {
    let value = |zero: char| u32::from(letter).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    ZEROS.into_iter().find_map(value).and_then(|value| char::from_digit(value, 10))
}

#[cfg(test)]
mod tests {
    use super::words;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn read(text: &str) -> String {
        words(text).into_iter().map(|found| found.word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_reads_alike_is_alike() {
        for (texts, word) in [
            (&["Café", "cafe\u{301}", "CAFE"][..], "cafe"),
            (&["Straße", "STRASSE", "straẞe"], "strasse"),
            (&["Ærø", "AERO"], "aero"),
            (&["Işık", "IŞIK", "ışık", "İŞIK", "isik"], "isik"),
            (&["Łódź", "lodz"], "lodz"),
            (&["Ｆ１６", "f16", "ﬀ"], "f16"),
            (&["ΛΟΓΟΣ", "λόγος"], "λογοσ"),
            (&["ёлка", "ЕЛКА"], "елка"),
        ] {
            for text in texts.iter().filter(|text| **text != "ﬀ") {
                assert_eq!(read(text), word, "{text}");
            }
        }
        assert_eq!(read("ﬀ"), "ff");
    }

    #[test]
    fn a_short_i_is_a_letter_of_its_own() {
        assert_eq!(read("Йод и\u{306}од иод"), "йод йод иод");
    }

    #[test]
    fn arabic_and_persian_are_read_by_their_letters() {
        for (texts, word) in [
            (&["إيران", "أيران", "ایران", "ٱيران", "ا\u{655}يران"][..], "ايران"),
            (&["كتاب", "کتاب", "كِتَاب", "كتـــاب"], "كتاب"),
            (&["قوة", "قوه", "قوّة"], "قوه"),
            (&["على", "علي", "علی"], "علي"),
            (&["مسؤول", "مسوول"], "مسوول"),
            (&["رئيس", "رييس", "رئیس"], "رييس"),
            (&["آب", "اب", "ا\u{653}ب"], "اب"),
            (&["خانۀ", "خانه", "خانة", "خانهٔ"], "خانه"),
            (&["۱۹۷۹", "١٩٧٩", "1979"], "1979"),
            (&["ﻛﺘﺎﺐ"], "كتاب"),
        ] {
            for text in texts {
                assert_eq!(read(text), word, "{text}");
            }
        }
    }

    #[test]
    fn a_joined_word_is_its_parts_and_the_whole() {
        let found = words("او می‌شود.");
        let told: Vec<_> = found.iter().map(|f| (f.word.as_str(), f.place, f.places)).collect();
        assert_eq!(told, [("او", 1, 1), ("مي", 2, 1), ("شود", 3, 1), ("ميشود", 2, 2)]);
        assert_eq!(read("a\u{200C} b \u{200C}c"), "a b c");
    }

    #[test]
    fn words_end_where_letters_end() {
        assert_eq!(read("don’t F-16, a_b\u{AD}c <b>x</b> o\u{200D}k"), "don t f 16 a bc b x b ok");
        assert_eq!(read("条约 です"), "条 约 て\u{3099} す");
        assert_eq!(read("!!! … \u{301} "), "");
        assert_eq!(read("हिन्दी"), "हिन्दी");
        assert_eq!(words(&"x".repeat(500)).first().unwrap().word.len(), 60);
    }

    #[test]
    fn each_word_is_where_it_stands() {
        let text = "Le “Café” d’e\u{301}te\u{301}.";
        let at = |n: usize| words(text).get(n).map(|found| text[found.at.clone()].to_owned());
        assert_eq!(at(1).as_deref(), Some("Café"));
        assert_eq!(at(3).as_deref(), Some("e\u{301}te\u{301}"));
    }

    proptest! {
        #[test]
        fn a_word_read_again_is_the_same_word(text in "\\PC{0,60}") {
            for found in words(&text) {
                prop_assert!(text.get(found.at.clone()).is_some_and(|there| !there.is_empty()));
                prop_assert!(!found.word.is_empty());
                // A letter of some scripts without spaces is two of them.
                let again: String = words(&found.word).into_iter().map(|again| again.word).collect();
                prop_assert_eq!(again, found.word);
            }
        }

        #[test]
        fn anything_can_be_read(text in ".{0,200}") {
            let places: Vec<usize> = words(&text).iter().map(|found| found.place).collect();
            prop_assert!(places.iter().all(|place| *place >= 1));
        }
    }
}
