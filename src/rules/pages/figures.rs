//! How often a rule met something, and how often it was right, in a sentence.

use crate::db::{Word, WordListId};
use crate::rules::{Action, ENOUGH, HowRight, Kind, Met};

/// What a rule did in the last 90 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub held: i64,
    pub marked: i64,
    pub refused: i64,
    pub approved: i64,
    pub rejected: i64,
}

impl Figures {
    /// Those of a rule, or of one of its lists.
    pub fn of(met: &[Met], right: &[HowRight], kind: Kind, list: Option<WordListId>) -> Self {
        let ours = |rule: &str, of: Option<WordListId>| rule == kind.word() && (list.is_none() || of == list);
        let mut figures = Self::default();
        for met in met.iter().filter(|met| ours(&met.rule, met.list)) {
            match met.action {
                Action::Mark => figures.marked += met.count,
                Action::Hold => figures.held += met.count,
                Action::Refuse => figures.refused += met.count,
                Action::Sort => {}
            }
        }
        for right in right.iter().filter(|right| ours(&right.rule, right.list)) {
            figures.approved += right.approved;
            figures.rejected += right.rejected;
        }
        figures
    }

    /// Whether there is anything to be said.
    pub fn is_empty(&self) -> bool {
        self.held + self.marked + self.refused == 0
    }

    /// Like `It held 41 texts in the last 90 days: 38 were approved, 3 rejected (7 %).`
    pub fn said(&self) -> String {
        let texts = |count: i64| if count == 1 { "1 text".to_owned() } else { format!("{count} texts") };
        let decided = self.approved + self.rejected;
        let were = if self.approved == 1 { "was" } else { "were" };
        let right = match self.rejected * 100 {
            _ if decided == 0 => "none was decided yet".to_owned(),
            share if decided >= ENOUGH => {
                format!(
                    "{} {were} approved, {} rejected ({} %)",
                    self.approved,
                    self.rejected,
                    share / decided
                )
            }
            _ => format!("{} {were} approved, {} rejected", self.approved, self.rejected),
        };
        let met = [
            (self.held, "held", format!(": {right}")),
            (self.marked, "marked", String::new()),
            (self.refused, "refused", String::new()),
        ];
        let met = met.into_iter().filter(|(count, ..)| *count > 0).enumerate();
        let said = met.map(|(at, (count, done, more))| {
            let when = if at == 0 { " in the last 90 days" } else { "" };
            format!("It {done} {}{when}{more}.", texts(count))
        });
        let said = said.collect::<Vec<_>>().join(" ");
        if said.is_empty() { "It met nothing in the last 90 days.".to_owned() } else { said }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_in_a_sentence() {
        let said = |held, marked, approved, rejected| {
            Figures { held, marked, approved, rejected, refused: 0 }.said()
        };
        assert_eq!(said(0, 0, 0, 0), "It met nothing in the last 90 days.");
        assert_eq!(said(1, 0, 0, 0), "It held 1 text in the last 90 days: none was decided yet.");
        let told =
            "It held 41 texts in the last 90 days: 38 were approved, 3 rejected (7 %). It marked 2 texts.";
        assert_eq!(said(41, 2, 38, 3), told);
        assert_eq!(said(2, 0, 1, 1), "It held 2 texts in the last 90 days: 1 was approved, 1 rejected.");
        let refused = Figures { refused: 3, ..Figures::default() };
        assert_eq!(refused.said(), "It refused 3 texts in the last 90 days.");
        let both = Figures { marked: 1, ..refused };
        assert_eq!(both.said(), "It marked 1 text in the last 90 days. It refused 3 texts.");
    }
}
