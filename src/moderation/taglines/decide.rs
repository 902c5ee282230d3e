//! A moderator decides on a tagline that waits.

use super::store::{self, Line};
use crate::accounts::{self, LONGEST_TAGLINE, Moderator};
use crate::comments::CommentState;
use crate::db::{self, AccountId, Conn, DecisionId, LogLine, Timestamp, Word};
use crate::moderation::decide::{reason_given, stale};
use crate::moderation::store as desk;
use crate::moderation::written::{Subject, why, write_down};
use crate::moderation::{DecideRefused, Deciding, Decision};
use crate::rules::CaseKind;
use diesel::QueryResult;
use serde_json::{Value, json};

/// A moderator decides; call it in a transaction. Approved, the line takes the place of the one that readers see.
///
/// # Errors
/// [`DecideRefused`]; nothing is changed then.
pub async fn decide(
    db: &Conn,
    by: &Moderator,
    deciding: Deciding<'_>,
    now: Timestamp,
) -> Result<DecisionId, DecideRefused> {
    let author = store::author_of(db, deciding.case).await?.ok_or(DecideRefused::NoSuchCase)?;
    accounts::take_tagline(db, author).await?;
    if let Some(made) = desk::made_with_key(db, deciding.case, deciding.key).await? {
        return Ok(made);
    }
    if desk::close(db, deciding.case, deciding.version, now).await?.is_none() {
        return Err(stale(db, deciding.case).await?);
    }
    let line = store::line_of(db, deciding.case).await?.ok_or(DecideRefused::NoSuchCase)?;
    if line.revision != deciding.revision {
        return Err(DecideRefused::Stale("The author changed the text while you looked at it.".to_owned()));
    }
    let reason = reason_given(db, &deciding, CaseKind::HeldTagline).await?;
    let after = match deciding.decision {
        Decision::Approve => Line { state: CommentState::Published, ..line.clone() },
        Decision::Reject => Line { state: CommentState::Rejected, ..line.clone() },
        Decision::Edit => store::add(db, deciding.case, &reworded(&deciding, &line)?, now).await?,
        _ => return Err(DecideRefused::NotPossible),
    };
    let made = Made { author, before: &line, after: &after, later: false };
    Ok(make(db, by, (deciding, reason), made, now).await?)
}

/// The moderator's words in the place of the author's.
fn reworded(deciding: &Deciding<'_>, line: &Line) -> Result<Line, DecideRefused> {
    let words = deciding.text.map(|text| text.body.split_whitespace().collect::<Vec<_>>().join(" "));
    let words = words.filter(|words| (1..=LONGEST_TAGLINE).contains(&words.chars().count()));
    Ok(Line {
        words: words.ok_or(DecideRefused::Tagline)?,
        revision: line.revision + 1,
        state: CommentState::Published,
        before: line.before.clone(),
    })
}

/// What a decision makes of a line.
pub(super) struct Made<'a> {
    pub author: AccountId,
    pub before: &'a Line,
    pub after: &'a Line,
    /// Whether the case was decided before.
    pub later: bool,
}

/// Does it, and writes it down, with a line of the log that holds no words of the author either.
pub(super) async fn make(
    db: &Conn,
    by: &Moderator,
    (deciding, reason): (Deciding<'_>, Option<String>),
    made: Made<'_>,
    now: Timestamp,
) -> QueryResult<DecisionId> {
    store::set_state(db, deciding.case, (made.after.revision, made.after.state)).await?;
    show(db, made.author, made.after, made.before.state).await?;
    let state_of = |line: &Line| json!({"state": line.state.word(), "revision": line.revision});
    let (before, mut after) = (state_of(made.before), state_of(made.after));
    if let Value::Object(after) = &mut after {
        after.insert("later".to_owned(), made.later.into());
        after.insert("edited".to_owned(), (made.after.revision != made.before.revision).into());
    }
    let why = why(reason.as_deref(), deciding.note);
    log(db, by, (deciding.decision, &why), &made, now).await?;
    let subject =
        Subject { author: made.author, article: None, revision: made.after.revision, before, after };
    write_down(db, by, (deciding, reason.as_deref()), subject, now).await
}

/// Readers see what they are to see of a line that was in this state before.
pub(super) async fn show(db: &Conn, author: AccountId, line: &Line, was: CommentState) -> QueryResult<()> {
    match (was, line.state) {
        (CommentState::Published, CommentState::Published) => Ok(()),
        (_, CommentState::Published) => accounts::put_tagline(db, author, &line.words).await,
        (CommentState::Published, _) => accounts::put_tagline(db, author, &line.before).await,
        _ => Ok(()),
    }
}

pub(super) async fn log(
    db: &Conn,
    by: &Moderator,
    (decision, why): (Decision, &str),
    made: &Made<'_>,
    now: Timestamp,
) -> QueryResult<()> {
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action: decision.word(),
        subject_kind: "account",
        subject_id: made.author.0,
        why,
        before: json!({"tagline": made.before.state.word()}),
        after: json!({"tagline": made.after.state.word()}),
    };
    db::record(db, line).await
}
