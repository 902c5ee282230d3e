//! A list of watched words, compiled.

use super::letters::{self, Letters};
use super::pattern::{LineRefused, Pattern, end_of_word};
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many lines a list may have.
const LONGEST: usize = 5_000;

/// More stretches of a text than these are not told.
const MOST_FOUND: usize = 20;

/// A list of watched words, ready to be looked for.
#[derive(Clone, Debug)]
pub struct WordList {
    written: Arc<Automaton>,
    looking: Arc<Automaton>,
}

/// Why a list cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsRefused {
    /// A line that cannot be looked for.
    #[error("Line {line}, “{text}”, {why}.")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What stands there.
        text: String,
        /// What is wrong with it.
        why: LineRefused,
    },
    /// No line.
    #[error("Write at least one word, one a line.")]
    Empty,
    /// Too many lines.
    #[error("A list has at most 5,000 lines; this one has {0}. Make two of it.")]
    TooMany(usize),
    /// More than the automaton holds.
    #[error("These words are too many to be looked for at once. Make two lists of them.")]
    TooLarge,
}

/// All patterns of a list at once, found by their keys.
#[derive(Debug)]
struct Automaton {
    keys: AhoCorasick,
    /// For each key, the patterns that have it.
    patterns: Vec<Vec<(usize, Pattern)>>,
}

impl WordList {
    /// Reads one word, phrase or pattern a line; empty lines do not count.
    ///
    /// # Errors
    /// [`WordsRefused`].
    pub fn read(typed: &str) -> Result<Self, WordsRefused> {
        let lines: Vec<(usize, &str)> =
            (1..).zip(typed.lines().map(str::trim)).filter(|(_, line)| !line.is_empty()).collect();
        if lines.is_empty() {
            return Err(WordsRefused::Empty);
        }
        if lines.len() > LONGEST {
            return Err(WordsRefused::TooMany(lines.len()));
        }
        let patterns = |looks| {
            let pattern = |(line, text): &(usize, &str)| {
                Pattern::read(text, looks).map_err(|why| WordsRefused::Line {
                    line: *line,
                    text: text.chars().take(60).collect(),
                    why,
                })
            };
            lines.iter().map(pattern).collect::<Result<Vec<_>, _>>().and_then(Automaton::of)
        };
        Ok(Self { written: Arc::new(patterns(false)?), looking: Arc::new(patterns(true)?) })
    }

    /// What of it stands in a text: each word once, as the text writes it, in order; nothing if nothing does.
    #[must_use]
    pub fn met(&self, text: &str) -> Vec<String> {
        let written = letters::plain(text);
        let mut met = self.written.met(&written, text, |_| true);
        // A word of Latin letters looks like itself and was met already.
        if !text.is_ascii() {
            let looks = letters::looks(text);
            if looks.text() != written.text() {
                met.extend(self.looking.met(&looks, text, |stretch| !stretch.is_ascii()));
            }
        }
        met.sort_unstable();
        let mut told: Vec<String> = Vec::new();
        for (_, stretch) in met {
            if told.len() < MOST_FOUND && !told.iter().any(|known| known == stretch) {
                told.push(stretch.to_owned());
            }
        }
        told
    }
}

impl Automaton {
    fn of(patterns: Vec<Pattern>) -> Result<Self, WordsRefused> {
        let mut by_key: BTreeMap<String, Vec<(usize, Pattern)>> = BTreeMap::new();
        for (number, pattern) in patterns.into_iter().enumerate() {
            by_key.entry(pattern.key().to_owned()).or_default().push((number, pattern));
        }
        let keys = AhoCorasick::new(by_key.keys()).map_err(|_| WordsRefused::TooLarge)?;
        Ok(Self { keys, patterns: by_key.into_values().collect() })
    }

