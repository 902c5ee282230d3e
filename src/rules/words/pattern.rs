//! A line of a list: a word, a phrase, or a word with `*` for any letters in it.

use super::letters;

/// How long a line may be, in characters.
pub const LONGEST_LINE: usize = 100;

/// A line, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What stands between the stars, in order; there is at least one, and the longest is looked for.
    pieces: Vec<String>,
    longest: usize,
    /// Whether letters may stand before the first piece, and after the last.
    open: (bool, bool),
}

/// Why a line cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineRefused {
    /// Too long.
    #[error("is longer than 100 characters")]
    TooLong,
    /// No letter in it.
    #[error("has no letter or digit in it")]
    Nothing,
    /// Too little beside the stars.
    #[error("would meet far too much: give at least two letters that stand together beside the *")]
    TooOpen,
    /// A star in the middle of a phrase.
    #[error("has a * inside a phrase: there, * may stand at the beginning or the end only")]
    InPhrase,
}

impl Pattern {
    /// Reads a line; with `looks`, letters that look like Latin ones are taken for them.
    pub fn read(line: &str, looks: bool) -> Result<Self, LineRefused> {
        let line = line.trim();
        if line.chars().count() > LONGEST_LINE {
            return Err(LineRefused::TooLong);
        }
        let folded = if looks { letters::looks(line) } else { letters::plain(line) };
        let folded = folded.text().trim();
        if !folded.contains(char::is_alphanumeric) {
            return Err(LineRefused::Nothing);
        }
        let pieces: Vec<String> =
            folded.split('*').filter(|piece| !piece.is_empty()).map(str::to_owned).collect();
        let open = (folded.starts_with('*'), folded.ends_with('*'));
        if pieces.len() > 1 && folded.contains(' ') {
            return Err(LineRefused::InPhrase);
        }
        let length = |piece: &String| piece.chars().filter(|c| c.is_alphanumeric()).count();
        let longest =
            pieces.iter().enumerate().max_by_key(|(_, piece)| length(piece)).map_or(0, |(at, _)| at);
        if folded.contains('*') && pieces.get(longest).is_none_or(|piece| length(piece) < 2) {
            return Err(LineRefused::TooOpen);
        }
        Ok(Self { pieces, longest, open })
    }

    /// What of it is looked for in a text.
    pub fn key(&self) -> &str {
        self.pieces.get(self.longest).map_or("", String::as_str)
    }

    /// Whether it may be the whole of a word that has its key many times.
    pub fn is_open(&self) -> bool {
        self.has_gaps() || self.open.0 || self.open.1
    }

    /// Whether letters may stand between its pieces.
    pub fn has_gaps(&self) -> bool {
        self.pieces.len() > 1
    }

    /// Where it stands in a folded text whose bytes from `from` to `to` are its key.
    pub fn met(&self, text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
        if self.has_gaps() {
            let (from, to) = (start_of_word(text, from), end_of_word(text, to));
            return self.fits(text.get(from..to)?).then_some((from, to));
        }
        let key = self.key();
        let (begins, ends) =
            (key.chars().next().is_some_and(binds), key.chars().next_back().is_some_and(binds));
        let goes_on = begins && text.get(..from)?.chars().next_back().is_some_and(binds);
        if goes_on && !self.open.0 {
            return None;
        }
        let end = if ends && !self.open.1 { whole(text, to)? } else { to };
        // Only a word that fits is gone through, and that once.
        let from = if goes_on { start_of_word(text, from) } else { from };
        Some((from, if ends && self.open.1 { end_of_word(text, to) } else { end }))
    }

    /// Whether a word is made of the pieces, in order, with any letters between them.
    fn fits(&self, word: &str) -> bool {
        let mut rest = word;
        let last = self.pieces.len().saturating_sub(1);
        for (at, piece) in self.pieces.iter().enumerate() {
            rest = match (at == 0 && !self.open.0, at == last && !self.open.1) {
                (true, _) => match rest.strip_prefix(piece.as_str()) {
                    Some(rest) => rest,
                    None => return false,
                },
                (_, true) => {
                    let one = rest.strip_suffix('s').unwrap_or_default();
                    return rest.ends_with(piece.as_str()) || one.ends_with(piece.as_str());
                }
                _ => match rest.split_once(piece.as_str()) {
                    Some((_, rest)) => rest,
                    None => return false,
                },
            };
        }
        true
    }
}

/// The end of a whole word that may have an s more.
fn whole(text: &str, to: usize) -> Option<usize> {
    let mut after = text.get(to..)?.chars();
    match after.next() {
        Some('s') if !after.next().is_some_and(binds) => Some(to + 1),
        Some(letter) if binds(letter) => None,
        _ => Some(to),
    }
}

fn start_of_word(text: &str, at: usize) -> usize {
    text.get(..at).map_or(at, |before| before.trim_end_matches(binds).len())
}

/// Where the word ends that goes on at this byte.
pub(super) fn end_of_word(text: &str, at: usize) -> usize {
    text.get(at..).map_or(at, |after| text.len() - after.trim_start_matches(binds).len())
}

/// Whether a letter belongs to the word beside it. Scripts that are written without spaces have no such letters.
fn binds(letter: char) -> bool {
    let alone = matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    (letter.is_alphanumeric() || letter == '_' || unicode_normalization::char::is_combining_mark(letter))
        && !alone
}
