//! Hard pairs with their verdicts, and what holds for every text.

use std::ops::Range;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use unicode_segmentation::UnicodeSegmentation;

use super::super::fold::fold;
use super::{Truth, long_enough, standing};

const V: Option<Truth> = Some(Truth::Verbatim);
const S: Option<Truth> = Some(Truth::Shortened);
const NO: Option<Truth> = None;

fn truth(quoted: &str, source: &str) -> Option<Truth> {
    standing(quoted, source).map(|standing| standing.truth)
}

#[rustfmt::skip]
const MARKS: &[(&str, &str, Option<Truth>)] = &[
    ("It's \"true\" - all", "“So it’s,” she said. It’s “true” — all of it.", V),
    ("It’s ‹so›", "It's 'so'", V),
    ("„drei“", "he said «drei» then", V),
    ("he said 'no'", "he said “no” then", NO),
    ("the first office", "the ﬁrst oﬃce", V),
    ("the ﬁrst", "the first office", V),
    ("one two", "one\u{A0}two", V),
    ("one two", "one\n\n   two\tthree", V),
    ("one\r\ntwo", "zero one two", V),
    ("onetwo", "one two", NO),
    ("one two", "onetwo", NO),
    ("cooperate", "we co\u{AD}op\u{AD}er\u{AD}ate now", V),
    ("a word here", "a\u{200B} wo\u{2060}rd\u{FEFF} here", V),
    ("\u{200F}left to right\u{200E}", "from \u{2067}left\u{2069} to right", V),
    ("non-aligned", "the non\u{2011}aligned", V),
    ("−5 °C", "it was -5 °C", V),
    ("5 °C", "it was +5 °C", V),
    ("+5 °C", "it was −5 °C", NO),
    ("1990-1995", "in 1990–1995.", V),
    ("able", "unable", NO),
    ("he", "she said", NO),
    ("he", "she or he said", V),
    ("ha ha", "xha ha ha", V),
    ("10", "10,000 men", NO),
    ("10,000 men", "10,000 men", V),
    ("10,001 men", "10,000 men", NO),
    ("102 men", "10² men", NO),
    ("50％ of", "50% of", V),
    ("４２", "the answer 42", V),
    ("ＡＢＣ", "ABC", V),
    ("abc", "ABC", NO),
    ("will sign", "will not sign", NO),
    ("will sign.", "will sign, then", NO),
    ("will sign", "will sign.", V),
    ("don’t", "I don't know", V),
    ("don", "I don't know", NO),
    ("it is *so*", "well, it is so.", V),
    ("it is so", "`it` **is** *so*.", V),
    ("is so", "it *is so*, (all)", V),
    ("it *is", "it *is so*", V),
    ("532", "5*3*2", NO),
    ("snakecase", "snake_case", NO),
    ("he is so", "(he *was* so)", NO),
    ("", "anything", NO),
    (" \u{200B}\n", "anything", NO),
    ("word", "", NO),
];

#[rustfmt::skip]
const OMISSIONS: &[(&str, &str, Option<Truth>)] = &[
    ("… the treaty", "Of the treaty nothing", V),
    ("the treaty [...]", "Of the treaty nothing", V),
    ("...the treaty....", "Of the treaty nothing", V),
    ("“…the treaty…”", "Of the treaty nothing", V),
    ("\"the treaty\"", "Of the treaty nothing", V),
    ("\"the treaty", "Of the treaty nothing", NO),
    ("Of … nothing", "Of the treaty nothing", S),
    ("Of[…]nothing", "Of the treaty nothing", S),
    ("Of (...) nothing", "Of the treaty nothing", S),
    ("Of . . . nothing", "Of the treaty nothing", S),
    ("Of […].", "Of the treaty nothing.", S),
    ("Of […]?", "Of the treaty nothing.", NO),
    ("nothing … Of", "Of the treaty nothing", NO),
    ("Of … noth", "Of the treaty nothing", NO),
    ("Of the … the treaty", "Of the treaty nothing", NO),
    ("Of [it] nothing", "Of the treaty nothing", S),
    ("Of the treaty [sic] nothing", "Of the treaty nothing", S),
    ("[He said:] the treaty", "Of the treaty nothing", S),
    ("[O]f the treaty", "of the treaty nothing", S),
    ("[o]f the treaty", "Of the treaty nothing", S),
    ("[T]f the treaty", "of the treaty nothing", NO),
    ("[un]able", "unable", NO),
    ("[sic]", "Of the treaty nothing", NO),
    ("… [...] …", "Of the treaty nothing", NO),
    ("well… maybe", "well... maybe not", V),
    ("well … not", "well... maybe not", S),
    ("… well… maybe", "Oh well... maybe not", V),
    ("see [1] there", "see [1] there", V),
    ("see [T]he … there", "see [T]he text there", S),
    ("see ⋯⋯ there", "see … there", S),
    ("Of the\u{FFFC}nothing", "Of the\u{FFFC}nothing", S),
    ("Of the nothing", "Of the\u{FFFC}nothing", NO),
    ("\u{FFFC}Of the", "Of the treaty", V),
    ("\u{FFFC}", "Of \u{FFFC}", NO),
    ("Of [a [b] c] treaty", "Of the treaty", NO),
];

