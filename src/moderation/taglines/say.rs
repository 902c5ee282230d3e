//! A member says something else of themselves, and learns what became of it.

use super::store::{self, Line};
use crate::accounts::{self, Member, Profile, ProfileRefused, Ruling};
use crate::comments::CommentState;
use crate::db::{AccountId, CaseId, Conn, Timestamp};
use crate::moderation::Decision;
use crate::rules::{self, NewTagline, Refusal, Verdict};
use diesel::QueryResult;
use diesel_async::AsyncConnection;

/// What became of a tagline that a rule held.
#[derive(Clone, Debug)]
pub struct Said {
    /// The line, and what readers see instead.
    pub line: Line,
    /// Why it is not shown, if that was decided: the reason's text for the author, and the moderator's own words.
    pub refused: Option<(String, String)>,
}

/// A member writes a tagline and something about themselves. A tagline that a rule holds waits in the queue, in the place
/// of an earlier one that waits; whoever goes back to what stands there withdraws what waits. Whether the tagline is shown
/// from now on. `board` is the address at which people reach the board.
///
/// # Errors
/// [`ProfileRefused`]; nothing is stored then.
pub async fn change_profile(
    db: &mut Conn,
    member: &Member,
    profile: Profile<'_>,
    (board, now): (&str, Timestamp),
) -> Result<bool, ProfileRefused> {
    let mut refusal = None;
    let changed = db
        .transaction::<_, ProfileRefused, _>(async |db| {
            change(db, member, profile, ((board, now), &mut refusal)).await
        })
        .await;
    if let Some(refusal) = refusal {
        rules::count_refusal(db, &refusal, now).await?;
    }
    changed
}

async fn change(
    db: &Conn,
    member: &Member,
    profile: Profile<'_>,
    ((board, now), refusal): ((&str, Timestamp), &mut Option<Refusal>),
) -> Result<bool, ProfileRefused> {
    let before = accounts::take_tagline(db, member.id).await?;
    let waiting = store::waiting(db, member.id).await?;
    let rules = async |line: &str| match rules::verdict_of_line(db, member, (line, board), now).await? {
        _ if waiting.as_ref().is_some_and(|(_, waits)| waits == line) => Ok(Ruling::Waits),
        Verdict::Refuse(why) => Ok(Ruling::Refused(refusal.insert(why).to_string())),
        Verdict::Publish => Ok(Ruling::Stands),
        Verdict::Hold(reasons) => {
            let new = NewTagline { author: member.id, words: line, before: &before, reasons: &reasons, now };
            rules::open_tagline(db, &new).await.map(|_| Ruling::Waits)
        }
    };
    let stands = accounts::change_profile(db, member, profile, rules).await?;
    if let Some((case, _)) = waiting.as_ref().filter(|_| stands) {
        store::withdraw(db, *case, now).await?;
    }
    Ok(stands)
}

/// What a member is told of the last tagline that a rule held: that it waits, or why it is not shown. Nothing once it
/// stands, or something else was said since.
///
/// # Errors
/// When the database refuses.
pub async fn last_said(db: &Conn, member: AccountId, present: &str) -> QueryResult<Option<Said>> {
    let Some((case, line)) = store::last_of(db, member).await? else { return Ok(None) };
    if line.before != present || line.words.is_empty() {
        return Ok(None);
    }
    match line.state {
        CommentState::Held => Ok(Some(Said { line, refused: None })),
        CommentState::Rejected => {
            let refused = Some(told(db, case).await?);
            Ok(Some(Said { line, refused }))
        }
        _ => Ok(None),
    }
}

async fn told(db: &Conn, case: CaseId) -> QueryResult<(String, String)> {
    let last = store::last_told(db, case, &[Decision::Reject, Decision::Remove]).await?;
    Ok(last.map(|(reason, note)| (reason.unwrap_or_default(), note)).unwrap_or_default())
}
