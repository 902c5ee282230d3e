//! Passages marked in a paragraph that is HTML already: stretches of its plain text, right across emphasis, links and
//! code. A `<mark>` begins and ends between two tags, so nothing is ever nested wrongly; the words stay as they are.
//!
//! HTML and plain text hold the same letters in the same order and differ only in white space (a line's end is a
//! space in one of them, cells of a table are apart by a tab in the other), so white space is not compared.

use super::safe_html::{SafeHtml, escape};
use std::ops::Range;

/// A stretch of a paragraph that is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked<'a> {
    /// Where it stands in the plain text, in characters.
    pub range: Range<usize>,
    /// Whether it is the one that the page speaks of.
    pub chosen: bool,
    /// What stands behind its last word; a stretch that goes on in the next paragraph has nothing there.
    pub count: Option<Count<'a>>,
}

/// The number behind a marked stretch, which is a link.
///
/// The number is drawn by the style sheet, so that it is no part of the words: whoever copies them, or follows a link to
/// a text fragment, has the article's own words and nothing in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count<'a> {
    /// Where it leads.
    pub link: &'a str,
    /// The number.
    pub comments: i32,
    /// What is read out: `Quoted by 3 comments`.
    pub told: &'a str,
}

impl SafeHtml {
    /// The same HTML with stretches of its words marked. `plain` is its plain text; the stretches are in order and none
    /// reaches into the next. Where the two texts do not fit together, nothing is marked.
    #[must_use]
    pub fn with_passages(&self, plain: &str, stretches: &[Marked<'_>]) -> Self {
        let stretches: Vec<Seen<'_>> =
            stretches.iter().filter_map(|marked| Seen::of(marked, plain)).collect();
        let letters = plain.chars().enumerate().filter(|(_, letter)| !letter.is_whitespace());
        let mut pen = Pen { stretches, ..Pen::default() };
        if stretches_written(&mut pen, self.as_str(), letters).is_some() {
            Self::made(pen.out)
        } else {
            self.clone()
        }
    }
}

/// A stretch without the white space at its ends: the places of its first and its last letter.
struct Seen<'a> {
    first: usize,
    last: usize,
    marked: &'a Marked<'a>,
}

impl<'a> Seen<'a> {
    fn of(marked: &'a Marked<'a>, plain: &str) -> Option<Self> {
        let length = marked.range.end.checked_sub(marked.range.start)?;
        let letters = plain.chars().enumerate().skip(marked.range.start).take(length);
        let mut seen = letters.filter(|(_, letter)| !letter.is_whitespace()).map(|(at, _)| at);
        let first = seen.next()?;
        Some(Self { first, last: seen.last().unwrap_or(first), marked })
    }
}

#[derive(Default)]
struct Pen<'a> {
    out: String,
    stretches: Vec<Seen<'a>>,
    /// The stretch that is being read, or the next one.
    next: usize,
    /// Whether its first letter was read.
    inside: bool,
    /// Whether a `<mark>` stands open.
    open: bool,
    elements: Vec<String>,
    /// Numbers that wait for the end of a link, for no link stands in another.
    waiting: Vec<Count<'a>>,
}

/// Elements in which words stand; white space between others is not marked.
const HOLDS_WORDS: [&str; 9] = ["p", "h4", "h5", "h6", "em", "strong", "del", "a", "code"];

fn stretches_written(
    pen: &mut Pen<'_>,
    html: &str,
    mut letters: impl Iterator<Item = (usize, char)>,
) -> Option<()> {
    let mut rest = html;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '<' => rest.find('>')? + 1,
            '&' => rest.find(';')? + 1,
            other => other.len_utf8(),
        };
        let (piece, after) = rest.split_at_checked(length)?;
        if first == '<' {
            pen.tag(piece);
        } else {
            let letter = meant(piece)?;
            if letter.is_whitespace() {
                pen.space(piece);
            } else {
                let (at, _) = letters.next().filter(|(_, there)| *there == letter)?;
                pen.letter(piece, at);
            }
        }
        rest = after;
    }
    // What is left over would be words that the HTML does not have.
    letters.next().is_none().then_some(())
}

/// The letter that is meant by a letter or an entity, as far as an allow-list writes one.
fn meant(piece: &str) -> Option<char> {
    match piece {
        "&amp;" => Some('&'),
        "&lt;" => Some('<'),
        "&gt;" => Some('>'),
        "&quot;" => Some('"'),
        "&#39;" => Some('\''),
        "&nbsp;" => Some('\u{A0}'),
        _ => piece.chars().next().filter(|_| !piece.starts_with('&')),
    }
}

