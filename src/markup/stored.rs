//! What is changed in HTML that was rendered and kept: the name over a quote, what is said of it, its words, and links
//! to a person. The text around it stays byte for byte, whichever version of the renderer made it.

use super::safe_html::{SafeHtml, escaped};
use std::ops::Range;

/// What stands in a quote whose words were withdrawn by whoever wrote them.
pub const WITHDRAWN: &str = "[words withdrawn by their author]";

/// What stands in a quote whose words were removed together with what they were quoted from.
pub const REMOVED: &str = "[the quoted words were removed]";

/// What is said over a quote of something that is no longer what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note<'a> {
    /// `data-life` of the figure, for scripts and styles: `earlier`, `deleted`, …
    pub life: &'a str,
    /// What the caption says: `from an earlier version`.
    pub words: &'a str,
    /// Where that leads: a path of this board.
    pub link: Option<&'a str>,
}

impl SafeHtml {
    /// The same with a note in the caption of one of its quotes, counted from 0. It stands in place of `✓ verbatim`, and
    /// behind whatever else was said.
    #[must_use]
    pub fn noted(&self, quote: usize, note: &Note<'_>) -> Self {
        let html = self.as_str();
        let Some(figure) = figure(html, quote) else { return self.clone() };
        let whole = html.get(figure.clone()).unwrap_or_default();
        let Some((opens, inside)) = whole.split_once('>') else { return self.clone() };
        let caption = inside.strip_prefix(CAPTION.0).and_then(|inside| inside.split_once(CAPTION.1));
        let (caption, words) = caption.unwrap_or(("", inside));
        let caption = caption.strip_suffix(VERBATIM).unwrap_or(caption).trim_end();
        let apart = if caption.is_empty() { "" } else { " " };
        let said = escaped(note.words);
        let said = match note.link {
            Some(link) => format!("<a class=\"altered\" href=\"{}\">{said}</a>", escaped(link)),
            None => format!("<span class=\"altered\">{said}</span>"),
        };
        let life = escaped(note.life);
        let figure_now =
            format!("{opens} data-life=\"{life}\">{}{caption}{apart}{said}{}{words}", CAPTION.0, CAPTION.1);
        Self::made(replaced(html, figure, &figure_now))
    }

    /// The same with another name over one of its quotes, counted from 0; a caption that credits somebody else stays.
    #[must_use]
    pub fn recredited(&self, quote: usize, from: &str, to: &str) -> Self {
        let html = self.as_str();
        let Some(caption) = figure(html, quote).and_then(|figure| within(html, figure, CAPTION)) else {
            return self.clone();
        };
        let (from, to) = (escaped(from), escaped(to));
        let words = html.get(caption.clone()).unwrap_or_default();
        // After a name stands its number, or the thread that it wrote in.
        let words = words.replacen(&format!(">{from}, #"), &format!(">{to}, #"), 1);
        let words = words.replacen(&format!(">{from} in “"), &format!(">{to} in “"), 1);
        Self::made(replaced(html, caption, &words))
    }

    /// The same with the words of one of its quotes, counted from 0, withdrawn by whoever wrote them.
    #[must_use]
    pub fn withdrawn(&self, quote: usize) -> Self {
        self.emptied(quote, WITHDRAWN)
    }

    /// The same with the words of one of its quotes, counted from 0, taken out, and others in their place. Nothing is said
    /// of their truth then.
    #[must_use]
    pub fn emptied(&self, quote: usize, instead: &str) -> Self {
        let html = self.as_str();
        let Some(figure) = figure(html, quote) else { return self.clone() };
        let caption = within(html, figure.clone(), CAPTION);
        let whole = html.get(figure.clone()).unwrap_or_default();
        let opens = whole.find('>').and_then(|end| whole.get(..=end)).unwrap_or_default();
        let caption = caption.and_then(|caption| html.get(caption)).unwrap_or_default();
        let credit = match caption.split_once(NOTE) {
            Some((credit, _)) if credit == CAPTION.0 => String::new(),
            Some((credit, _)) => format!("{}{}", credit.trim_end(), CAPTION.1),
            None => caption.to_owned(),
        };
        let words = format!("<blockquote dir=\"auto\"><p>{}</p></blockquote>", escaped(instead));
        Self::made(replaced(html, figure, &format!("{opens}{credit}{words}</figure>")))
    }

    /// The same without links to the page of the person with this name; the words stay.
    #[must_use]
    pub fn unlinked(&self, name: &str) -> Self {
        let (mut rest, mut out) = (self.as_str(), String::new());
        let name = name.to_lowercase();
        while let Some((before, tail)) = rest.split_once(PERSON) {
            let link = tail.split_once("\">").and_then(|(target, tail)| {
                let (words, after) = tail.split_once("</a>")?;
                Some((target, words, after))
            });
            out.push_str(before);
            match link {
                Some((target, words, after)) if target.to_lowercase() == name => {
                    out.push_str(words);
                    rest = after;
                }
                _ => {
                    out.push_str(PERSON);
                    rest = tail;
                }
            }
        }
        out.push_str(rest);
        Self::made(out)
    }
}

pub(super) const FIGURE: &str = "<figure class=\"quote\"";
pub(super) const CAPTION: (&str, &str) = ("<figcaption>", "</figcaption>");
const VERBATIM: &str = "<span class=\"verbatim\">✓ verbatim</span>";
const NOTE: &str = "<span class=\"";
const PERSON: &str = "<a href=\"/u/";

