//! The text of an article: each block at its top is a paragraph, ¶1, ¶2, ….

use super::{
    document::links_in,
    parse::{self, Unreadable},
    plain,
    render::Pen,
    safe_html::{SafeHtml, clean},
    urls,
};

/// A paragraph of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// As it looks.
    pub html: SafeHtml,
    /// Its words, which quotes of it are checked against.
    pub plain: String,
}

/// Reads an article's text. A block without words (a line across) goes with the paragraph before it.
///
/// # Errors
/// [`Unreadable::TooNested`] when quotes, lists and emphasis stand in each other more than 12 deep.
pub fn paragraphs(source: &str) -> Result<Vec<Paragraph>, Unreadable> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for block in parse::blocks(source)? {
        let html = clean(&Pen::plain().block(&block));
        let plain = plain::block(&block, false);
        match paragraphs.last_mut() {
            Some(before) if plain.is_empty() => {
                before.html = SafeHtml::made(format!("{}\n{html}", before.html));
            }
            _ if plain.is_empty() => {}
            _ => paragraphs.push(Paragraph { html: SafeHtml::made(html), plain }),
        }
    }
    Ok(paragraphs)
}

/// The links of an article's text, quotes in it among them, that lead away from the board that people reach at this
/// address.
///
/// # Errors
/// As [`paragraphs`].
pub fn links_of_article(source: &str, board: &str) -> Result<Vec<String>, Unreadable> {
    let mut links = links_in(parse::blocks(source)?.iter());
    links.retain(|link| !urls::is_of_board(link, board));
    Ok(links)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_block_is_a_paragraph() {
        let read = paragraphs("---\n\n# a\n\nb *c* #1\n\n***\n\n> d\n\n- e\n- f").unwrap();
        let plain: Vec<_> = read.iter().map(|paragraph| paragraph.plain.as_str()).collect();
        assert_eq!(plain, ["a", "b c #1", "d", "e\nf"]);
        assert_eq!(read[1].html.as_str(), "<p dir=\"auto\">b <em>c</em> #1</p>\n<hr>");
        assert_eq!(read[2].html.as_str(), "<blockquote dir=\"auto\"><p dir=\"auto\">d</p></blockquote>");
        assert!(paragraphs("").unwrap().is_empty());
    }

    #[test]
    fn links_of_an_article_are_those_of_its_quotes_too() {
        let source = "[a](https://a.example)\n\n> https://b.example\n\n[c](https://board.example/a/1)";
        let links = links_of_article(source, "https://board.example").unwrap();
        assert_eq!(links, ["https://a.example", "https://b.example"]);
    }
}
