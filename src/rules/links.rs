//! More links than a member of this standing may post. Links to domains that are allowed do not count.

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};
use crate::accounts::Standing;

const NEW: Number = Number::new("new", "Links that a new member may post", 0, 0..=100);
const KNOWN: Number = Number::new("known", "Links that a known member may post", 2, 0..=100);

pub(super) const NUMBERS: &[Number] = &[NEW, KNOWN];

pub(super) fn says(rule: &Rule) -> String {
    let (new, known) = (rule.number(&NEW), rule.number(&KNOWN));
    let allowed = match rule.domains.len() {
        0 => String::new(),
        1 => ", not counting those to a domain that is allowed".to_owned(),
        n => format!(", not counting those to {n} domains that are allowed"),
    };
    format!("More links than {new} from a new member, or than {known} from a known one{allowed}")
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let (most, who) = match facts.standing {
        Standing::New => (rule.number(&NEW), "new members"),
        Standing::Known => (rule.number(&KNOWN), "known members"),
        Standing::Trusted => return None,
    };
    let counted = facts.text.links.iter().filter(|link| rule.domains.of(link).is_none());
    let counted: Vec<String> = counted.cloned().collect();
    let count = i64::try_from(counted.len()).unwrap_or(i64::MAX);
    (count > most).then(|| {
        let links = if count == 1 { "1 link".to_owned() } else { format!("{count} links") };
        (format!("{links}; {who} may post {most}"), counted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(standing: Standing, links: &[String]) -> Option<Found> {
        let mut facts = Facts { standing, ..Facts::about("x") };
        facts.text.links = links;
        let numbers = serde_json::json!({"new": 0, "known": 1, "domains": ["press.example"]});
        ask(&facts, &Rule::new(Kind::Links, Action::Hold, numbers))
    }

    #[test]
    fn standing_decides_how_many() {
        let links = ["https://a.example".to_owned(), "https://b.example".to_owned()];
        assert_eq!(asked(Standing::New, &links[..1]).unwrap().0, "1 link; new members may post 0");
        assert!(asked(Standing::Known, &links[..1]).is_none());
        assert_eq!(asked(Standing::Known, &links).unwrap().1, links);
        assert!(asked(Standing::Trusted, &links).is_none());
    }

    #[test]
    fn links_to_domains_that_are_allowed_do_not_count() {
        let links = ["https://www.press.example/1".to_owned(), "https://b.example".to_owned()];
        assert!(asked(Standing::New, &links[..1]).is_none());
        assert_eq!(asked(Standing::New, &links).unwrap().1, links[1..]);
    }
}