    /// Where patterns stand in a text, as stretches of the original, each with its place.
    fn met<'a>(
        &self,
        letters: &Letters,
        original: &'a str,
        counts: fn(&str) -> bool,
    ) -> Vec<(usize, &'a str)> {
        let text = letters.text();
        let mut met = Vec::new();
        // Up to where each open pattern has looked already: a word is gone through once, however long it is.
        let mut looked: BTreeMap<usize, usize> = BTreeMap::new();
        for hit in self.keys.find_overlapping_iter(text) {
            let patterns = self.patterns.get(hit.pattern().as_usize());
            for (number, pattern) in patterns.into_iter().flatten() {
                if looked.get(number).is_some_and(|until| hit.start() < *until) {
                    continue;
                }
                let there = pattern.met(text, hit.start(), hit.end());
                if pattern.has_gaps() || (pattern.is_open() && there.is_some()) {
                    looked.insert(*number, end_of_word(text, hit.end()));
                }
                let Some((from, to)) = there else { continue };
                let from = letters.origin(from, original);
                let stretch = original.get(from..letters.origin(to, original)).unwrap_or_default().trim_end();
                if counts(stretch) {
                    met.push((from, stretch));
                }
            }
            if met.len() >= 8 * MOST_FOUND {
                break;
            }
        }
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(words: &str, text: &str) -> Vec<String> {
        WordList::read(words).unwrap().met(text)
    }

    #[test]
    fn whole_words_in_any_case_and_any_spelling() {
        assert_eq!(met("numbskull", "What a Numbskull, you numbskulls!"), ["Numbskull", "numbskulls"]);
        assert!(met("numbskull", "numbskullery is no word, nor is a prenumbskull").is_empty());
        assert_eq!(met("numbskull", "numbskull’s NUMB\u{200b}SKULL"), ["numbskull", "NUMB\u{200b}SKULL"]);
        assert_eq!(met("café", "The cafe\u{301}."), ["cafe\u{301}"]);
        assert!(met("ano", "mañana, el año").is_empty());
    }

    #[test]
    fn look_alikes_are_found_and_other_languages_are_not_taken_for_latin() {
        assert_eq!(met("scam", "A ѕсаm, I say"), ["ѕсаm"]);
        assert_eq!(met("идиот", "Он идиoт, и ИДИОТ."), ["идиoт", "ИДИОТ"], "a Latin o");
        assert!(met("сор", "a cop").is_empty(), "a Russian word that looks like an English one");
        assert!(met("bum", "a modern burn").is_empty());
    }

    #[test]
    fn arabic_and_persian_are_one() {
        assert_eq!(met("كتاب", "این کتاب است"), ["کتاب"]);
        assert_eq!(met("میخواهم", "من می\u{200c}خواهم بروم"), ["می\u{200c}خواهم"]);
        assert_eq!(met("محمد", "قال مُحَمَّد"), ["مُحَمَّد"]);
        assert!(met("کتاب", "کتابخانه").is_empty());
    }

    #[test]
    fn scripts_without_spaces_have_no_whole_words() {
        assert_eq!(met("改期", "会议又改期了"), ["改期"]);
    }

    #[test]
    fn phrases_and_stars() {
        assert_eq!(met("cheap pills", "Get Cheap\n pills now"), ["Cheap\n pills"]);
        assert!(met("cheap pills", "cheap, pills").is_empty());
        assert_eq!(met("spam*", "a Spammer’s spam, not wspam"), ["Spammer", "spam"]);
        assert_eq!(met("*bot", "a chatbot and a botnet"), ["chatbot"]);
        assert_eq!(met("*crypt*", "decrypted"), ["decrypted"]);
        assert_eq!(met("ca*no", "a casino, a cano, ca no"), ["casino", "cano"]);
        assert!(met("ca*no", "casinou").is_empty());
        assert_eq!(met("buy now*", "Buy nowadays!"), ["Buy nowadays"]);
        assert_eq!(met("c++", "in c++ and c"), ["c++"]);
    }

    #[test]
    fn a_line_that_cannot_be_looked_for_is_named() {
        let refused = |words: &str| WordList::read(words).unwrap_err().to_string();
        assert_eq!(refused("fine\n\n**"), "Line 3, “**”, has no letter or digit in it.");
        assert!(refused("a*").contains("Line 1, “a*”, would meet far too much"));
        assert!(refused("a*b*c").contains("at least two letters"));
        assert!(refused("one * two").contains("inside a phrase"));
        assert!(refused(&"x".repeat(101)).contains("longer than 100"));
        assert_eq!(refused(" \n"), "Write at least one word, one a line.");
        assert!(refused(&"word\n".repeat(LONGEST + 1)).contains("this one has 5001"));
    }

    #[test]
    fn whatever_is_typed_a_long_word_is_looked_at_once() {
        let lines = (0..200).flat_map(|n| [format!("aa*a*b{n}c\n"), "*aa*\n*aab\naac*\n".to_owned()]);
        let words: String = lines.collect();
        assert_eq!(met(&words, &"a".repeat(20_000)), ["a".repeat(20_000)]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_met_stands_in_the_text(text in "[a-cA-C\u{410}-\u{412}\u{301}\u{200c} .]{0,40}") {
            for word in met("ab*\nc\nbb ca\nаб*в", &text) {
                proptest::prop_assert!(text.contains(&word), "{word:?} in {text:?}");
            }
        }
    }
}
