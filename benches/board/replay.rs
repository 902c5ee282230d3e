//! Statements of the log as a script of `pgbench`: what two requests of the same kind asked is the same but for who
//! wrote, where, when, and what came of it.

use crate::Failure;
use crate::traced::Statement;
use std::fmt::Write;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// Something that was other in the one request than in the other, and what stands for it in the script.
pub struct Differs {
    /// What it was in the two.
    pub was: [String; 2],
    /// An expression of SQL.
    pub becomes: String,
}

/// Two requests of the same kind.
pub struct Requests {
    /// What each asked.
    pub asked: [Vec<Statement>; 2],
    /// What differed in them.
    pub differs: Vec<Differs>,
    /// The number that the comment got in its thread.
    pub number: [String; 2],
}

/// A script, and the values in it that differed for no known reason and are always those of the first request.
pub struct Script {
    /// What `pgbench` reads.
    pub text: String,
    /// Those values.
    pub unknown: Vec<String>,
}

const MOMENT: &[BorrowedFormatItem<'_>] = format_description!(
    "[year]-[month]-[day] [hour]:[minute]:[second][optional [.[subsecond]]][offset_hour sign:mandatory]"
);

/// The one statement with the values that it had.
pub fn of_one(statement: &Statement) -> String {
    let expressions = statement.parameters.iter().map(|value| literal(value.as_deref())).collect::<Vec<_>>();
    format!("{};\n", filled(&statement.sql, &expressions))
}

impl Requests {
    /// Both requests as one script.
    pub fn script(&self) -> Result<Script, Failure> {
        let [one, other] = &self.asked;
        let differs = one.iter().zip(other).find(|(one, other)| one.sql != other.sql);
        if differs.is_some() || one.len() != other.len() {
            return Err(format!("two posts did not ask the same: {differs:?}").into());
        }
        let mut script = Script { text: String::new(), unknown: Vec::new() };
        let mut number_becomes = None;
        for (one, other) in one.iter().zip(other) {
            let mut expressions = Vec::new();
            for (one, other) in one.parameters.iter().zip(&other.parameters) {
                let known = match (one, other) {
                    (Some(one), Some(other)) if [one, other] == self.number.each_ref() => {
                        number_becomes.clone()
                    }
                    _ => None,
                };
                let found = known.or_else(|| expression(one.as_deref(), other.as_deref(), &self.differs));
                expressions.push(found.unwrap_or_else(|| {
                    script.unknown.push(format!("{one:?} and {other:?}"));
                    literal(one.as_deref())
                }));
            }
            let sql = filled(&one.sql, &expressions);
            let gives_number =
                sql.to_lowercase().starts_with("update \"articles\"") && sql.contains("last_number");
            if gives_number && sql.to_lowercase().contains("returning") {
                number_becomes = Some(":last_number::integer".to_owned());
                writeln!(script.text, "{sql} \\gset")?;
            } else {
                writeln!(script.text, "{sql};")?;
            }
        }
        Ok(script)
    }
}

/// What stands for a value in the script; nothing where it differed and nobody knows why.
fn expression(one: Option<&str>, other: Option<&str>, differs: &[Differs]) -> Option<String> {
    if one == other {
        return Some(literal(one));
    }
    let (one, other) = (one?, other?);
    let moments = [one, other].map(|value| OffsetDateTime::parse(value, MOMENT).ok());
    if let [Some(one), Some(_)] = moments {
        let ago = (OffsetDateTime::now_utc() - one).whole_seconds();
        // Some are further back: how far a rule looks, or a session lasts.
        return Some(if ago < 120 {
            "now()".to_owned()
        } else {
            format!("(now() - {ago} * interval '1 second')")
        });
    }
    let exact = differs.iter().find(|differs| differs.was.each_ref() == [one, other]);
    if let Some(exact) = exact {
        return Some(exact.becomes.clone());
    }
    // Part of a longer one, such as the place of a draft.
    differs.iter().find_map(|differs| {
        let [was, is] = differs.was.each_ref();
        if !one.contains(was) || one.replace(was, is) != other {
            return None;
        }
        let pieces: Vec<String> = one.split(was).map(|piece| literal(Some(piece))).collect();
        Some(format!("({})", pieces.join(&format!(" || ({})::text || ", differs.becomes))))
    })
}

/// A value as SQL, without a colon: `pgbench` takes what follows one for a variable.
fn literal(value: Option<&str>) -> String {
    let Some(value) = value else { return "null".to_owned() };
    let mut text = String::from("E'");
    for letter in value.chars() {
        match letter {
            '\'' => text.push_str("''"),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            ':' => text.push_str("\\x3A"),
            other => text.push(other),
        }
    }
    text.push('\'');
    text
}

/// A statement with expressions in the places of its parameters.
fn filled(sql: &str, expressions: &[String]) -> String {
    let mut text = String::new();
    let mut pieces = sql.trim_end().trim_end_matches(';').split('$');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = piece.split_at(digits);
        let expression =
            number.parse().ok().and_then(|number: usize| expressions.get(number.checked_sub(1)?));
        match expression {
            Some(expression) => text.push_str(expression),
            None => text.extend(["$", number]),
        }
        text.push_str(rest);
    }
    text
}
