//! A question in the words of the index: what Postgres is asked.
//!
//! In the index of a text stand the stems of its words, in an article's those of its headline once more behind a `=`, and
//! labels behind a `#`: who wrote it (`#a1`), of which publication (`#p1`), topic (`#t1`) and thread (`#i1`) it is, whether
//! it quotes (`#q`), whether it is an article (`#article`), and when it was published (see [`super::span`]). So one index
//! answers all of a question at one stroke.

use super::question::Term;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The label of articles.
pub const ARTICLE: &str = "#article";
/// The label of what quotes something.
pub const QUOTES: &str = "#q";

/// What words become in the index; nothing for words that are in nearly every text.
#[derive(Clone, Debug, Default)]
pub struct Stems(BTreeMap<String, Vec<String>>);

/// What Postgres is asked, each a `tsquery`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexemes {
    /// All that was asked.
    pub strict: String,
    /// The same without the order of words: what the index alone can answer.
    pub loose: String,
    /// Articles whose headlines have all the words, where words were asked for.
    pub headline: Option<String>,
    /// The words alone, for the rank.
    pub rank: Option<String>,
    /// What is to be marked.
    pub marked: BTreeSet<String>,
}

/// How a term is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Phrase,
    Words,
    Headline,
}

impl Stems {
    /// What a dictionary said of words.
    #[must_use]
    pub fn of(said: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        Self(said.into_iter().collect())
    }

    /// What a word becomes.
    #[must_use]
    pub fn stems(&self, word: &str) -> &[String] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}

/// The words of a question, to be brought to their stems.
#[must_use]
pub fn words_of<'a>(all: &'a [Vec<Term>], none: &'a [Term]) -> BTreeSet<&'a str> {
    let terms = all.iter().flatten().chain(none);
    terms.flat_map(|term| &term.readings).flatten().map(|(word, _)| word.as_str()).collect()
}

/// A question with these stems; `labels` are what the texts have, and `without` what they have not. Nothing if no word is
/// left that could be looked for, nor a label.
#[must_use]
pub fn lexemes(
    (all, none): (&[Vec<Term>], &[Term]),
    stems: &Stems,
    labels: &[String],
    without: &[String],
) -> Option<Lexemes> {
    let having = |how| -> Vec<String> {
        all.iter().filter_map(|group| joined(group.iter().map(|term| asked(term, stems, how)), '|')).collect()
    };
    let labels: Vec<String> = labels.iter().map(|label| lexeme(label)).collect();
    let nots = |terms: Vec<String>| terms.into_iter().map(|term| format!("!{term}"));
    let without: Vec<String> = without.iter().map(|label| lexeme(label)).collect();
    let strict_none: Vec<String> = none.iter().filter_map(|term| asked(term, stems, As::Phrase)).collect();
    // What the index alone would take for a phrase may be other words.
    let single = |term: &&Term| term.readings.iter().all(|reading| reading.len() == 1);
    let loose_none: Vec<String> =
        none.iter().filter(single).filter_map(|term| asked(term, stems, As::Words)).collect();
    let words = having(As::Phrase);
    if words.is_empty() && labels.is_empty() {
        return None;
    }
    let whole = |words: Vec<String>, none: Vec<String>, more: Vec<String>| {
        let parts = words
            .into_iter()
            .chain(labels.clone())
            .chain(nots(without.clone()))
            .chain(nots(none))
            .chain(more);
        parts.collect::<Vec<_>>().join(" & ")
    };
    let is_worded = !words.is_empty();
    let headline = is_worded.then(|| whole(having(As::Headline), loose_none.clone(), vec![lexeme(ARTICLE)]));
    let marked = words_of(all, &[]).into_iter().flat_map(|word| stems.stems(word)).cloned().collect();
    Some(Lexemes {
        rank: is_worded.then(|| words.join(" & ")),
        strict: whole(words, strict_none, Vec::new()),
        loose: whole(having(As::Words), loose_none, Vec::new()),
        headline,
        marked,
    })
}

