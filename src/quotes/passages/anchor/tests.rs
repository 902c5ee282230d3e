//! What becomes of quoted words when an article is corrected.

use super::super::text::{Text, text_of};
use super::*;
use crate::quotes::fidelity::standing;
use proptest::prelude::{ProptestConfig, prop, prop_assert, prop_assert_eq, proptest};

/// What is found in a later text for words of an earlier one: what became of them, and the words there.
fn now(before: &[&str], after: &[&str], paragraph: i32, words: &str) -> (Fate, String) {
    let (old, new) = (text_of(before), text_of(after));
    let index = usize::try_from(paragraph).unwrap() - 1;
    let standing = standing(words, before[index]).expect(words);
    let selector = Selector {
        exact: &standing.exact,
        prefix: &standing.prefix,
        suffix: &standing.suffix,
        paragraph,
        start: standing.start,
    };
    let found = find(&selector, &old, &Moved::between(old.words(), new.words()), &new);
    (found.fate, found.range.map(|range| new.slice(&range).to_owned()).unwrap_or_default())
}

const FIRST: &str = "The river Tamar is about two thousand metres wide where it meets the sea.";
const SECOND: &str = "In spring it floods the meadows. The ferry still runs, says the keeper of the lock.";

#[test]
fn words_that_stayed_are_found_where_they_are() {
    let words = "it floods the meadows";
    let stands = (Fate::Stands, words.to_owned());
    assert_eq!(now(&[FIRST, SECOND], &[FIRST, SECOND], 2, words), stands);
    assert_eq!(now(&[FIRST, SECOND], &["A new beginning.", FIRST, SECOND], 2, words), stands);
    assert_eq!(now(&[FIRST, SECOND], &[SECOND, FIRST], 2, words), stands);
    assert_eq!(now(&[FIRST, SECOND], &["Nothing is left but: it floods the meadows!"], 2, words), stands);
}

#[test]
fn of_several_places_the_one_with_the_same_words_around_it_is_taken() {
    let before = ["He said no. She said no. They said nothing."];
    let after = ["He said no, and left. She said no. They said nothing."];
    let (old, new) = (text_of(&before), text_of(&after));
    let moved = Moved::between(old.words(), new.words());
    let selector = Selector {
        exact: "said no",
        prefix: "He said no. She ",
        suffix: ". They said nothing.",
        paragraph: 1,
        start: 16,
    };
    assert_eq!(find(&selector, &old, &moved, &new).range, Some(26..33));
    // Of two that are alike all around, the nearer one.
    let text =
        text_of(&["no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no, no"]);
    let selector = Selector { exact: "no", prefix: "no, no, ", suffix: ", no, no", paragraph: 1, start: 40 };
    let moved = Moved::between("something else", text.words());
    assert!(find(&selector, &text_of(&["something else"]), &moved, &text).range.is_some());
}

#[test]
fn words_are_not_found_in_the_middle_of_others() {
    let (fate, _) = now(&["She has an art of her own, it is said."], &["Partly it is said."], 1, "art");
    assert_eq!(fate, Fate::Gone);
    let before = "北京大学的学生来了很多人。";
    let (old, new) = (text_of(&[before]), text_of(&["昨天北京大学的学生来了很多人。"]));
    let selector =
        Selector {
            exact: "大学的学生", prefix: "北京", suffix: "来了很多人。", paragraph: 1, start: 2
        };
    let found = find(&selector, &old, &Moved::between(old.words(), new.words()), &new);
    assert_eq!(found.range.map(|range| new.slice(&range).to_owned()).as_deref(), Some("大学的学生"));
}

#[test]
fn another_dress_is_no_correction() {
    let after = "The keeper’s “lock” — it’s old.";
    assert_eq!(
        now(&["The keeper's \"lock\" - it's old."], &[after], 1, "keeper's \"lock\" - it's"),
        (Fate::Stands, "keeper’s “lock” — it’s".to_owned())
    );
    let after = ["One. Two three. Four."];
    assert_eq!(now(&["One. Two  three. Four."], &after, 1, "Two three").1, "Two three");
}

#[test]
fn what_stands_there_instead_is_told() {
    let words = "about two thousand metres wide";
    let after = FIRST.replace("two thousand", "two hundred");
    assert_eq!(
        now(&[FIRST, SECOND], &[&after, SECOND], 1, words),
        (Fate::Corrected, "about two hundred metres wide".to_owned())
    );
    // Also where the paragraph went elsewhere, and where everything else in it was written anew.
    assert_eq!(
        now(&[FIRST, SECOND], &["First of all.", SECOND, &after], 1, words).1,
        "about two hundred metres wide"
    );
    let anew = "Nobody doubts it: two hundred metres wide, it was once measured.";
    assert!(now(&[FIRST, SECOND], &[anew, SECOND], 1, words).1.contains("two hundred metres wide"));
    let other = SECOND.replace("The ferry still runs", "No boat goes");
    assert_eq!(now(&[FIRST, SECOND], &[FIRST, &other], 2, "The ferry still runs").1, "No boat goes");
}

