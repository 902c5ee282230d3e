//! Everything of a silenced member is held.

use super::facts::Facts;
use super::judge::Found;

pub(super) fn says() -> String {
    "Whatever a member writes whom moderators have silenced".to_owned()
}

pub(super) fn ask(facts: &Facts<'_>) -> Option<Found> {
    facts.silenced.as_ref().map(|why| (format!("The member is silenced: {why}"), vec![]))
}
