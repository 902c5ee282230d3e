//! Emphasis marks that stand in a plain text as they are typed: `*so*`, `__so__`, `~~so~~`. They stand there where
//! Markdown did not read them (in code, or escaped); whoever pastes such words has them read. Without its marks, the
//! text still reads the same.

use std::ops::Range;

/// No mark of emphasis is longer.
const LONGEST: usize = 3;
/// A mark that closes is looked for among so many that opened last.
const NEAR: usize = 32;

/// Where pairs of marks stand: each opens before a word or sign, closes after one, and both are in one line.
pub(super) fn marks(text: &str) -> Vec<Range<usize>> {
    let mut pairs = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    for run in runs(text) {
        if run.breaks_line {
            open.clear();
        }
        let far = open.len().saturating_sub(NEAR);
        let opened = open.iter().skip(far).rposition(|before| run.closes && before.mark == run.mark);
        if let Some(opened) = opened.map(|opened| far + opened) {
            pairs.extend(open.get(opened).map(|before| before.range.clone()));
            pairs.push(run.range);
            open.truncate(opened);
        } else if run.opens {
            open.push(run);
        }
    }
    pairs.sort_by_key(|range| range.start);
    pairs
}

/// Marks of one kind in a row.
struct Run<'t> {
    mark: &'t str,
    range: Range<usize>,
    opens: bool,
    closes: bool,
    /// Whether a line's end stands between it and the run before.
    breaks_line: bool,
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let (mut runs, mut at, mut read) = (Vec::new(), 0, 0);
    while let Some(start) =
        text.get(at..).and_then(|rest| rest.find(['*', '_', '~', '`'])).map(|found| at + found)
    {
        let (before, rest) = (text.get(..start).unwrap_or_default(), text.get(start..).unwrap_or_default());
        let kind = rest.chars().next().unwrap_or_default();
        let after = rest.trim_start_matches(kind);
        let end = text.len() - after.len();
        let (last, next) = (before.chars().next_back(), after.chars().next());
        let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let is_there = |letter: Option<char>| letter.is_some_and(|letter| !letter.is_whitespace());
        if end - start <= LONGEST {
            runs.push(Run {
                mark: text.get(start..end).unwrap_or_default(),
                range: start..end,
                opens: is_there(next) && !is_word(last),
                closes: is_there(last) && !is_word(next),
                breaks_line: text.get(read..start).is_some_and(|between| between.contains('\n')),
            });
            read = end;
        }
        at = end;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::marks;
    use proptest::prelude::{prop_assert, proptest};

    fn without(text: &str) -> String {
        let mut out = text.to_owned();
        marks(text).into_iter().rev().for_each(|range| out.replace_range(range, ""));
        out
    }

    #[test]
    fn pairs_around_words_are_marks_and_others_are_signs() {
        for (text, bare) in [
            ("*so* it is", "so it is"),
            ("it **is** __so__, (*all*) ~~not~~ `code`", "it is so, (all) not code"),
            ("***so***", "so"),
            ("**a *b* c**", "a b c"),
            ("*“so”*", "“so”"),
            ("5*3*2 and 2 * 3 * 4", "5*3*2 and 2 * 3 * 4"),
            ("snake_case_name and _x", "snake_case_name and _x"),
            ("*a\nb*", "*a\nb*"),
            ("* a *", "* a *"),
            ("*a**", "*a**"),
            ("**** a ****", "**** a ****"),
            ("5* 3*", "5* 3*"),
        ] {
            assert_eq!(without(text), bare, "{text}");
        }
    }

    proptest! {
        #[test]
        fn only_marks_are_taken_out(text in "[a*_~ \n.]{0,60}") {
            let all = |text: &str| text.chars().filter(|letter| !"*_~".contains(*letter)).collect::<String>();
            prop_assert!(all(&without(&text)) == all(&text));
        }
    }
}
