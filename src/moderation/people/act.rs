//! A moderator warns, watches, silences or suspends somebody.

use super::store::{self, NewSanction};
use super::whom::{self, Untouchable};
use crate::accounts::{Moderator, SanctionKind, sessions};
use crate::db::{self, AccountId, Conn, Event, LogLine, SanctionId, Timestamp, Word};
use crate::moderation::{UNDO_FOR, reasons};
use crate::web::Moment;
use serde_json::json;

/// So many days may a sanction last at most.
pub const MOST_DAYS: i64 = 3650;

/// So many characters may a reason have.
pub(super) const MOST_WORDS: usize = 500;

/// What a moderator does with somebody, and why.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// With whom.
    pub account: AccountId,
    /// Why, as a code of the list of reasons.
    pub code: Option<&'a str>,
    /// Why, in the moderator's own words, which the member is told.
    pub words: &'a str,
    /// Until when; a warning has no end.
    pub until: Option<Timestamp>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ActRefused {
    /// Not with this person.
    #[error(transparent)]
    Untouchable(#[from] Untouchable),
    /// No reason given.
    #[error("Say why: the member is told it. Choose a reason, or use your own words.")]
    ReasonMissing,
    /// Too many words.
    #[error("At most {MOST_WORDS} characters, please.")]
    TooLong,
    /// No end given.
    #[error("Say until when.")]
    EndMissing,
    /// An end in the past, or too far away.
    #[error("The end must lie in the future, and within ten years.")]
    EndWrong,
    /// The same is in force.
    #[error("{0} Nothing was done: lift that first, if it is to end at another time.")]
    Already(String),
    /// The same warning was just given.
    #[error("You have given this warning already, within the last ten minutes.")]
    SameWarning,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A moderator warns somebody; call it in a transaction. Nothing follows but that they are told.
///
/// # Errors
/// [`ActRefused`]; nothing is stored then.
pub async fn warn(db: &Conn, by: &Moderator, act: Act<'_>, now: Timestamp) -> Result<SanctionId, ActRefused> {
    impose(db, by, SanctionKind::Warned, Act { until: Some(now), ..act }, now).await
}

/// A moderator has the board watch somebody, for a time or without an end; call it in a transaction.
///
/// # Errors
/// [`ActRefused`]; nothing is stored then.
pub async fn watch(
    db: &Conn,
    by: &Moderator,
    act: Act<'_>,
    now: Timestamp,
) -> Result<SanctionId, ActRefused> {
    impose(db, by, SanctionKind::Watched, act, now).await
}

/// A moderator silences somebody: everything that they write waits from now on. Call it in a transaction. What waits
/// already goes on waiting.
///
/// # Errors
/// [`ActRefused`]; nothing is stored then.
pub async fn silence(
    db: &Conn,
    by: &Moderator,
    act: Act<'_>,
    now: Timestamp,
) -> Result<SanctionId, ActRefused> {
    impose(db, by, SanctionKind::Silenced, act, now).await
}

/// A moderator suspends somebody: every session of theirs ends, and none can be begun. Call it in a transaction.
///
/// # Errors
/// [`ActRefused`]; nothing is stored then.
pub async fn suspend(
    db: &Conn,
    by: &Moderator,
    act: Act<'_>,
    now: Timestamp,
) -> Result<SanctionId, ActRefused> {
    let id = impose(db, by, SanctionKind::Suspended, act, now).await?;
    sessions::end_all(db, act.account).await?;
    Ok(id)
}

async fn impose(
    db: &Conn,
    by: &Moderator,
    kind: SanctionKind,
    act: Act<'_>,
    now: Timestamp,
) -> Result<SanctionId, ActRefused> {
    let name = whom::take(db, by, act.account).await?.name;
    let reason = reason_of(db, act).await?;
    check_end(kind, act, now)?;
    refuse_again(db, by, (kind, &name), (act, &reason), now).await?;
    let row = NewSanction {
        account_id: act.account,
        kind,
        reason: &reason,
        code: act.code,
        imposed_by: by.id(),
        starts_at: now,
        ends_at: act.until,
    };
    let id = store::insert(db, &row).await?;
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action: done(kind),
        subject_kind: "account",
        subject_id: act.account.0,
        why: &act.code.map_or_else(|| act.words.to_owned(), |code| format!("{code}: {}", act.words)),
        before: json!({}),
        after: json!({"sanction": id, "kind": kind.word(), "until": until(kind, act.until)}),
    };
    db::record(db, line).await?;
    tell(db, by, (act.account, id), false, now).await?;
    Ok(id)
}

/// Tells the member, in the transaction in which something happens to them. `notices/` waits until it can no longer be
/// taken back.
pub(super) async fn tell(
    db: &Conn,
    by: &Moderator,
    (account, sanction): (AccountId, SanctionId),
    lifted: bool,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let event = Event {
        kind: "sanction",
        actor_id: Some(by.id()),
        article_id: None,
        comment_id: None,
        told_id: Some(account),
        happened_at: now,
    };
    db::tell_with(db, event, json!({"sanction": sanction, "lifted": lifted})).await
}

/// The words that the member is told: the moderator's own, or else those of the list.
async fn reason_of(db: &Conn, act: Act<'_>) -> Result<String, ActRefused> {
    if act.words.chars().count() > MOST_WORDS {
        return Err(ActRefused::TooLong);
    }
    let kept = match act.code {
        Some(code) => reasons(db).await?.into_iter().find(|reason| reason.code == code),
        None => None,
    };
    match (act.code, kept) {
        (Some(_), None) => Err(ActRefused::ReasonMissing),
        _ if !act.words.is_empty() => Ok(act.words.to_owned()),
        (_, Some(kept)) => Ok(kept.told_author),
        (None, None) => Err(ActRefused::ReasonMissing),
    }
}

fn check_end(kind: SanctionKind, act: Act<'_>, now: Timestamp) -> Result<(), ActRefused> {
    match act.until {
        None if kind == SanctionKind::Watched => Ok(()),
        None => Err(ActRefused::EndMissing),
        Some(_) if kind == SanctionKind::Warned => Ok(()),
        Some(end) if end > now && end <= now + time::Duration::days(MOST_DAYS) => Ok(()),
        Some(_) => Err(ActRefused::EndWrong),
    }
}

/// A form that is sent twice, and two moderators who act at the same moment, do one thing.
async fn refuse_again(
    db: &Conn,
    by: &Moderator,
    (kind, name): (SanctionKind, &str),
    (act, reason): (Act<'_>, &str),
    now: Timestamp,
) -> Result<(), ActRefused> {
    if kind == SanctionKind::Warned {
        let same = store::has_warned(db, by.id(), (act.account, reason), now - UNDO_FOR).await?;
        return if same { Err(ActRefused::SameWarning) } else { Ok(()) };
    }
    match store::one_in_force(db, act.account, kind, now).await? {
        Some(end) => Err(ActRefused::Already(format!(
            "{name} is {} already, {}.",
            kind.word(),
            end.map_or_else(
                || "without an end".to_owned(),
                |end| format!("until {} (UTC)", Moment(end).date())
            )
        ))),
        None => Ok(()),
    }
}

fn done(kind: SanctionKind) -> &'static str {
    match kind {
        SanctionKind::Warned => "warn",
        SanctionKind::Watched => "watch",
        SanctionKind::Silenced => "silence",
        SanctionKind::Suspended => "suspend",
    }
}

/// The end of a sanction as the log has it.
pub(super) fn until(kind: SanctionKind, end: Option<Timestamp>) -> Option<String> {
    end.filter(|_| kind != SanctionKind::Warned).map(|end| Moment(end).machine())
}
