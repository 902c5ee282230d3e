//! A member whom moderators watch.

use super::facts::Facts;
use super::judge::Found;

pub(super) fn says() -> String {
    "Whatever a member writes whom moderators watch".to_owned()
}

pub(super) fn ask(facts: &Facts<'_>) -> Option<Found> {
    facts.watched.as_ref().map(|why| (format!("The member is watched: {why}"), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_watched_is_met() {
        let facts = Facts { watched: Some("second warning".to_owned()), ..Facts::about("x") };
        assert_eq!(ask(&facts).unwrap().0, "The member is watched: second warning");
        assert!(ask(&Facts::about("x")).is_none());
    }
}
