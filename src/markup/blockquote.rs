//! Plain text → the Markdown of a quote that is read back as the same words. Only what would be read as a
//! mark is escaped, and only where it would be, for writers see this text.

use super::{plain, quote::SourceLine};

/// The lines of a blockquote: `source` (`#12`, `¶3`) if there is one, then `words`. Paragraphs are apart by a
/// line `>`; where a quote was left out between words (U+FFFC) stands …. No line's end at the end.
#[must_use]
pub fn blockquote(source: Option<&str>, words: &str) -> String {
    let mut lines: Vec<String> = source.map(str::to_owned).into_iter().collect();
    for (at, paragraph) in paragraphs(words).iter().enumerate() {
        if at > 0 {
            lines.push(String::new());
        }
        for line in paragraph {
            let line = if is_place(line) { "…" } else { line };
            lines.push(if lines.is_empty() { first(line) } else { escaped(line) });
        }
    }
    if lines.is_empty() {
        return ">".to_owned();
    }
    let quoted = |line: &String| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    lines.iter().map(quoted).collect::<Vec<_>>().join("\n")
}

fn paragraphs(words: &str) -> Vec<Vec<&str>> {
    let words = words.trim_matches(|c: char| c.is_whitespace() || c == plain::PLACE);
    let mut paragraphs = vec![Vec::new()];
    for line in words.split(['\n', '\r']).map(str::trim) {
        match paragraphs.last_mut() {
            Some(paragraph) if !line.is_empty() => paragraph.push(line),
            Some(paragraph) if !paragraph.is_empty() => paragraphs.push(Vec::new()),
            _ => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    let left_out = |paragraph: &[&str]| paragraph.iter().all(|line| is_place(line));
    paragraphs.dedup_by(|next, before| left_out(next) && left_out(before));
    paragraphs
}

fn is_place(line: &str) -> bool {
    line.chars().all(|c| c == plain::PLACE)
}

/// The first line of a quote, where `#12` or an address alone would be read as its source.
fn first(line: &str) -> String {
    let words: Vec<&str> = tokens(line).collect();
    let [word] = words.as_slice() else { return escaped(line) };
    match SourceLine::typed(word) {
        Some(SourceLine::Paragraph(_)) => in_figures(word),
        Some(SourceLine::Link(path)) => format!("\\{}", escape(&path, false)),
        _ => escape(word, true),
    }
}

/// `¶3` with its mark written as a number: neither a letter nor a pilcrow can be escaped.
fn in_figures(word: &str) -> String {
    let mut chars = word.chars();
    let mark = chars.next().map_or(0, u32::from);
    format!("&#{mark};{}", chars.as_str())
}

/// A line of plain text as Markdown, anywhere in a paragraph; white space in it becomes single spaces.
fn escaped(line: &str) -> String {
    let word = |(at, word)| if is_address(word) { word.to_owned() } else { escape(word, at == 0) };
    tokens(line).enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// Plain text as Markdown within emphasis or a link's words, where no address may be linked.
pub(super) fn phrase(text: &str) -> String {
    let words = tokens(text).enumerate().map(|(at, word)| escape(word, at == 0));
    words.collect::<Vec<_>>().join(" ").replace(']', "\\]")
}

fn tokens(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || c.is_control() || c == plain::PLACE)
        .filter(|word| !word.is_empty())
}

/// An address that is linked just as it stands, up to its last character: marks in it need no escape.
fn is_address(word: &str) -> bool {
    let web = word.strip_prefix("http://").or_else(|| word.strip_prefix("https://"));
    let Some(rest) = web.or_else(|| word.strip_prefix("www.").filter(|rest| rest.contains('.'))) else {
        return false;
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let plain_host = host.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c));
    let dots_inside =
        !host.starts_with(['.', '-']) && !host.is_empty() && (web.is_some() || host.contains('.'));
    let plain_path = path.chars().all(|c| c.is_ascii_alphanumeric() || "/_-.,?=%+:~&#;!$*".contains(c));
    plain_host && dots_inside && plain_path && word.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
}

fn escape(word: &str, starts_line: bool) -> String {
    let mut out = String::with_capacity(word.len() + 8);
    let number = if starts_line { list_number(word) } else { None };
    let mut before = None;
    for (at, c) in word.char_indices() {
        let rest = word.get(at..).unwrap_or_default();
        let starts = starts_line && at == 0;
        if is_mark(c, before, rest) || (starts && starts_block(rest)) || number == Some(at) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    // A bare address that is not to be linked: broken before its `//` and after its `www`.
    out.replace("://", "\\://").replace("www.", "www\\.")
}

/// Where the dot or bracket of `1.` or `1)` stands, which would begin a list.
fn list_number(word: &str) -> Option<usize> {
    let digits = word.strip_suffix(['.', ')'])?;
    digits.chars().all(|c| c.is_ascii_digit()).then_some(digits.len())
}

fn starts_block(rest: &str) -> bool {
    rest.starts_with(['#', '>', '-', '+', '=', '|']) || rest.starts_with(":-")
}

fn is_mark(c: char, before: Option<char>, rest: &str) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | '<' | '~' => true,
        '_' => {
            let after = rest.chars().nth(1);
            !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric))
        }
        '&' => is_entity(rest),
        _ => false,
    }
}

