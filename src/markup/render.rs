//! `tree` → HTML. Headings begin at h4, so that the page's outline holds; every block says `dir="auto"`;
//! `#12` and `@name` become links in running text, but neither in quotes nor in links.

use std::collections::BTreeSet;

use super::{
    quote::SourceLine,
    references::{self, Piece},
    safe_html::{REL, escape},
    tree::{Block, Inline, List, Quote, Table, drop_first_line},
};

/// Where links inside a text lead.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The path of the thread (`/a/3/the-slug`); empty outside of one, where `#12` is only text.
    pub thread: &'a str,
    /// Comments a page.
    pub per_page: i32,
    /// The names that exist, in small letters.
    pub names: &'a BTreeSet<String>,
}

impl Surroundings<'_> {
    fn comment(&self, number: i32) -> Option<String> {
        let page = number.saturating_sub(1) / self.per_page.max(1) + 1;
        match page {
            _ if self.thread.is_empty() => None,
            1 => Some(format!("{}#c{number}", self.thread)),
            _ => Some(format!("{}?page={page}#c{number}", self.thread)),
        }
    }

    fn person(&self, name: &str) -> Option<String> {
        self.names.contains(&name.to_lowercase()).then(|| format!("/u/{name}"))
    }
}

/// Writes HTML, in running text or in a quote.
pub(super) struct Pen<'a> {
    out: String,
    /// None where `#12` and `@name` are only text.
    around: Option<&'a Surroundings<'a>>,
    folds_quotes: bool,
}

impl<'a> Pen<'a> {
    /// For running text.
    pub fn running(around: &'a Surroundings<'a>) -> Self {
        Self { out: String::new(), around: Some(around), folds_quotes: false }
    }

    /// For text without a thread around it.
    pub fn plain() -> Self {
        Self { out: String::new(), around: None, folds_quotes: false }
    }

    /// For what stands in a quote: deeper quotes fold.
    pub fn quoting() -> Self {
        Self { folds_quotes: true, ..Self::plain() }
    }

    /// One block.
    pub fn block(mut self, block: &Block) -> String {
        self.write(block);
        self.out
    }

    /// Blocks, a line each.
    pub fn blocks(mut self, blocks: &[Block]) -> String {
        self.write_all(blocks);
        self.out
    }