#[test]
fn words_that_were_taken_out_are_gone() {
    let gone = (Fate::Gone, String::new());
    let after = SECOND.replace("The ferry still runs, says the keeper of the lock.", "").trim().to_owned();
    assert_eq!(now(&[FIRST, SECOND], &[FIRST, &after], 2, "The ferry still runs, says the keeper"), gone);
    assert_eq!(now(&[FIRST, SECOND], &[FIRST], 2, "it floods the meadows"), gone);
    assert_eq!(now(&[FIRST, SECOND], &[], 2, "it floods the meadows"), gone);
    assert_eq!(
        now(&[FIRST], &["All is another story in which nobody measures."], 1, "two thousand metres"),
        gone
    );
}

#[test]
fn what_runs_over_paragraphs_is_found_by_either_count() {
    let text = text_of(&[FIRST, SECOND]);
    let exact = "meets the sea.\n\nIn spring it floods";
    let start = FIRST.find("meets the sea").unwrap();
    let selector = Selector { exact, prefix: "wide where it ", suffix: " the meadows.", paragraph: 1, start };
    assert_eq!(locate(&selector, &text).map(|range| text.slice(&range).to_owned()).as_deref(), Some(exact));
    let (from_second, whole) =
        (text_of(&["First of all.", FIRST, SECOND]), start + "First of all.\n\n".len());
    for start in [start, whole] {
        let selector = Selector { paragraph: 2, start, ..selector };
        assert_eq!(locate(&selector, &from_second), Some(whole..whole + exact.chars().count()));
    }
    let joined = [&format!("{FIRST} {SECOND}")[..]];
    let new = text_of(&joined);
    let found = find(&selector, &text, &Moved::between(text.words(), new.words()), &new);
    assert_eq!(
        (found.fate, found.range.map(|range| new.slice(&range).len())),
        (Fate::Stands, Some(exact.len() - 1))
    );
}

#[test]
fn words_that_are_not_even_in_their_own_source_do_no_harm() {
    let (old, new) = (text_of(&[FIRST]), text_of(&[SECOND]));
    let selector = Selector { exact: "never written", prefix: "", suffix: "", paragraph: 7, start: 9_000 };
    let moved = Moved::between(old.words(), new.words());
    assert_eq!(find(&selector, &old, &moved, &new), Found { fate: Fate::Gone, range: None });
    let selector = Selector { exact: "", ..selector };
    assert_eq!(find(&selector, &old, &moved, &new), Found { fate: Fate::Gone, range: None });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_is_done_elsewhere_the_words_are_found(
        before in prop::collection::vec("[a-z]{3,8}", 0..12), after in prop::collection::vec("[a-z]{3,8}", 0..12),
        words in prop::collection::vec("[A-Z]{3,8}", 1..8), others in prop::collection::vec("[a-z]{3,8}", 0..12),
    ) {
        let old = format!("{} {} {}", before.join(" "), words.join(" "), after.join(" "));
        let new = format!("{} {}\n{}", others.join(" "), words.join(" "), before.join(" "));
        let quoted = words.join(" ");
        let (fate, there) = now(&[&old], &["other words", &new], 1, &quoted);
        prop_assert_eq!((fate, there), (Fate::Stands, quoted));
    }

    #[test]
    fn what_is_found_is_a_stretch_of_the_text(old in "([a-dé]{1,3}[ .]){5,30}", new in "([a-dé]{1,3}[ .\n]{0,2}){0,30}", at in 0..20_usize, length in 1..30_usize) {
        let (old, new) = (text_of(&[&old]), text_of(&new.split('\n').collect::<Vec<_>>()));
        let exact = old.slice(&(at..at + length)).to_owned();
        let selector = Selector { exact: &exact, prefix: "", suffix: "", paragraph: 1, start: at };
        let found = find(&selector, &old, &Moved::between(old.words(), new.words()), &new);
        prop_assert_eq!(found.range.is_some(), found.fate != Fate::Gone);
        if let Some(range) = found.range {
            let there: &Text = &new;
            prop_assert!(!there.slice(&range).is_empty());
            prop_assert_eq!(there.slice(&range) == exact || fold(there.slice(&range)) == fold(&exact), found.fate == Fate::Stands);
        }
    }
}
