//! A link to a domain that is blocked.

use super::facts::Facts;
use super::judge::Found;
use super::rule::Rule;

pub(super) fn says(rule: &Rule) -> String {
    match rule.domains.len() {
        0 => "A text with a link to a domain that is blocked; there is none yet".to_owned(),
        1 => "A text with a link to a domain that is blocked".to_owned(),
        n => format!("A text with a link to one of {n} domains that are blocked"),
    }
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let met = met(facts, rule);
    let domain = rule.domains.of(met.first()?)?;
    Some((format!("it links to {domain}, which is blocked on this board"), met))
}

/// The links that lead to the rule's domains.
pub(super) fn met(facts: &Facts<'_>, rule: &Rule) -> Vec<String> {
    facts.text.links.iter().filter(|link| rule.domains.of(link).is_some()).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    #[test]
    fn a_domain_is_blocked_with_all_below_it_for_everybody() {
        let rule = Rule::new(
            Kind::BlockedDomains,
            Action::Refuse,
            serde_json::json!({"domains": ["pills.example"]}),
        );
        let links = ["https://a.example".to_owned(), "https://shop.pills.example/x".to_owned()];
        let mut facts = Facts { standing: crate::accounts::Standing::Trusted, ..Facts::about("x") };
        facts.text.links = &links;
        let (words, evidence) = ask(&facts, &rule).unwrap();
        assert_eq!(words, "it links to pills.example, which is blocked on this board");
        assert_eq!(evidence, links[1..]);
        facts.text.links = &links[..1];
        assert!(ask(&facts, &rule).is_none());
    }
}
