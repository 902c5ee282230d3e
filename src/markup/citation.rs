//! The line "In *publication*: [title](link)" at the top of a text, which says what the writer writes about.
//! The publication may be plain or **bold** too, and the link may be left out; but without emphasis and
//! without a link it is a sentence like any other ("In short: no").

use super::{
    blockquote, plain,
    tree::{self, Block, Inline},
    urls,
};

const LONGEST_PUBLICATION: usize = 100;
const LONGEST_TITLE: usize = 300;

/// What a text says at its top that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Where it stands, at most 100 characters.
    pub publication: String,
    /// Its title, at most 300 characters.
    pub title: String,
    /// Its address on the web.
    pub link: Option<String>,
}

impl Citation {
    /// The words of the line as readers see it.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("In {} {}", self.publication, self.title)
    }

    /// The line of Markdown that is read as this citation.
    #[must_use]
    pub fn line(&self) -> String {
        let publication = blockquote::phrase(&self.publication);
        let title = blockquote::phrase(&self.title);
        match self.link.as_deref().filter(|link| urls::is_web(link)) {
            Some(link) => format!("In *{publication}*: [{title}](<{}>)", destination(link)),
            None => format!("In *{publication}*: {title}"),
        }
    }
}

fn destination(link: &str) -> String {
    let mut out = String::new();
    for c in link.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out
}

/// Takes the citation off the top of a text.
pub(super) fn take(blocks: &mut Vec<Block>) -> Option<Citation> {
    let Some(Block::Paragraph(run)) = blocks.first() else { return None };
    let citation = read(tree::first_line(run).0)?;
    tree::drop_first_line(blocks);
    Some(citation)
}

fn read(line: &[Inline]) -> Option<Citation> {
    let (Inline::Text(start), rest) = line.split_first()? else { return None };
    let start = start.trim_start().strip_prefix("In ")?;
    if let Some((publication, title)) = start.split_once(':') {
        return citation(publication, title, rest).filter(|citation| citation.link.is_some());
    }
    let (Inline::Emph(name) | Inline::Strong(name), rest) = rest.split_first()? else { return None };
    let (Inline::Text(after), rest) = rest.split_first()? else { return None };
    let title = after.strip_prefix(':').filter(|_| start.trim().is_empty())?;
    citation(&plain::run(name), title, rest)
}

fn citation(publication: &str, start: &str, rest: &[Inline]) -> Option<Citation> {
    let (title, link) = match rest {
        [Inline::Link(url, words)] if start.trim().is_empty() => (plain::run(words), Some(url.clone())),
        _ if rest.iter().any(|inline| matches!(inline, Inline::Link(..))) => return None,
        _ => (format!("{start}{}", plain::run(rest)), None),
    };
    let (publication, title) = (publication.trim().to_owned(), title.trim().to_owned());
    let fits = |text: &str, longest| !text.is_empty() && text.chars().count() <= longest;
    (fits(&publication, LONGEST_PUBLICATION) && fits(&title, LONGEST_TITLE)).then_some(Citation {
        publication,
        title,
        link: link.filter(|link| urls::is_web(link)),
    })
}

#[cfg(test)]
mod tests {
    use super::{super::read, *};
    use proptest::prelude::{Strategy, prop_assert_eq, proptest};

    fn cited(source: &str) -> Option<Citation> {
        read(source).unwrap().citation().cloned()
    }

    fn citation(publication: &str, title: &str, link: Option<&str>) -> Citation {
        Citation { publication: publication.into(), title: title.into(), link: link.map(Into::into) }
    }

    #[test]
    fn a_citation_is_read_with_emphasis_bold_or_plain() {
        let expected = Some(citation("Al-Monitor", "The alliance", Some("http://x.y/z")));
        for name in ["*Al-Monitor*", "_Al-Monitor_", "**Al-Monitor**", "Al-Monitor"] {
            assert_eq!(cited(&format!("In {name}: [The *alliance*](http://x.y/z)\n\nWords")), expected);
        }
        assert_eq!(cited("In *A*: b *c*\nd"), Some(citation("A", "b c", None)));
        assert_eq!(cited("In *A*: [b](/a/3/c)"), Some(citation("A", "b", None)));
        assert_eq!(cited("In *A*: http://x.y"), Some(citation("A", "http://x.y", Some("http://x.y"))));
    }

    #[test]
    fn a_sentence_is_no_citation() {
        for source in [
            "In short: no.",
            "In *A*:",
            "In **: b",
            "In *A* b: c",
            "In the *A*: b",
            "In *A*: [b](http://x.y), as I said",
            "Words\n\nIn *A*: b",
            "> In *A*: b",
            "# In *A*: b",
        ] {
            assert_eq!(cited(source), None, "{source}");
        }
        assert_eq!(cited(&format!("In *A*: {}", "b".repeat(301))), None);
    }

    #[test]
    fn the_line_is_not_among_the_writers_words() {
        let read = read("In *A*: [b](http://x.y)\nc\n\nd").unwrap();
        assert_eq!(read.own_words(), "c\n\nd");
        assert!(read.links().is_empty());
    }

    fn printable() -> impl Strategy<Value = String> {
        "[^\\pC\\pZ\u{FFFC}]{1,30}( [^\\pC\\pZ\u{FFFC}]{1,30})?"
    }

    proptest! {
        #[test]
        fn a_line_is_read_back(publication in printable(), title in printable()) {
            let link = Some("http://x.y/z?a=1&amp;b=(c)");
            let expected = citation(&publication, &title, link);
            prop_assert_eq!(cited(&expected.line()), Some(expected));
        }
    }
}