    fn write_all(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            self.write(block);
        }
    }

    fn write(&mut self, block: &Block) {
        match block {
            Block::Paragraph(run) => self.element("p", run),
            Block::Heading(1, run) => self.element("h4", run),
            Block::Heading(2, run) => self.element("h5", run),
            Block::Heading(_, run) => self.element("h6", run),
            Block::Quote(quote) => self.quote(quote),
            Block::List(list) => self.list(list),
            Block::Code(code) => self.code("<pre><code>", code, "</code></pre>"),
            Block::Table(table) => self.table(table),
            Block::Rule => self.out.push_str("<hr>"),
        }
    }

    fn element(&mut self, name: &str, run: &[Inline]) {
        self.push(&["<", name, " dir=\"auto\">"]);
        self.inlines(run);
        self.push(&["</", name, ">"]);
    }

    fn quote(&mut self, quote: &Quote) {
        let around = self.around.take();
        if self.folds_quotes {
            self.folded(quote);
        } else {
            self.push(&["<blockquote dir=\"auto\">"]);
            self.write_all(&quote.blocks);
            self.push(&["</blockquote>"]);
        }
        self.around = around;
    }

    /// A quote in a quote. Nobody has checked what its first line says of its source, so it is only said to be so.
    fn folded(&mut self, quote: &Quote) {
        let mut blocks = quote.blocks.clone();
        self.push(&["<details><summary>quoted there"]);
        if let Some(source) = SourceLine::within(quote) {
            self.push(&[", said to be from "]);
            escape(&mut self.out, &source.name());
            drop_first_line(&mut blocks);
        }
        self.push(&["</summary><blockquote dir=\"auto\">"]);
        self.write_all(&blocks);
        self.push(&["</blockquote></details>"]);
    }

    fn list(&mut self, list: &List) {
        let (opens, closes) = match list.start {
            None => ("<ul>".to_owned(), "</ul>"),
            Some(1) => ("<ol>".to_owned(), "</ol>"),
            Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
        };
        self.out.push_str(&opens);
        for item in &list.items {
            self.out.push_str("<li dir=\"auto\">");
            self.item(item, list.tight);
            self.out.push_str("</li>");
        }
        self.out.push_str(closes);
    }

    fn item(&mut self, item: &[Block], tight: bool) {
        for (at, block) in item.iter().enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            match block {
                Block::Paragraph(run) if tight => self.inlines(run),
                _ => self.write(block),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let Some((head, rows)) = table.rows.split_first() else { return };
        self.out.push_str("<table><thead>");
        self.row("th", head, table.columns);
        self.out.push_str("</thead>");
        if !rows.is_empty() {
            self.out.push_str("<tbody>");
            for row in rows {
                self.row("td", row, table.columns);
            }
            self.out.push_str("</tbody>");
        }
        self.out.push_str("</table>");
    }

    fn row(&mut self, cell: &str, row: &[Vec<Inline>], columns: usize) {
        self.out.push_str("<tr>");
        for run in row.iter().take(columns) {
            // A header without words would be read out as one: it is only a corner.
            let cell = if run.is_empty() { "td" } else { cell };
            let scope = if cell == "th" { " scope=\"col\"" } else { "" };
            self.push(&["<", cell, " dir=\"auto\"", scope, ">"]);
            self.inlines(run);
            self.push(&["</", cell, ">"]);
        }
        self.out.push_str("</tr>");
    }

    fn inlines(&mut self, run: &[Inline]) {
        for inline in run {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::Escaped(text) => escape(&mut self.out, text),
                Inline::Code(code) => self.code("<code>", code, "</code>"),
                Inline::Emph(run) => self.wrapped("<em>", run, "</em>"),
                Inline::Strong(run) => self.wrapped("<strong>", run, "</strong>"),
                Inline::Struck(run) => self.wrapped("<del>", run, "</del>"),
                Inline::Link(url, run) => self.link(url, run),
                Inline::Soft => self.out.push('\n'),
                Inline::Break => self.out.push_str("<br>\n"),
            }
        }
    }

    fn wrapped(&mut self, opens: &str, run: &[Inline], closes: &str) {
        self.out.push_str(opens);
        self.inlines(run);
        self.out.push_str(closes);
    }

    fn code(&mut self, opens: &str, code: &str, closes: &str) {
        self.out.push_str(opens);
        escape(&mut self.out, code);
        self.out.push_str(closes);
    }

    fn link(&mut self, url: &str, run: &[Inline]) {
        let around = self.around.take();
        self.out.push_str("<a href=\"");
        escape(&mut self.out, url);
        self.push(&["\" rel=\"", REL, "\">"]);
        self.inlines(run);
        self.out.push_str("</a>");
        self.around = around;
    }

    fn text(&mut self, text: &str) {
        let Some(around) = self.around else { return escape(&mut self.out, text) };
        for piece in references::pieces(text) {
            let (typed, target) = match piece {
                Piece::Words(words) => (words, None),
                Piece::Comment(typed, number) => (typed, around.comment(number)),
                Piece::Name(typed, name) => (typed, around.person(name)),
            };
            match target {
                Some(target) => self.reference(&target, typed),
                None => escape(&mut self.out, typed),
            }
        }
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.out.push_str(part);
        }
    }

    fn reference(&mut self, target: &str, typed: &str) {
        self.out.push_str("<a href=\"");
        escape(&mut self.out, target);
        self.out.push_str("\">");
        escape(&mut self.out, typed);
        self.out.push_str("</a>");
    }
}

#[cfg(test)]
mod tests {
    use super::{super::read, *};

