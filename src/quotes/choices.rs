//! The two ways out for a quote whose words are not its source's.

use super::Untrue;
use crate::markup::{Document, QuotedBlock, blockquote, read, replace_lines};
use sha2::{Digest, Sha256};

/// What a writer chose for one quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The source's own words stand under its name.
    Source,
    /// The words stay, without a name.
    Plain,
}

/// A choice, and for which quote it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which blockquote of the text, from 0.
    pub index: usize,
    /// What was chosen.
    pub choice: Choice,
    /// What the form said of the quote ([`Untrue::seal`]); empty where it said nothing.
    pub seal: String,
}

impl Untrue {
    /// Tells this quote from another one that came into its place while the writer went on writing.
    #[must_use]
    pub fn seal(&self) -> String {
        let mut hash = Sha256::new();
        for part in [&self.quoted, &self.mark, &self.nearest] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
        hash.finalize().iter().take(8).flat_map(digits).flatten().collect()
    }

    /// What the writer chose for this quote.
    #[must_use]
    pub fn chosen(&self, all: &[Chosen]) -> Option<Choice> {
        let fits =
            |one: &&Chosen| one.index == self.index && (one.seal.is_empty() || one.seal == self.seal());
        all.iter().find(fits).map(|one| one.choice)
    }
}

/// The text with each of these quotes mended as it was chosen.
#[must_use]
pub fn apply(document: &Document, chosen: &[(&Untrue, Choice)]) -> String {
    let mut chosen: Vec<_> = chosen.to_vec();
    // From the last to the first, so that the lines of those before stay where they are.
    chosen.sort_by_key(|(untrue, _)| std::cmp::Reverse(untrue.index));
    let mut source = document.source().to_owned();
    for (untrue, choice) in chosen {
        let Some(block) = document.quotes().get(untrue.index) else { continue };
        let with = match choice {
            Choice::Source if !untrue.nearest.is_empty() => blockquote(Some(&untrue.mark), &untrue.nearest),
            _ => without_name(&source, block),
        };
        source = replace_lines(&source, &block.lines, &with);
    }
    source
}

/// The quote as it was typed but for its first line; where that would be read as something else, its bare words.
fn without_name(source: &str, block: &QuotedBlock) -> String {
    let typed = without_first_line(source, block);
    let same = read(&typed).is_ok_and(|read| match read.quotes() {
        [quote] => {
            quote.source.is_none()
                && quote.words == block.words
                && quote.lines.clone().count() == typed.lines().count()
        }
        _ => false,
    });
    if same || block.words.is_empty() { typed } else { blockquote(None, &block.words) }
}

fn without_first_line(source: &str, block: &QuotedBlock) -> String {
    let count = block.lines.end().saturating_sub(*block.lines.start()) + 1;
    let lines = source.lines().skip(block.lines.start().saturating_sub(1)).take(count);
    let blank = |line: &&str| line.trim_start_matches([' ', '>']).trim().is_empty();
    lines.skip_while(blank).skip(1).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Choice, Chosen, Untrue, apply};
    use crate::markup::read;

    fn untrue(index: usize, words: &str) -> Untrue {
        Untrue {
            index,
            quoted: words.to_owned(),
            credit: "ann, #1".to_owned(),
            nearest: "True words.".to_owned(),
            mark: "#1".to_owned(),
        }
    }

    fn mended(text: &str, choice: Choice) -> String {
        let document = read(text).unwrap();
        let words = document.quotes()[0].words.clone();
        apply(&document, &[(&untrue(0, &words), choice)])
    }

    #[test]
    fn the_source_takes_the_place_of_the_quote() {
        assert_eq!(
            mended("a\n\n> #1\n> False *words*.\nlazy\n\nb", Choice::Source),
            "a\n\n> #1\n> True words.\n\nb"
        );
    }

    #[test]
    fn a_quote_keeps_its_words_and_loses_its_name_however_it_is_typed() {
        for (text, plain) in [
            ("> #1\n> False *words*.\n\nb", "> False *words*.\n\nb"),
            (">\n> #1\n>\n> a\n> - b", ">\n> a\n> - b"),
            ("> #1\nlazy", "> lazy"),
            ("> #1\n> #2\n> a", "> \\#2 a"),
            ("> #1\n> /c/3", "> \\/c/3"),
            ("> [a\n> b](http://x.y)\n> c", "> c"),
            ("> #1\n> > a\n>\n> b", "> > a\n>\n> b"),
            ("> #1", ""),
            ("> #1\n> ===\n> a", "> a"),
        ] {
            let found = mended(text, Choice::Plain);
            assert_eq!(found, plain, "{text}");
            let (before, after) = (read(text).unwrap(), read(&found).unwrap());
            assert!(after.quotes().iter().all(|quote| quote.source.is_none()), "{text}");
            assert_eq!(before.own_words().matches('\u{fffc}').count().min(plain.len()), after.quotes().len());
        }
    }

    #[test]
    fn a_choice_counts_for_the_quote_for_which_it_was_made() {
        let (one, other) = (untrue(0, "False words."), untrue(0, "Other words."));
        let chosen = |index, seal: &str| [Chosen { index, choice: Choice::Plain, seal: seal.to_owned() }];
        assert_eq!(one.chosen(&chosen(0, &one.seal())), Some(Choice::Plain));
        assert_eq!(one.chosen(&chosen(0, "")), Some(Choice::Plain));
        assert_eq!(other.chosen(&chosen(0, &one.seal())), None);
        assert_eq!(one.chosen(&chosen(1, &one.seal())), None);
    }
}
