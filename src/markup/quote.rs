//! The quotes of a text: where they stand, what their first line says, and their words. A quote is a
//! blockquote at the top of a text; its first line may say where it comes from. Whether it is true is for
//! others to say.

use std::ops::RangeInclusive;

use super::{
    plain,
    tree::{self, Block, Inline, Quote},
    urls,
};

/// A quote as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedBlock {
    /// The lines of the source that it takes, from 1.
    pub lines: RangeInclusive<usize>,
    /// Where its first line says that it comes from.
    pub source: Option<SourceLine>,
    /// The quoted words as plain text, without that line; deeper quotes stand as one U+FFFC each.
    pub words: String,
    /// The words of each of these deeper quotes, without the lines that say where they come from.
    pub deeper: Vec<String>,
    /// The stretches in it that are emphasised, as plain text.
    pub emphasis: Vec<String>,
}

/// What the first line of a quote says about where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceLine {
    /// `#12`: a comment of this thread.
    Comment(i32),
    /// `¶3` or `p3`: a paragraph of the article.
    Paragraph(i32),
    /// An address on the web, or a path of this board that begins with `/a/` or `/c/`.
    Link(String),
}

impl SourceLine {
    /// How it is named: `#12`, `¶3`, or the address.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Comment(number) => format!("#{number}"),
            Self::Paragraph(ordinal) => format!("¶{ordinal}"),
            Self::Link(address) => address.clone(),
        }
    }

    /// Reads what is typed as plain text: `#12`, `¶3`, `p3`, or a path.
    pub(super) fn typed(line: &str) -> Option<Self> {
        if urls::is_board_path(line) {
            return Some(Self::Link(line.to_owned()));
        }
        let number = line.trim_start_matches(|c: char| !c.is_ascii_digit());
        let mark = line.strip_suffix(number)?;
        let number = number.parse().ok().filter(|number| *number > 0)?;
        match mark {
            "#" => Some(Self::Comment(number)),
            "¶" | "p" | "P" => Some(Self::Paragraph(number)),
            _ => None,
        }
    }

    fn of(quote: &Quote) -> Option<Self> {
        Self::opening(quote, &quote.opening)
    }

    /// What the first line of a quote in a quote says; before it on its line stand the marks of those around it.
    pub(super) fn within(quote: &Quote) -> Option<Self> {
        Self::opening(quote, quote.opening.rsplit('>').next().unwrap_or_default().trim())
    }

    fn opening(quote: &Quote, typed: &str) -> Option<Self> {
        let (Block::Paragraph(run) | Block::Heading(_, run)) = quote.blocks.first()? else { return None };
        let (line, _) = tree::first_line(run);
        match line.iter().filter(|inline| !is_blank(inline)).collect::<Vec<_>>().as_slice() {
            // The words must have been typed just so: an escape says that they are quoted words.
            [Inline::Text(text)] if text.trim() == typed => Self::typed(text.trim()),
            [Inline::Link(url, _)] if urls::is_web(url) || urls::is_board_path(url) => {
                Some(Self::Link(url.clone()))
            }
            _ => None,
        }
    }
}

fn is_blank(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.trim().is_empty())
}

/// Reads a quote, and takes the line that says its source off its blocks.
pub(super) fn take(quote: &mut Quote) -> QuotedBlock {
    let source = SourceLine::of(quote);
    if source.is_some() {
        tree::drop_first_line(&mut quote.blocks);
    }
    QuotedBlock {
        lines: quote.lines.clone(),
        source,
        words: plain::blocks(&quote.blocks, true),
        deeper: deeper(&quote.blocks),
        emphasis: emphasis(&quote.blocks),
    }
}

/// All words of a quote that was taken, those of deeper ones too.
pub(super) fn all_words(quote: &Quote) -> String {
    let mut blocks = quote.blocks.clone();
    within(&mut blocks, &mut unnamed);
    plain::blocks(&blocks, false)
}

fn deeper(blocks: &[Block]) -> Vec<String> {
    let (mut blocks, mut found) = (blocks.to_vec(), Vec::new());
    within(&mut blocks, &mut |quote| {
        unnamed(quote);
        found.push(plain::blocks(&quote.blocks, false));
    });
    found
}

/// Takes the lines that say a source off a quote and off those in it.
fn unnamed(quote: &mut Quote) {
    if SourceLine::of(quote).is_some() {
        tree::drop_first_line(&mut quote.blocks);
    }
    within(&mut quote.blocks, &mut unnamed);
}

/// Shows each quote that stands in these blocks, but none that stands in another.
fn within(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Quote)) {
    for block in blocks {
        match block {
            Block::Quote(quote) => visit(quote),
            Block::List(list) => list.items.iter_mut().for_each(|item| within(item, visit)),
            _ => {}
        }
    }
}

fn emphasis(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        block.each_run(false, &mut |run| emphasised(run, &mut found));
    }
    found
}

fn emphasised(run: &[Inline], found: &mut Vec<String>) {
    for inline in run {
        match inline {
            Inline::Emph(words) | Inline::Strong(words) => found.push(plain::run(words)),
            _ => emphasised(inline.within(), found),
        }
    }
}

