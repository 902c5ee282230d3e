//! A link that hides where it leads.

use super::blocked_domains::met;
use super::facts::Facts;
use super::judge::Found;
use super::rule::Rule;

pub(super) fn says(rule: &Rule) -> String {
    format!(
        "A text with a link that hides where it leads, by one of {} services that shorten links",
        rule.domains.len()
    )
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let met = met(facts, rule);
    let domain = rule.domains.of(met.first()?)?;
    Some((format!("a link by {domain} does not show where it leads"), met))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    #[test]
    fn a_shortened_link_is_noticed() {
        let rule = Rule::new(Kind::Shorteners, Action::Hold, serde_json::json!({"domains": ["sho.rt"]}));
        let links = ["https://sho.rt/abc".to_owned(), "https://sho.rt.example/abc".to_owned()];
        let mut facts = Facts::about("x");
        facts.text.links = &links;
        assert_eq!(ask(&facts, &rule).unwrap().1, links[..1]);
        facts.text.links = &links[1..];
        assert!(ask(&facts, &rule).is_none());
    }
}
