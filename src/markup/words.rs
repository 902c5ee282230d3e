//! What machines read of HTML that was rendered and kept: its links with the address of the board in front, and the
//! words that are the writer's own.

use super::safe_html::SafeHtml;
use super::stored::figure;

impl SafeHtml {
    /// The same where its links to pages of this board begin with the address of the board, so that they lead there from
    /// anywhere.
    #[must_use]
    pub fn linked_from(&self, address: &str) -> Self {
        const LINK: (&str, &str) = ("<a ", "href=\"/");
        let (mut rest, mut out) = (self.as_str(), String::with_capacity(self.as_str().len() + 200));
        // What a writer typed has no `<`: it would be escaped.
        while let Some((before, tail)) = rest.split_once(LINK.0) {
            let (tag, after) = tail.split_at(tail.find('>').unwrap_or(tail.len()));
            out.push_str(before);
            out.push_str(LINK.0);
            out.push_str(&tag.replacen(LINK.1, &format!("href=\"{address}/"), 1));
            rest = after;
        }
        out.push_str(rest);
        Self::made(out)
    }

    /// What the writer says as plain text, on one line; what is quoted is left out, with what stands over it.
    #[must_use]
    pub fn own_words(&self) -> String {
        let mut html = self.as_str().to_owned();
        while let Some(quote) = figure(&html, 0) {
            html.replace_range(quote, " ");
        }
        let (mut words, mut rest) = (String::with_capacity(html.len()), html.as_str());
        while let Some((text, tail)) = rest.split_once('<') {
            words.push_str(text);
            let (tag, after) = tail.split_once('>').unwrap_or((tail, ""));
            if !is_within_words(tag) {
                words.push(' ');
            }
            rest = after;
        }
        words.push_str(rest);
        plain(&words)
    }
}

/// Whether a tag may stand in the middle of a word.
fn is_within_words(tag: &str) -> bool {
    let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
    matches!(name, "a" | "em" | "strong" | "del" | "code" | "span" | "mark" | "i" | "b")
}

/// The text that is written so in HTML, with single spaces.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for word in html.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        let mut rest = word;
        while let Some((before, after)) = rest.split_once('&') {
            text.push_str(before);
            let mark = MARKS.iter().find_map(|(mark, c)| Some((*c, after.strip_prefix(mark)?)));
            let (c, after) = mark.unwrap_or(('&', after));
            text.push(c);
            rest = after;
        }
        text.push_str(rest);
    }
    text
}

/// What stands for a character, without its `&`.
const MARKS: [(&str, char); 6] =
    [("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("#39;", '\''), ("nbsp;", ' '), ("amp;", '&')];

/// The text without the characters that XML has no way to say.
#[must_use]
pub fn for_xml(text: &str) -> String {
    let is_known = |c: &char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        c => *c >= ' ',
    };
    text.chars().filter(is_known).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Caption, Surroundings, read};
    use super::*;
    use std::collections::BTreeSet;

    fn html(source: &str) -> SafeHtml {
        let names = BTreeSet::from(["ann".to_owned()]);
        let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &names };
        let caption = Caption {
            fidelity: "verbatim",
            source: "#1".into(),
            credit: "ann, #1".into(),
            link: Some("/a/3/x#c1".into()),
            note: "✓ verbatim".into(),
            blanked: false,
        };
        read(source).unwrap().html(&around, &[caption])
    }

    #[test]
    fn links_to_the_board_lead_there_from_anywhere_and_others_stay() {
        let page =
            html("> #1\n> words\n\n@ann [here](/c/7) [there](https://x.example/a) and href=\"/u/ann\"");
        let page = page.linked_from("https://board.example");
        let page = page.as_str();
        for link in ["/a/3/x#c1", "/u/ann", "/c/7"] {
            assert!(page.contains(&format!("<a href=\"https://board.example{link}\"")), "{link}: {page}");
        }
        assert!(page.contains("<a href=\"https://x.example/a\""), "{page}");
        assert_eq!(page.matches("https://board.example").count(), 3, "what is only text stays: {page}");
    }

    #[test]
    fn the_words_of_others_are_not_ones_own() {
        let page = html("> #1\n> theirs\n\nMy *own* w**or**ds, 1 < 2 && \"so\".\n\n- one\n- two\n\n&amp;lt;");
        assert_eq!(page.own_words(), "My own words, 1 < 2 && \"so\". one two &lt;");
    }

    #[test]
    fn what_xml_cannot_say_is_left_out() {
        assert_eq!(for_xml("a\u{0}\u{8}\u{b}\u{1f}b\t\n\u{fffe}\u{ffff}\u{85}c𝄞"), "ab\t\n\u{85}c𝄞");
    }
}