    fn html(source: &str) -> String {
        let names = BTreeSet::from(["ann".to_owned(), "жук".to_owned()]);
        let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &names };
        read(source).unwrap().html(&around, &[]).into_string()
    }

    #[test]
    fn blocks_say_their_direction() {
        assert_eq!(html("a\nb\\\nc"), "<p dir=\"auto\">a\nb<br>\nc</p>");
        assert_eq!(
            html("# a\n## b\n### c\n###### d"),
            "<h4 dir=\"auto\">a</h4>\n\
             <h5 dir=\"auto\">b</h5>\n<h6 dir=\"auto\">c</h6>\n<h6 dir=\"auto\">d</h6>"
        );
        assert_eq!(html("- a\n- b"), "<ul><li dir=\"auto\">a</li><li dir=\"auto\">b</li></ul>");
        assert_eq!(
            html("3. a\n\n   b"),
            "<ol start=\"3\"><li dir=\"auto\"><p dir=\"auto\">a</p>\n<p dir=\"auto\">b</p></li></ol>"
        );
        assert_eq!(
            html("- > a"),
            "<ul><li dir=\"auto\"><blockquote dir=\"auto\"><p dir=\"auto\">a</p></blockquote></li></ul>"
        );
    }

    #[test]
    fn tables_code_and_marks() {
        assert_eq!(
            html("|a|b|\n|-|:-:|\n|*c*|"),
            concat!(
                "<table><thead><tr><th dir=\"auto\" scope=\"col\">a</th><th dir=\"auto\" scope=\"col\">b</th></tr></thead>",
                "<tbody><tr><td dir=\"auto\"><em>c</em></td></tr></tbody></table>"
            )
        );
        assert!(
            html("||b|\n|-|-|\n|c|d|")
                .contains("<tr><td dir=\"auto\"></td><th dir=\"auto\" scope=\"col\">b</th></tr>")
        );
        assert_eq!(html("```js\n<a>\n```\n***"), "<pre><code>&lt;a&gt;\n</code></pre>\n<hr>");
        assert_eq!(
            html("**a** ~~b~~ `c`"),
            "<p dir=\"auto\"><strong>a</strong> <del>b</del> <code>c</code></p>"
        );
    }

    #[test]
    fn html_is_shown_as_it_was_typed() {
        assert_eq!(html("<b class=x>a</b>"), "<p dir=\"auto\">&lt;b class=x&gt;a&lt;/b&gt;</p>");
        assert_eq!(html("<script>\na\n</script>"), "<p dir=\"auto\">&lt;script&gt;\na\n&lt;/script&gt;</p>");
    }

    #[test]
    fn links_are_told_not_to_be_followed() {
        let link = |url: &str, words: &str| {
            format!("<p dir=\"auto\"><a href=\"{url}\" rel=\"nofollow ugc noopener\">{words}</a></p>")
        };
        assert_eq!(html("http://x.y/?a&b"), link("http://x.y/?a&amp;b", "http://x.y/?a&amp;b"));
        assert_eq!(html("[#1 *@ann*](/a/3/x \"t\")"), link("/a/3/x", "#1 <em>@ann</em>"));
        assert_eq!(html("![a](http://x.y)"), link("http://x.y", "a"));
        assert_eq!(html("a@b.cd"), link("mailto:a@b.cd", "a@b.cd"));
        assert_eq!(html("[a](JavaScript:b)"), "<p dir=\"auto\">a</p>");
        assert_eq!(html("[a](data:b) [c](java&#9;script:d)"), "<p dir=\"auto\">a c</p>");
    }

    #[test]
    fn numbers_lead_to_their_page() {
        assert_eq!(
            html("#50, (#51)"),
            "<p dir=\"auto\"><a href=\"/a/3/x#c50\">#50</a>, (<a href=\"/a/3/x?page=2#c51\">#51</a>)</p>"
        );
        assert_eq!(html("`#1` \\#2 #3a"), "<p dir=\"auto\"><code>#1</code> #2 #3a</p>");
        let nowhere = Surroundings { thread: "", per_page: 0, names: &BTreeSet::new() };
        assert_eq!(read("#1 @ann").unwrap().html(&nowhere, &[]).as_str(), "<p dir=\"auto\">#1 @ann</p>");
    }

    #[test]
    fn names_that_exist_are_linked() {
        assert_eq!(
            html("@Ann. @bob `@ann`"),
            "<p dir=\"auto\"><a href=\"/u/Ann\">@Ann</a>. @bob <code>@ann</code></p>"
        );
        assert_eq!(html("- > @ann #1").matches("<a").count(), 0);
        assert_eq!(html("@жук"), "<p dir=\"auto\"><a href=\"/u/жук\">@жук</a></p>");
    }
}
