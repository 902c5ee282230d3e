//! The same of the examples in the specification of `CommonMark`. Their licence keeps them out of the tree: npm brings
//! them to `tests/browser`, from where `bin/test` puts them into a list and runs this.

use super::{Comment, changed, fold, is_verbatim, selects};
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};
use proptest::sample::{Index, select};
use std::sync::LazyLock;

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/node_modules/.commonmark.json");

static SPECIFIED: LazyLock<Vec<Comment>> = LazyLock::new(|| {
    let examples =
        std::fs::read_to_string(EXAMPLES).expect("the examples, which bin/test brings: run it once");
    let examples: Vec<String> = serde_json::from_str(&examples).expect("texts");
    examples.iter().map(|text| Comment::of(text)).collect()
});

#[test]
fn each_example_is_shown_as_it_is_checked_and_verbatim_as_a_whole() {
    assert!(SPECIFIED.len() > 600, "{} examples", SPECIFIED.len());
    for comment in &*SPECIFIED {
        let parts = comment.words.split('\u{fffc}').map(fold).filter(|part| !part.is_empty());
        let shown = comment.shown.iter().filter(|(text, _)| !fold(text).is_empty());
        assert!(shown.clone().all(|(text, _)| is_verbatim(comment, text)), "{}", comment.words);
        assert_eq!(shown.map(|(text, _)| fold(text)).collect::<Vec<_>>(), parts.collect::<Vec<_>>());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn whatever_is_selected_in_an_example_is_verbatim(which in any::<Index>(), selection in any::<[Index; 3]>()) {
        let (comment, selected) = selects(&SPECIFIED, which, selection);
        prop_assert!(fold(selected).is_empty() || is_verbatim(comment, selected), "{}", selected);
    }

    #[test]
    fn whatever_letter_of_an_example_is_changed_it_is_not(which in any::<Index>(), selection in any::<[Index; 3]>(), at in any::<Index>(), letter in select(vec!['Ѣ', 'þ', 'ꙮ', 'Ⰰ', '৪'])) {
        let (comment, selected) = selects(&SPECIFIED, which, selection);
        if let Some(changed) = changed(selected, at, letter) {
            prop_assert!(!is_verbatim(comment, &changed), "{}", changed);
        }
    }
}
