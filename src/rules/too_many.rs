//! Too many texts of one writer in an hour or a day.

use super::facts::Facts;
use super::judge::Found;
use super::rule::{Number, Rule};
use super::too_fast::lately;

const HOUR: Number = Number::new("hour", "Comments in an hour", 20, 1..=500);
const DAY: Number = Number::new("day", "Comments in a day", 60, 1..=500);

pub(super) const NUMBERS: &[Number] = &[HOUR, DAY];

pub(super) fn says(rule: &Rule) -> String {
    let (hour, day) = (rule.number(&HOUR), rule.number(&DAY));
    format!("A text by somebody who has posted {hour} in the last hour or {day} in the last 24 hours")
}

pub(super) fn ask(facts: &Facts<'_>, rule: &Rule) -> Option<Found> {
    if facts.text.comment.is_some() {
        return None;
    }
    let found = [(60, rule.number(&HOUR), "an hour"), (24 * 60, rule.number(&DAY), "24 hours")];
    let (count, most, time) = found
        .into_iter()
        .map(|(minutes, most, time)| (lately(facts, minutes), most, time))
        .find(|(count, most, _)| count >= most)?;
    Some((format!("{count} texts in {time}, where this board takes {most}"), vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Action, Kind};

    fn asked(minutes_ago: Vec<i64>) -> Option<Found> {
        let facts = Facts { minutes_ago, ..Facts::about("x") };
        let numbers = serde_json::json!({"hour": 3, "day": 4});
        ask(&facts, &Rule::new(Kind::TooMany, Action::Refuse, numbers))
    }

    #[test]
    fn an_hour_and_a_day_are_counted() {
        assert!(asked(vec![5, 30, 59]).unwrap().0.contains("3 texts in an hour"));
        assert!(asked(vec![5, 30, 60]).is_none());
        assert!(asked(vec![5, 30, 60, 1439]).unwrap().0.contains("4 texts in 24 hours"));
        assert!(asked(vec![5, 30, 60, 1440]).is_none());
    }
}
