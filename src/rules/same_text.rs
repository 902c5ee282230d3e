//! The same text again, from anybody, anywhere on the board.

use super::facts::Facts;
use super::judge::Found;

pub(super) fn ask(facts: &Facts<'_>) -> Option<Found> {
    facts.same_text.as_ref().map(|(headline, days)| {
        let when = match days {
            0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        (format!("word for word what stands in “{headline}”, posted {when}"), vec![])
    })
}
