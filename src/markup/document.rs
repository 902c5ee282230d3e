//! A text that was read: its words, its quotes, what it cites, links to and mentions, and how it looks.

use super::{
    citation::{self, Citation},
    figure::{self, Caption},
    parse::{self, Unreadable},
    plain,
    quote::{self, QuotedBlock},
    references,
    render::{Pen, Surroundings},
    safe_html::{self, SafeHtml},
    tree::{Block, Inline},
    urls,
};

/// A text that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    source: String,
    citation: Option<Citation>,
    /// Without the line of the citation and the lines that say a quote's source.
    blocks: Vec<Block>,
    quotes: Vec<QuotedBlock>,
    own_words: String,
    links: Vec<String>,
    mentions: Vec<String>,
}

/// Reads a text.
///
/// # Errors
/// [`Unreadable::TooNested`] when quotes, lists and emphasis stand in each other more than 12 deep.
pub fn read(source: &str) -> Result<Document, Unreadable> {
    let mut blocks = parse::blocks(source)?;
    let citation = citation::take(&mut blocks);
    let quotes = blocks.iter_mut().filter_map(quoted).collect();
    Ok(Document {
        source: source.to_owned(),
        citation,
        quotes,
        own_words: plain::own(&blocks),
        links: links(&blocks),
        mentions: references::mentions(&blocks),
        blocks,
    })
}

impl Document {
    /// The text as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What the line at the top says that the text is about.
    #[must_use]
    pub fn citation(&self) -> Option<&Citation> {
        self.citation.as_ref()
    }

    /// The blockquotes at the top of the text, in order.
    #[must_use]
    pub fn quotes(&self) -> &[QuotedBlock] {
        &self.quotes
    }

    /// All words of each of [`Self::quotes`], those of deeper quotes too, without the lines that say where they come from.
    #[must_use]
    pub fn quoted_words(&self) -> Vec<String> {
        let quote = |block: &Block| {
            if let Block::Quote(quote) = block { Some(quote::all_words(quote)) } else { None }
        };
        self.blocks.iter().filter_map(quote).collect()
    }

    /// The writer's own words as plain text: blocks are apart by an empty line, each of [`Self::quotes`]
    /// stands as one U+FFFC, the citation is left out.
    #[must_use]
    pub fn own_words(&self) -> &str {
        &self.own_words
    }

    /// All that readers see as plain text, citation and quotes too.
    #[must_use]
    pub fn plain(&self) -> String {
        let cited = self.citation.as_ref().map(|cited| format!("In {}: {}", cited.publication, cited.title));
        let words = plain::blocks(&self.blocks, false);
        cited.into_iter().chain((!words.is_empty()).then_some(words)).collect::<Vec<_>>().join("\n\n")
    }

    /// The addresses on the web that the writer's own words link to, in order, each as often as it stands
    /// there.
    #[must_use]
    pub fn links(&self) -> &[String] {
        &self.links
    }

    /// The same without those that lead to the board that people reach at this address.
    #[must_use]
    pub fn links_away(&self, board: &str) -> Vec<String> {
        self.links.iter().filter(|link| !urls::is_of_board(link, board)).cloned().collect()
    }

    /// The names after an `@` outside of quotes, code and links: each once, as first written.
    #[must_use]
    pub fn mentions(&self) -> &[String] {
        &self.mentions
    }

    /// The text as it looks. `captions` stand over [`Self::quotes`], in order; a quote without one is
    /// unattributed.
    #[must_use]
    pub fn html(&self, around: &Surroundings<'_>, captions: &[Caption]) -> SafeHtml {
        let mut parts: Vec<String> = self.citation.iter().map(figure::cited).collect();
        let (mut quotes, mut captions) = (self.quotes.iter(), captions.iter());
        for block in &self.blocks {
            parts.push(match block {
                Block::Quote(quote) => figure::quote(quote, quotes.next(), captions.next()),
                _ => safe_html::clean(&Pen::running(around).block(block)),
            });
        }
        SafeHtml::made(parts.join("\n"))
    }
}

fn quoted(block: &mut Block) -> Option<QuotedBlock> {
    match block {
        Block::Quote(quote) => Some(quote::take(quote)),
        _ => None,
    }
}

fn links(blocks: &[Block]) -> Vec<String> {
    links_in(blocks.iter().filter(|block| !matches!(block, Block::Quote(_))))
}

/// The links to the web in these blocks, in order.
pub(super) fn links_in<'a>(blocks: impl Iterator<Item = &'a Block>) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        block.each_run(true, &mut |run| linked(run, &mut found));
    }
    found
}

fn linked(run: &[Inline], found: &mut Vec<String>) {
    for inline in run {
        match inline {
            Inline::Link(url, _) if urls::is_web(url) => found.push(url.clone()),
            _ => linked(inline.within(), found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_are_what_is_not_quoted() {
        let read = read("In *A*: [b](http://x.y)\n\nc\n\n> #1\n> d\n\n- e\n- f\n\n> g").unwrap();
        assert_eq!(read.own_words(), "c\n\n\u{FFFC}\n\ne\nf\n\n\u{FFFC}");
        assert_eq!(read.plain(), "In A: b\n\nc\n\nd\n\ne\nf\n\ng");
        assert_eq!(read.quotes().len(), 2);
    }

    #[test]
    fn a_text_may_be_empty() {
        let read = read(" \n").unwrap();
        assert_eq!((read.own_words(), read.plain().as_str(), read.source()), ("", "", " \n"));
    }

    #[test]
    fn links_are_those_of_the_writers_own_words() {
        let read = read(
            "http://a.b, [c](https://d.e) ![f](http://g.h) www.i.j k@l.m [n](/a/3/o) [p](javascript:q) `http://r.s`\n\n\
             > http://t.u/ v\n\n- **http://a.b**\n\n|w|\n|-|\n|<http://x.y>|\n\n- > http://z.z",
        );
        let expected = [
            "http://a.b",
            "https://d.e",
            "http://g.h",
            "http://www.i.j",
            "http://a.b",
            "http://x.y",
            "http://z.z",
        ];
        assert_eq!(read.unwrap().links(), expected);
    }
}
