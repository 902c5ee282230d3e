//! More links than a member of this standing may post.

use super::facts::Facts;
use super::judge::{Found, Rule};
use crate::accounts::Standing;

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let (most, who) = match facts.standing {
        Standing::New => (rule.number("new", 0), "new members"),
        Standing::Known => (rule.number("known", 2), "known members"),
        Standing::Trusted => return None,
    };
    let count = i64::try_from(facts.text.links.len()).unwrap_or(i64::MAX);
    (count > most).then(|| {
        let links = if count == 1 { "1 link".to_owned() } else { format!("{count} links") };
        (format!("{links}; {who} may post {most}"), facts.text.links.to_vec())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(standing: Standing, links: &[String]) -> Option<Found> {
        let mut facts = Facts { standing, ..Facts::about("x") };
        facts.text.links = links;
        let numbers = serde_json::json!({"new": 0, "known": 1});
        ask(&facts, &Rule { kind: Kind::Links, action: Action::Hold, numbers })
    }

    #[test]
    fn standing_decides_how_many() {
        let links = ["https://a.example".to_owned(), "https://b.example".to_owned()];
        assert_eq!(asked(Standing::New, &links[..1]).unwrap().0, "1 link; new members may post 0");
        assert!(asked(Standing::Known, &links[..1]).is_none());
        assert_eq!(asked(Standing::Known, &links).unwrap().1, links);
        assert!(asked(Standing::Trusted, &links).is_none());
    }
}
