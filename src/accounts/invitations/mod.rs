//! Invitations: links with a count and an end, made by administrators, by which people join.
//!
//! Only the hash of a link's token is kept, so a link is shown once. A use is counted in the transaction of the join:
//! of two who take the last one at once, one gets in.

mod store;

use super::email::ask_to_confirm;
use super::{Administrator, JoinRefused, Member, NewMember, join};
use crate::db::{self, Conn, InvitationId, Joining, LogLine, Timestamp, Token};
use crate::web::one_line;
use diesel_async::AsyncConnection;
use serde_json::json;
use std::ops::RangeInclusive;
use time::Duration;

pub use store::{Invitation, joined, list};

/// How often an invitation may be made to be used.
pub const USES: RangeInclusive<i32> = 1..=1000;
/// How many days it may be made to last.
pub const DAYS: RangeInclusive<i64> = 1..=365;

/// What an administrator says of a new invitation.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    /// For whom it is, for the list.
    pub note: &'a str,
    /// How often it may be used, if a number was given.
    pub allowed: Option<i32>,
    /// After how many days it ends, if a number was given.
    pub days: Option<i64>,
}

/// Why an invitation could not be made.
#[derive(Debug, thiserror::Error)]
pub enum InviteRefused {
    /// The note is too long.
    #[error("A note has at most 200 characters.")]
    Note,
    /// Too often, or never.
    #[error("An invitation can be used 1 to 1,000 times.")]
    Uses,
    /// Too long, or not at all.
    #[error("An invitation lasts 1 to 365 days.")]
    Days,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Why somebody is not let in by an invitation.
#[derive(Debug, thiserror::Error)]
pub enum NotInvited {
    /// None was given.
    #[error("One joins this board by invitation. Please paste the link that you were sent.")]
    Without,
    /// There is none with this token.
    #[error("There is no such invitation. Please paste the whole link that you were sent.")]
    Unknown,
    /// Others were faster.
    #[error("This invitation has been used as often as it allows. Ask whoever sent it for another.")]
    UsedUp,
    /// Its time is over, or an administrator ended it.
    #[error("This invitation has ended. Ask whoever sent it for another.")]
    Ended,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// An administrator makes an invitation; its token is given once.
///
/// # Errors
/// [`InviteRefused`]; nothing is stored then.
pub async fn invite(
    db: &mut Conn,
    by: &Administrator,
    new: &NewInvitation<'_>,
    now: Timestamp,
) -> Result<Token, InviteRefused> {
    let note = one_line(new.note);
    if note.chars().count() > 200 {
        return Err(InviteRefused::Note);
    }
    let allowed = new.allowed.filter(|uses| USES.contains(uses)).ok_or(InviteRefused::Uses)?;
    let days = new.days.filter(|days| DAYS.contains(days)).ok_or(InviteRefused::Days)?;
    let token = Token::new();
    let row = store::NewRow {
        token_hash: &token.hash(),
        note: &note,
        allowed,
        made_by: by.id(),
        made_at: now,
        ends_at: now + Duration::days(days),
    };
    db.transaction::<_, InviteRefused, _>(async |db| {
        let id = store::insert(db, &row).await?;
        let after = json!({ "uses": allowed, "days": days });
        db::record(db, line("invite", by, id, after, now)).await?;
        Ok(())
    })
    .await?;
    Ok(token)
}

/// An administrator ends an invitation; false if there is none with this id that has not been ended.
///
/// # Errors
/// When the database refuses.
pub async fn end_invitation(
    db: &mut Conn,
    by: &Administrator,
    id: InvitationId,
    now: Timestamp,
) -> diesel::QueryResult<bool> {
    db.transaction(async |db| {
        let ended = store::end(db, id, now).await?;
        if ended {
            db::record(db, line("end", by, id, json!({}), now)).await?;
        }
        Ok(ended)
    })
    .await
}

/// Whether somebody with this link (or its token alone, or nothing) may come in at all, before more is asked of them.
///
/// # Errors
/// [`JoinRefused::Closed`], [`JoinRefused::NotInvited`].
pub async fn may_come_in(db: &Conn, joining: Joining, link: &str, now: Timestamp) -> Result<(), JoinRefused> {
    match joining {
        Joining::Open => Ok(()),
        Joining::Closed => Err(JoinRefused::Closed),
        Joining::Invitation => {
            let token = token_of(link)?;
            let state = store::state(db, &token.hash()).await?.ok_or(NotInvited::Unknown)?;
            why_not(&state, now).map_or(Ok(()), |refused| Err(refused.into()))
        }
    }
}

/// A person joins, with this link (or its token alone) if the board asks for one. Where anybody may join, an
/// invitation that is good is counted, and one that is not hinders nobody.
///
/// # Errors
/// [`JoinRefused`]; nothing is stored then, and no use counted.
pub async fn come_in(
    db: &mut Conn,
    new: NewMember<'_>,
    link: &str,
    now: Timestamp,
) -> Result<Member, JoinRefused> {
    db.transaction(async |db| {
        let joining = db::board(db).await?.joining;
        let invitation = match (joining, use_up(db, link, now).await) {
            (Joining::Closed, _) => return Err(JoinRefused::Closed),
            (_, Ok(invitation)) => Some(invitation),
            (_, Err(NotInvited::Database(error))) => return Err(error.into()),
            (Joining::Invitation, Err(refused)) => return Err(refused.into()),
            (Joining::Open, Err(_)) => None,
        };
        let email = new.email.trim();
        let member = join(db, new, now).await?;
        ask_to_confirm(db, &member, email, now).await?;
        if let Some(invitation) = invitation {
            store::remember(db, member.id, invitation).await?;
        }
        Ok(member)
    })
    .await
}

async fn use_up(db: &Conn, link: &str, now: Timestamp) -> Result<InvitationId, NotInvited> {
    let hash = token_of(link)?.hash();
    if let Some(invitation) = store::use_one(db, &hash, now).await? {
        return Ok(invitation);
    }
    let state = store::state(db, &hash).await?.ok_or(NotInvited::Unknown)?;
    Err(why_not(&state, now).unwrap_or(NotInvited::UsedUp))
}

fn why_not(state: &store::State, now: Timestamp) -> Option<NotInvited> {
    if state.over || state.ends_at <= now {
        Some(NotInvited::Ended)
    } else if state.used >= state.allowed {
        Some(NotInvited::UsedUp)
    } else {
        None
    }
}

/// The token of a link, or the token itself.
fn token_of(link: &str) -> Result<Token, NotInvited> {
    let link = link.trim();
    if link.is_empty() {
        return Err(NotInvited::Without);
    }
    let (_, token) = link.rsplit_once("invitation=").unwrap_or(("", link));
    let token = token.split(['&', '#']).next().unwrap_or_default();
    Token::read(token).ok_or(NotInvited::Unknown)
}

fn line<'a>(
    action: &'a str,
    by: &Administrator,
    id: InvitationId,
    after: serde_json::Value,
    now: Timestamp,
) -> LogLine<'a> {
    LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action,
        subject_kind: "invitation",
        subject_id: id.0,
        why: "",
        before: json!({}),
        after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_alone_or_in_its_link() {
        let token = Token::new();
        let text = token.text();
        for link in [
            text.clone(),
            format!("  https://board.example/join?invitation={text}\n"),
            format!("/join?back=%2F&invitation={text}&x=y#z"),
        ] {
            assert!(token_of(&link).is_ok_and(|read| read == token), "{link}");
        }
        assert!(matches!(token_of(" "), Err(NotInvited::Without)));
        for wrong in ["/join", "abc", "https://board.example/join?invitation="] {
            assert!(matches!(token_of(wrong), Err(NotInvited::Unknown)), "{wrong}");
        }
    }
}
