//! The verdict: every rule that is turned on is asked, in the administrator's order.

use super::facts::Facts;
use super::rule::{Number, Rule};
use super::{Action, Kind};
use super::{
    blocked_domains, capitals, first_comments, learned, links, moderated_article, mostly_quotation,
    old_article, one_source, same_text, shorteners, silenced, too_fast, too_many, watched_member,
    watched_words,
};
use crate::db::{Word, WordListId};

/// What becomes of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Readers see it.
    Publish,
    /// A moderator looks first, for these reasons.
    Hold(Vec<Reason>),
    /// Nothing of it is stored; the writer reads why.
    Refuse(Refusal),
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

/// Why a text is refused, and by what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Refusal {
    /// The sentence that its writer reads.
    pub why: String,
    /// The rule.
    pub rule: Kind,
    /// The list of watched words, where it was one.
    pub list: Option<WordListId>,
}

/// A verdict, and what the rules found on the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What becomes of the text.
    pub verdict: Verdict,
    /// What the rules found that hold or mark.
    pub hits: Vec<Hit>,
    /// What the learned score says of it, from 0 to 100, if the board asks for that and it says something.
    pub score: Option<i16>,
}

/// What a rule found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The rule.
    pub rule: Kind,
    /// The list of watched words, where it was one.
    pub list: Option<WordListId>,
    /// What the rule does.
    pub action: Action,
    /// What it found, as a sentence.
    pub words: String,
    /// The words or links that met it, as they stand in the text.
    pub evidence: Vec<String>,
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

/// The verdict of these rules on these facts. A refusal ends the asking; every reason to hold is gathered.
#[must_use]
pub fn judge(rules: &[Rule], facts: &Facts<'_>) -> Judgement {
    let mut hits = Vec::new();
    let asks_score = rules.iter().any(|rule| rule.kind == Kind::Learned);
    let score = facts.score.as_ref().filter(|_| asks_score).map(|score| score.percent);
    for rule in rules.iter().filter(|rule| rule.action != Action::Sort) {
        let Some((words, evidence)) = ask(rule, facts) else { continue };
        let list = rule.list.as_ref().and_then(|list| list.id);
        if rule.action == Action::Refuse {
            let refusal = Refusal { why: refusal(rule.kind, &words, &evidence), rule: rule.kind, list };
            return Judgement { verdict: Verdict::Refuse(refusal), hits: vec![], score };
        }
        hits.push(Hit { rule: rule.kind, list, action: rule.action, words, evidence });
    }
    let held = hits.iter().filter(|hit| hit.action == Action::Hold);
    let reasons: Vec<Reason> = held.map(Hit::reason).collect();
    let verdict = if reasons.is_empty() { Verdict::Publish } else { Verdict::Hold(reasons) };
    Judgement { verdict, hits, score }
}

/// What a rule found: a sentence, and the stretches of the text that met it.
pub(super) type Found = (String, Vec<String>);

/// Asks one rule.
#[must_use]
pub fn ask(rule: &Rule, facts: &Facts<'_>) -> Option<(String, Vec<String>)> {
    match rule.kind {
        Kind::TooFast => too_fast::ask(facts, rule),
        Kind::TooMany => too_many::ask(facts, rule),
        Kind::Silenced => silenced::ask(facts),
        Kind::WatchedMember => watched_member::ask(facts),
        Kind::ModeratedArticle => moderated_article::ask(facts),
        Kind::FirstComments => first_comments::ask(facts, rule),
        Kind::BlockedDomains => blocked_domains::ask(facts, rule),
        Kind::Shorteners => shorteners::ask(facts, rule),
        Kind::Links => links::ask(facts, rule),
        Kind::WatchedWords => watched_words::ask(facts, rule),
        Kind::SameText => same_text::ask(facts, rule),
        Kind::MostlyQuotation => mostly_quotation::ask(facts, rule),
        Kind::OneSource => one_source::ask(facts, rule),
        Kind::Capitals => capitals::ask(facts, rule),
        Kind::OldArticle => old_article::ask(facts, rule),
        Kind::Learned => learned::ask(facts, rule),
    }
}

/// What its writer reads of a text that is refused.
pub(super) fn refusal(kind: Kind, words: &str, evidence: &[String]) -> String {
    match kind {
        Kind::TooFast => format!("You posted {words}. Wait a little; your text stays here meanwhile."),
        Kind::TooMany => format!("You posted {words}. Your text stays here; send it later."),
        Kind::WatchedWords => told(&format!("“{}”", evidence.join("”, “"))),
        _ => told(words),
    }
}

fn told(words: &str) -> String {
    format!(
        "The rules of this board do not take this text: {words}. Nothing was stored; your text stays here."
    )
}

impl Hit {
    fn reason(&self) -> Reason {
        Reason {
            rule: self.rule.word().to_owned(),
            words: self.words.clone(),
            evidence: self.evidence.clone(),
        }
    }
}

