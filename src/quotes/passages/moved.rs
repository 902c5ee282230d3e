//! From the words of an older text to their places in a newer one: a difference of whole words, which says of each
//! stretch what became of it.

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};
use std::ops::Range;
use std::time::{Duration, Instant};
use unicode_segmentation::UnicodeSegmentation;

/// So long a difference may be looked for; what was not found by then counts as replaced.
const PATIENCE: Duration = Duration::from_millis(300);

/// What became of each word of a text. All places are in bytes.
pub struct Moved {
    pieces: Vec<Piece>,
    /// The new text's end.
    end: usize,
}

struct Piece {
    old: Range<usize>,
    new: Range<usize>,
    same: bool,
    tokens: Vec<Token>,
}

/// A word of the old text: how long it is without the white space after it, and how many letters it has.
struct Token {
    old: Range<usize>,
    length: usize,
    worth: usize,
}

impl Moved {
    /// What became of the words of `old` in `new`.
    #[must_use]
    pub fn between(old: &str, new: &str) -> Self {
        let (ours, theirs) = (tokens(old), tokens(new));
        let words = |text: &'_ str, tokens: &[Range<usize>]| {
            let word =
                |token: &Range<usize>| text.get(token.clone()).unwrap_or_default().trim_end().to_owned();
            tokens.iter().map(word).collect::<Vec<String>>()
        };
        let deadline = Instant::now().checked_add(PATIENCE);
        let changes = capture_diff_slices_deadline(
            Algorithm::Patience,
            &words(old, &ours),
            &words(new, &theirs),
            deadline,
        );
        let token = |range: &Range<usize>| Token::of(old, range);
        let mut pieces = Vec::new();
        for change in changes {
            let (before, after) = (change.old_range(), change.new_range());
            let mine = ours.get(before.clone()).unwrap_or_default();
            if change.tag() == DiffTag::Equal {
                // Each word by itself, for the white space after two words that are the same may differ.
                let pairs = mine.iter().zip(theirs.get(after).unwrap_or_default());
                pieces.extend(pairs.map(|(old, new)| Piece {
                    tokens: vec![token(old)],
                    old: old.clone(),
                    new: new.clone(),
                    same: true,
                }));
            } else {
                pieces.push(Piece {
                    tokens: mine.iter().map(token).collect(),
                    old: span(&ours, before, old.len()),
                    new: span(&theirs, after, new.len()),
                    same: false,
                });
            }
        }
        Self { pieces, end: new.len() }
    }

    /// Where a stretch of the old text stands in the new one, or what stands there instead.
    #[must_use]
    pub fn stretch(&self, old: &Range<usize>) -> Range<usize> {
        let start = self.start(old.start);
        start..self.ending(old.end).max(start)
    }

    /// How much of a stretch is still there, from 0 to 100, counted by the letters of its words.
    #[must_use]
    pub fn kept(&self, old: &Range<usize>) -> usize {
        let (mut all, mut kept) = (0, 0);
        for piece in &self.pieces {
            let within =
                piece.tokens.iter().filter(|token| token.old.start >= old.start && token.old.start < old.end);
            let worth: usize = within.map(|token| token.worth).sum();
            all += worth;
            kept += if piece.same { worth } else { 0 };
        }
        (kept * 100).checked_div(all).unwrap_or(0)
    }

    /// Whether the words before and after a stretch are both still there (or there were none).
    #[must_use]
    pub fn is_framed(&self, old: &Range<usize>) -> bool {
        let stays = |at: usize| self.pieces.iter().any(|piece| piece.same && piece.old.contains(&at));
        let before = old.start.checked_sub(1).is_none_or(stays);
        let next = self.pieces.iter().flat_map(|piece| &piece.tokens).map(|token| token.old.start);
        let next = next.filter(|start| *start >= old.end).min();
        before && next.is_none_or(stays)
    }

    fn start(&self, at: usize) -> usize {
        let holds = |piece: &&Piece| piece.old.contains(&at);
        self.pieces.iter().find(holds).map_or(self.end, |piece| piece.within(at).unwrap_or(piece.new.start))
    }

    fn ending(&self, at: usize) -> usize {
        let holds = |piece: &&Piece| piece.old.start < at && at <= piece.old.end;
        self.pieces.iter().find(holds).map_or(0, |piece| piece.within(at).unwrap_or(piece.new.end))
    }
}