#[rustfmt::skip]
const SCRIPTS: &[(&str, &str, Option<Truth>)] = &[
    ("cafe\u{301} au", "un café au lait", V),
    ("cafe au", "un café au lait", NO),
    ("cafe", "un cafe\u{301}", NO),
    ("Å", "the \u{212B} unit", V),
    ("e\u{323}\u{302}", "x ệ y", V),
    ("ﻻ ﺗﻌﻠﻢ", "هو لا تعلم", V),
    ("كتاب", "هذا كتـــاب", V),
    ("كتاب", "هذا الكتاب", NO),
    ("كتاب", "هذا كِتاب", NO),
    ("٤٢ يوما", "بعد 42 يوما", NO),
    ("می\u{200C}خواهم", "من می\u{200C}خواهم بروم", V),
    ("میخواهم", "من می\u{200C}خواهم بروم", V),
    ("می", "من می\u{200C}خواهم بروم", NO),
    ("می خواهم", "من می\u{200C}خواهم بروم", NO),
    ("کتاب", "كتاب", NO),
    ("שָׁלוֹם", "\u{5E9}\u{5C1}\u{5B8}לוֹם רב", V),
    ("שלום", "שָׁלוֹם רב", NO),
    ("צה\"ל", "של צה״ל היום", V),
    ("בית־ספר", "בבית בית-ספר", V),
    ("条约", "这个条约不存在。", V),
    ("条约存在", "这个条约不存在。", NO),
    ("「条约」", "这个“条约”不存在。", V),
    ("条约……存在", "这个条约不存在。", S),
    ("ガ", "カ\u{3099}", V),
    ("カ", "カ\u{3099}", NO),
    ("한국", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8} 사람", V),
    ("하", "한국", NO),
    ("👍🏽", "good 👍🏽 work", V),
    ("👍", "good 👍🏽 work", NO),
    ("👍🏿", "good 👍🏽 work", NO),
    ("👩", "a 👩\u{200D}💻 here", NO),
    ("👩\u{200D}💻", "a 👩\u{200D}💻 here", V),
    ("I ❤ it", "I ❤\u{FE0F} it", V),
    ("🇩🇪", "🇫🇷🇩🇪", V),
    ("🇷🇩", "🇫🇷🇩🇪", NO),
    ("мир", "Мир и мир", V),
    ("мiр", "мир", NO),
];

#[test]
fn hard_pairs_have_their_verdict() {
    for (quoted, source, verdict) in MARKS.iter().chain(OMISSIONS).chain(SCRIPTS) {
        assert_eq!(truth(quoted, source), *verdict, "{quoted:?} in {source:?}");
    }
}

#[test]
fn a_long_bracket_is_no_insertion() {
    let lie = "and nobody may ever speak of it again ".repeat(4);
    assert_eq!(truth(&format!("Of the [{lie}] treaty"), "Of the treaty"), NO);
}

#[test]
fn it_stands_where_the_source_has_it() {
    let found =
        standing("it’s … \"sworn\" to", "—Well, it it's\u{A0}so,\u{200F} and “sworn” to\u{AD}, sworn to.")
            .unwrap();
    assert_eq!(found.exact, "it's\u{A0}so,\u{200F} and “sworn” to\u{AD}");
    assert_eq!(
        (found.prefix.as_str(), found.suffix.as_str(), found.start),
        ("—Well, it ", ", sworn to.", 10)
    );
    let found =
        standing("middle", &format!("{}e\u{301} middle {}", "a".repeat(40), "👩\u{200D}💻".repeat(40)))
            .unwrap();
    assert_eq!((found.prefix.chars().count(), found.suffix.chars().count(), found.start), (32, 31, 43));
}

#[test]
fn pieces_stand_as_close_together_as_they_can() {
    let found = standing("one … two", "one, one, one and two, two").unwrap();
    assert_eq!((found.exact.as_str(), found.start), ("one and two", 10));
}

#[test]
fn hostile_texts_take_no_longer() {
    let (tight, loose) = ("a".repeat(20_000), "a ".repeat(10_000));
    assert_eq!(truth(&tight[..10_000], &tight), NO);
    assert_eq!(truth(&loose[..9_999], &format!("{tight} {loose}")), V);
    assert_eq!(truth(&"a… ".repeat(5_000), &loose), S);
    assert_eq!(truth(&"\"".repeat(20_000), &loose), NO);
    assert_eq!(truth(&"[.(".repeat(6_000), &loose), NO);
    assert_eq!(truth("a", &format!("e{}", "\u{301}".repeat(20_000))), NO);
}

