//! What a text must pass before it is published: one file a rule, facts in, evidence out.
//!
//! [`verdict`] loads the facts and asks every rule that is turned on; [`judge`] is the pure part of it. A held text
//! opens a case ([`open_case`]): cases are born here and decided in `moderation/`, so that `comments/` need not know it.

mod capitals;
mod case;
mod facts;
mod first_comments;
mod judge;
mod links;
mod mostly_quotation;
mod same_text;
mod silenced;
mod store;
mod too_fast;
mod watched_words;

pub use case::{CaseKind, NewCase};
pub use facts::{Facts, Submission};
pub use judge::{Action, Kind, Reason, Rule, Verdict, judge, title};
pub use store::{approvals_needed, open_case};

use crate::accounts::Member;
use crate::db::{Conn, Timestamp};
use diesel::QueryResult;

/// What becomes of a text by the rules of the board. A moderator's own texts pass.
///
/// # Errors
/// When the database refuses.
pub async fn verdict(
    db: &Conn,
    author: &Member,
    text: &Submission<'_>,
    now: Timestamp,
) -> QueryResult<Verdict> {
    if author.moderates() {
        return Ok(Verdict::Publish);
    }
    let (rules, facts) = tokio::try_join!(store::rules(db), store::facts(db, author, text, now))?;
    Ok(judge(&rules, &facts))
}
