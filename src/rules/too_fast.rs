//! Too many texts of one writer in too short a time.

use super::facts::Facts;
use super::judge::{Found, Rule};

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    if facts.text.comment.is_some() {
        return None;
    }
    let (most, minutes) = (rule.number("texts", 6), rule.number("minutes", 5));
    let lately: Vec<i64> = facts.minutes_ago.iter().copied().filter(|ago| *ago < minutes).collect();
    let count = i64::try_from(lately.len()).unwrap_or(i64::MAX);
    (count >= most).then(|| {
        (format!("You posted {count} comments in {minutes} minutes. Wait a little; your text stays here meanwhile."), vec![])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(minutes_ago: Vec<i64>) -> Option<Found> {
        let facts = Facts { minutes_ago, ..Facts::about("x") };
        let numbers = serde_json::json!({"texts": 3, "minutes": 5});
        ask(&facts, &Rule { kind: Kind::TooFast, action: Action::Refuse, numbers })
    }

    #[test]
    fn only_the_last_minutes_count() {
        assert!(asked(vec![0, 1, 4]).is_some());
        assert!(asked(vec![0, 1, 5]).is_none());
        assert!(asked(vec![]).is_none());
    }
}
