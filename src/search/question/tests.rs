//! Questions, read and refused.

use super::{Filter, Question, Term, Wanted, day, read};
use proptest::prelude::{prop_assert, proptest};
use time::macros::date;

fn term(words: &str) -> Term {
    Term::of(words).unwrap()
}

fn refused(typed: &str) -> String {
    read(typed).unwrap_err().to_string()
}

#[test]
fn words_phrases_alternatives_and_what_is_not_wanted() {
    let question = read("Treaty \"would not\" moscow OR tehran or “the sea” -oil -\"red line\"").unwrap();
    let expected = Question {
        all: vec![
            vec![term("treaty")],
            vec![term("would not")],
            vec![term("moscow"), term("tehran"), term("the sea")],
        ],
        none: vec![term("oil"), term("red line")],
        ..Question::default()
    };
    assert_eq!(question, expected);
    assert_eq!(read("F-16").unwrap().all, [[term("f 16")]]);
    assert_eq!(read("\"or\" - x --y").unwrap().none, [term("y")]);
    assert_eq!(read("https://a.example/b").unwrap().all, [[term("https a example b")]]);
    assert_eq!(read("\"never closed").unwrap().all, [[term("never closed")]]);
}

#[test]
fn operators_are_read_with_their_values() {
    let question =
        read("author:@Ann Publication:\"The Daily\" -in:war in:۱۲ has:quote after:2025 before:۲۰۲۶-۰۱-۳۱")
            .unwrap();
    let expected = [
        (Filter::Author("Ann".to_owned()), Wanted::Yes),
        (Filter::Publication("The Daily".to_owned()), Wanted::Yes),
        (Filter::In("war".to_owned()), Wanted::No),
        (Filter::In("۱۲".to_owned()), Wanted::Yes),
        (Filter::Quote, Wanted::Yes),
    ];
    assert_eq!(question.filters, expected);
    assert_eq!((question.after, question.before), (Some(date!(2025 - 01 - 01)), Some(date!(2026 - 01 - 31))));
}

#[test]
fn days_are_days() {
    assert_eq!(day("2026-02"), Some(date!(2026 - 02 - 01)));
    assert_eq!(day("2024-2-29"), Some(date!(2024 - 02 - 29)));
    for typed in
        ["2026-02-30", "2026-13", "26-01-01", "yesterday", "2026-01-01-01", "", "2026-", "0000-01-01"]
    {
        assert_eq!(day(typed), None, "{typed}");
    }
}

#[test]
fn a_joined_word_is_asked_for_in_both_ways() {
    let question = read("می‌شود").unwrap();
    let readings: Vec<Vec<&str>> = question
        .all
        .iter()
        .flatten()
        .flat_map(|term| &term.readings)
        .map(|reading| reading.iter().map(|(word, _)| word.as_str()).collect())
        .collect();
    assert_eq!(readings, [vec!["مي", "شود"], vec!["ميشود"]]);
}

#[test]
fn each_question_that_cannot_be_asked_says_why() {
    for (typed, why) in [
        ("  ", "Type what you are looking for."),
        ("!?", "There is no word in this."),
        ("-oil", "only what you do not want"),
        ("-author:ann", "only what you do not want"),
        ("before:2020", "This says only when."),
        ("or oil", "“or” stands between"),
        ("oil or", "“or” stands between"),
        ("oil or -gas", "“or” stands between"),
        ("oil or or gas", "“or” stands between"),
        ("author:ann or gas", "“or” stands between"),
        ("author: ann", "After “author:” something has to follow"),
        ("x in:\"\"", "After “in:” something has to follow"),
        ("x -before:2020", "“-before:” is not known"),
        ("x before:2020-02-31", "“2020-02-31” is not a day"),
        ("x before:2020 before:2021", "“before:” can be there once"),
        ("x after:2021 before:2020", "No day is from"),
        ("x after:2021 before:2021", "No day is from"),
        ("x has:pictures", "“has:” knows"),
    ] {
        assert!(refused(typed).contains(why), "{typed}: {}", refused(typed));
    }
    assert!(refused(&"x".repeat(301)).contains("at most 300 characters; this one has 301"));
    assert!(refused(&"x ".repeat(33)).contains("at most 32 words; this one has 33"));
    assert!(read(&"x ".repeat(32)).is_ok() && read(&"x".repeat(300)).is_ok());
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_or_refused(typed in ".{0,80}") {
        if let Ok(question) = read(&typed) {
            prop_assert!(!question.all.is_empty() || !question.filters.is_empty());
        }
    }

    #[test]
    fn operators_in_any_order_too(parts in proptest::collection::vec("author:|or|-|\"|a|b c|in:1|before:2020|has:quote| ", 0..12)) {
        let _ = read(&parts.join(" "));
        let _ = read(&parts.concat());
    }
}
