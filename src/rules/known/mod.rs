//! What is known when a text is judged: the rules that are turned on, and the facts that they ask for. All of it comes in
//! one way to the database and back, and may do so before the text's thread is known.

mod store;

use super::facts::{Facts, Submission};
use super::{Judgement, Rule, Verdict, judge, rulebook};
use crate::accounts::Member;
use crate::db::{Conn, Timestamp};
use diesel::QueryResult;
use std::sync::Arc;

/// The rules, and what they ask.
#[derive(Clone, Debug)]
pub struct Known {
    rules: Arc<[Rule]>,
    facts: Option<Facts<'static>>,
}

/// What the rules ask about this text of a member's; nothing while there is no text. Nothing is asked about a
/// moderator's own, which pass.
///
/// # Errors
/// When the database refuses.
pub async fn known(
    db: &Conn,
    author: &Member,
    text: Option<&Submission<'_>>,
    now: Timestamp,
) -> QueryResult<Option<Known>> {
    let Some(text) = text else { return Ok(None) };
    if author.moderates() {
        return Ok(Some(Known { rules: Arc::new([]), facts: None }));
    }
    let (version, facts) = store::facts(db, author, text, now).await?;
    let rules = rulebook::of_version(db, version).await?;
    Ok(Some(Known { rules, facts: Some(facts) }))
}

/// The rules that are turned on, and what is known of a text, its writer and the moment.
pub(super) async fn rules_and_facts<'a>(
    db: &Conn,
    author: &Member,
    text: &Submission<'a>,
    now: Timestamp,
) -> QueryResult<(Arc<[Rule]>, Facts<'a>)> {
    let (version, facts) = store::facts(db, author, text, now).await?;
    Ok((rulebook::of_version(db, version).await?, Facts { text: *text, ..facts }))
}

impl Known {
    /// What becomes of the text, of which no more is known now than its thread.
    #[must_use]
    pub fn judge(self, text: &Submission<'_>) -> Judgement {
        match self.facts {
            Some(facts) => judge(&self.rules, &Facts { text: *text, ..facts }),
            None => Judgement::passed(),
        }
    }
}

impl Judgement {
    /// That of a text which no rule is asked about.
    #[must_use]
    pub fn passed() -> Self {
        Self { verdict: Verdict::Publish, hits: Vec::new(), score: None }
    }
}
