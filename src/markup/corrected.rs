//! What has become of quoted words, shown at a quote that was rendered and kept: where they stand now, and what stands
//! there instead when their source was corrected. What the quote itself says stays byte for byte.

use super::changes::{Change, changes};
use super::safe_html::{SafeHtml, escape};
use super::stored::{CAPTION, figure, replaced, within};

/// What the source of a quote says now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Present<'a> {
    /// What is quoted.
    Same,
    /// Something else in the same place.
    Other {
        /// The words that are quoted.
        quoted: &'a str,
        /// The words that stand there now.
        now: &'a str,
    },
    /// Nothing: the words were taken out.
    Nothing,
}

const SAID: &str = " <span class=\"altered\">corrected since</span>";
const OTHER: &str = "<details class=\"since\" open>";
const NOTHING: &str = "<p class=\"since\">";

impl SafeHtml {
    /// The same with one of its quotes, counted from 0, leading to where its words stand now, and saying what stands
    /// there. `history` is where readers see what was corrected. What was said about it before is taken away.
    #[must_use]
    pub fn seen_now(&self, quote: usize, link: &str, present: Present<'_>, history: &str) -> Self {
        let html = self.as_str();
        let Some(range) = figure(html, quote) else { return self.clone() };
        let Some(caption) = within(html, range.clone(), CAPTION) else { return self.clone() };
        let before = html.get(range.start..caption.start).unwrap_or_default();
        let after = html.get(caption.end..range.end).unwrap_or_default();
        let after = after.strip_suffix("</figure>").unwrap_or(after);
        let told = [OTHER, NOTHING].iter().filter_map(|told| after.find(told)).min();
        let words = told.and_then(|at| after.get(..at)).unwrap_or(after);
        let caption = leading_to(html.get(caption).unwrap_or_default(), link, present != Present::Same);
        let told = told_of(present, history);
        Self::made(replaced(html, range, &format!("{before}{caption}{words}{told}</figure>")))
    }
}

fn leading_to(caption: &str, link: &str, corrected: bool) -> String {
    let opens = format!("{}<a href=\"", CAPTION.0);
    let mut out = String::new();
    match caption.strip_prefix(&opens).and_then(|rest| rest.split_once('"')) {
        Some((_, rest)) => {
            out.push_str(&opens);
            escape(&mut out, link);
            out.push('"');
            out.push_str(rest);
        }
        None => out.push_str(caption),
    }
    let out = out.replace(SAID, "");
    match out.strip_suffix(CAPTION.1) {
        Some(said) if corrected => format!("{said}{SAID}{}", CAPTION.1),
        _ => out,
    }
}

fn told_of(present: Present<'_>, history: &str) -> String {
    let mut out = String::new();
    match present {
        Present::Same => return out,
        Present::Other { quoted, now } => {
            out.push_str(OTHER);
            out.push_str("<summary>The article now says</summary><p dir=\"auto\">");
            for change in changes(quoted, now) {
                let (opens, words, closes) = match &change {
                    Change::Same(words) => ("", words, ""),
                    Change::Taken(words) => ("<del>", words, "</del>"),
                    Change::Added(words) => ("<ins>", words, "</ins>"),
                };
                out.push_str(opens);
                escape(&mut out, words);
                out.push_str(closes);
            }
            out.push_str("</p><p>");
        }
        Present::Nothing => {
            out.push_str(NOTHING);
            out.push_str("The article no longer says this. ");
        }
    }
    out.push_str("<a href=\"");
    escape(&mut out, history);
    out.push_str("\">What was corrected, and when</a></p>");
    if matches!(present, Present::Other { .. }) {
        out.push_str("</details>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Caption, Surroundings, read};
    use super::*;
    use std::collections::BTreeSet;

    const HISTORY: &str = "/a/3/history";

    fn two_quotes() -> SafeHtml {
        let caption = |credit: &str| Caption {
            fidelity: "verbatim",
            source: "¶1".into(),
            credit: credit.into(),
            link: Some("/a/3/x#p1".into()),
            note: "✓ verbatim".into(),
            blanked: false,
        };
        let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &BTreeSet::new() };
        let captions = [caption("From the article, ¶1"), caption("ann, #2")];
        read("> ¶1\n> two thousand metres\n\nbetween\n\n> #2\n> other words")
            .unwrap()
            .html(&around, &captions)
    }

    #[test]
    fn both_wordings_stand_at_the_quote_and_the_other_quote_stays() {
        let before = two_quotes();
        let other = Present::Other { quoted: "two thousand metres", now: "two <hundred> metres" };
        let html = before.seen_now(0, "/a/3/x#p2", other, HISTORY);
        assert!(
            html.as_str().starts_with(concat!(
                r#"<figure class="quote" data-fidelity="verbatim" data-source="¶1"><figcaption><a href="/a/3/x#p2">"#,
                "From the article, ¶1</a> <span class=\"verbatim\">✓ verbatim</span> <span class=\"altered\">corrected ",
                "since</span></figcaption><blockquote dir=\"auto\"><p dir=\"auto\">two thousand metres</p></blockquote>",
                "<details class=\"since\" open><summary>The article now says</summary><p dir=\"auto\">two ",
            )),
            "{html}"
        );
        assert!(
            html.as_str().contains("<del>thousand</del>") && html.as_str().contains("&lt;hundred&gt;"),
            "{html}"
        );
        assert!(html.as_str().contains(
            "</p><p><a href=\"/a/3/history\">What was corrected, and when</a></p></details></figure>"
        ));
        assert_eq!(html.as_str().matches("corrected since").count(), 1);
        assert!(html.as_str().ends_with(before.as_str().split_once("between").unwrap().1));
    }

    #[test]
    fn what_is_said_follows_each_correction_and_goes_when_the_words_are_back() {
        let before = two_quotes();
        let other = Present::Other { quoted: "two thousand metres", now: "200 metres" };
        let once = before.seen_now(0, "/a/3/x#p1", other, HISTORY);
        assert_eq!(once.seen_now(0, "/a/3/x#p1", other, HISTORY), once);
        let gone = once.seen_now(0, "/a/3/x#p1", Present::Nothing, HISTORY);
        assert!(gone.as_str().contains("<p class=\"since\">The article no longer says this. <a"), "{gone}");
        assert_eq!(gone.as_str().matches("corrected since").count(), 1);
        assert!(!gone.as_str().contains("200"));
        assert_eq!(gone.seen_now(0, "/a/3/x#p1", Present::Same, HISTORY), before);
    }

    #[test]
    fn a_quote_that_is_not_there_or_has_no_name_stays() {
        let html = two_quotes();
        assert_eq!(html.seen_now(2, "/a/3/x#p9", Present::Nothing, HISTORY), html);
        let around = Surroundings { thread: "", per_page: 50, names: &BTreeSet::new() };
        let bare = read("> words").unwrap().html(&around, &[]);
        assert_eq!(bare.seen_now(0, "/a/3/x#p9", Present::Nothing, HISTORY), bare);
    }
}
