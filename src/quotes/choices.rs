//! The two ways out for a quote whose words are not its source's.

use super::Untrue;
use crate::markup::{Document, blockquote, replace_lines};

/// What a writer chose for one quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The source's own words stand under its name.
    Source,
    /// The words stay, without a name.
    Plain,
}

/// The text with each of these quotes mended as it was chosen.
#[must_use]
pub fn apply(document: &Document, chosen: &[(&Untrue, Choice)]) -> String {
    let mut chosen: Vec<_> = chosen.to_vec();
    // From the last to the first, so that the lines of those before stay where they are.
    chosen.sort_by_key(|(untrue, _)| std::cmp::Reverse(untrue.index));
    let mut source = document.source().to_owned();
    for (untrue, choice) in chosen {
        let Some(block) = document.quotes().get(untrue.index) else { continue };
        let with = match choice {
            Choice::Source if !untrue.nearest.is_empty() => blockquote(Some(&untrue.mark), &untrue.nearest),
            _ => without_first_line(&source, &block.lines),
        };
        source = replace_lines(&source, &block.lines, &with);
    }
    source
}

fn without_first_line(source: &str, lines: &std::ops::RangeInclusive<usize>) -> String {
    let count = lines.end().saturating_sub(*lines.start()) + 1;
    let block = source.lines().skip(lines.start().saturating_sub(1)).take(count);
    let blank = |line: &&str| line.trim_start_matches([' ', '>']).trim().is_empty();
    block.skip_while(blank).skip(1).collect::<Vec<_>>().join("\n")
}
