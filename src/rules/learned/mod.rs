//! The learned score: how much a text is like those that moderators rejected. It holds or sorts, and never refuses.
//!
//! `features.rs` says what of a text counts, `score.rs` how a score comes of the counts, `held_out.rs` how well it does:
//! these are pure. Each decision teaches, in its own transaction ([`teach`]), and is taken back exactly ([`take_back`]);
//! decisions from before there was a score are learned from afterwards ([`catch_up`]). Nothing but numbers is kept of a
//! text: the words that weigh most are read out of texts that are still there ([`heaviest`]).

mod catch_up;
mod features;
mod heaviest;
mod held_out;
mod label;
mod lesson;
mod read;
mod score;
mod store;

pub use catch_up::catch_up;
pub(super) use features::AuthorThen;
pub use heaviest::{Heaviest, heaviest};
pub use held_out::{AtThreshold, HeldOut, THRESHOLDS};
pub use label::Label;
pub use lesson::{Decided, take_back, teach};
pub(super) use read::{buckets_of, features_of, known_as, score_in};
pub use read::{score_asked_for, score_of};
pub use score::{Known, Score, Weighed};
pub use store::{Lesson, forget_features, held_out};

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};

/// So many decisions have to be learned from before a score is given.
pub const ENOUGH: i32 = 200;

/// And so many of them have to be approvals, and so many rejections.
pub const ENOUGH_OF_EACH: i32 = 10;

pub(super) const PERCENT: Number =
    Number::new("percent", "The score from which on it holds a text, of 100", 90, 50..=99);

pub(super) const NUMBERS: &[Number] = &[PERCENT];

/// The score from which on this rule holds a text.
#[must_use]
pub fn threshold(rule: &Rule) -> i64 {
    rule.number(&PERCENT)
}

/// Whether a score can be given after so many approvals and so many rejections.
#[must_use]
pub fn enough((approved, rejected): (i32, i32)) -> bool {
    approved + rejected >= ENOUGH && approved.min(rejected) >= ENOUGH_OF_EACH
}

pub(super) fn says(rule: &Rule) -> String {
    format!(
        "A text that scores {} of 100 or more by what moderators approved and rejected on this board",
        threshold(rule)
    )
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let score = facts.score.as_ref()?;
    (i64::from(score.percent) >= threshold(rule))
        .then(|| (score.against_in_words(), score.against.words.clone()))
}

impl Score {
    /// The score with what weighed most against the text; its words, if any, are to follow.
    fn against_in_words(&self) -> String {
        let words = Some("these words".to_owned()).filter(|_| !self.against.words.is_empty());
        let why: Vec<String> = self.against.facts.iter().cloned().chain(words).collect();
        match why.as_slice() {
            [] => format!("{} of 100", self.percent),
            [one] => format!("{} of 100, for {one}", self.percent),
            [rest @ .., last] => format!("{} of 100, for {} and {last}", self.percent, rest.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind, Verdict, judge};
    use serde_json::json;

    fn scored(percent: i16, words: &[&str], facts: &[&str]) -> Facts<'static> {
        let told = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        let against = Weighed { words: told(words), facts: told(facts) };
        let score = Score { percent, against, on_its_side: Weighed::default() };
        Facts { score: Some(score), ..Facts::about("x") }
    }

    fn rule(action: Action) -> Rule {
        Rule::new(Kind::Learned, action, json!({"percent": 90}))
    }

    #[test]
    fn from_the_threshold_on_it_says_what_weighed_most() {
        let asked = |percent, words: &[&str], facts: &[&str]| {
            ask(&scored(percent, words, facts), &rule(Action::Hold)).map(|found| found.0)
        };
        assert_eq!(asked(89, &[], &[]), None);
        assert_eq!(asked(90, &[], &[]).unwrap(), "90 of 100");
        assert_eq!(asked(91, &["pills"], &[]).unwrap(), "91 of 100, for these words");
        let told = "97 of 100, for 2 links, a trusted author and these words";
        assert_eq!(asked(97, &["pills"], &["2 links", "a trusted author"]).unwrap(), told);
        assert!(ask(&Facts::about("x"), &rule(Action::Hold)).is_none());
    }

    #[test]
    fn it_holds_or_sorts_whatever_stands_in_the_database() {
        let facts = scored(100, &["pills"], &[]);
        for action in [Action::Hold, Action::Sort, Action::Refuse, Action::Mark] {
            let judged = judge(&[rule(action)], &facts);
            assert_eq!(judged.score, Some(100));
            match action {
                Action::Hold => {
                    assert!(matches!(judged.verdict, Verdict::Hold(reasons) if reasons.len() == 1));
                }
                _ => assert_eq!((judged.verdict, judged.hits.len()), (Verdict::Publish, 0)),
            }
        }
        assert_eq!(judge(&[], &facts).score, None, "nobody asked for it");
    }
}