/// A text's lines with their ends, divided where Markdown divides them: at `\n`, `\r\n` and `\r`.
pub(super) fn lines(source: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = source;
    while let Some(end) = rest.find(['\n', '\r']) {
        let (_, tail) = rest.split_at(end);
        let length = end + if tail.starts_with("\r\n") { 2 } else { 1 };
        let (line, after) = rest.split_at(length);
        lines.push(line);
        rest = after;
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

/// The source with the lines of one of its quotes replaced by others. What follows stays a block of its own.
#[must_use]
pub fn replace_lines(source: &str, lines: &RangeInclusive<usize>, with: &str) -> String {
    let all = self::lines(source);
    let before: String = all.iter().take(lines.start().saturating_sub(1)).copied().collect();
    let after: String = all.iter().skip(*lines.end()).copied().collect();
    let with = with.trim_end_matches(['\n', '\r']);
    if after.is_empty() || with.is_empty() {
        return before + with + &after;
    }
    // Without an empty line between them, a paragraph that follows would be read as part of the quote.
    let apart = if after.lines().next().is_some_and(|line| !line.trim().is_empty()) { "\n\n" } else { "\n" };
    before + with + apart + &after
}

#[cfg(test)]
mod tests {
    use super::{super::read, *};

    fn quote(source: &str) -> QuotedBlock {
        read(source).unwrap().quotes()[0].clone()
    }

    fn link(url: &str) -> SourceLine {
        SourceLine::Link(url.to_owned())
    }

    #[test]
    fn the_first_line_says_the_source() {
        for (line, source) in [
            ("#12", SourceLine::Comment(12)),
            ("¶3", SourceLine::Paragraph(3)),
            ("p3", SourceLine::Paragraph(3)),
            ("P3", SourceLine::Paragraph(3)),
            ("http://x.y/z_a_b", link("http://x.y/z_a_b")),
            ("<https://x.y/z>", link("https://x.y/z")),
            ("[there](http://x.y)", link("http://x.y")),
            ("[there](/a/3/x#c1)", link("/a/3/x#c1")),
            ("/a/3/x?page=2#c60", link("/a/3/x?page=2#c60")),
            ("/c/12", link("/c/12")),
        ] {
            for text in
                [format!("> {line}\n> words"), format!(">  {line} \n>\n> words"), format!(">{line}\nwords")]
            {
                let quote = quote(&text);
                assert_eq!((quote.source, quote.words.as_str()), (Some(source.clone()), "words"), "{text}");
            }
        }
    }

    #[test]
    fn other_first_lines_are_quoted_words() {
        for line in
            ["#12 words", "\\#12", "#0", "p", "3", "&para;3", "#99999999999", "/u/ann", "http\\://x.y"]
        {
            assert_eq!(quote(&format!("> {line}\n> words")).source, None, "{line}");
        }
        assert_eq!(quote("> [a](javascript:x)\n> b").words, "a b");
        assert_eq!(quote("> - #12").source, None);
    }

    #[test]
    fn a_source_line_alone_quotes_nothing() {
        assert_eq!(
            (quote("> #12").source, quote("> #12").words),
            (Some(SourceLine::Comment(12)), String::new())
        );
        assert_eq!(quote(">").words, "");
        assert_eq!(quote("> #12\n> words\n> ---").source, Some(SourceLine::Comment(12)));
    }

    #[test]
    fn a_quote_knows_its_lines_and_its_emphasis() {
        let quote = quote("a\r\n\r\n> #1\r> b *c **d*** __e__\nlazy\n\nf");
        assert_eq!((quote.lines, quote.words.as_str()), (3..=5, "b c d e lazy"));
        assert_eq!(quote.emphasis, ["c d", "e"]);
    }

    #[test]
    fn deeper_quotes_are_left_out_of_the_words() {
        let quote = quote("> #1\n> a\n>\n> > *b*\n>\n> - > c");
        assert_eq!(quote.words, "a\n\n\u{FFFC}\n\n\u{FFFC}");
        assert_eq!(quote.deeper, ["b", "c"]);
        assert!(quote.emphasis.is_empty());
    }

    #[test]
    fn the_words_of_deeper_quotes_are_known_without_their_names() {
        let text = "> #1\n> a\n>\n> > #2\n> > b\n> >\n> > > ¶3\n> > > c";
        assert_eq!(quote(text).deeper, ["b\n\nc"]);
        assert_eq!(read(text).unwrap().quoted_words(), ["a\n\nb\n\nc"]);
        assert_eq!(read("> #1\n> #2\n> a\n\nb").unwrap().quoted_words(), ["#2 a"]);
    }

    #[test]
    fn lines_are_replaced_and_what_follows_stays_apart() {
        let source = "a\n> b\n> c\n\nd";
        assert_eq!(replace_lines(source, &(2..=3), "> e\n"), "a\n> e\n\nd");
        assert_eq!(replace_lines(source, &(2..=3), ""), "a\n\nd");
        assert_eq!(replace_lines("> a\n# b", &(1..=1), "> c"), "> c\n\n# b");
        assert_eq!(replace_lines("> a", &(1..=1), "> c"), "> c");
        assert_eq!(replace_lines("\r> a\r\nb", &(2..=3), "> c"), "\r> c");
    }
}
