//! Fingerprints of folded texts, by which the index of the database finds who wrote quoted words.
//!
//! Of each 8 bytes in a row a number is made, and of each 5 such numbers in a row the smallest is kept (winnowing:
//! Schleimer, Wilkerson and Aiken, 2003). So a text that holds a passage of 12 bytes or more holds all fingerprints of
//! the passage, wherever it stands, in every script: 4 letters of Chinese are 12 bytes. Each text has the mark of its
//! thread among them, so that no look-up costs more than its own thread, however large the board is. What the index
//! finds is a candidate; `fidelity` judges. Whoever changes `fold` or this file makes them anew: set the column to
//! null, and the server's job fills it.

use crate::db::ArticleId;
use std::collections::BTreeSet;

const GRAM: usize = 8;
const WINDOW: usize = 5;

/// Of a long passage so many of its fingerprints are looked for; more would only take longer.
const MOST: usize = 64;

/// The fingerprints of a text in a thread, in rising order.
#[must_use]
pub fn of_text(article: ArticleId, folded: &str) -> Vec<i32> {
    let mut all = winnowed(folded);
    all.insert(thread(article));
    all.into_iter().collect()
}

/// Some fingerprints of a passage, which all texts of this thread that hold it have; nothing for a passage that is too
/// short to have any.
#[must_use]
pub fn of_passage(article: ArticleId, folded: &str) -> Option<Vec<i32>> {
    let all = winnowed(folded);
    let some = [thread(article)].into_iter().chain(all.iter().copied().take(MOST)).collect();
    (!all.is_empty()).then_some(some)
}

fn winnowed(folded: &str) -> BTreeSet<i32> {
    // What may stand in one of two texts only, around words or as a mark of emphasis.
    let words = folded.replace(['*', '_', '~', '\'', '"'], "");
    let numbers: Vec<i32> = words.as_bytes().windows(GRAM).map(number).collect();
    numbers.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect()
}

/// From 0 to the greatest: which of several is the smallest says nothing about the words.
fn number(gram: &[u8]) -> i32 {
    let bytes = gram.iter().fold(0, |bytes: u64, byte| bytes << 8 | u64::from(*byte));
    mixed(bytes)
}

/// Below 0, where no words' number is.
fn thread(article: ArticleId) -> i32 {
    !mixed(article.0.unsigned_abs())
}

/// The last step of splitmix64: neighbours come to lie far apart.
fn mixed(bits: u64) -> i32 {
    let bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    i32::try_from((bits ^ bits >> 31) >> 33).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{MOST, of_passage, of_text};
    use crate::db::ArticleId;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use proptest::sample::Index;

    const HERE: ArticleId = ArticleId(7);

    fn holds(text: &[i32], passage: &[i32]) -> bool {
        passage.iter().all(|number| text.contains(number))
    }

    #[test]
    fn a_passage_has_fingerprints_from_twelve_bytes_on() {
        assert_eq!(of_passage(HERE, "11 letters."), None);
        assert!(of_passage(HERE, "12 letters..").is_some());
        assert!(of_passage(HERE, "条约不").is_none() && of_passage(HERE, "条约不存").is_some());
        assert_eq!(of_text(HERE, "").len(), 1);
    }

    #[test]
    fn other_words_and_other_threads_have_others() {
        let text = of_text(HERE, "The *treaty* would not be signed by the ministers in spring.");
        let passage = |words| of_passage(HERE, words).unwrap();
        assert!(holds(&text, &passage("would not be signed")));
        assert!(holds(&text, &passage("\"The treaty would\"")));
        assert!(!holds(&text, &passage("would now be signed")));
        assert!(!holds(&text, &of_passage(ArticleId(8), "would not be signed").unwrap()));
    }

    #[test]
    fn of_a_long_passage_only_some_are_taken() {
        let text: String = (0..5_000).map(|number: i32| number.to_string() + " ").collect();
        assert!(of_text(HERE, &text).len() > 4 * MOST);
        assert_eq!(of_passage(HERE, &text).unwrap().len(), MOST + 1);
    }

    proptest! {
        #[test]
        fn whoever_holds_a_passage_holds_its_fingerprints(text in "[a-c א-ג一-丂]{0,200}", from in any::<Index>(), to in any::<Index>()) {
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (from, to) = (*from.get(&bounds), *to.get(&bounds));
            let passage = &text[from.min(to)..from.max(to)];
            let found = of_passage(HERE, passage);
            prop_assert_eq!(found.is_some(), passage.len() >= 12);
            prop_assert!(found.is_none_or(|found| holds(&of_text(HERE, &text), &found)));
        }
    }
}
