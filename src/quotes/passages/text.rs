//! An article's text in a row: its paragraphs, two characters apart. Places in it are counted in characters, as the
//! database keeps them.

use super::place::Place;
use crate::articles::Paragraph;
use std::ops::Range;

const BETWEEN: &str = "\n\n";

/// The text of a revision of an article, in a row.
#[derive(Clone, Debug, Default)]
pub struct Text {
    words: String,
    parts: Vec<Part>,
}

/// Where a paragraph stands, in characters.
#[derive(Clone, Debug)]
struct Part {
    ordinal: i32,
    range: Range<usize>,
}

impl Text {
    /// The text of these paragraphs, in order.
    #[must_use]
    pub fn of(paragraphs: &[Paragraph]) -> Self {
        let mut text = Self::default();
        let mut start = 0;
        for paragraph in paragraphs {
            if !text.parts.is_empty() {
                text.words.push_str(BETWEEN);
                start += BETWEEN.len();
            }
            text.words.push_str(&paragraph.plain);
            let end = start + paragraph.plain.chars().count();
            text.parts.push(Part { ordinal: paragraph.ordinal, range: start..end });
            start = end;
        }
        text
    }

    /// All its words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The words of a stretch.
    #[must_use]
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.words.get(self.bytes(range)).unwrap_or_default()
    }

    /// The same stretch in bytes.
    #[must_use]
    pub fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let mut ends = self.words.char_indices().map(|(at, _)| at).chain([self.words.len()]);
        let start = ends.nth(range.start).unwrap_or(self.words.len());
        let length = range.len();
        let end = length.checked_sub(1).map_or(start, |more| ends.nth(more).unwrap_or(self.words.len()));
        start..end
    }

    /// The same stretch in characters.
    #[must_use]
    pub fn characters(&self, bytes: &Range<usize>) -> Range<usize> {
        let count = |range: Range<usize>| self.words.get(range).map_or(0, |words| words.chars().count());
        let start = count(0..bytes.start);
        start..start + count(bytes.clone())
    }

    /// A character of a paragraph, counted from the text's beginning.
    #[must_use]
    pub fn at(&self, ordinal: i32, character: usize) -> Option<usize> {
        let part = self.parts.iter().find(|part| part.ordinal == ordinal)?;
        let at = part.range.start.checked_add(character)?;
        (at <= part.range.end).then_some(at)
    }

    /// The paragraph in which a character stands.
    #[must_use]
    pub fn paragraph_of(&self, at: usize) -> Option<i32> {
        self.parts.iter().find(|part| at <= part.range.end).map(|part| part.ordinal)
    }

    /// What of a stretch stands in each paragraph: the paragraph's number, and the characters of it.
    #[must_use]
    pub fn pieces(&self, range: &Range<usize>) -> Vec<(i32, Range<usize>)> {
        let piece = |part: &Part| {
            let start = range.start.max(part.range.start);
            let end = range.end.min(part.range.end);
            (start < end).then(|| (part.ordinal, start - part.range.start..end - part.range.start))
        };
        self.parts.iter().filter_map(piece).collect()
    }

    /// Where a stretch stands, as an address says it.
    #[must_use]
    pub fn place(&self, range: &Range<usize>, revision: i32) -> Option<Place> {
        let pieces = self.pieces(range);
        let ((first, from), (last, to)) = (pieces.first()?, pieces.last()?);
        Some(Place { from: (*first, from.start), to: (*last, to.end), revision })
    }

    /// The stretch of a place, if this text has it.
    #[must_use]
    pub fn stretch(&self, place: &Place) -> Option<Range<usize>> {
        let start = self.at(place.from.0, place.from.1)?;
        let end = self.at(place.to.0, place.to.1)?;
        (start < end).then_some(start..end)
    }
}

#[cfg(test)]
pub(super) fn text_of(paragraphs: &[&str]) -> Text {
    let paragraph = |(ordinal, plain): (i32, &&str)| Paragraph {
        ordinal,
        html: crate::markup::SafeHtml::stored(String::new()),
        plain: (*plain).to_owned(),
    };
    Text::of(&(1..).zip(paragraphs).map(paragraph).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters_and_lead_back() {
        let text = text_of(&["Čtyři a pět", "شش", "seven"]);
        let range = text.at(1, 8).unwrap()..text.at(3, 3).unwrap();
        assert_eq!(text.slice(&range), "pět\n\nشش\n\nsev");
        assert_eq!(text.pieces(&range), [(1, 8..11), (2, 0..2), (3, 0..3)]);
        let place = text.place(&range, 1).unwrap();
        assert_eq!(text.stretch(&place), Some(range.clone()));
        assert_eq!(text.characters(&text.bytes(&range)), range);
        assert_eq!(text.paragraph_of(range.start), Some(1));
    }

    #[test]
    fn what_is_not_in_the_text_has_no_place() {
        let text = text_of(&["one", "two"]);
        assert_eq!((text.at(1, 4), text.at(3, 0)), (None, None));
        assert_eq!(text.place(&(3..5), 1), None);
        assert_eq!(text.slice(&(7..90)), "o");
        assert_eq!(text.slice(&(90..91)), "");
    }
}
