//! Hard pairs: what somebody typed in a comment, what somebody else types as a quote of it, and the verdict. Both are
//! Markdown, as people write it; `fidelity` has more pairs of plain texts.

use super::fidelity::{Truth, standing};
use crate::markup::{SourceLine, read};

const V: Option<Truth> = Some(Truth::Verbatim);
const S: Option<Truth> = Some(Truth::Shortened);
const NO: Option<Truth> = None;

/// Quote, source, verdict.
type Pair = (&'static str, &'static str, Option<Truth>);

#[rustfmt::skip]
const SIGNS: [Pair; 24] = [
    ("It's \"all\" true", "It’s “all” true.", V),
    ("It’s “all” true", "It's \"all\" true.", V),
    ("«all» of it", "“all” of it", V),
    ("'all' of it", "“all” of it", NO),
    ("\"The treaty stands.\"", "He said: The treaty stands.", V),
    ("\"The treaty stands.", "He said: The treaty stands.", NO),
    ("the first office", "the ﬁrst oﬃce", V),
    ("the ﬁrst oﬃce", "the first office", V),
    ("10 000 men", "10\u{A0}000 men", V),
    ("10&nbsp;000 men", "10\u{202F}000 men", V),
    ("10000 men", "10\u{A0}000 men", NO),
    ("10² metres", "102 metres", NO),
    ("½ of it", "1⁄2 of it", NO),
    ("cooperation", "co\u{AD}op\u{AD}er\u{AD}ation", V),
    ("a wo\u{200B}rd", "a word", V),
    ("او می\u{200C}خواهد", "او می\u{200C}خواهد برود", V),
    ("او می", "او می\u{200C}خواهد برود", NO),
    ("\u{200F}שלום\u{200E} to all", "\u{2067}שלום\u{2069} to all", V),
    ("from 1990-1995 on", "from 1990–1995 on", V),
    ("yes--or no", "yes—or no", NO),
    ("yes - or no", "yes — or no", V),
    ("minus -5 °C", "minus −5 °C", V),
    ("−5 °C", "5 °C", NO),
    ("50 % of ＡＢＣ", "50 % of ABC", V),
];

#[rustfmt::skip]
const LEFT_OUT: [Pair; 14] = [
    ("… the treaty stands …", "Then the treaty stands as it is.", V),
    ("[...] the treaty stands", "Then the treaty stands as it is.", V),
    ("the treaty stands (…)", "Then the treaty stands as it is.", V),
    ("Then … stands as it is", "Then the treaty stands as it is.", S),
    ("Then the treaty\n>\n> …\n>\n> as it is", "Then the treaty stands as it is.", S),
    ("Then [it] stands", "Then the treaty stands as it is.", S),
    ("[T]he treaty stands", "Then the treaty stands as it is.", S),
    ("[H]e treaty stands", "Then the treaty stands as it is.", NO),
    ("the treaty stands [sic]", "Then the treaty stands as it is.", S),
    ("stands … the treaty", "Then the treaty stands as it is.", NO),
    ("the treaty … not as it is", "Then the treaty stands as it is.", NO),
    ("the treaty \\[un]stands", "Then the treaty stands as it is.", S),
    ("well… so be it", "well... so be it", V),
    ("> deeper words\n>\n> the treaty", "the treaty stands", V),
];

#[rustfmt::skip]
const MARKDOWN: [Pair; 22] = [
    ("the treaty *stands*", "the **treaty** stands", V),
    ("the treaty `stands`", "the treaty stands", V),
    ("the *trea*ty", "the treaty", V),
    ("the *treaty* stands", "the \\*treaty\\* stands", V),
    ("2*3*4 is 24", "`2*3*4` is 24", NO),
    ("`2*3*4` is 24", "2\\*3\\*4 is 24", V),
    ("[the treaty](https://elsewhere.example) stands", "the treaty stands", V),
    ("the treaty stands", "the [treaty](https://elsewhere.example \"a title\") stands", V),
    ("https://x.example/a_b_c", "See <https://x.example/a_b_c>.", V),
    ("![a picture](https://x.example/y.png)", "a picture", V),
    ("~~not~~ signed", "~~not~~ signed", V),
    ("signed", "un~~not~~signed", NO),
    ("one\n> two", "- one\n- two\n- three", V),
    ("- one\n> - two", "1. one\n2. two", V),
    ("one three", "- one\n- two\n- three", NO),
    ("let a = b;\n> c", "```rust\nlet a = b;\nc\n```", V),
    ("```\n> let a = \"b\";\n> ```", "`let a = \"b\";`", V),
    ("a b\n> c d", "|a|b|\n|-|-|\n|c|d|", V),
    ("note[^1] here", "note[^1] here\n\n[^1]: It was so.", V),
    ("[^1]: It was so.", "note here\n\n[^1]: It was so.", V),
    ("a heading\n>\n> and words", "# a heading\nand words", V),
    ("words # not", "words \\# not", V),
];

#[rustfmt::skip]
const LETTERS: [Pair; 20] = [
    ("can", "I cannot say", NO),
    ("I can", "I can, I cannot", V),
    ("cafe\u{301} au lait", "café au lait", V),
    ("cafe au lait", "café au lait", NO),
    ("cafe", "cafe\u{301}", NO),
    ("good 👍🏽 work", "good 👍🏽 work", V),
    ("good 👍 work", "good 👍🏽 work", NO),
    ("an 👩\u{200D}💻 here", "an 👩\u{200D}💻 here", V),
    ("an 👩", "an 👩\u{200D}💻 here", NO),
    ("I ❤ it", "I ❤\u{FE0F} it", V),
    ("🇩🇪 won", "🇫🇷🇩🇪 won", V),
    ("🇫🇷🇩🇪 won", "🇫🇷 🇩🇪 won", NO),
    ("كتاب", "هذا الكتاب", NO),
    ("هذا كتاب", "هذا كتـــاب", V),
    ("ﻫﺬﺍ ﻛﺘﺎﺏ", "هذا كتاب", V),
    ("שלום", "שָׁלוֹם", NO),
    ("条约", "这个条约不存在。", V),
    ("条约存在", "这个条约不存在。", NO),
    ("हिन्दी में", "यह हिन्दी में है", V),
    ("हिन्द", "यह हिन्दी में है", NO),
];

#[test]
fn hard_pairs_have_their_verdict() {
    let mut wrong = Vec::new();
    for (quoted, source, verdict) in SIGNS.iter().chain(&LEFT_OUT).chain(&MARKDOWN).chain(&LETTERS) {
        let quoting = read(&format!("> #12\n> {quoted}\n\nSo?")).unwrap();
        let quote = &quoting.quotes()[0];
        assert_eq!(quote.source, Some(SourceLine::Comment(12)), "{quoted:?}");
        let found = standing(&quote.words, read(source).unwrap().own_words()).map(|standing| standing.truth);
        if found != *verdict {
            wrong.push(format!("{quoted:?} in {source:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
