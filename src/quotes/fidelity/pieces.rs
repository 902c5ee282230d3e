//! How quotes are written: what encloses one, and what a quoter marks in it.
//!
//! A folded quote is read as pieces, parted at omissions (…, […], (…), U+FFFC) and insertions
//! (`[sic]`, `[the treaty]`). Whether the pieces stand in a source is for `fidelity` to say.

use super::BLOCK;

/// A longer bracket is text to be checked, not an insertion: nobody hides a paragraph in it.
const LONGEST_INSERTION: usize = 80;

/// Without the ellipses and quotation marks that enclose the whole quote.
pub(super) fn without_frame(words: &str) -> &str {
    let (mut bare, mut before) = (words, usize::MAX);
    while bare.len() < before {
        before = bare.len();
        for mark in ["...", "[...]", "(...)", "\u{FFFC}"] {
            bare = bare.strip_prefix(mark).unwrap_or(bare);
            bare = bare.strip_suffix(mark).unwrap_or(bare).trim();
        }
        for mark in ['"', '\''] {
            bare = bare.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)).unwrap_or(bare);
        }
    }
    bare
}

/// A folded quote, taken apart at its omissions and insertions.
#[derive(Default)]
pub(super) struct Pieces {
    pub pieces: Vec<String>,
    /// Whether the quoter put in something of their own.
    pub marked: bool,
}

/// What a quoter marks in a quote.
enum Mark {
    Omission,
    Insertion,
    /// `[T]he`: a letter in the case that the quoter's sentence needs.
    Case(char),
}

impl Pieces {
    pub fn at_marks(words: &str) -> Self {
        Self::taken_apart(words, mark_at)
    }

    pub fn at_omissions(words: &str) -> Self {
        Self::taken_apart(words, |text, before| {
            mark_at(text, before).filter(|(mark, _)| matches!(mark, Mark::Omission))
        })
    }

    /// What stands between marks of whatever kind; a letter in brackets is not the source's.
    pub fn between_marks(words: &str) -> Self {
        Self::taken_apart(words, |text, before| {
            mark_at(text, before).map(|(mark, length)| match mark {
                Mark::Case(_) => (Mark::Insertion, length),
                other => (other, length),
            })
        })
    }

    fn taken_apart(words: &str, mark_at: impl Fn(&str, &str) -> Option<(Mark, usize)>) -> Self {
        let mut taken = Self::default();
        let (mut rest, mut piece) = (words, String::new());
        while let Some(letter) = rest.chars().next() {
            let mark = mark_at(rest, &piece);
            let length = mark.as_ref().map_or(letter.len_utf8(), |(_, length)| *length);
            match mark {
                None => piece.push(letter),
                Some((mark, _)) => {
                    taken.keep(&piece);
                    piece.clear();
                    taken.marked |= !matches!(mark, Mark::Omission);
                    piece.extend(mark.letter());
                }
            }
            rest = rest.get(length..).unwrap_or_default();
        }
        taken.keep(&piece);
        taken
    }

    fn keep(&mut self, piece: &str) {
        if !piece.trim().is_empty() {
            self.pieces.push(piece.trim().to_owned());
        }
    }
}

impl Mark {
    fn letter(&self) -> Option<char> {
        if let Self::Case(letter) = self { Some(*letter) } else { None }
    }
}

/// The mark that the text begins with, and its length in bytes; before it stands the piece so far.
fn mark_at(text: &str, before: &str) -> Option<(Mark, usize)> {
    match text.chars().next()? {
        BLOCK => Some((Mark::Omission, BLOCK.len_utf8())),
        '.' => dots(text).map(|length| (Mark::Omission, length)),
        '(' => {
            let (inside, length) = enclosed(text, ')')?;
            is_omission(inside).then_some((Mark::Omission, length))
        }
        '[' => {
            let (inside, length) = enclosed(text, ']')?;
            let goes_on = text.get(length..)?.starts_with(char::is_alphabetic);
            let mark = match other_case(inside) {
                _ if is_omission(inside) => Mark::Omission,
                Some(letter) if goes_on && !before.ends_with(char::is_alphanumeric) => Mark::Case(letter),
                _ => Mark::Insertion,
            };
            Some((mark, length))
        }
        _ => None,
    }
}

/// What stands in the brackets that the text begins with, and their length in bytes.
fn enclosed(text: &str, close: char) -> Option<(&str, usize)> {
    let mut letters = text.char_indices().skip(1).take(LONGEST_INSERTION + 1);
    let (end, found) = letters.find(|(_, letter)| *letter == close || *letter == '[')?;
    let inside = text.get(1..end)?.trim();
    (found == close && !inside.is_empty()).then_some((inside, end + close.len_utf8()))
}

fn is_omission(inside: &str) -> bool {
    inside.chars().all(|letter| letter == BLOCK) || dots(inside) == Some(inside.len())
}

/// The length of three or more dots, close together or each after a space.
fn dots(text: &str) -> Option<usize> {
    let run = text.find(|letter| letter != '.' && letter != ' ').unwrap_or(text.len());
    let run = text.get(..run)?.trim_end();
    (run.matches('.').count() >= 3).then_some(run.len())
}

fn other_case(inside: &str) -> Option<char> {
    let letter = sole(inside.chars())?;
    let other = if letter.is_uppercase() { sole(letter.to_lowercase()) } else { sole(letter.to_uppercase()) };
    other.filter(|other| *other != letter)
}

fn sole(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}
