//! How a text shows what became of the words that it quotes.

use super::Life;
use crate::db::Word;
use crate::markup::{self, Note, REMOVED, SafeHtml, blockquote, replace_lines};

/// A text as it was typed and as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Markdown.
    pub source: String,
    /// HTML.
    pub html: String,
}

/// One quote of a text, and what became of its words.
#[derive(Clone, Debug)]
pub(super) struct Followed {
    /// Which quote of the text, from 0.
    pub ordinal: usize,
    /// What became of its words.
    pub life: Life,
    /// Where the history has the version that was quoted.
    pub version: String,
}

/// The longest text that a row holds, in characters.
const LONGEST: usize = 20_000;

/// The original with what became of its quotes.
pub(super) fn derived(original: &Text, quotes: &[Followed]) -> Text {
    let mut html = SafeHtml::stored(original.html.clone());
    for quote in quotes {
        let Some(words) = quote.life.note() else { continue };
        if quote.life == Life::Blanked {
            html = html.emptied(quote.ordinal, REMOVED);
        }
        let link = Some(quote.version.as_str()).filter(|_| quote.life == Life::Earlier);
        html = html.noted(quote.ordinal, &Note { life: quote.life.word(), words, link });
    }
    let blanked: Vec<usize> =
        quotes.iter().filter(|quote| quote.life == Life::Blanked).map(|quote| quote.ordinal).collect();
    let source = match blanked.as_slice() {
        [] => original.source.clone(),
        ordinals => without_words(&original.source, ordinals, REMOVED),
    };
    Text { source, html: html.into_string() }
}

/// The source with the words of these quotes, counted from 0, taken out and others in their place. They stand without a
/// name then, so that their author can still edit the text around them.
#[must_use]
pub fn without_words(source: &str, ordinals: &[usize], instead: &str) -> String {
    let Ok(document) = markup::read(source) else { return source.to_owned() };
    let mut blocks: Vec<_> = ordinals.iter().filter_map(|ordinal| document.quotes().get(*ordinal)).collect();
    // From the last to the first, so that the lines of those before stay where they are.
    blocks.sort_by_key(|block| std::cmp::Reverse(*block.lines.start()));
    let with = |words: &str| {
        let words = blockquote(None, words);
        blocks.iter().fold(source.to_owned(), |source, block| replace_lines(&source, &block.lines, &words))
    };
    let said = with(instead);
    if said.chars().count() <= LONGEST { said } else { with("…") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{Caption, Surroundings, WITHDRAWN, read};
    use std::collections::BTreeSet;

    const SOURCE: &str = "> #1\n> secret one\nlazy\n\nMine.\n\n> ¶1\n> the article\n\n> #1\n> secret two";

    fn text() -> Text {
        let names = BTreeSet::new();
        let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &names };
        let caption = |source: &str| Caption {
            fidelity: "verbatim",
            source: source.into(),
            credit: format!("ann, {source}"),
            link: Some("/a/3/x#c1".into()),
            note: "✓ verbatim".into(),
            blanked: false,
        };
        let html = read(SOURCE).unwrap().html(&around, &[caption("#1"), caption("¶1"), caption("#1")]);
        Text { source: SOURCE.to_owned(), html: html.into_string() }
    }

    fn followed(ordinal: usize, life: Life) -> Followed {
        Followed { ordinal, life, version: "/c/7/history#r2".to_owned() }
    }

    #[test]
    fn words_that_stand_leave_the_text_as_it_is() {
        for life in [Life::Standing, Life::Withdrawn] {
            assert_eq!(derived(&text(), &[followed(0, life), followed(2, life)]), text());
        }
    }

    #[test]
    fn each_life_says_its_note_and_only_an_earlier_version_leads_somewhere() {
        for life in Life::ALL {
            let Some(note) = life.note() else { continue };
            let shown = derived(&text(), &[followed(0, *life)]);
            assert_eq!(shown.html.matches(note).count(), 1, "{}", shown.html);
            assert_eq!(shown.html.contains("/c/7/history#r2"), *life == Life::Earlier);
            assert_eq!(shown.html.contains("secret one"), *life != Life::Blanked);
            assert_eq!(shown.source.contains("secret one"), *life != Life::Blanked);
            assert!(
                shown.html.contains("secret two")
                    && shown.html.contains(&format!("data-life=\"{}\"", life.word()))
            );
        }
    }

    #[test]
    fn two_quotes_of_one_text_follow_each_for_itself() {
        let shown = derived(&text(), &[followed(0, Life::Earlier), followed(2, Life::Blanked)]);
        assert!(shown.html.contains("secret one") && !shown.html.contains("secret two"), "{}", shown.html);
        assert!(shown.source.contains("> #1\n> secret one") && !shown.source.contains("secret two"));
    }

    #[test]
    fn the_words_of_named_quotes_go_and_all_else_stays() {
        let left = without_words(SOURCE, &[0, 2], WITHDRAWN);
        assert!(!left.contains("secret") && !left.contains("lazy"), "{left}");
        let read = markup::read(&left).unwrap();
        let words: Vec<&str> = read.quotes().iter().map(|quote| quote.words.as_str()).collect();
        assert_eq!(words, [WITHDRAWN, "the article", WITHDRAWN]);
        assert!(left.contains("Mine."));
    }

    #[test]
    fn a_text_of_full_length_stays_within_its_length() {
        let source = format!("> #1\n> no\n\n{}", "x".repeat(LONGEST - 11));
        assert!(without_words(&source, &[0], REMOVED).chars().count() <= LONGEST);
    }
}
