//! A member asks for the deletion of the account, or takes that back.

use super::{THINK_AGAIN, Words, store};
use crate::accounts::{Member, sessions};
use crate::db::{self, Conn, LogLine, Timestamp, Word};
use crate::mail::{self, Link, Mail};
use crate::web::Moment;
use serde_json::{Value, json};

/// Why a deletion did not begin.
#[derive(Debug, thiserror::Error)]
pub enum AskRefused {
    /// Nobody would be left who can run the board.
    #[error(
        "You are the only administrator of this board. Make somebody else an administrator first, so that it can still be run."
    )]
    LastAdministrator,
    /// It was asked for before.
    #[error("The deletion of this account is under way already.")]
    UnderWay,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Why a deletion was not taken back.
#[derive(Debug, thiserror::Error)]
pub enum TakeBackRefused {
    /// There is none.
    #[error("No deletion of your account is under way.")]
    None,
    /// The 24 hours are over.
    #[error("The 24 hours are over: the account is being deleted.")]
    TooLate,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A member asks for the deletion of the account, the password given again already. Every session ends, and a mail says
/// how it is taken back. Gives the moment when it will be carried out. Call it in a transaction.
///
/// # Errors
/// [`AskRefused`]; nothing is stored then.
pub async fn ask(db: &Conn, member: &Member, words: Words, now: Timestamp) -> Result<Timestamp, AskRefused> {
    if store::is_last_administrator(db, member.id).await? {
        return Err(AskRefused::LastAdministrator);
    }
    let due_at = now + THINK_AGAIN;
    if !store::insert(db, member.id, words, (now, due_at)).await? {
        return Err(AskRefused::UnderWay);
    }
    sessions::end_all(db, member.id).await?;
    let to = store::address_of(db, member.id).await?;
    mail::write(db, &notice(member, &to, words, (now, due_at)), now).await?;
    record(db, member, "ask for deletion", json!({"words": words.word()}), now).await?;
    Ok(due_at)
}

/// A member takes the deletion back, within the 24 hours. Call it in a transaction.
///
/// # Errors
/// [`TakeBackRefused`]; the deletion goes on then.
pub async fn take_back(db: &Conn, member: &Member, now: Timestamp) -> Result<(), TakeBackRefused> {
    let under_way = store::under_way(db, member.id).await?.ok_or(TakeBackRefused::None)?;
    if now >= under_way.due_at {
        return Err(TakeBackRefused::TooLate);
    }
    if !store::forget(db, member.id).await? {
        return Err(TakeBackRefused::None);
    }
    record(db, member, "take deletion back", json!({}), now).await?;
    Ok(())
}

fn notice<'a>(member: &Member, to: &'a str, words: Words, (now, due_at): (Timestamp, Timestamp)) -> Mail<'a> {
    let become_of = match words {
        Words::Stay => "Your comments and articles will stay, as those of a former member.",
        Words::Go => {
            "Your comments will leave empty places in their threads, and your words will be taken out of the quotes of others. Articles that you posted will stay, as those of a former member."
        }
    };
    Mail {
        intent: format!("deletion:{}:{}", member.id, now.unix_timestamp()),
        kind: "notice",
        account: Some(member.id),
        to,
        subject: "Your account will be deleted".to_owned(),
        paragraphs: vec![
            format!(
                "The deletion of the account {} was asked for. It will be carried out on {} (UTC). {become_of}",
                member.name,
                Moment(due_at).date()
            ),
            "Until then you can sign in and take it back. If it was not you who asked for it, do so now, and change your password.".to_owned(),
        ],
        link: Some(Link { label: "Take it back".to_owned(), path: "/settings/data".to_owned(), once: None }),
    }
}

async fn record(
    db: &Conn,
    member: &Member,
    action: &str,
    after: Value,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let line = LogLine {
        logged_at: now,
        actor_id: Some(member.id),
        action,
        subject_kind: "account",
        subject_id: member.id.0,
        why: "",
        before: json!({}),
        after,
    };
    db::record(db, line).await
}
