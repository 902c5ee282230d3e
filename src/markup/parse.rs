//! Markdown → `tree`: the only file that knows the parser. What a text may hold is decided here: tables,
//! strikethrough and bare links besides `CommonMark`; HTML stays text; pictures become links.

use comrak::{
    Arena, Node, Options,
    arena_tree::NodeEdge,
    nodes::{ListType, NodeList, NodeTable, NodeValue},
    parse_document,
};

use super::{
    plain,
    quote::lines,
    tree::{Block, Inline, List, Quote, Table},
    urls,
};

/// How deep quotes, lists, emphasis and links may stand in each other.
const DEEPEST: usize = 12;
/// The parser fills each row of a table up to the width of its head, so a short text could ask for a great
/// many cells. Where it might grow beyond this, tables stay as they were typed.
const MOST_CELLS: usize = 100_000;

/// Why a text cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Deeper than 12.
    #[error("Quotes, lists and emphasis stand in each other more than 12 deep; please make it simpler.")]
    TooNested,
}

/// Reads a text's blocks.
pub(super) fn blocks(source: &str) -> Result<Vec<Block>, Unreadable> {
    let arena = Arena::new();
    let lines = lines(source);
    let root = parse_document(&arena, source, &options(&lines));
    check_depth(root)?;
    Ok(Reading { lines }.blocks(root))
}

fn options(lines: &[&str]) -> Options<'static> {
    let columns = lines.iter().map(|line| line.matches('|').count() + 1).max().unwrap_or_default();
    let mut options = Options::default();
    options.extension.table = columns.saturating_mul(lines.len()) <= MOST_CELLS;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.parse.escaped_char_spans = true;
    options
}

fn check_depth(root: Node<'_>) -> Result<(), Unreadable> {
    let mut depth = 0_usize;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) if nests(node) => depth += 1,
            NodeEdge::End(node) if nests(node) => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Unreadable::TooNested);
        }
    }
    Ok(())
}

fn nests(node: Node<'_>) -> bool {
    matches!(
        node.data().value,
        NodeValue::BlockQuote
            | NodeValue::Item(_)
            | NodeValue::Emph
            | NodeValue::Strong
            | NodeValue::Strikethrough
            | NodeValue::Link(_)
            | NodeValue::Image(_)
    )
}

struct Reading<'s> {
    lines: Vec<&'s str>,
}

impl Reading<'_> {
    fn blocks(&self, parent: Node<'_>) -> Vec<Block> {
        parent.children().filter_map(|node| self.block(node)).collect()
    }

    fn block(&self, node: Node<'_>) -> Option<Block> {
        Some(match &node.data().value {
            NodeValue::Paragraph => Block::Paragraph(run(node)),
            NodeValue::Heading(heading) => Block::Heading(heading.level, run(node)),
            NodeValue::BlockQuote => Block::Quote(self.quote(node)),
            NodeValue::List(list) => Block::List(self.list(node, list)),
            NodeValue::CodeBlock(code) => Block::Code(cleaned(&code.literal)),
            NodeValue::HtmlBlock(html) => Block::Paragraph(typed_html(&html.literal)),
            NodeValue::Table(about) => Block::Table(table(node, about)),
            NodeValue::ThematicBreak => Block::Rule,
            _ => return None,
        })
    }

    fn quote(&self, node: Node<'_>) -> Quote {
        let place = node.data().sourcepos;
        let first = node.first_child().map_or(place, |child| child.data().sourcepos).start.line;
        let line = self.lines.get(first.saturating_sub(1)).copied().unwrap_or_default().trim();
        Quote {
            lines: place.start.line..=place.end.line,
            opening: line.trim_start_matches(['>', ' ', '\t']).to_owned(),
            blocks: self.blocks(node),
        }
    }

    fn list(&self, node: Node<'_>, about: &NodeList) -> List {
        List {
            start: (about.list_type == ListType::Ordered).then_some(about.start),
            tight: about.tight,
            items: node.children().map(|item| self.blocks(item)).collect(),
        }
    }
}

fn table(node: Node<'_>, about: &NodeTable) -> Table {
    let row = |row: Node<'_>| {
        let mut cells: Vec<_> = row.children().map(run).collect();
        // Cells that nobody typed need not be sent.
        while cells.last().is_some_and(Vec::is_empty) {
            cells.pop();
        }
        cells
    };
    Table { columns: about.alignments.len(), rows: node.children().map(row).collect() }
}

fn typed_html(html: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    for line in html.trim_end().lines() {
        if !out.is_empty() {
            out.push(Inline::Soft);
        }
        push_text(&mut out, line.trim_start());
    }
    out
}

fn run(parent: Node<'_>) -> Vec<Inline> {
    inlines(parent, false)
}