/// No entity's name is longer than 31 characters.
fn is_entity(rest: &str) -> bool {
    let name = rest.get(1..).unwrap_or_default().trim_start_matches('#');
    let end = name.chars().take(40).position(|c| !c.is_ascii_alphanumeric());
    end.and_then(|end| name.chars().nth(end)) == Some(';')
}

#[cfg(test)]
mod tests {
    use super::{super::read, *};
    use proptest::prelude::{ProptestConfig, Strategy, prop, proptest};

    fn fold(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn comes_back(words: &str) {
        let markdown = blockquote(None, words);
        let read = read(&markdown).unwrap();
        assert_eq!(read.quotes().len(), 1, "{markdown}");
        assert_eq!(fold(&read.quotes()[0].words), fold(words), "{markdown}");
        assert_eq!(read.quotes()[0].source, None, "{markdown}");
        assert!(read.quotes()[0].emphasis.is_empty(), "{markdown}");
    }

    /// Between broken bars.
    const LIKE_MARKS: &str = "\
        1. a¦1) a¦1.5 a¦- a¦+ a¦* a¦---¦- - -¦# a¦a\n===¦a\n---¦    a¦\ta¦@name¦*x*¦_x_¦a_b_c¦\
        a __b__ c¦\\¦a\\¦\\*¦&amp;¦AT&T¦&#35;1¦<b>¦<!-- a -->¦`a`¦```\na¦~~~¦~~a~~¦\
        a | b\n--|--\nc | d¦| a |\n|:-|¦a\n:-:¦http://x.y/a_b_¦http://x.y/_a_¦http://x_y.z/_a_¦\
        www.x.y¦www.x_y¦http://x.y¦http://¦https://x.y/?a=1&amp;b¦(http://x.y/*a*)¦[a](b)¦\
        [a]: b¦![a](b)¦a@b.c¦#12¦¶3¦p3¦P3¦/a/3/x¦/a/*b*¦/c/_b_¦/c/3¦> a¦>¦a\n> b¦a\n\n\n b¦www.x.y\nb¦\
        ftp://x.y¦¦ ¦x:://y www.www.a_b_¦a  \nb¦<http://x.y>¦\u{a0}http://x.y¦[^1]¦$a$¦:a:¦\
        ==a==";

    #[test]
    fn words_that_look_like_marks_come_back() {
        for words in LIKE_MARKS.split('¦') {
            comes_back(words);
        }
    }

    #[test]
    fn ordinary_words_stay_as_they_are() {
        for words in
            ["He said: “no” (twice!) - so.", "snake_case, 3.5% of AT&T, 2 > 1", "http://x.y/a_b?c=d&e"]
        {
            assert_eq!(blockquote(Some("#12"), words), format!("> #12\n> {words}"));
        }
    }

    #[test]
    fn a_source_stands_first_and_paragraphs_apart() {
        assert_eq!(blockquote(Some("¶3"), "a\nb\n\n\nc"), "> ¶3\n> a\n> b\n>\n> c");
        assert_eq!(blockquote(Some("#1"), ""), "> #1");
        assert_eq!(blockquote(None, ""), ">");
        let read = read(&blockquote(Some("#1"), "#2\nb")).unwrap();
        assert_eq!(read.quotes()[0].source, Some(SourceLine::Comment(1)));
        assert_eq!(read.quotes()[0].words, "#2 b");
    }

    #[test]
    fn what_was_left_out_shows() {
        assert_eq!(
            blockquote(None, "\u{FFFC}\n\na\n\n\u{FFFC}\n\n\u{FFFC}\n\nb\n\n\u{FFFC}"),
            "> a\n>\n> …\n>\n> b"
        );
        assert_eq!(blockquote(None, "…\n\n…"), "> …\n>\n> …");
    }

    fn fragments() -> impl Strategy<Value = String> {
        let marks = "a 1 . ) # * _ ` ~ [ ] ( < > & ; amp : / // http http:// https://x.y \
                     www. x.y @ - = + | \\ ! \" ' ¶ p";
        let spaces = [
            "\n", "\n\n", " ", "  ", "\t", "\u{a0}", "\u{200b}", "é", "北", "$", "^", "{", "}", "…", "?",
            ",", "%",
        ];
        let fragment = prop::sample::select(marks.split(' ').chain(spaces).collect::<Vec<_>>());
        prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn printable_text_comes_back(lines in prop::collection::vec("[^\\pC\u{FFFC}]{0,60}", 0..6)) {
            comes_back(&lines.join("\n"));
        }

        #[test]
        fn marks_in_any_order_come_back(words in fragments()) {
            comes_back(&words);
        }
    }
}
