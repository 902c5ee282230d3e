//! *Quote*, without JavaScript: a text that begins with the quote.

use super::Limits;
use super::fold::Folded;
use super::source::{self, Place};
use crate::articles::Article;
use crate::db::Conn;
use crate::markup::blockquote;
use diesel::QueryResult;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// What somebody wants to quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The comment with this number.
    Comment(i32),
    /// The paragraph with this number.
    Paragraph(i32),
}

impl Wanted {
    /// Reads the parameter `quote`: `12`, or `p3`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix(['p', '¶']) {
            Some(ordinal) => ordinal.parse().ok().map(Self::Paragraph),
            None => text.trim_start_matches('#').parse().ok().map(Self::Comment),
        }
    }

    /// How a text names it: `#12`, or `¶3`.
    #[must_use]
    pub fn mark(self) -> String {
        match self {
            Self::Comment(number) => format!("#{number}"),
            Self::Paragraph(ordinal) => format!("¶{ordinal}"),
        }
    }
}

/// The quotes that are wanted, in Markdown, each followed by room for an answer. What the writer may not see, or
/// does not exist, is left out; of what is longer than a quote may be, its beginning is taken.
///
/// # Errors
/// When the database refuses.
pub async fn prefill(db: &Conn, article: &Article, wanted: &[Wanted], limits: Limits) -> QueryResult<String> {
    let place = Place { article, address: "" };
    let mut text = String::new();
    for wanted in wanted {
        let source = match wanted {
            Wanted::Comment(number) => source::comment(db, place, article.id, *number).await?,
            Wanted::Paragraph(ordinal) => source::paragraph(db, place, article, *ordinal).await?,
        };
        let Some(source) = source else { continue };
        let words = source.words.trim_matches(|c: char| c.is_whitespace() || c == '\u{fffc}');
        if !words.is_empty() {
            text.push_str(&blockquote(Some(&source.mark), &beginning(words, limits.characters)));
            text.push_str("\n\n");
        }
    }
    Ok(text)
}

/// At most so many characters of the words: whole sentences, or if they are very long whole words, and an ellipsis.
fn beginning(words: &str, most: usize) -> Cow<'_, str> {
    let room = most.saturating_sub(" …".chars().count());
    let Some((end, _)) = words.char_indices().nth(room).filter(|_| words.chars().count() > most) else {
        return Cow::Borrowed(words);
    };
    let cuts: Vec<usize> = Folded::of(words).cuts(words).into_iter().map(|cut| cut.origin).collect();
    let sentence = words.split_sentence_bound_indices().map(|(at, _)| at).take_while(|at| *at <= end).last();
    // م.ت.ف is one word and no three sentences.
    let cut = sentence.filter(|at| *at > end / 2 && cuts.contains(at));
    let cut = cut.or_else(|| cuts.into_iter().take_while(|at| *at <= end).last()).unwrap_or_default();
    Cow::Owned(format!("{} …", words.get(..cut).unwrap_or_default().trim_end()))
}

#[cfg(test)]
mod tests {
    use super::super::fidelity::{Truth, standing};
    use super::beginning;
    use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

    #[test]
    fn a_long_text_is_quoted_up_to_a_sentences_end() {
        assert_eq!(beginning("One two. Three four.", 20), "One two. Three four.");
        assert_eq!(beginning("One two. Three four.", 19), "One two. …");
        assert_eq!(beginning("One. Two three four five", 20), "One. Two three …");
        assert_eq!(beginning("条约不存在条约", 6), "条约不存 …");
        assert_eq!(beginning("incomprehensibilities", 6), " …");
        assert_eq!(
            beginning("One (two;ـ\u{301}a) three", 11),
            "One (two …",
            "the accent may be the semicolon's"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn the_beginning_is_verbatim_and_short_enough(words in "([A-Za-zא-תا-ي一-丏e\u{301}👩\u{200D}💻]{1,9}[.!?;, \n]{0,2}){4,60}", most in 12_usize..200) {
            let quoted = beginning(&words, most);
            prop_assert!(quoted.chars().count() <= most);
            if quoted.trim() != "…" && !quoted.trim().is_empty() {
                prop_assert_eq!(standing(&quoted, &words).map(|standing| standing.truth), Some(Truth::Verbatim));
            }
        }
    }
}
