//! From counts to a score: naive Bayes, of the features that tell most.
//!
//! Of each feature it is known in how many approved and in how many rejected texts it stood. Its weight is the logarithm
//! of the odds that a text with it is rejected, as if as many were approved as rejected, drawn towards even odds while it
//! was met seldom (Robinson, “A statistical approach to the spam problem”, 2003). The weights of the [`TELLING`] heaviest
//! are added to the odds of any text; the sum, as a percentage, is the score.

use super::features::{ANY, Feature, Told};
use super::{Label, enough};
use std::collections::HashMap;

/// So many features of a text are weighed: those that tell most.
const TELLING: usize = 20;

/// A feature tells something once so many texts had it.
pub const MET: i32 = 3;

/// A feature lighter than this tells nothing.
const LIGHT: f64 = 0.2;

/// So many words are told of what weighed most, on either side.
const TOLD: usize = 5;

/// In how many texts something stood: approved ones, rejected ones.
pub type Counts = (i32, i32);

/// The counts of some features.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known(HashMap<i32, Counts>);

/// How much a text is like those that were rejected, and not like those that were approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// From 0 to 100.
    pub percent: i16,
    /// What weighed most against it.
    pub against: Weighed,
    /// What weighed most for it.
    pub on_its_side: Weighed,
}

/// What weighed, heaviest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// Stretches of the text.
    pub words: Vec<String>,
    /// What is no stretch of it, in words.
    pub facts: Vec<String>,
}

impl FromIterator<(i32, Counts)> for Known {
    fn from_iter<T: IntoIterator<Item = (i32, Counts)>>(counts: T) -> Self {
        Self(counts.into_iter().collect())
    }
}

impl Known {
    /// How many texts were approved, and how many rejected.
    #[must_use]
    pub fn texts(&self) -> Counts {
        self.of(ANY)
    }

    fn of(&self, bucket: i32) -> Counts {
        self.0.get(&bucket).copied().unwrap_or_default()
    }

    /// One more text of these features was decided on, or one fewer.
    pub fn count(&mut self, buckets: &[i32], label: Label, by: i32) {
        for bucket in buckets {
            let (approved, rejected) = self.0.entry(*bucket).or_default();
            match label {
                Label::Approved => *approved += by,
                Label::Rejected => *rejected += by,
            }
        }
        self.0.retain(|_, counts| *counts != (0, 0));
    }

    /// The score of a text with these features; nothing while there is not enough to go by.
    #[must_use]
    pub fn score(&self, own_words: &str, features: &[Feature]) -> Option<Score> {
        let texts = self.texts();
        if !enough(texts) {
            return None;
        }
        let mut weighed: Vec<(f64, &Feature)> =
            features.iter().map(|feature| (weight(self.of(feature.bucket), texts), feature)).collect();
        weighed.retain(|(weight, _)| weight.abs() >= LIGHT);
        // Of two that weigh the same, the longer one, and always the same one.
        weighed.sort_by(|(one, of), (other, with)| {
            let heavier = other.abs().total_cmp(&one.abs());
            heavier.then(with.told.length().cmp(&of.told.length())).then(of.bucket.cmp(&with.bucket))
        });
        weighed.truncate(TELLING);
        let sum: f64 = weighed.iter().map(|(weight, _)| weight).sum();
        let side = |against: bool| {
            let ours = weighed.iter().filter(move |(weight, _)| (*weight > 0.0) == against);
            Weighed::of(ours.map(|(_, feature)| *feature), own_words)
        };
        let percent = percent_of(prior(texts) + sum);
        Some(Score { percent, against: side(true), on_its_side: side(false) })
    }
}

/// The odds of any text, as a logarithm.
fn prior((approved, rejected): Counts) -> f64 {
    ((f64::from(rejected) + 1.0) / (f64::from(approved) + 1.0)).ln()
}

/// How much a feature tells, of so many texts in all: above 0 against a text, below 0 for it.
fn weight((approved, rejected): Counts, texts: Counts) -> f64 {
    let met = approved + rejected;
    if met < MET || texts.0 < 1 || texts.1 < 1 {
        return 0.0;
    }
    let (for_it, against) =
        (f64::from(approved) / f64::from(texts.0), f64::from(rejected) / f64::from(texts.1));
    let share = against / (against + for_it);
    let drawn = (0.5 + f64::from(met) * share) / (1.0 + f64::from(met));
    (drawn / (1.0 - drawn)).ln()
}

/// A logarithm of odds as a whole percentage.
fn percent_of(odds: f64) -> i16 {
    let percent = 100.0 / (1.0 + (-odds).exp());
    (1..=100).rev().find(|whole| f64::from(*whole) <= percent).unwrap_or(0)
}

impl Score {
    /// What weighed on either side, with the word that says which.
    #[must_use]
    pub fn sides(&self) -> Vec<(&'static str, &Weighed)> {
        let sides = [("against it", &self.against), ("for it", &self.on_its_side)];
        sides.into_iter().filter(|(_, weighed)| !weighed.is_empty()).collect()
    }
}

