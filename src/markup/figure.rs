//! What a quote looks like: a figure with its caption, folded when it is long; and the citation above a text.
//! What a caption says comes from whoever checked the quote.

use super::{
    citation::Citation,
    plain,
    quote::QuotedBlock,
    render::Pen,
    safe_html::{REL, clean, escape},
    stored::REMOVED,
    tree::Quote,
    urls,
};

/// A quote longer than this folds.
const LONG_LINES: usize = 12;
const LONG_CHARS: usize = 900;
/// How much of a folded quote shows, in characters.
const SUMMARY: usize = 120;

/// What stands over a quote. All of it is text, and is escaped when it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// `data-fidelity`, and the class of the note: `verbatim`, `shortened`, …
    pub fidelity: &'static str,
    /// `data-source`: `#12`, `¶3`; left out if empty.
    pub source: String,
    /// Whom the words are from: `CrabbedOne, #1`.
    pub credit: String,
    /// Where the credit leads: a path of this board or an address on the web; others are left out.
    pub link: Option<String>,
    /// How true the quote is: `✓ verbatim`, `not checked`.
    pub note: String,
    /// Whether the quoted words were removed.
    pub blanked: bool,
}

impl Default for Caption {
    /// A quote without a name on it.
    fn default() -> Self {
        Self {
            fidelity: "unattributed",
            source: String::new(),
            credit: String::new(),
            link: None,
            note: String::new(),
            blanked: false,
        }
    }
}

/// The line above a text that says what it is about.
pub(super) fn cited(citation: &Citation) -> String {
    let mut out = "<p class=\"cite\">In <b>".to_owned();
    escape(&mut out, &citation.publication);
    out.push_str("</b> ");
    linked(&mut out, citation.link.as_deref(), &citation.title);
    out.push_str("</p>");
    out
}

/// A quote at the top of a text, with what stands over it.
pub(super) fn quote(quote: &Quote, quoted: Option<&QuotedBlock>, caption: Option<&Caption>) -> String {
    let unattributed = Caption::default();
    let caption = caption.unwrap_or(&unattributed);
    let mut out = "<figure class=\"quote\"".to_owned();
    attribute(&mut out, "data-fidelity", caption.fidelity);
    attribute(&mut out, "data-source", &caption.source);
    out.push('>');
    write_caption(&mut out, caption);
    write_words(&mut out, quote, quoted, caption.blanked);
    out.push_str("</figure>");
    out
}

fn write_caption(out: &mut String, caption: &Caption) {
    if caption.credit.is_empty() && caption.note.is_empty() {
        return;
    }
    out.push_str("<figcaption>");
    if !caption.credit.is_empty() {
        linked(out, caption.link.as_deref(), &caption.credit);
    }
    if !caption.note.is_empty() {
        out.push_str(if caption.credit.is_empty() { "<span" } else { " <span" });
        attribute(out, "class", caption.fidelity);
        out.push('>');
        escape(out, &caption.note);
        out.push_str("</span>");
    }
    out.push_str("</figcaption>");
}

fn write_words(out: &mut String, quote: &Quote, quoted: Option<&QuotedBlock>, blanked: bool) {
    let long = quoted.filter(|quoted| !blanked && is_long(quoted));
    if let Some(quoted) = long {
        out.push_str("<details class=\"long\"><summary>");
        escape(out, &plain::excerpt(&quoted.words, SUMMARY));
        out.push_str("</summary>");
    }
    out.push_str("<blockquote dir=\"auto\">");
    if blanked {
        out.extend(["<p>", REMOVED, "</p>"]);
    } else {
        out.push_str(&clean(&Pen::quoting().blocks(&quote.blocks)));
    }
    out.push_str("</blockquote>");
    if long.is_some() {
        out.push_str("</details>");
    }
}

fn is_long(quoted: &QuotedBlock) -> bool {
    let lines = quoted.lines.clone().count().saturating_sub(usize::from(quoted.source.is_some()));
    lines > LONG_LINES || quoted.words.chars().count() > LONG_CHARS
}

fn attribute(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        for part in [" ", name, "=\""] {
            out.push_str(part);
        }
        escape(out, value);
        out.push('"');
    }
}

