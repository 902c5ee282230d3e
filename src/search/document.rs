//! What of a text stands in the index: its words with their places, and labels of what it is.

use super::lexemes::{ARTICLE, QUOTES, Stems, lexeme};
use super::span;
use super::words::{Found, words};
use crate::db::Timestamp;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The last place that Postgres tells from those after it.
const LAST_PLACE: usize = 16_383;

/// Words of a text and those of a headline are so far apart that no phrase begins in one and ends in the other.
const APART: usize = 50;

/// A text, as it is read for the search.
#[derive(Clone, Debug)]
pub struct Text {
    /// The article, or the article of the comment's thread.
    pub article: i64,
    /// The comment, if it is one.
    pub comment: Option<i64>,
    /// Which text of it.
    pub revision: i32,
    /// When readers saw it first, or else when it was sent.
    pub published: Timestamp,
    /// How many comments quote it.
    pub quoted: i32,
    /// Who wrote or posted it.
    pub author: i64,
    /// The publication of the article.
    pub publication: i64,
    /// The topic of the article.
    pub topic: Option<i64>,
    /// Whether it quotes something.
    pub quotes: bool,
    /// An article's headline.
    pub headline: Option<String>,
    /// The words: plain.
    pub plain: String,
}

/// The text with its words read.
pub struct Read {
    /// The text.
    pub text: Text,
    headline: Vec<Found>,
    words: Vec<Found>,
}

impl Read {
    /// Reads the words of a text.
    #[must_use]
    pub fn of(text: Text) -> Self {
        Self {
            headline: words(text.headline.as_deref().unwrap_or_default()),
            words: words(&text.plain),
            text,
        }
    }

    /// All its words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.headline.iter().chain(&self.words).map(|found| found.word.as_str())
    }

    /// What stands in the index, as Postgres reads it.
    #[must_use]
    pub fn lexemes(&self, stems: &Stems) -> String {
        let mut all = String::new();
        for found in &self.headline {
            for stem in stems.stems(&found.word) {
                let _ = write!(
                    all,
                    "{}:{}A {} ",
                    lexeme(stem),
                    found.place.min(LAST_PLACE),
                    lexeme(&format!("={stem}"))
                );
            }
        }
        let before = self.headline.last().map_or(0, |last| last.place + APART);
        for found in &self.words {
            for stem in stems.stems(&found.word) {
                let _ = write!(all, "{}:{} ", lexeme(stem), (before + found.place).min(LAST_PLACE));
            }
        }
        for label in self.labels() {
            all.push_str(&lexeme(&label));
            all.push(' ');
        }
        all
    }

    fn labels(&self) -> BTreeSet<String> {
        let text = &self.text;
        let mut labels: BTreeSet<String> = span::labels(text.published).collect();
        labels.insert(format!("#a{}", text.author));
        labels.insert(format!("#i{}", text.article));
        labels.insert(format!("#p{}", text.publication));
        labels.extend(text.topic.map(|topic| format!("#t{topic}")));
        labels.extend(text.quotes.then(|| QUOTES.to_owned()));
        labels.extend(text.comment.is_none().then(|| ARTICLE.to_owned()));
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::{Read, Text};
    use crate::db::Timestamp;
    use crate::search::lexemes::Stems;

    #[test]
    fn words_have_places_and_the_rest_are_labels() {
        let text = Text {
            article: 7,
            comment: None,
            revision: 1,
            published: Timestamp::UNIX_EPOCH,
            quoted: 0,
            author: 2,
            publication: 3,
            topic: Some(4),
            quotes: true,
            headline: Some("The sea".to_owned()),
            plain: "Sea!".to_owned(),
        };
        let read = Read::of(text);
        assert_eq!(read.words().collect::<Vec<_>>(), ["the", "sea", "sea"]);
        let stems = Stems::of([("the".to_owned(), vec![]), ("sea".to_owned(), vec!["sea".to_owned()])]);
        assert_eq!(
            read.lexemes(&stems),
            "'sea':2A '=sea' 'sea':53 '#15.0' '#17.0' '#19.0' '#21.0' '#23.0' '#25.0' '#a2' '#article' '#i7' '#p3' '#q' '#t4' "
        );
    }
}
