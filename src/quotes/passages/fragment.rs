//! Links that lead to words: the text directive of a fragment (Scroll To Text Fragment, WICG), as
//! `#p3:~:text=prefix-,start,end,-suffix`. A browser that knows it shows the words; any other goes to `#p3`.

use super::anchor::Selector;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_segmentation::UnicodeSegmentation;

/// A longer passage is named by its beginning and its end.
const WHOLE: usize = 60;
/// How much of a passage's beginning and end is named, in characters.
const END: usize = 24;
/// How much of what stands around it is named. A page holds many such links, so they are kept short.
const AROUND: usize = 16;
/// A context of so many characters may have been cut in the middle of a word.
const CUT: usize = 28;

/// Dash, comma and ampersand part a directive, so they are never written plainly.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'~');

/// The link, leading to these words of the page.
#[must_use]
pub fn leading_to(link: &str, selector: &Selector<'_>) -> String {
    let directive = directive(selector);
    if directive.is_empty() {
        return link.to_owned();
    }
    let (link, _) = link.split_once(":~:").unwrap_or((link, ""));
    let sign = if link.contains('#') { "" } else { "#" };
    format!("{link}{sign}:~:text={directive}")
}

fn directive(selector: &Selector<'_>) -> String {
    let encoded = |words: &str| utf8_percent_encode(words, PLAIN).to_string();
    let lines: Vec<String> = lines(selector.exact).map(folded).filter(|line| !line.is_empty()).collect();
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return String::new() };
    let mut parts = Vec::new();
    let prefix = before(selector.prefix);
    if !prefix.is_empty() {
        parts.push(format!("{}-", encoded(&prefix)));
    }
    if lines.len() == 1 && first.chars().count() <= WHOLE {
        parts.push(encoded(first));
    } else {
        let (begins, ends) =
            (named(first.split_word_bounds(), END), named(last.split_word_bounds().rev(), END));
        parts.push(encoded(first.get(..begins).unwrap_or_default().trim()));
        parts.push(encoded(last.get(last.len() - ends..).unwrap_or_default().trim()));
    }
    let suffix = after(selector.suffix);
    if !suffix.is_empty() {
        parts.push(format!("-{}", encoded(&suffix)));
    }
    parts.join(",")
}

/// What a browser looks for stands in one block, so lines and cells are apart.
fn lines(text: &str) -> std::str::Split<'_, [char; 3]> {
    text.split(['\n', '\t', '\u{FFFC}'])
}

fn folded(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many bytes of these words are named: so many characters at most, but one word at least.
fn named<'w>(words: impl Iterator<Item = &'w str>, most: usize) -> usize {
    let (mut bytes, mut characters) = (0, 0);
    for word in words {
        characters += word.chars().count();
        if bytes > 0 && characters > most {
            break;
        }
        bytes += word.len();
    }
    bytes
}

fn before(prefix: &str) -> String {
    let line = lines(prefix).next_back().unwrap_or_default();
    let cut = usize::from(line.len() == prefix.len() && prefix.chars().count() >= CUT);
    let whole = line.split_word_bounds().take(cut).map(str::len).sum::<usize>();
    let line = line.get(whole..).unwrap_or_default();
    let length = named(line.split_word_bounds().rev(), AROUND);
    folded(line.get(line.len() - length..).unwrap_or_default())
}

fn after(suffix: &str) -> String {
    let line = lines(suffix).next().unwrap_or_default();
    let cut = usize::from(line.len() == suffix.len() && suffix.chars().count() >= CUT);
    let lost = line.split_word_bounds().rev().take(cut).map(str::len).sum::<usize>();
    let line = line.get(..line.len() - lost).unwrap_or_default();
    let length = named(line.split_word_bounds(), AROUND);
    folded(line.get(..length).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    fn link(exact: &str, prefix: &str, suffix: &str) -> String {
        leading_to("/a/3/x#p1", &Selector { exact, prefix, suffix, paragraph: 1, start: 0 })
    }

    #[test]
    fn a_passage_is_named_with_what_stands_around_it() {
        assert_eq!(
            link("to secure its bases", "reason was its desire ", " in the west."),
            "/a/3/x#p1:~:text=was%20its%20desire-,to%20secure%20its%20bases,-in%20the%20west."
        );
        assert_eq!(link("All of it.", "", ""), "/a/3/x#p1:~:text=All%20of%20it.");
    }

    #[test]
    fn dashes_commas_and_ampersands_are_escaped() {
        assert_eq!(link("well-known, R&D", "", ""), "/a/3/x#p1:~:text=well%2Dknown%2C%20R%26D");
        assert_eq!(
            link("„Ja“ — ¿sí?", "", ""),
            "/a/3/x#p1:~:text=%E2%80%9EJa%E2%80%9C%20%E2%80%94%20%C2%BFs%C3%AD%3F"
        );
    }

    #[test]
    fn a_word_that_was_cut_is_no_context() {
        let found = link("words", "ften the case in the old days, ", " are never the right ones in tha");
        assert_eq!(found, "/a/3/x#p1:~:text=the%20old%20days%2C-,words,-are%20never%20the");
        assert_eq!(link("words", "end.\n\nA ", " z.\n\nNext"), "/a/3/x#p1:~:text=A-,words,-z.");
    }

    #[test]
    fn a_long_passage_and_one_of_several_blocks_are_named_by_their_ends() {
        let long = format!("The first few words {} and the last few.", "of many ".repeat(20));
        assert_eq!(
            link(&long, "", ""),
            "/a/3/x#p1:~:text=The first few words of,many and the last few.".replace(' ', "%20")
        );
        assert_eq!(link("One line.\n\nOther  line.", "", ""), "/a/3/x#p1:~:text=One%20line.,Other%20line.");
        let word = "一".repeat(150);
        let found = link(&word, "", "");
        assert_eq!(found.matches("%E4%B8%80").count(), 48, "{found}");
    }

    #[test]
    fn a_page_elsewhere_keeps_its_own_fragment() {
        let selector = Selector { exact: "words", prefix: "", suffix: "", paragraph: 1, start: 0 };
        let to = |link: &str| leading_to(link, &selector);
        assert_eq!(to("https://paper.example/story?a=b"), "https://paper.example/story?a=b#:~:text=words");
        assert_eq!(to("https://paper.example/story#part"), "https://paper.example/story#part:~:text=words");
        assert_eq!(to("https://paper.example/#:~:text=other"), "https://paper.example/#:~:text=words");
        assert_eq!(leading_to("/a/3/x", &Selector { exact: " \n", ..selector }), "/a/3/x");
    }

    proptest! {
        #[test]
        fn whatever_is_quoted_the_directive_has_its_four_parts_at_most(exact in any::<String>(), prefix in any::<String>(), suffix in any::<String>()) {
            let link = link(&exact, &prefix, &suffix);
            let directive = link.strip_prefix("/a/3/x#p1").unwrap();
            prop_assert!(directive.is_empty() || directive.starts_with(":~:text="));
            let parts: Vec<&str> = directive.trim_start_matches(":~:text=").split(',').collect();
            prop_assert!(parts.len() <= 4, "{}", link);
            let dashes: Vec<bool> = parts.iter().map(|part| part.contains('-')).collect();
            let inner = dashes.iter().enumerate().filter(|(at, dash)| **dash && *at > 0 && *at + 1 < parts.len()).count();
            prop_assert_eq!(inner, 0, "{}", link);
            prop_assert!(link.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>&".contains(&b)), "{}", link);
        }
    }
}