#[test]
fn only_what_is_checked_makes_a_quote_long_enough() {
    let counted = ["条约不存在条约存", "ここに平和はない", "カタカナです、平和とは", "สนธิสัญญานี้ไม่มีอยู่จริงเลย"];
    for enough in
        ["one two three four", "incomprehensibilities", "one two … three four"].iter().chain(&counted)
    {
        assert!(long_enough(enough), "{enough}");
    }
    for short in [
        "",
        "one two three",
        "条约不存",
        "没有问题。",
        "สันติภาพ",
        "one \u{AD}[… … … … … … … …] two",
        "one [a b c d e f g h i j k l m] two",
    ] {
        assert!(!long_enough(short), "{short}");
    }
}

#[test]
fn the_longest_stretch_is_what_every_reading_needs() {
    for (quoted, stretch) in [
        ("one two … three four five", "three four five"),
        ("[T]he treaty [sic] stands", "he treaty"),
        ("“one  two”", "\"one two\""),
        ("…", ""),
    ] {
        assert_eq!(super::longest_in_a_row(quoted), stretch, "{quoted}");
    }
}

const WORDS: &str = "a able un The treaty don’t it's naïve e\u{301}tude E\u{302}\u{323} oﬃce Straße co\u{AD}op Å 10 10,5 -3.2 ４２ ½ x² m³ foo_bar \
    мир й ё и\u{306} λόγος ς كتاب كِتاب كتـاب ﻻ ﷲ ٤٢ می\u{200C}خواهم ی ي שָׁלוֹם שלום צה״ל 条约 不 「存」 カ カ\u{3099} ｶﾞ ー ひ 한국 하 \
    \u{1112}\u{1161} हिन्दी क्ष ไทย 👍🏽 👍 👩\u{200D}💻 🇩🇪 ❤\u{FE0F} e.g. م.ت.ف ¨ [b] (c) ﷺ";
const GAPS: [&str; 20] = [
    " ",
    " ",
    " ",
    "\u{A0}",
    "\n",
    " \n ",
    ", ",
    "; ",
    " — ",
    "-",
    "’ ",
    " “",
    "” ",
    ". ",
    "\u{200B}",
    "\u{200F} ",
    " \u{200F}",
    "。",
    "/",
    "",
];

/// Words of many scripts with marks between them.
fn texts() -> impl Strategy<Value = String> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let parts = prop::collection::vec((select(words), select(&GAPS[..])), 1..24);
    parts.prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

/// A text and a stretch of it between two word boundaries.
fn stretches() -> impl Strategy<Value = (String, Range<usize>)> {
    (texts(), any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(text, one, other)| {
        let bounds: Vec<usize> =
            text.split_word_bound_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (one, other) = (*one.get(&bounds), *other.get(&bounds));
        (text, one.min(other)..one.max(other))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn whatever_is_cut_out_at_word_boundaries_is_verbatim((source, stretch) in stretches()) {
        let quoted = &source[stretch];
        if fold(quoted).is_empty() {
            return Ok(());
        }
        let found = standing(quoted, &source);
        prop_assert_eq!(found.as_ref().map(|found| found.truth), V);
        let exact = found.map(|found| found.exact).unwrap_or_default();
        prop_assert_eq!(fold(&exact), fold(quoted));
        prop_assert_eq!(standing(&exact, &source).map(|again| (again.truth, again.exact)), Some((Truth::Verbatim, exact)));
    }

    #[test]
    fn whatever_letter_is_changed_it_no_longer_stands((source, stretch) in stretches(), at in any::<prop::sample::Index>(), letter in "[ѢþꙮⰀ9\u{301}]") {
        let mut quoted: Vec<char> = source[stretch].chars().collect();
        let letters: Vec<usize> = (0..quoted.len()).filter(|at| quoted[*at].is_alphanumeric()).collect();
        if letters.is_empty() || quoted.contains(&'[') || fold(&source).contains(&fold(&letter)) {
            return Ok(());
        }
        quoted[*at.get(&letters)] = letter.chars().next().unwrap();
        prop_assert_eq!(truth(&quoted.iter().collect::<String>(), &source), NO);
    }

    #[test]
    fn two_stretches_with_an_omission_between_are_shortened((source, stretch) in stretches(), (other, piece) in stretches()) {
        let whole = format!("{source} Þorn {other}");
        let quoted = [&source[stretch], &other[piece]].map(fold);
        let worded = quoted.iter().all(|piece| piece.chars().any(char::is_alphanumeric));
        prop_assert!(!worded || truth(&quoted.join(" […] "), &whole) == S);
    }
}
