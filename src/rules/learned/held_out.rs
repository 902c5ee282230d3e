//! How well the score does: by the score that each text had before it was learned from.

use super::Label;

/// Thresholds beside which the figures are shown.
pub const THRESHOLDS: [i64; 6] = [50, 70, 80, 90, 95, 99];

/// Figures of texts that were scored and only then learned from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldOut(Vec<(i16, Label)>);

/// What a threshold would have done with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtThreshold {
    /// The threshold.
    pub threshold: i64,
    /// So many texts reached it.
    pub reached: usize,
    /// So many of those were rejected.
    pub right: usize,
    /// So many were rejected in all.
    pub rejected: usize,
}

impl HeldOut {
    /// Those of these scores and decisions.
    #[must_use]
    pub fn of(scored: Vec<(i16, Label)>) -> Self {
        Self(scored)
    }

    /// How many texts they are of.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.0.len()
    }

    /// What this threshold would have done.
    #[must_use]
    pub fn at(&self, threshold: i64) -> AtThreshold {
        let reached = self.0.iter().filter(|(score, _)| i64::from(*score) >= threshold);
        let is_rejected = |label: &Label| *label == Label::Rejected;
        AtThreshold {
            threshold,
            reached: reached.clone().count(),
            right: reached.filter(|(_, label)| is_rejected(label)).count(),
            rejected: self.0.iter().filter(|(_, label)| is_rejected(label)).count(),
        }
    }
}

impl AtThreshold {
    /// Of a hundred that reached it, so many were rejected; nothing where none did.
    #[must_use]
    pub fn precision(&self) -> Option<usize> {
        (self.right * 100 + self.reached / 2).checked_div(self.reached)
    }

    /// Of a hundred that were rejected, so many reached it; nothing where none was.
    #[must_use]
    pub fn recall(&self) -> Option<usize> {
        (self.right * 100 + self.rejected / 2).checked_div(self.rejected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Label::{Approved, Rejected};

    #[test]
    fn precision_and_recall_are_counted_at_the_threshold() {
        let held_out = HeldOut::of(vec![
            (99, Rejected),
            (90, Rejected),
            (90, Approved),
            (89, Rejected),
            (50, Approved),
            (0, Approved),
        ]);
        let at = held_out.at(90);
        assert_eq!(at, AtThreshold { threshold: 90, reached: 3, right: 2, rejected: 3 });
        assert_eq!((at.precision(), at.recall()), (Some(67), Some(67)));
        assert_eq!((held_out.at(100).precision(), held_out.at(100).recall()), (None, Some(0)));
        let none = HeldOut::of(vec![(95, Approved)]).at(90);
        assert_eq!((none.precision(), none.recall()), (Some(0), None));
    }
}
