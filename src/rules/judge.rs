//! The verdict: every rule that is turned on is asked, in the administrator's order.

use super::facts::Facts;
use super::{
    capitals, first_comments, links, mostly_quotation, same_text, silenced, too_fast, watched_words,
};
use crate::db::{Word, read_word, write_word};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use serde_json::Value;

/// What becomes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Readers see it.
    Publish,
    /// A moderator looks first, for these reasons.
    Hold(Vec<Reason>),
    /// Nothing is stored; the writer reads this sentence.
    Refuse(String),
}

impl Verdict {
    /// The same, but that the text waits for this reason as well.
    #[must_use]
    pub fn held_for(self, reason: Reason) -> Self {
        match self {
            Self::Refuse(why) => Self::Refuse(why),
            Self::Publish => Self::Hold(vec![reason]),
            Self::Hold(reasons) => Self::Hold([vec![reason], reasons].concat()),
        }
    }
}

/// Why a text waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: String,
    /// What it found, as a sentence.
    pub words: String,
    /// The words, links or numbers that met it, as they stand in the text.
    pub evidence: Vec<String>,
}

/// A rule as the administrator set it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Which.
    pub kind: Kind,
    /// What it does.
    pub action: Action,
    /// Its numbers and lists, by name.
    pub numbers: Value,
}

/// The kinds of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Kind {
    /// Too many texts in too short a time.
    TooFast,
    /// The writer is silenced.
    Silenced,
    /// The first comments of a new member.
    FirstComments,
    /// More links than the writer's standing allows.
    Links,
    /// Words that are watched.
    WatchedWords,
    /// The same text again.
    SameText,
    /// More quoted than written.
    MostlyQuotation,
    /// Shouting.
    Capitals,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub enum Action {
    /// A moderator looks first.
    Hold,
    /// The writer gets the text back.
    Refuse,
}

/// The verdict of these rules on these facts. A refusal ends the asking; every reason to hold is gathered.
#[must_use]
pub fn judge(rules: &[Rule], facts: &Facts<'_>) -> Verdict {
    let mut reasons = Vec::new();
    for rule in rules {
        let Some((words, evidence)) = ask(rule, facts) else { continue };
        match rule.action {
            Action::Refuse => return Verdict::Refuse(words),
            Action::Hold => reasons.push(Reason { rule: rule.kind.word().to_owned(), words, evidence }),
        }
    }
    if reasons.is_empty() { Verdict::Publish } else { Verdict::Hold(reasons) }
}

/// What a rule found: a sentence, and the stretches of the text that met it.
pub(super) type Found = (String, Vec<String>);

fn ask(rule: &Rule, facts: &Facts<'_>) -> Option<Found> {
    match rule.kind {
        Kind::TooFast => too_fast::ask(facts, rule),
        Kind::Silenced => silenced::ask(facts),
        Kind::FirstComments => first_comments::ask(facts, rule),
        Kind::Links => links::ask(facts, rule),
        Kind::WatchedWords => watched_words::ask(facts, rule),
        Kind::SameText => same_text::ask(facts),
        Kind::MostlyQuotation => mostly_quotation::ask(facts, rule),
        Kind::Capitals => capitals::ask(facts, rule),
    }
}

impl Kind {
    /// Whether it can be asked about a line, such as a tagline; the others speak of comments.
    #[must_use]
    pub fn speaks_of_lines(self) -> bool {
        matches!(self, Self::Silenced | Self::Links | Self::WatchedWords | Self::Capitals)
    }
}

impl Rule {
    /// One of its numbers, or this one where the administrator set none.
    #[must_use]
    pub fn number(&self, name: &str, otherwise: i64) -> i64 {
        self.numbers.get(name).and_then(Value::as_i64).unwrap_or(otherwise)
    }

    /// One of its lists.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<&str> {
        let list = self.numbers.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

/// The rule's name, as moderators read it.
#[must_use]
pub fn title(rule: &str) -> &'static str {
    match Kind::of(rule) {
        Some(Kind::TooFast) => "Too fast",
        Some(Kind::Silenced) => "Silenced",
        Some(Kind::FirstComments) => "First comment",
        Some(Kind::Links) => "Links",
        Some(Kind::WatchedWords) => "Watched words",
        Some(Kind::SameText) => "Same text again",
        Some(Kind::MostlyQuotation) => "Mostly quotation",
        Some(Kind::Capitals) => "Capitals",
        None if rule == "flag" => "Flag",
        None if rule == "edit" => "Edited",
        None if rule == "revised" => "Revised",
        None if rule == "appeal" => "Appeal",
        None => "Other",
    }
}

impl Word for Kind {
    const ALL: &'static [Self] = &[
        Self::TooFast,
        Self::Silenced,
        Self::FirstComments,
        Self::Links,
        Self::WatchedWords,
        Self::SameText,
        Self::MostlyQuotation,
        Self::Capitals,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::TooFast => "too_fast",
            Self::Silenced => "silenced",
            Self::FirstComments => "first_comments",
            Self::Links => "links",
            Self::WatchedWords => "watched_words",
            Self::SameText => "same_text",
            Self::MostlyQuotation => "mostly_quotation",
            Self::Capitals => "capitals",
        }
    }
}

impl ToSql<Text, Pg> for Kind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Kind {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}

impl Word for Action {
    const ALL: &'static [Self] = &[Self::Hold, Self::Refuse];

    fn word(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Refuse => "refuse",
        }
    }
}

impl ToSql<Text, Pg> for Action {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write_word(*self, out)
    }
}

impl FromSql<Text, Pg> for Action {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        read_word(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn facts<'a>(own_words: &'a str, links: &'a [String]) -> Facts<'a> {
        let mut facts = Facts { approved: 5, ..Facts::about(own_words) };
        facts.text.links = links;
        facts
    }

    fn rule(kind: Kind, action: Action, numbers: Value) -> Rule {
        Rule { kind, action, numbers }
    }

    #[test]
    fn every_reason_to_hold_is_gathered() {
        let rules = [
            rule(Kind::FirstComments, Action::Hold, json!({"comments": 9})),
            rule(Kind::Links, Action::Hold, json!({"new": 0})),
        ];
        let links = ["https://a.example".to_owned()];
        let Verdict::Hold(reasons) = judge(&rules, &facts("see https://a.example", &links)) else {
            panic!("held")
        };
        assert_eq!(reasons.iter().map(|r| r.rule.as_str()).collect::<Vec<_>>(), ["first_comments", "links"]);
    }

    #[test]
    fn a_refusal_comes_before_any_hold() {
        let rules = [
            rule(Kind::FirstComments, Action::Hold, json!({"comments": 9})),
            rule(Kind::WatchedWords, Action::Refuse, json!({"words": ["pills"]})),
        ];
        assert!(matches!(judge(&rules, &facts("cheap pills", &[])), Verdict::Refuse(_)));
        assert_eq!(judge(&[], &facts("cheap pills", &[])), Verdict::Publish);
    }
}