/// `linked`: inside of a link, where no other link may stand.
fn inlines(parent: Node<'_>, linked: bool) -> Vec<Inline> {
    let mut out = Vec::new();
    for node in parent.children() {
        match &node.data().value {
            NodeValue::Text(text) => push_text(&mut out, text),
            NodeValue::HtmlInline(html) => push_text(&mut out, &html.replace(['\n', '\r'], " ")),
            NodeValue::Escaped => push_escaped(&mut out, node),
            NodeValue::Code(code) => out.push(Inline::Code(cleaned(&code.literal))),
            NodeValue::SoftBreak => out.push(Inline::Soft),
            NodeValue::LineBreak => out.push(Inline::Break),
            NodeValue::Emph => out.push(Inline::Emph(inlines(node, linked))),
            NodeValue::Strong => out.push(Inline::Strong(inlines(node, linked))),
            NodeValue::Strikethrough => out.push(Inline::Struck(inlines(node, linked))),
            NodeValue::Link(link) => push_link(&mut out, node, &link.url, linked),
            NodeValue::Image(image) => push_picture(&mut out, node, &image.url, linked),
            _ => out.extend(inlines(node, linked)),
        }
    }
    out
}

fn push_text(out: &mut Vec<Inline>, text: &str) {
    match out.last_mut() {
        Some(Inline::Text(before)) => before.push_str(&cleaned(text)),
        _ => out.push(Inline::Text(cleaned(text))),
    }
}

fn push_escaped(out: &mut Vec<Inline>, node: Node<'_>) {
    let text = node.collect_text();
    match text.as_str() {
        "#" | "@" => out.push(Inline::Escaped(text)),
        _ => push_text(out, &text),
    }
}

fn push_link(out: &mut Vec<Inline>, node: Node<'_>, url: &str, linked: bool) {
    let follows = !linked && urls::is_allowed(url);
    let words = inlines(node, linked || follows);
    if follows {
        out.push(Inline::Link(cleaned(url), named(words, url)));
    } else {
        out.extend(words);
    }
}

fn push_picture(out: &mut Vec<Inline>, node: Node<'_>, url: &str, linked: bool) {
    let words = named(vec![Inline::Text(plain::run(&inlines(node, true)))], url);
    if !linked && urls::is_allowed(url) {
        out.push(Inline::Link(cleaned(url), words));
    } else {
        push_text(out, &plain::run(&words));
    }
}

/// A link without words would be followed by nobody who sees it: its address is its words then.
fn named(words: Vec<Inline>, url: &str) -> Vec<Inline> {
    if plain::run(&words).trim().is_empty() { vec![Inline::Text(cleaned(url))] } else { words }
}

/// A writer's own U+FFFC would pass for the place of a quote.
fn cleaned(text: &str) -> String {
    text.replace(plain::PLACE, "\u{FFFD}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(source: &str) -> Vec<Inline> {
        match blocks(source).unwrap().remove(0) {
            Block::Paragraph(run) => run,
            other => panic!("{other:?}"),
        }
    }

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn twelve_deep_is_read_and_thirteen_is_not() {
        assert!(blocks(&format!("{} a", ">".repeat(12))).is_ok());
        assert_eq!(blocks(&format!("{} a", ">".repeat(13))), Err(Unreadable::TooNested));
        assert_eq!(blocks(&format!("{}a", "- ".repeat(13))), Err(Unreadable::TooNested));
        assert_eq!(blocks(&">".repeat(20_000)), Err(Unreadable::TooNested));
        let stars = format!("{}a{}", "*a ".repeat(13), " a*".repeat(13).replace(" a*", "*"));
        assert_eq!(blocks(&stars), Err(Unreadable::TooNested));
    }

    #[test]
    fn html_is_text() {
        assert_eq!(paragraph("a <b>c</b>"), [text("a <b>c</b>")]);
        assert_eq!(
            paragraph("<div>\n*a*\n</div>"),
            [text("<div>"), Inline::Soft, text("*a*"), Inline::Soft, text("</div>")]
        );
    }

    #[test]
    fn a_picture_is_a_link_named_by_its_words_or_its_address() {
        let link = |words: &str| Inline::Link("http://x.y/z.png".into(), vec![text(words)]);
        assert_eq!(paragraph("![a *cat*](http://x.y/z.png)"), [link("a cat")]);
        assert_eq!(paragraph("![](http://x.y/z.png)"), [link("http://x.y/z.png")]);
        assert_eq!(paragraph("![cat](data:x)"), [text("cat")]);
    }

    #[test]
    fn a_link_that_may_not_be_followed_is_its_words() {
        assert_eq!(paragraph("[a](javascript:x) b"), [text("a b")]);
        assert_eq!(paragraph("[a](//x.y)"), [text("a")]);
        assert_eq!(
            paragraph("[](http://x.y)"),
            [Inline::Link("http://x.y".into(), vec![text("http://x.y")])]
        );
    }

    #[test]
    fn no_link_stands_in_a_link() {
        let run = paragraph("[a ![b](http://c.d)](http://x.y)");
        assert_eq!(run, [Inline::Link("http://x.y".into(), vec![text("a b")])]);
    }

    #[test]
    fn a_wide_table_of_short_rows_does_not_grow() {
        let source = format!("{}\n{}\n{}", "|a".repeat(100), "|-".repeat(100), "b\n".repeat(100));
        let Some(Block::Table(table)) = blocks(&source).unwrap().pop() else { panic!("no table") };
        assert_eq!(table.rows.iter().map(Vec::len).sum::<usize>(), 200);
        let source = format!("{}\n{}\n{}", "|a".repeat(1000), "|-".repeat(1000), "b\n".repeat(1000));
        assert!(matches!(blocks(&source).unwrap().as_slice(), [Block::Paragraph(_)]));
    }
}