/// Where a quote's figure stands. A writer's own `<figure` cannot be there: it would be escaped.
pub(super) fn figure(html: &str, quote: usize) -> Option<Range<usize>> {
    let (start, _) = html.match_indices(FIGURE).nth(quote)?;
    let end = html.get(start..)?.find("</figure>")?;
    Some(start..start + end + "</figure>".len())
}

pub(super) fn within(
    html: &str,
    inside: Range<usize>,
    (opens, closes): (&str, &str),
) -> Option<Range<usize>> {
    let text = html.get(inside.clone())?;
    let (start, end) = (text.find(opens)?, text.find(closes)? + closes.len());
    Some(inside.start + start..inside.start + end)
}

pub(super) fn replaced(html: &str, range: Range<usize>, with: &str) -> String {
    let (before, after) = (html.get(..range.start), html.get(range.end..));
    format!("{}{with}{}", before.unwrap_or_default(), after.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Caption, Surroundings, read},
        *,
    };
    use std::collections::BTreeSet;

    fn caption(credit: &str) -> Caption {
        Caption {
            fidelity: "verbatim",
            source: "#1".into(),
            credit: credit.into(),
            link: Some("/a/3/x#c1".into()),
            note: "✓ verbatim".into(),
            blanked: false,
        }
    }

    fn html(source: &str, captions: &[Caption]) -> SafeHtml {
        let names = BTreeSet::from(["ann".to_owned(), "anna".to_owned()]);
        let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &names };
        read(source).unwrap().html(&around, captions)
    }

    const TWO: &str = "> #1\n> ann, #1 says\n\nbetween\n\n> #2\n> > deeper\n>\n> the second";

    #[test]
    fn only_the_name_over_that_quote_changes() {
        for (from, to) in [("ann, #1", "bo, #1"), ("ann in “A & B”, #1", "bo in “A & B”, #1")] {
            let before = html(TWO, &[caption("ann, #7"), caption(from)]);
            assert_eq!(before.recredited(1, "ann", "bo"), html(TWO, &[caption("ann, #7"), caption(to)]));
        }
        let others = html(TWO, &[caption("anna, #1"), caption("From “ann, #1”, ¶1")]);
        assert_eq!(others.recredited(0, "ann", "bo").recredited(1, "ann", "bo"), others);
        assert_eq!(others.recredited(2, "ann", "bo"), others);
    }

    #[test]
    fn withdrawn_words_are_gone_and_the_other_quote_stays() {
        let before = html(TWO, &[caption("ann, #1"), caption("ben, #2")]);
        let first = before.withdrawn(0);
        assert!(!first.as_str().contains("says") && first.as_str().contains(WITHDRAWN), "{first}");
        assert_eq!(first.as_str().matches("✓ verbatim").count(), 1);
        assert!(
            first.as_str().contains(">ann, #1</a></figcaption>") && first.as_str().contains("the second")
        );
        let second = before.withdrawn(1);
        assert!(!second.as_str().contains("deeper") && second.as_str().contains("says"), "{second}");
        let bare = html("> words", &[]).withdrawn(0);
        assert!(bare.as_str().contains(WITHDRAWN) && !bare.as_str().contains("figcaption"), "{bare}");
    }

    #[test]
    fn a_note_stands_over_its_quote_alone() {
        let before =
            html(TWO, &[caption("ann, #1"), Caption { note: "shortened".into(), ..caption("ben, #2") }]);
        let note =
            Note { life: "earlier", words: "from an <earlier> version", link: Some("/c/1/history#r2") };
        let first = before.noted(0, &note);
        assert!(first.as_str().starts_with(concat!(
            r##"<figure class="quote" data-fidelity="verbatim" data-source="#1" data-life="earlier"><figcaption>"##,
            r##"<a href="/a/3/x#c1">ann, #1</a> <a class="altered" href="/c/1/history#r2">from an &lt;earlier&gt; "##,
            r##"version</a></figcaption><blockquote dir="auto">"##
        )), "{first}");
        let second = before.noted(1, &Note { life: "deleted", words: "deleted since", link: None });
        assert!(second.as_str().contains(
            r#"<span class="verbatim">shortened</span> <span class="altered">deleted since</span></figcaption>"#
        ), "{second}");
        assert_eq!(second.as_str().matches("data-life").count(), 1);
        assert_eq!(before.noted(2, &note), before);
        let bare = html("> words", &[]).noted(0, &note);
        assert!(bare.as_str().contains("><figcaption><a class=\"altered\""), "{bare}");
    }

    #[test]
    fn removed_words_are_gone_and_what_is_noted_of_them_stays() {
        let note = Note { life: "blanked", words: "removed since", link: None };
        let html = html(TWO, &[caption("ann, #1"), caption("ben, #2")]).emptied(0, REMOVED).noted(0, &note);
        assert!(!html.as_str().contains("says") && html.as_str().contains(REMOVED), "{html}");
        assert!(
            html.as_str().contains(">ann, #1</a> <span class=\"altered\">removed since</span></figcaption>"),
            "{html}"
        );
    }

    #[test]
    fn a_long_quote_is_withdrawn_whole() {
        let long = html(&"> word\n".repeat(20), &[caption("ann, #1")]).withdrawn(0);
        assert!(!long.as_str().contains("word ") && !long.as_str().contains("details"), "{long}");
    }

    #[test]
    fn links_to_one_person_go_and_the_words_stay() {
        let page = html("@Ann and @anna and @ann", &[]).unlinked("ann");
        assert_eq!(page.as_str(), "<p dir=\"auto\">@Ann and <a href=\"/u/anna\">@anna</a> and @ann</p>");
    }
}