fn linked(out: &mut String, link: Option<&str>, words: &str) {
    let Some(link) = link.filter(|link| urls::is_path(link) || urls::is_web(link)) else {
        return escape(out, words);
    };
    out.push_str("<a");
    attribute(out, "href", link);
    attribute(out, "rel", if urls::is_web(link) { REL } else { "" });
    out.push('>');
    escape(out, words);
    out.push_str("</a>");
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Surroundings, read},
        *,
    };
    use std::collections::BTreeSet;

    fn html(source: &str, captions: &[Caption]) -> String {
        let names = BTreeSet::from(["ann".to_owned()]);
        let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &names };
        read(source).unwrap().html(&around, captions).into_string()
    }

    fn caption() -> Caption {
        Caption {
            fidelity: "verbatim",
            source: "#1".into(),
            credit: "CrabbedOne, #1".into(),
            link: Some("/a/3/x#c1".into()),
            note: "✓ verbatim".into(),
            blanked: false,
        }
    }

    #[test]
    fn a_quote_is_a_figure_with_its_source_over_it() {
        assert_eq!(
            html("> #1\n> a #2 @ann", &[caption()]),
            concat!(
                r##"<figure class="quote" data-fidelity="verbatim" data-source="#1"><figcaption>"##,
                r##"<a href="/a/3/x#c1">CrabbedOne, #1</a> <span class="verbatim">✓ verbatim</span></figcaption>"##,
                r##"<blockquote dir="auto"><p dir="auto">a #2 @ann</p></blockquote></figure>"##,
            )
        );
    }

    #[test]
    fn a_quote_without_a_caption_is_unattributed() {
        let figure = |words: &str| {
            format!(
                "<figure class=\"quote\" data-fidelity=\"unattributed\"><blockquote dir=\"auto\">\
                 <p dir=\"auto\">{words}</p></blockquote></figure>"
            )
        };
        assert_eq!(
            html("> a\n\nb\n\n> #9\n> c", &[]),
            [figure("a"), "<p dir=\"auto\">b</p>".to_owned(), figure("c")].join("\n")
        );
    }

    #[test]
    fn captions_go_to_their_quotes_and_are_escaped() {
        let second = Caption {
            credit: "<b>".into(),
            link: Some("javascript:x".into()),
            note: "\"".into(),
            ..caption()
        };
        let html = html("> a\n\n- > no figure\n\n> b", &[Caption::default(), second]);
        assert_eq!(html.matches("<figure").count(), 2);
        assert!(
            html.contains("<figcaption>&lt;b&gt; <span class=\"verbatim\">&quot;</span></figcaption>"),
            "{html}"
        );
    }

    #[test]
    fn an_outside_source_is_not_to_be_followed() {
        let outside = Caption { link: Some("https://x.y/".into()), ..caption() };
        assert!(html("> a", &[outside]).contains("<a href=\"https://x.y/\" rel=\"nofollow ugc noopener\">"));
        let note = Caption { note: "not checked".into(), fidelity: "outside", ..Caption::default() };
        assert!(
            html("> a", &[note])
                .contains("<figcaption><span class=\"outside\">not checked</span></figcaption>")
        );
    }

    #[test]
    fn blanked_words_are_gone() {
        let html = html("> #1\n> secret\n\n> b", &[Caption { blanked: true, ..caption() }]);
        assert!(
            html.contains("<blockquote dir=\"auto\"><p>[the quoted words were removed]</p></blockquote>")
        );
        assert!(!html.contains("secret") && html.contains(">b<"));
    }

    #[test]
    fn deeper_quotes_fold() {
        assert!(html("> a\n>\n> > b\n> > > c", &[]).contains(concat!(
            "<details><summary>quoted there</summary><blockquote dir=\"auto\"><p dir=\"auto\">b</p>\n",
            "<details><summary>quoted there</summary><blockquote dir=\"auto\"><p dir=\"auto\">c</p></blockquote></details>",
            "</blockquote></details></blockquote>"
        )));
    }

    #[test]
    fn a_quote_in_a_quote_is_said_to_be_from_what_it_names() {
        let found = html(
            "> #1\n> a\n>\n> > ¶2\n> > b\n>\n> > <http://x.y/&>\n> > c\n>\n> - > #3\n>   > d",
            &[caption()],
        );
        for (source, words) in [("¶2", "b"), ("http://x.y/&amp;", "c"), ("#3", "d")] {
            let folded = format!(
                "<details><summary>quoted there, said to be from {source}</summary><blockquote dir=\"auto\">\
                 <p dir=\"auto\">{words}</p></blockquote></details>"
            );
            assert!(found.contains(&folded), "{found}");
        }
    }

    #[test]
    fn long_quotes_fold() {
        let lines = |count: usize| "> a\n".repeat(count);
        assert!(!html(&lines(12), &[]).contains("<details"));
        assert!(!html(&format!("> #1\n{}", lines(12)), &[]).contains("<details"));
        let html_13 = html(&lines(13), &[]);
        assert!(html_13.contains("<details class=\"long\"><summary>a a a"), "{html_13}");
        assert!(html_13.ends_with("</blockquote></details></figure>"));
        let words = html(&format!("> {}", "word ".repeat(181)), &[]);
        assert!(words.contains(&format!("<summary>{}…</summary>", "word ".repeat(24).trim_end())), "{words}");
        assert!(!html(&lines(13), &[Caption { blanked: true, ..caption() }]).contains("<details"));
    }

    #[test]
    fn a_citation_stands_at_the_top() {
        assert_eq!(
            html("In *A&B*: [<b>](http://x.y)\n\nc", &[]),
            concat!(
                "<p class=\"cite\">In <b>A&amp;B</b> <a href=\"http://x.y\" rel=\"nofollow ugc noopener\">",
                "&lt;b&gt;</a></p>\n<p dir=\"auto\">c</p>"
            )
        );
        assert_eq!(html("In *A*: b", &[]), "<p class=\"cite\">In <b>A</b> b</p>");
    }
}
