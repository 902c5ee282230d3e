//! The plain text of what was read: what a search finds, what a quote is checked against, what an excerpt is
//! cut from. Blocks are apart by an empty line, the lines of one by a line's end, the cells of a table by a
//! tab.

use super::tree::{Block, Inline, List, Quote};

/// Stands where a quote was left out.
pub(super) const PLACE: char = '\u{FFFC}';

/// The plain text of blocks; quotes in them are left out for a [`PLACE`] if `leave_out`.
pub(super) fn blocks(blocks: &[Block], leave_out: bool) -> String {
    join(blocks.iter().map(|part| block(part, leave_out)), "\n\n")
}

/// The plain text of a text's own words: only quotes at its top are left out.
pub(super) fn own(blocks: &[Block]) -> String {
    let words = |part: &Block| block(part, matches!(part, Block::Quote(_)));
    join(blocks.iter().map(words), "\n\n")
}

/// The plain text of one block.
pub(super) fn block(part: &Block, leave_out: bool) -> String {
    match part {
        Block::Paragraph(words) | Block::Heading(_, words) => run(words).trim().to_owned(),
        Block::Quote(_) if leave_out => PLACE.to_string(),
        Block::Quote(Quote { blocks: within, .. }) => blocks(within, leave_out),
        Block::List(list) => items(list, leave_out),
        Block::Code(code) => code.trim_end().to_owned(),
        Block::Table(table) => join(table.rows.iter().map(|row| cells(row)), "\n"),
        Block::Rule => String::new(),
    }
}

/// The plain text of a run of inlines.
pub(super) fn run(words: &[Inline]) -> String {
    let mut out = String::new();
    append(&mut out, words);
    out
}

fn append(out: &mut String, words: &[Inline]) {
    for inline in words {
        match inline {
            Inline::Text(text) | Inline::Escaped(text) | Inline::Code(text) => out.push_str(text),
            Inline::Soft => out.push(' '),
            Inline::Break => out.push('\n'),
            _ => append(out, inline.within()),
        }
    }
}

fn items(list: &List, leave_out: bool) -> String {
    let between = if list.tight { "\n" } else { "\n\n" };
    let item = |item: &Vec<Block>| join(item.iter().map(|part| block(part, leave_out)), between);
    join(list.items.iter().map(item), between)
}

fn cells(row: &[Vec<Inline>]) -> String {
    row.iter().map(|cell| run(cell)).collect::<Vec<_>>().join("\t")
}

fn join(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

/// The first `chars` characters of a plain text, cut at a word, with … when cut. White space and the places
/// of quotes become single spaces.
#[must_use]
pub fn excerpt(plain: &str, chars: usize) -> String {
    let words = plain.split(|c: char| c.is_whitespace() || c == PLACE).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    let Some((end, next)) = line.char_indices().nth(chars) else { return line };
    let start = line.get(..end).unwrap_or_default();
    let at_word = if next == ' ' { None } else { start.rsplit_once(' ').map(|(words, _)| words) };
    // A word longer than half of it (or a script without spaces) is cut where it stands.
    let kept = at_word.filter(|kept| kept.len() * 2 >= start.len()).unwrap_or(start);
    format!("{}…", kept.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':')))
}

/// The paragraphs of a plain text, for where no excerpt is wanted; the places of quotes that were left out become […].
#[must_use]
pub fn own_paragraphs(plain: &str) -> Vec<String> {
    let paragraphs = plain.split("\n\n").map(|part| part.replace(PLACE, "[…]").trim().to_owned());
    paragraphs.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::parse, *};

    fn plain(source: &str) -> String {
        blocks(&parse::blocks(source).unwrap(), false)
    }

    #[test]
    fn marks_are_gone_and_blocks_are_apart() {
        assert_eq!(plain("# A\n\nb *c* `d`\ne\\\nf\n\n---\n\n[g](http://h.i)"), "A\n\nb c d e\nf\n\ng");
    }

    #[test]
    fn lists_tables_and_code_keep_their_lines() {
        assert_eq!(plain("1. a\n2. b\n   - c"), "a\nb\nc");
        assert_eq!(plain("- a\n\n- b"), "a\n\nb");
        assert_eq!(plain("|a|b|\n|-|-|\n|c|d|"), "a\tb\nc\td");
        assert_eq!(plain("```\na\n  b\n```"), "a\n  b");
    }

    #[test]
    fn quotes_are_words_or_a_place() {
        let read = parse::blocks("a\n\n> b\n\n- > c").unwrap();
        assert_eq!(blocks(&read, false), "a\n\nb\n\nc");
        assert_eq!(blocks(&read, true), "a\n\n\u{FFFC}\n\n\u{FFFC}");
        assert_eq!(own(&read), "a\n\n\u{FFFC}\n\nc");
    }

    #[test]
    fn a_place_cannot_be_typed() {
        assert_eq!(own(&parse::blocks("a\u{FFFC}&#xFFFC;").unwrap()), "a\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn an_excerpt_is_cut_at_a_word() {
        assert_eq!(excerpt("one two", 7), "one two");
        assert_eq!(excerpt("one two three", 7), "one two…");
        assert_eq!(excerpt("one two three", 9), "one two…");
        assert_eq!(excerpt("a\n\n\u{FFFC}\n\nb", 9), "a b");
        assert_eq!(excerpt("北京北京北京", 4), "北京北京…");
        assert_eq!(excerpt("", 4), "");
        assert_eq!(excerpt("a b", 0), "…");
    }
}
