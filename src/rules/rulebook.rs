//! The rules that are turned on, compiled. A process keeps them until the database says that they are others: each
//! verdict asks for their version together with its facts.

use super::rule::{NamedList, Rule};
use super::words::WordList;
use super::{Kind, first_comments, store};
use crate::db::Conn;
use diesel::QueryResult;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// How many versions a process keeps: those of boards that it serves beside each other.
const KEPT: usize = 16;

static COMPILED: Mutex<Vec<(Uuid, Arc<[Rule]>)>> = Mutex::new(Vec::new());

/// The rules that are turned on, in the administrator's order.
///
/// # Errors
/// When the database refuses.
pub async fn rules(db: &Conn) -> QueryResult<Arc<[Rule]>> {
    of_version(db, store::version(db).await?).await
}

/// The same, where the database said which version they are of.
pub(super) async fn of_version(db: &Conn, version: Uuid) -> QueryResult<Arc<[Rule]>> {
    if let Some(rules) = compiled(version) {
        return Ok(rules);
    }
    let rules: Arc<[Rule]> = load(db).await?.into();
    let mut kept = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    kept.retain(|(known, _)| *known != version);
    kept.truncate(KEPT - 1);
    kept.insert(0, (version, rules.clone()));
    Ok(rules)
}

/// How many comments of a new member must be approved before the board knows the member.
///
/// # Errors
/// When the database refuses.
pub async fn approvals_needed(db: &Conn) -> QueryResult<i64> {
    let rules = rules(db).await?;
    let rule = rules.iter().find(|rule| rule.kind == Kind::FirstComments);
    Ok(rule.map_or(1, |rule| rule.number(&first_comments::COMMENTS)))
}

fn compiled(version: Uuid) -> Option<Arc<[Rule]>> {
    let kept = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    kept.iter().find(|(known, _)| *known == version).map(|(_, rules)| rules.clone())
}

async fn load(db: &Conn) -> QueryResult<Vec<Rule>> {
    let (rules, lists) = tokio::try_join!(store::rules(db), store::lists(db))?;
    let on = rules.into_iter().filter(|rule| rule.turned_on || rule.rule.kind.always_on());
    let mut compiled = Vec::new();
    for rule in on.map(|set| set.rule) {
        if rule.kind != Kind::WatchedWords {
            compiled.push(rule);
            continue;
        }
        for list in &lists {
            // What cannot be read was not written by a form of this program; the other lists go on.
            match WordList::read(&list.words) {
                Ok(words) => {
                    let named = NamedList { id: Some(list.id), name: list.name.clone(), words };
                    compiled.push(Rule::watching(list.action, named));
                }
                Err(error) => tracing::warn!(list = list.name, %error, "a list of watched words is left out"),
            }
        }
    }
    Ok(compiled)
}
