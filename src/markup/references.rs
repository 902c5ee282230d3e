//! `#12` and `@name` in running text: where they stand and whom they mean. Names are 2 to 32 letters, digits
//! and `_ - .`; a dot or dash at the end is punctuation.

use super::tree::{Block, Inline};

/// A stretch of running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Words(&'t str),
    /// `#12`: as written, and its number.
    Comment(&'t str, i32),
    /// `@name`: as written, and the name.
    Name(&'t str, &'t str),
}

/// Divides running text into its references and the words between them.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut rest, mut searched) = (text, 0);
    while let Some(found) = text.get(searched..).and_then(|tail| tail.find(['#', '@'])) {
        let (before, tail) = text.split_at(searched + found);
        searched += found + 1;
        let reference = if may_follow(before) { reference(tail) } else { None };
        if let Some((piece, length)) = reference {
            let words = rest.len() - tail.len();
            pieces.extend([Piece::Words(rest.get(..words).unwrap_or_default()), piece]);
            rest = tail.get(length..).unwrap_or_default();
            searched += length - 1;
        }
    }
    pieces.push(Piece::Words(rest));
    pieces.retain(|piece| *piece != Piece::Words(""));
    pieces
}

/// The names that are mentioned outside of quotes, code and links, each once, as first written.
pub(super) fn mentions(blocks: &[Block]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    let mut add = |name: &str| {
        if known.insert(name.to_lowercase()) {
            names.push(name.to_owned());
        }
    };
    for block in blocks {
        block.each_run(false, &mut |run| mentioned(run, &mut add));
    }
    names
}

fn mentioned(run: &[Inline], add: &mut dyn FnMut(&str)) {
    for inline in run {
        match inline {
            Inline::Text(text) => pieces(text).iter().for_each(|piece| {
                if let Piece::Name(_, name) = piece {
                    add(name);
                }
            }),
            Inline::Link(..) => {}
            _ => mentioned(inline.within(), add),
        }
    }
}

fn may_follow(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || "_#@&/.-".contains(c))
}

fn reference(text: &str) -> Option<(Piece<'_>, usize)> {
    let (length, piece) = if let Some(tail) = text.strip_prefix('@') {
        let name = name(tail)?;
        (1 + name.len(), Piece::Name(text.get(..=name.len())?, name))
    } else {
        let tail = text.strip_prefix('#')?;
        let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (digits, after) = tail.split_at(digits);
        let number = digits.parse().ok().filter(|number| *number > 0)?;
        let ends = !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        (1 + digits.len(), ends.then_some(Piece::Comment(text.get(..=digits.len())?, number))?)
    };
    Some((piece, length))
}

fn name(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).unwrap_or(text.len());
    let name = text.get(..end)?.trim_end_matches(['.', '-']);
    let of_elsewhere = text.get(end..).is_some_and(|after| after.starts_with('@'));
    (!of_elsewhere && (2..=32).contains(&name.chars().count())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{super::parse, *};

    fn names(source: &str) -> Vec<String> {
        mentions(&parse::blocks(source).unwrap())
    }

    #[test]
    fn a_number_sign_with_a_number_means_a_comment() {
        use Piece::{Comment, Words};
        assert_eq!(pieces("see #12, #0"), [Words("see "), Comment("#12", 12), Words(", #0")]);
        assert_eq!(pieces("#3"), [Comment("#3", 3)]);
        for text in ["#12a", "a#12", "##12", "#12_", "#99999999999", "#", "/#12"] {
            assert_eq!(pieces(text), [Words(text)]);
        }
    }

    #[test]
    fn names_are_of_any_script_and_end_before_punctuation() {
        assert_eq!(names("@ann, (@Bo.Lee) @жук-2. @wu_x- @ann's"), ["ann", "Bo.Lee", "жук-2", "wu_x"]);
        assert_eq!(names("@Ann and @ann"), ["Ann"]);
    }

    #[test]
    fn what_is_no_mention() {
        assert!(names("@a x@ann ann@x.org @@ann @ann@x http://x.y/@ann @").is_empty());
        assert!(names(&format!("@{}", "a".repeat(33))).is_empty());
        assert!(names("> @ann\n\n`@ann` \\@ann [@ann](http://x.y)\n\n    @ann\n\n- > @ann").is_empty());
    }

    #[test]
    fn mentions_stand_in_lists_tables_and_emphasis_too() {
        assert_eq!(names("- @aa\n\n|a|\n|-|\n|@bb|\n\n**@cc** ~~@dd~~"), ["aa", "bb", "cc", "dd"]);
    }
}