impl Rule {
    /// What it looks for, in words, with its numbers: the beginning of a sentence that says what becomes of it.
    #[must_use]
    pub fn says(&self) -> String {
        match self.kind {
            Kind::TooFast => too_fast::says(self),
            Kind::TooMany => too_many::says(self),
            Kind::Silenced => silenced::says(),
            Kind::WatchedMember => watched_member::says(),
            Kind::ModeratedArticle => moderated_article::says(),
            Kind::FirstComments => first_comments::says(self),
            Kind::BlockedDomains => blocked_domains::says(self),
            Kind::Shorteners => shorteners::says(self),
            Kind::Links => links::says(self),
            Kind::WatchedWords => watched_words::says(),
            Kind::SameText => same_text::says(self),
            Kind::MostlyQuotation => mostly_quotation::says(self),
            Kind::OneSource => one_source::says(self),
            Kind::Capitals => capitals::says(self),
            Kind::OldArticle => old_article::says(self),
            Kind::Learned => learned::says(self),
        }
    }
}

impl Kind {
    /// The numbers that an administrator sets.
    #[must_use]
    pub fn numbers(self) -> &'static [Number] {
        match self {
            Self::TooFast => too_fast::NUMBERS,
            Self::TooMany => too_many::NUMBERS,
            Self::FirstComments => first_comments::NUMBERS,
            Self::Links => links::NUMBERS,
            Self::SameText => same_text::NUMBERS,
            Self::MostlyQuotation => mostly_quotation::NUMBERS,
            Self::OneSource => one_source::NUMBERS,
            Self::Capitals => capitals::NUMBERS,
            Self::OldArticle => old_article::NUMBERS,
            Self::Learned => learned::NUMBERS,
            Self::Silenced
            | Self::WatchedMember
            | Self::ModeratedArticle
            | Self::BlockedDomains
            | Self::Shorteners
            | Self::WatchedWords => &[],
        }
    }

    /// What its list of domains is for, where it has one.
    #[must_use]
    pub fn domains(self) -> Option<&'static str> {
        match self {
            Self::Links => Some("Domains that are allowed: links to them do not count"),
            Self::BlockedDomains => Some("Domains that are blocked"),
            Self::Shorteners => Some("Domains of services that shorten links"),
            _ => None,
        }
    }

    /// What it may do.
    #[must_use]
    pub fn actions(self) -> &'static [Action] {
        match self {
            Self::Silenced => &[Action::Hold],
            // A writer need not be told that somebody watches.
            Self::WatchedMember | Self::ModeratedArticle | Self::FirstComments => {
                &[Action::Hold, Action::Mark]
            }
            // A score alone never refuses.
            Self::Learned => &[Action::Sort, Action::Hold],
            // Each list has its own.
            Self::WatchedWords => &[],
            _ => &[Action::Hold, Action::Refuse, Action::Mark],
        }
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

    fn first_comments(action: Action) -> Rule {
        Rule::new(Kind::FirstComments, action, json!({"comments": 9}))
    }

    fn no_links(action: Action) -> Rule {
        Rule::new(Kind::Links, action, json!({"new": 0}))
    }

    #[test]
    fn every_reason_to_hold_is_gathered() {
        let links = ["https://a.example".to_owned()];
        let rules = [first_comments(Action::Hold), no_links(Action::Hold)];
        let Verdict::Hold(reasons) = judge(&rules, &facts("see https://a.example", &links)).verdict else {
            panic!("held")
        };
        assert_eq!(reasons.iter().map(|r| r.rule.as_str()).collect::<Vec<_>>(), ["first_comments", "links"]);
    }

    #[test]
    fn a_refusal_comes_before_any_hold() {
        let links = ["https://a.example".to_owned()];
        let rules = [first_comments(Action::Hold), no_links(Action::Refuse)];
        let judged = judge(&rules, &facts("see https://a.example", &links));
        let Verdict::Refuse(why) = judged.verdict else { panic!("refused") };
        assert!(why.why.contains("1 link; new members may post 0") && judged.hits.is_empty(), "{why}");
        assert_eq!((why.rule, why.list), (Kind::Links, None));
        assert_eq!(judge(&[], &facts("x", &links)).verdict, Verdict::Publish);
    }

    #[test]
    fn a_mark_lets_the_text_be_published_and_is_told() {
        let links = ["https://a.example".to_owned()];
        let judged = judge(&[no_links(Action::Mark)], &facts("see https://a.example", &links));
        assert_eq!(judged.verdict, Verdict::Publish);
        assert_eq!((judged.hits[0].rule, judged.hits[0].evidence.as_slice()), (Kind::Links, &links[..]));
        let judged = judge(&[no_links(Action::Mark), first_comments(Action::Hold)], &facts("x", &links));
        assert!(matches!(judged.verdict, Verdict::Hold(reasons) if reasons.len() == 1));
        assert_eq!(judged.hits.len(), 2);
    }
}
