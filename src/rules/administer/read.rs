//! What an administrator typed about a rule.

use super::Change;
use crate::db::Word;
use crate::rules::{Action, Domains, Kind};
use serde_json::{Map, Value, json};

/// The fields that hold something else than they may, each with a sentence.
pub type Faulty = Vec<(&'static str, String)>;

/// Reads the fields of the form of a rule.
///
/// # Errors
/// [`Faulty`].
pub fn read<'a>(kind: Kind, field: impl Fn(&str) -> &'a str) -> Result<Change, Faulty> {
    let mut faults = Vec::new();
    let mut numbers = Map::new();
    for number in kind.numbers() {
        let typed = field(number.name).trim().replace(',', "");
        match typed.parse::<i64>().ok().filter(|typed| number.range.contains(typed)) {
            Some(typed) => {
                numbers.insert(number.name.to_owned(), json!(typed));
            }
            None => faults.push((
                number.name,
                format!("A number from {} to {}.", number.range.start(), number.range.end()),
            )),
        }
    }
    if kind.domains().is_some() {
        match Domains::read(field("domains")) {
            Ok(domains) => {
                numbers.insert("domains".to_owned(), json!(domains.iter().collect::<Vec<_>>()));
            }
            Err(refused) => faults.push(("domains", refused.to_string())),
        }
    }
    let allowed = kind.actions();
    let action = match allowed {
        [] => Action::Hold,
        [only] => *only,
        _ => Action::of(field("action")).filter(|action| allowed.contains(action)).unwrap_or_else(|| {
            faults.push(("action", "Say what becomes of a text that the rule meets.".to_owned()));
            Action::Hold
        }),
    };
    let turned_on = !field("turned_on").is_empty();
    if faults.is_empty() {
        Ok(Change { kind, turned_on, action, numbers: Value::Object(numbers) })
    } else {
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_looked_at() {
        let good = |name: &str| match name {
            "new" => "0",
            "known" => "3",
            "domains" => "press.example",
            "action" => "mark",
            _ => "",
        };
        let change = read(Kind::Links, good).unwrap();
        assert_eq!(change.numbers, json!({"new": 0, "known": 3, "domains": ["press.example"]}));
        assert_eq!((change.action, change.turned_on), (Action::Mark, false));
        let faults = read(Kind::Links, |name| if name == "new" { "101" } else { "x y" }).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["new", "known", "domains", "action"]);
    }

    #[test]
    fn a_member_is_not_told_by_a_refusal_that_somebody_watches() {
        assert!(read(Kind::WatchedMember, |_| "refuse").is_err());
        assert_eq!(read(Kind::Silenced, |_| "refuse").unwrap().action, Action::Hold);
    }
}
