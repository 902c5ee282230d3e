//! What administrators do with the rules: turn them on, set what they do and their numbers, put them in order, and write
//! lists of watched words. Each change is one transaction with its line in the log.

mod read;
mod store;

pub use read::{Faulty, read};

use super::store::ListRow;
use super::words::{WordList, WordsRefused};
use super::{Action, Kind};
use crate::accounts::Administrator;
use crate::db::{self, Conn, LogLine, Timestamp, Word, WordListId};
use diesel_async::AsyncConnection;
use serde_json::{Value, json};

/// How a rule should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which.
    pub kind: Kind,
    /// Whether it is asked.
    pub turned_on: bool,
    /// What it does.
    pub action: Action,
    /// Its numbers and its domains.
    pub numbers: Value,
}

/// How a list of watched words should be.
#[derive(Clone, Debug)]
pub struct NewList<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it does.
    pub action: Action,
    /// One word, phrase or pattern a line.
    pub words: &'a str,
}

impl NewList<'_> {
    /// What a list may do.
    pub const ACTIONS: &'static [Action] = &[Action::Hold, Action::Refuse, Action::Mark];
}

/// Why a list of watched words was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ListRefused {
    /// There is no such list.
    #[error("This list is no longer there.")]
    NoSuchList,
    /// No name, or too long a one.
    #[error("A list has a name of 1 to 80 characters.")]
    Name,
    /// Another one has it.
    #[error("There is a list of that name. Give this one another, or add the words there.")]
    Taken,
    /// Its lines.
    #[error(transparent)]
    Words(#[from] WordsRefused),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Sets a rule.
///
/// # Errors
/// When the database refuses.
pub async fn change(
    db: &mut Conn,
    by: &Administrator,
    change: &Change,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    db.transaction(async |db| {
        let (enabled, action, before) = store::lock(db, change.kind).await?;
        // Numbers that this form does not know belong to the version before.
        let mut numbers = before.clone();
        if let (Some(all), Some(new)) = (numbers.as_object_mut(), change.numbers.as_object()) {
            all.extend(new.clone());
        }
        // A process of the version before reads what is on and does not know a rule that needs no turning on.
        let turned_on = change.turned_on && !change.kind.always_on() || enabled && change.kind.always_on();
        store::set(db, change.kind, (turned_on, change.action, &numbers)).await?;
        let was = json!({"rule": change.kind.title(), "on": enabled, "action": action.word(), "numbers": told(&before)});
        let is = json!({"rule": change.kind.title(), "on": turned_on, "action": change.action.word(), "numbers": told(&numbers)});
        log(db, by, ("change rule", "rule", change.kind.number()), (was, is), now).await
    })
    .await
}

/// Puts a rule one place earlier or later; one that is first or last stays.
///
/// # Errors
/// When the database refuses.
pub async fn put(
    db: &mut Conn,
    by: &Administrator,
    kind: Kind,
    earlier: bool,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    db.transaction(async |db| {
        let before = store::lock_order(db).await?;
        let mut order = before.clone();
        let Some(at) = order.iter().position(|known| *known == kind) else { return Ok(()) };
        let other = if earlier { at.checked_sub(1) } else { Some(at + 1) };
        let Some(other) = other.filter(|other| *other < order.len()) else { return Ok(()) };
        order.swap(at, other);
        store::set_order(db, &order).await?;
        let place = |at: usize| json!({"rule": kind.title(), "place": at + 1});
        log(db, by, ("move rule", "rule", kind.number()), (place(at), place(other)), now).await
    })
    .await
}

/// Keeps a list of watched words: a new one, or this one.
///
/// # Errors
/// [`ListRefused`]; nothing is stored then.
pub async fn keep_list(
    db: &mut Conn,
    by: &Administrator,
    id: Option<WordListId>,
    new: &NewList<'_>,
    now: Timestamp,
) -> Result<WordListId, ListRefused> {
    check_list(new)?;
    let kept = db.transaction::<_, ListRefused, _>(async |db| {
        let before = match id {
            Some(id) => Some(store::lock_list(db, id).await?.ok_or(ListRefused::NoSuchList)?),
            None => None,
        };
        let kept = match id {
            Some(id) => store::change_list(db, id, new).await.map(|()| id)?,
            None => store::insert_list(db, new).await?,
        };
        let was = before.map_or_else(|| json!({}), |row| told_list(&row.name, row.action, &row.words));
        let is = told_list(new.name, new.action, new.words);
        let what = if id.is_some() { "change word list" } else { "make word list" };
        log(db, by, (what, "word list", kept.0), (was, is), now).await?;
        Ok(kept)
    });
    match kept.await {
        Err(ListRefused::Database(error)) if db::is_taken(&error, "word_lists_name_key") => {
            Err(ListRefused::Taken)
        }
        kept => kept,
    }
}

/// Whether a list could be kept, but for its name being another's.
///
/// # Errors
/// [`ListRefused`].
pub fn check_list(new: &NewList<'_>) -> Result<WordList, ListRefused> {
    if !(1..=80).contains(&new.name.chars().count()) {
        return Err(ListRefused::Name);
    }
    Ok(WordList::read(new.words)?)
}

/// Takes a list of watched words away; what it met stays known.
///
/// # Errors
/// [`ListRefused`].
pub async fn end_list(
    db: &mut Conn,
    by: &Administrator,
    id: WordListId,
    now: Timestamp,
) -> Result<(), ListRefused> {
    db.transaction(async |db| {
        let ListRow { name, action, words, .. } =
            store::lock_list(db, id).await?.ok_or(ListRefused::NoSuchList)?;
        store::end_list(db, id).await?;
        let was = told_list(&name, action, &words);
        log(db, by, ("end word list", "word list", id.0), (was, json!({})), now).await?;
        Ok(())
    })
    .await
}

async fn log(
    db: &Conn,
    by: &Administrator,
    (action, subject_kind, subject_id): (&str, &str, i64),
    (before, after): (Value, Value),
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action,
        subject_kind,
        subject_id,
        why: "",
        before,
        after,
    };
    db::record(db, line).await
}

/// Numbers for the log: of domains, how many.
fn told(numbers: &Value) -> Value {
    let mut told = numbers.clone();
    for value in told.as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
        if let Some(list) = value.as_array().map(Vec::len) {
            *value = json!(list);
        }
    }
    told
}

fn told_list(name: &str, action: Action, words: &str) -> Value {
    json!({"name": name, "action": action.word(), "lines": words.lines().count()})
}