impl Pen<'_> {
    fn tag(&mut self, tag: &str) {
        self.close();
        self.out.push_str(tag);
        let name: String =
            tag.chars().filter(|c| *c != '/').skip(1).take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with("</") {
            self.elements.pop();
            self.write_waiting();
        } else if name != "br" && name != "hr" {
            self.elements.push(name);
        }
    }

    fn space(&mut self, piece: &str) {
        let holds_words = self.elements.last().is_some_and(|name| HOLDS_WORDS.contains(&name.as_str()));
        if self.inside && (self.open || holds_words) {
            self.begin();
        }
        self.out.push_str(piece);
    }

    fn letter(&mut self, piece: &str, at: usize) {
        let Some(stretch) = self.stretches.get(self.next) else { return self.out.push_str(piece) };
        let (ends, within) = (at >= stretch.last, at >= stretch.first);
        if within {
            self.begin();
            self.inside = true;
        }
        self.out.push_str(piece);
        if within && ends {
            self.end();
        }
    }

    fn begin(&mut self) {
        if !self.open {
            let chosen = self.stretches.get(self.next).is_some_and(|stretch| stretch.marked.chosen);
            self.out.push_str(if chosen {
                "<mark class=\"passage chosen\">"
            } else {
                "<mark class=\"passage\">"
            });
            self.open = true;
        }
    }

    fn close(&mut self) {
        if self.open {
            self.out.push_str("</mark>");
            self.open = false;
        }
    }

    fn end(&mut self) {
        self.close();
        let count = self.stretches.get(self.next).and_then(|stretch| stretch.marked.count.clone());
        self.waiting.extend(count);
        self.inside = false;
        self.next += 1;
        self.write_waiting();
    }

    fn write_waiting(&mut self) {
        if self.elements.iter().any(|name| name == "a") {
            return;
        }
        for Count { link, comments, told } in std::mem::take(&mut self.waiting) {
            self.out.push_str("<a class=\"count\" href=\"");
            escape(&mut self.out, link);
            for part in ["\" data-count=\"", &comments.to_string(), "\" aria-label=\""] {
                self.out.push_str(part);
            }
            escape(&mut self.out, told);
            self.out.push_str("\"></a>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs;
    use super::*;
    use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert, prop_assert_eq, proptest};

    fn marked(range: Range<usize>) -> Marked<'static> {
        let count = Count { link: "/a/3/x?a&b", comments: 3, told: "Quoted by 3 comments" };
        Marked { range, chosen: false, count: Some(count) }
    }

    const COUNT: &str =
        r#"<a class="count" href="/a/3/x?a&amp;b" data-count="3" aria-label="Quoted by 3 comments"></a>"#;

    /// The first paragraph with these words of it marked: `[…]` stands for a mark, `^` for the number behind it.
    fn shown(source: &str, words: &[&str]) -> String {
        let paragraph = paragraphs(source).unwrap().remove(0);
        let at = |words: &str| {
            let start = paragraph.plain.find(words).expect(words);
            let start = paragraph.plain[..start].chars().count();
            start..start + words.chars().count()
        };
        let stretches: Vec<_> = words.iter().map(|words| marked(at(words))).collect();
        let html = paragraph.html.with_passages(&paragraph.plain, &stretches).into_string();
        html.replace("<mark class=\"passage\">", "[").replace("</mark>", "]").replace(COUNT, "^")
    }

    #[test]
    fn words_in_a_row_are_marked() {
        assert_eq!(shown("one two three", &["two"]), "<p dir=\"auto\">one [two]^ three</p>");
        assert_eq!(shown("one two three", &["one two three"]), "<p dir=\"auto\">[one two three]^</p>");
        assert_eq!(shown("one two three", &["one", "two three"]), "<p dir=\"auto\">[one]^ [two three]^</p>");
        assert_eq!(shown("onetwo", &["one", "two"]), "<p dir=\"auto\">[one]^[two]^</p>");
        assert_eq!(shown("one two", &[" "]), "<p dir=\"auto\">one two</p>");
    }

    #[test]
    fn marks_go_across_emphasis_code_and_line_ends() {
        assert_eq!(
            shown("a *b **c*** `d`\ne\\\nf g", &["b c d e\nf"]),
            "<p dir=\"auto\">a <em>[b ]<strong>[c]</strong></em>[ ]<code>[d]</code>[\ne]<br>\n[f]^ g</p>"
                .replace("<br>\n[f]", "<br>[\nf]")
        );
        assert_eq!(
            shown("a & <b> \"c\" 'd'", &["& <b> \"c\" 'd'"]),
            "<p dir=\"auto\">a [&amp; &lt;b&gt; \"c\" 'd']^</p>"
        );
    }

    #[test]
    fn a_number_never_stands_in_a_link() {
        assert_eq!(
            shown("see [the *long* report](https://a.example) there", &["see the long"]),
            "<p dir=\"auto\">[see ]<a href=\"https://a.example\" rel=\"nofollow ugc noopener\">[the ]<em>[long]</em> \
             report</a>^ there</p>"
        );
    }

    #[test]
    fn marks_go_across_items_and_cells_and_never_between_them() {
        assert_eq!(
            shown("- a b\n- c d", &["b\nc"]),
            "<ul><li dir=\"auto\">a [b]</li><li dir=\"auto\">[c]^ d</li></ul>"
        );
        assert!(
            shown("|a|b|\n|-|-|\n|c|d|", &["b\nc\td"]).contains(
                "[b]</th></tr></thead><tbody><tr><td dir=\"auto\">[c]</td><td dir=\"auto\">[d]^</td>"
            )
        );
        assert_eq!(shown("> a\n>\n> b", &["a\n\nb"]).matches('[').count(), 2);
    }

    #[test]
    fn texts_that_do_not_fit_are_left_alone() {
        let html = SafeHtml::stored("<p>one two</p>".to_owned());
        for plain in ["one", "one three", "one two three", ""] {
            assert_eq!(html.with_passages(plain, &[marked(0..3)]), html, "{plain}");
        }
        let (backwards, beyond) = (Range { start: 5, end: 2 }, 40..50);
        assert_eq!(html.with_passages("one two", &[marked(backwards)]), html);
        assert_eq!(html.with_passages("one two", &[marked(beyond)]), html);
    }

    /// The text of some HTML, and the letters of it that stand in a mark; panics where tags are nested wrongly.
    fn taken_apart(html: &str) -> (String, String) {
        let (mut text, mut in_marks, mut open) = (String::new(), String::new(), Vec::new());
        let mut rest = html;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '<' => rest.find('>').unwrap() + 1,
                '&' => rest.find(';').unwrap() + 1,
                other => other.len_utf8(),
            };
            let (piece, after) = rest.split_at(length);
            match piece.strip_prefix('<') {
                None => {
                    text.push_str(piece);
                    if open.contains(&"mark") {
                        in_marks.push_str(piece);
                    }
                }
                Some(tag) => {
                    let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap();
                    if tag.starts_with('/') {
                        assert_eq!(open.pop(), Some(name), "{html}");
                    } else if name != "br" && name != "hr" {
                        let links = [name].iter().chain(&open).filter(|open| **open == "a").count();
                        assert!(links < 2 && !(name == "mark" && open.contains(&"mark")), "{html}");
                        open.push(name);
                    }
                }
            }
            rest = after;
        }
        assert!(open.is_empty(), "{html}");
        (text, in_marks)
    }

    fn letters(text: &str) -> String {
        text.chars().filter(|letter| !letter.is_whitespace()).collect()
    }

    fn entities(text: &str) -> String {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{A0}").replace("&amp;", "&")
    }

    fn source() -> impl Strategy<Value = String> {
        let parts = "word *em **deep*** `code` [link](https://a.example/?b&c) <b> & \\& &nbsp; \" ' ~~gone~~ \\* # \
                     https://x.example ** * ` [ ]( 12 é e\u{301} שלום 北京 👩\u{200D}💻 <script> &lt; \u{202e} \u{FFFC} x. … —";
        let spaced = [
            " ",
            "\n",
            "\\\n",
            "\n- ",
            "\n> ",
            "\n1. ",
            "|a|b|\n|-|-|\n|",
            "    ",
            "\n```\n",
            "\t",
            "\n---\n",
        ];
        let part = prop::sample::select(parts.split(' ').chain(spaced).collect::<Vec<_>>());
        prop::collection::vec(part, 0..40).prop_map(|parts| parts.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_words_stay_and_the_marks_hold_just_the_stretches(source in source(), bounds in prop::collection::vec(0..120_usize, 0..8)) {
            let mut bounds = bounds;
            bounds.sort_unstable();
            let ranges: Vec<Range<usize>> = bounds.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            for paragraph in paragraphs(&source).unwrap_or_default() {
                let stretches: Vec<_> = ranges.iter().cloned().map(marked).collect();
                let html = paragraph.html.with_passages(&paragraph.plain, &stretches);
                let (text, in_marks) = taken_apart(html.as_str());
                prop_assert_eq!(text, taken_apart(paragraph.html.as_str()).0);
                let wanted: String = ranges.iter().map(|range| {
                    paragraph.plain.chars().skip(range.start).take(range.len()).collect::<String>()
                }).collect();
                prop_assert_eq!(letters(&entities(&in_marks)), letters(&wanted), "{}", html);
                let numbers = stretches.iter().filter(|marked| Seen::of(marked, &paragraph.plain).is_some()).count();
                prop_assert_eq!(html.as_str().matches("class=\"count\"").count(), numbers);
                prop_assert!(!html.as_str().contains("<mark class=\"passage\"></mark>"));
            }
        }
    }
}