impl Weighed {
    /// A word that stands in two of the pairs is told with the heavier one.
    fn of<'a>(features: impl Iterator<Item = &'a Feature>, own_words: &str) -> Self {
        let mut weighed = Self::default();
        let mut places: Vec<&std::ops::Range<usize>> = Vec::new();
        for feature in features {
            if weighed.words.len() + weighed.facts.len() == TOLD {
                break;
            }
            match &feature.told {
                Told::Fact(words) => weighed.facts.push((*words).to_owned()),
                Told::Domain(domain) => weighed.facts.push(format!("a link to {domain}")),
                Told::Words(place) => {
                    if !places.iter().any(|known| known.start < place.end && place.start < known.end) {
                        let stretch = own_words.get(place.clone()).unwrap_or_default();
                        weighed.words.push(stretch.trim_end().to_owned());
                        places.push(place);
                    }
                }
            }
        }
        weighed
    }

    /// Whether nothing weighed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.facts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::{buckets, of_text};
    use super::*;
    use crate::db::Word;
    use Label::{Approved, Rejected};

    /// What is known after these texts were decided on, each so often.
    fn taught(texts: &[(&str, Label, i32)]) -> Known {
        let mut known = Known::default();
        for (text, label, times) in texts {
            known.count(&buckets(&of_text(text, &[])), *label, *times);
        }
        known
    }

    fn scored(known: &Known, text: &str) -> Option<Score> {
        known.score(text, &of_text(text, &[]))
    }

    #[test]
    fn what_is_like_rejected_texts_scores_high_and_what_is_like_approved_ones_low() {
        let known = taught(&[("The treaty text is public.", Approved, 120), ("Cheap pills!", Rejected, 80)]);
        let spam = scored(&known, "Buy CHEAP, cheap Pills of me").unwrap();
        assert!(spam.percent >= 95, "{spam:?}");
        assert_eq!(spam.against.words, ["cheap Pills", "CHEAP"].map(str::to_owned));
        let fine = scored(&known, "Is the treaty public?").unwrap();
        assert!(fine.percent <= 5 && fine.against.words.is_empty(), "{fine:?}");
        assert!(fine.on_its_side.words.iter().any(|words| words == "the treaty"), "{fine:?}");
    }

    #[test]
    fn a_text_of_unknown_words_scores_what_any_text_does() {
        let known = taught(&[("one", Approved, 150), ("two", Rejected, 50)]);
        let mut unknown = of_text("three", &[]);
        unknown.truncate(1);
        assert_eq!(known.score("three", &unknown).unwrap().percent, 25);
    }

    #[test]
    fn nothing_is_said_of_too_few_decisions() {
        assert!(scored(&taught(&[("a", Approved, 120), ("b", Rejected, 79)]), "a").is_none());
        assert!(scored(&taught(&[("a", Approved, 120), ("b", Rejected, 80)]), "a").is_some());
        assert!(scored(&taught(&[("a", Approved, 900), ("b", Rejected, 9)]), "a").is_none());
        assert!(scored(&taught(&[("a", Approved, 9), ("b", Rejected, 900)]), "a").is_none());
    }

    #[test]
    fn what_was_met_twice_tells_nothing_yet() {
        let texts = (100, 100);
        assert_eq!(weight((0, 2), texts).to_bits(), 0_f64.to_bits());
        // Three of three: (0.5 + 3) / 4 = 0.875, and ln 7.
        assert!((weight((0, 3), texts) - 7_f64.ln()).abs() < 1e-9);
        assert!((weight((3, 0), texts) + 7_f64.ln()).abs() < 1e-9);
        // Once of a hundred against three of three hundred: even.
        assert!(weight((3, 1), (300, 100)).abs() < 1e-9);
    }

    #[test]
    fn percentages_are_whole_and_stay_within_their_bounds() {
        assert_eq!([-800.0, 0.0, 2.2, 800.0].map(percent_of), [0, 50, 90, 100]);
    }

    /// Numbers that look like chance and are the same each time.
    fn chance(seed: &mut u64) -> u64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *seed >> 33
    }

    /// What is known after these lessons alone.
    fn after(lessons: &[(Vec<i32>, Label)]) -> Known {
        let mut known = Known::default();
        for (buckets, label) in lessons {
            known.count(buckets, *label, 1);
        }
        known
    }

    #[test]
    fn what_is_taken_back_leaves_nothing_behind_in_whatever_order() {
        for round in 0..200 {
            let mut seed = round;
            let mut lessons = Vec::new();
            for _ in 0..=chance(&mut seed) % 8 {
                let length = chance(&mut seed) % 12;
                let words: Vec<String> = (0..length).map(|_| (chance(&mut seed) % 20).to_string()).collect();
                let label = Label::ALL[usize::try_from(chance(&mut seed) % 2).unwrap()];
                lessons.push((buckets(&of_text(&words.join(" "), &[])), label));
            }
            let mut known = after(&lessons);
            while !lessons.is_empty() {
                let at = usize::try_from(chance(&mut seed)).unwrap() % lessons.len();
                let (buckets, label) = lessons.swap_remove(at);
                known.count(&buckets, label, -1);
                assert_eq!(known, after(&lessons));
            }
            assert_eq!(known, Known::default());
        }
    }
}
