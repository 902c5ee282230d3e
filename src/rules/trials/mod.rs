//! A rule is tried on texts that came before: of the last 30 days, and 10,000 at most. It is asked as it would have been
//! at the time, as far as that is known ([`note`]), by a job that any process does and goes on with ([`work`]).

mod outcome;
mod past;
mod store;

pub use outcome::Outcome;
pub use store::{Trial, TrialHit, hits, of_rule, trial};

use super::rule::NamedList;
use super::words::WordList;
use super::{Action, Kind, Rule, ask};
use crate::db::{Conn, Timestamp, TrialId, WordListId};
use diesel::QueryResult;
use diesel::result::Error;
use diesel_async::AsyncConnection;
use serde_json::{Value, json};
use store::{Found, Past};

/// So many days back.
pub const DAYS: i64 = 30;

/// So many texts at most.
pub const MOST: i64 = 10_000;

/// How many texts are looked at in one transaction.
const AT_ONCE: i64 = 100;

/// What is tried.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The kind of rule.
    pub kind: Kind,
    /// The list of watched words, where it is one that was kept before.
    pub list: Option<WordListId>,
    /// Its numbers; for watched words, the name and the words of the list.
    pub numbers: Value,
}

impl Tried {
    /// A rule with these numbers.
    #[must_use]
    pub fn rule(kind: Kind, numbers: Value) -> Self {
        Self { kind, list: None, numbers }
    }

    /// A list of watched words as it was typed.
    #[must_use]
    pub fn list(list: Option<WordListId>, name: &str, words: &str) -> Self {
        Self { kind: Kind::WatchedWords, list, numbers: json!({"name": name, "words": words}) }
    }

    /// The rule that is asked; nothing for words that cannot be looked for.
    #[must_use]
    pub fn compiled(&self) -> Option<Rule> {
        if self.kind != Kind::WatchedWords {
            return Some(Rule::new(self.kind, Action::Hold, self.numbers.clone()));
        }
        let text = |name| self.numbers.get(name).and_then(Value::as_str).unwrap_or_default();
        let words = WordList::read(text("words")).ok()?;
        Some(Rule::watching(Action::Hold, NamedList { id: self.list, name: text("name").to_owned(), words }))
    }
}

/// What a trial cannot know of the time when a text came, if there is something.
#[must_use]
pub fn note(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::FirstComments | Kind::Links => Some(
            "What standing somebody had then is not kept: whoever had fewer comments published than a new member needs is taken for new, everybody else has the standing of today.",
        ),
        Kind::ModeratedArticle => Some(
            "Of an article that is no longer moderated it is not known when it was; those count as open.",
        ),
        Kind::OneSource => Some("Articles and comments are taken to be as long as they are today."),
        Kind::Learned => Some(
            "Each text is scored as if nothing had been learned from itself; what was decided after it counts as well, so the figures on the rule’s own page are the stricter ones.",
        ),
        Kind::TooFast | Kind::TooMany => {
            Some("Texts that were refused then left nothing behind and do not count.")
        }
        _ => None,
    }
}

/// Begins a trial; the job does the rest. Trials of more than 30 days ago are forgotten.
///
/// # Errors
/// When the database refuses.
pub async fn begin(db: &Conn, tried: &Tried, now: Timestamp) -> QueryResult<TrialId> {
    store::forget(db, now - time::Duration::days(DAYS)).await?;
    store::insert(db, tried, now).await
}

/// Looks at some more texts for a trial that is under way, on the board that people reach at this address; false when there is none that nobody else is at. A process
/// that dies leaves the trial where its last transaction ended.
///
/// # Errors
/// When the database refuses.
pub async fn work(db: &mut Conn, board: &str, now: Timestamp) -> QueryResult<bool> {
    db.transaction::<_, Error, _>(async |db| {
        let Some(trial) = store::take(db).await? else { return Ok(false) };
        let Some(rule) = trial.tried.compiled() else {
            store::finish(db, trial.id, now).await?;
            return Ok(true);
        };
        let since = trial.asked_at - time::Duration::days(DAYS);
        let total = match trial.texts {
            0 => store::count(db, since, trial.asked_at).await?.min(MOST),
            total => total,
        };
        let left = (total - trial.looked_at).min(AT_ONCE);
        let texts = if left > 0 {
            store::texts(db, (since, trial.asked_at), trial.before, left).await?
        } else {
            vec![]
        };
        let needed = super::approvals_needed(db).await?;
        let mut found = Vec::new();
        for text in &texts {
            found.extend(asked(db, (&rule, board), text, needed).await?);
        }
        store::advance(db, &trial, total, &texts, &found).await?;
        if i64::try_from(texts.len()).unwrap_or(i64::MAX) >= left && trial.looked_at + left < total {
            return Ok(true);
        }
        store::finish(db, trial.id, now).await?;
        Ok(true)
    })
    .await
}

async fn asked(
    db: &Conn,
    (rule, board): (&Rule, &str),
    text: &Past,
    needed: i64,
) -> QueryResult<Option<Found>> {
    let words = past::Words::of(db, (rule.kind, board), text).await?;
    let facts = past::facts(db, rule.kind, text, &words, needed).await?;
    let found = ask(rule, &facts).map(|(words, evidence)| Found {
        comment: text.comment,
        revision: text.revision,
        outcome: text.outcome(),
        words,
        evidence,
    });
    Ok(found)
}
