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
use crate::markup;
use crate::web::Role;
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

/// Why a line that a member writes about themselves may not stand, in a sentence for the member; nothing if it may.
/// Rules that speak of whole texts are not asked. Nobody looks at a line before it is shown, so what a rule would hold
/// is refused. A moderator's own lines pass.
///
/// # Errors
/// When the database refuses.
pub async fn refused_line(
    db: &Conn,
    author: &Member,
    line: &str,
    now: Timestamp,
) -> QueryResult<Option<String>> {
    if author.role >= Role::Moderator {
        return Ok(None);
    }
    let links = markup::read(line).map(|read| read.links().to_vec()).unwrap_or_default();
    let text = Submission { comment: None, own_words: line, folded: "", quoted: 0, links: &links };
    let (mut rules, facts) = tokio::try_join!(store::rules(db), store::facts(db, author, &text, now))?;
    rules.retain(|rule| rule.kind.speaks_of_lines());
    let why = match judge(&rules, &facts) {
        Verdict::Publish => return Ok(None),
        Verdict::Refuse(why) => why,
        Verdict::Hold(reasons) => {
            reasons.into_iter().map(|reason| reason.words).collect::<Vec<_>>().join("; ")
        }
    };
    Ok(Some(format!("The rules of this board do not let that stand here: {why}.")))
}