/// Alternatives or parts in parentheses; nothing if there is none.
fn joined(parts: impl Iterator<Item = Option<String>>, by: char) -> Option<String> {
    let parts: Vec<String> = parts.flatten().collect();
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("({})", parts.join(&format!(" {by} ")))),
    }
}

fn asked(term: &Term, stems: &Stems, how: As) -> Option<String> {
    joined(term.readings.iter().map(|reading| reading_asked(reading, stems, how)), '|')
}

fn reading_asked(reading: &[(String, usize)], stems: &Stems, how: As) -> Option<String> {
    let sign = if how == As::Headline { "=" } else { "" };
    let one =
        |word: &str| joined(stems.stems(word).iter().map(|stem| Some(lexeme(&format!("{sign}{stem}")))), '|');
    let kept: Vec<(String, usize)> =
        reading.iter().filter_map(|(word, place)| Some((one(word)?, *place))).collect();
    if how != As::Phrase {
        return joined(kept.into_iter().map(|(word, _)| Some(word)), '&');
    }
    let mut phrase = String::new();
    let mut before = None;
    for (word, place) in &kept {
        if let Some(before) = before {
            let _ = write!(phrase, " <{}> ", place - before);
        }
        phrase.push_str(word);
        before = Some(*place);
    }
    match kept.len() {
        0 => None,
        1 => Some(phrase),
        _ => Some(format!("({phrase})")),
    }
}

/// A word of the index, as Postgres reads it.
#[must_use]
pub fn lexeme(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::{Lexemes, Stems, lexeme, lexemes};
    use crate::search::question::read;

    fn asked(typed: &str, labels: &[&str]) -> Option<Lexemes> {
        let question = read(typed).unwrap();
        let words = super::words_of(&question.all, &question.none);
        let stem = |word: &str| match word {
            "the" | "of" => vec![],
            word => vec![word.trim_end_matches('s').to_owned()],
        };
        let stems = Stems::of(words.into_iter().map(|word| (word.to_owned(), stem(word))));
        let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
        lexemes((&question.all, &question.none), &stems, &labels, &[])
    }

    #[test]
    fn a_phrase_is_asked_of_the_index_as_words() {
        let asked = asked("ships \"fall of the walls\" a or b -seas -\"two words\"", &["#a1"]).unwrap();
        assert_eq!(
            asked.strict,
            "'ship' & ('fall' <3> 'wall') & ('a' | 'b') & '#a1' & !'sea' & !('two' <1> 'word')"
        );
        assert_eq!(asked.loose, "'ship' & ('fall' & 'wall') & ('a' | 'b') & '#a1' & !'sea'");
        assert_eq!(
            asked.headline.as_deref(),
            Some("'=ship' & ('=fall' & '=wall') & ('=a' | '=b') & '#a1' & !'sea' & '#article'")
        );
        assert_eq!(asked.rank.as_deref(), Some("'ship' & ('fall' <3> 'wall') & ('a' | 'b')"));
        assert!(asked.marked.contains("wall") && !asked.marked.contains("sea"));
    }

    #[test]
    fn common_words_are_left_out_and_nothing_is_left_of_them_alone() {
        assert_eq!(asked("the ships", &[]).unwrap().strict, "'ship'");
        assert_eq!(asked("the or ships", &[]).unwrap().strict, "'ship'");
        assert_eq!(asked("the of", &[]), None);
        assert_eq!(asked("\"of the\"", &[]), None);
        let labelled = asked("the", &["#a1"]).unwrap();
        assert_eq!((labelled.strict.as_str(), labelled.rank), ("'#a1'", None));
    }

    #[test]
    fn a_lexeme_cannot_end_itself() {
        assert_eq!(lexeme("a'b\\c"), "'a''b\\\\c'");
    }
}