impl Piece {
    /// The same place in the new text, for a word that is the same there.
    fn within(&self, at: usize) -> Option<usize> {
        let word = self.tokens.first().filter(|_| self.same)?;
        let inside = at.checked_sub(word.old.start)?;
        Some(if inside <= word.length { self.new.start + inside } else { self.new.end })
    }
}

impl Token {
    fn of(text: &str, range: &Range<usize>) -> Self {
        let word = text.get(range.clone()).unwrap_or_default();
        let length = word.trim_end().len();
        Self {
            old: range.clone(),
            length,
            worth: word.chars().filter(|letter| letter.is_alphanumeric()).count(),
        }
    }
}

/// Words and marks, each with the white space after it.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut tokens: Vec<Range<usize>> = Vec::new();
    for (at, word) in text.split_word_bound_indices() {
        let end = at + word.len();
        match tokens.last_mut() {
            Some(last) if word.trim().is_empty() => last.end = end,
            _ => tokens.push(at..end),
        }
    }
    tokens
}

/// Where some tokens in a row stand; for none in a row, the place between their neighbours.
fn span(tokens: &[Range<usize>], range: Range<usize>, end: usize) -> Range<usize> {
    let start = tokens.get(range.start).map_or(end, |token| token.start);
    let last = range.end.checked_sub(1).filter(|_| !range.is_empty()).and_then(|last| tokens.get(last));
    start..last.map_or(start, |token| token.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn now(old: &str, new: &str, words: &str) -> (String, usize, bool) {
        let moved = Moved::between(old, new);
        let start = old.find(words).expect(words);
        let range = start..start + words.len();
        (new[moved.stretch(&range)].to_owned(), moved.kept(&range), moved.is_framed(&range))
    }

    #[test]
    fn words_are_followed_through_what_changed_around_them() {
        let old = "One of them. The river is wide there. Two of them.";
        let new = "None of them at all, alas. The river is wide there. Three.";
        assert_eq!(now(old, new, "The river is wide there.").0, "The river is wide there.");
        assert_eq!(now(old, new, "The river is wide there.").1, 100);
    }

    #[test]
    fn what_stands_there_instead_is_found_between_its_neighbours() {
        let old = "It is old. The river is 2,000 metres wide. It is deep.";
        let new = "It is old. The river is about 200 metres wide. It is deep.";
        let (words, kept, framed) = now(old, new, "The river is 2,000 metres wide.");
        assert_eq!((words.trim(), framed), ("The river is about 200 metres wide.", true));
        assert!((60..100).contains(&kept), "{kept}");
        let (words, kept, framed) = now(old, "It is old. It is deep.", "The river is 2,000 metres wide.");
        assert_eq!((words.as_str(), kept, framed), ("", 0, true));
        let (words, _, framed) =
            now(old, "It is old. Nobody knows. It is deep.", "The river is 2,000 metres wide.");
        assert_eq!((words.trim(), framed), ("Nobody knows.", true));
    }

    #[test]
    fn nothing_is_left_of_a_text_that_is_another_now() {
        let (_, kept, framed) = now("one two three four", "five six", "two three");
        assert_eq!((kept, framed), (0, false));
        assert_eq!(now("one two", "", "two"), (String::new(), 0, false));
    }

    proptest! {
        #[test]
        fn a_text_that_stayed_stays_where_it_is(text in "([a-c]{1,3}[ .\n]{1,2}){1,30}", at in 0..60_usize, length in 1..40_usize) {
            let range = at.min(text.len())..(at + length).min(text.len());
            let moved = Moved::between(&text, &text);
            if !range.is_empty() {
                prop_assert_eq!(text[moved.stretch(&range)].trim(), text[range].trim());
            }
        }

        #[test]
        fn places_are_places_of_the_new_text(old in "([a-cé]{1,3}[ .\n]{0,2}){0,30}", new in "([a-cé]{1,3}[ .\n]{0,2}){0,30}") {
            let moved = Moved::between(&old, &new);
            for (at, word) in old.split_word_bound_indices() {
                let there = moved.stretch(&(at..at + word.len()));
                prop_assert!(new.get(there.clone()).is_some(), "{:?}", there);
                prop_assert!(moved.kept(&(at..old.len())) <= 100);
            }
        }
    }
}
