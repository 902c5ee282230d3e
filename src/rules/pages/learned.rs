//! What the page of the learned score shows beside the rule: what was learned from, how well it does, what weighs most.

use crate::db::Conn;
use crate::rules::learned::{
    AtThreshold, ENOUGH, ENOUGH_OF_EACH, Heaviest, HeldOut, THRESHOLDS, enough, heaviest, held_out, threshold,
};
use crate::rules::{Kind, Rule};
use diesel::QueryResult;

/// The figures are of so many decisions at most, the last ones.
const LATEST: i64 = 1_000;

/// What was learned.
pub struct Learned {
    heaviest: Heaviest,
    held_out: HeldOut,
    threshold: i64,
}

impl Learned {
    /// Nothing for other rules.
    pub async fn of(db: &Conn, rule: &Rule) -> QueryResult<Option<Self>> {
        if rule.kind != Kind::Learned {
            return Ok(None);
        }
        let (heaviest, held_out) = tokio::try_join!(heaviest(db), held_out(db, LATEST))?;
        Ok(Some(Self { heaviest, held_out, threshold: threshold(rule) }))
    }

    /// What it has learned from, in a sentence.
    pub fn said(&self) -> String {
        let (approved, rejected) = self.heaviest.texts;
        let texts = approved + rejected;
        let learned = match texts {
            1 => "It has learned from 1 decision".to_owned(),
            texts => format!("It has learned from {texts} decisions"),
        };
        let told = format!("{learned}: {approved} approved, {rejected} rejected or removed");
        if enough(self.heaviest.texts) {
            return format!("{told}.");
        }
        format!(
            "Not enough decisions yet. {told}. It says nothing, and neither holds nor sorts, until there are {ENOUGH}, \
             {ENOUGH_OF_EACH} of either kind at least."
        )
    }

    pub fn is_enough(&self) -> bool {
        enough(self.heaviest.texts)
    }

    pub fn heaviest(&self) -> &Heaviest {
        &self.heaviest
    }

    pub fn texts(&self) -> usize {
        self.held_out.texts()
    }

    /// The figures at the rule's own threshold and at others, in order.
    pub fn figures(&self) -> Vec<AtThreshold> {
        let mut all: Vec<i64> = THRESHOLDS.into_iter().chain([self.threshold]).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|threshold| self.held_out.at(threshold)).collect()
    }

    pub fn is_own(&self, figures: &AtThreshold) -> bool {
        figures.threshold == self.threshold
    }

    /// A percentage, or that there is nothing to take it of.
    pub fn percent(percent: Option<usize>) -> String {
        percent.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
    }
}
