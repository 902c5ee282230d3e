//! A comment on an article that was posted long ago.

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};

const DAYS: Number = Number::new("days", "Days after which an article is old", 365, 1..=10_000);

pub(super) const NUMBERS: &[Number] = &[DAYS];

pub(super) fn says(rule: &Rule) -> String {
    format!("A comment on an article that was posted {} days ago or earlier", rule.number(&DAYS))
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    let days = (facts.now - facts.text.thread?.posted_at).whole_days();
    (days >= rule.number(&DAYS)).then(|| (format!("the article was posted {days} days ago"), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind, Thread};
    use time::Duration;

    fn asked(age: Duration) -> Option<Found> {
        let mut facts = Facts::about("x");
        facts.text.thread = Some(Thread { posted_at: facts.now - age, moderated_at: None });
        ask(&facts, &Rule::new(Kind::OldArticle, Action::Hold, serde_json::json!({"days": 30})))
    }

    #[test]
    fn an_article_is_old_from_a_day_on() {
        assert_eq!(asked(Duration::days(30)).unwrap().0, "the article was posted 30 days ago");
        assert!(asked(Duration::days(30) - Duration::minutes(1)).is_none());
    }
}
