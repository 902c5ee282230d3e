//! Handing mails to who carries them.

use super::letter::Letter;
use super::scribe::Scribe;
use super::store::{self, Kept};
use crate::db::{Conn, Timestamp, Token};
use std::future::Future;
use time::Duration;

/// Who carries letters: a mail server, or a box that somebody opens.
pub trait Carrier {
    /// Takes a letter, or says in its own words why not.
    fn carry(&self, letter: &Letter) -> impl Future<Output = Result<(), String>>;
}

/// Minutes until a refused mail is tried again; after the last it is given up, two days after the first.
const AGAIN: [i64; 9] = [1, 5, 15, 60, 180, 360, 720, 720, 820];

/// A worker that died while it sent a mail leaves it to others after so long.
const LEASE: Duration = Duration::minutes(10);

/// Hands the mail that is due longest to the carrier; false when none is due. No transaction is open meanwhile. A mail
/// about a notice says what the scribe fills in at this moment.
///
/// # Errors
/// When the database refuses.
pub async fn deliver(
    db: &mut Conn,
    carrier: &impl Carrier,
    scribe: &impl Scribe,
    (board, address): (&str, &str),
    now: Timestamp,
) -> diesel::QueryResult<bool> {
    let Some(mail) = store::take_due(db, now, now + LEASE).await? else { return Ok(false) };
    let age = now - mail.written_at;
    if age > Duration::days(3) {
        store::refused(db, mail.id, "It is too old to be sent.", None).await?;
        return Ok(true);
    }
    let Some(letter) = letter(db, &mail, scribe, (board, address), now).await? else {
        store::refused(db, mail.id, "What it tells of is no longer to be told.", None).await?;
        return Ok(true);
    };
    match carrier.carry(&letter).await {
        Ok(()) => store::sent(db, mail.id, now).await?,
        Err(refusal) => {
            let tries = usize::try_from(mail.tries).unwrap_or(usize::MAX);
            let again = AGAIN.get(tries.saturating_sub(1)).map(|minutes| now + Duration::minutes(*minutes));
            store::refused(db, mail.id, &refusal, again).await?;
            tracing::warn!(mail = mail.id, tries, %refusal, "a mail was refused");
        }
    }
    Ok(true)
}

/// The letter of a mail as it is sent now; none when it is not to be sent any more.
async fn letter(
    db: &Conn,
    mail: &Kept,
    scribe: &impl Scribe,
    (board, address): (&str, &str),
    now: Timestamp,
) -> diesel::QueryResult<Option<Letter>> {
    let Some(notice) = mail.notice_id else {
        return read(db, mail, (board, address), now).await.map(Some);
    };
    let filled = scribe.fill(db, mail, notice, now).await?;
    Ok(filled.map(|filled| Letter::filled(mail, filled, board, address)))
}

/// The letter of a mail with the secret of its link, which works from now on. Who calls this can use the link.
///
/// # Errors
/// When the database refuses.
pub async fn read(
    db: &Conn,
    mail: &Kept,
    (board, address): (&str, &str),
    now: Timestamp,
) -> diesel::QueryResult<Letter> {
    let once = mail.link().and_then(|link| link.once);
    let secret = match (once, mail.account_id) {
        (Some(once), Some(account)) => {
            let token = Token::new();
            let until = now + Duration::minutes(once.minutes);
            let to = (account, mail.recipient.as_str());
            store::insert_link(db, &token.hash(), once.purpose, to, (now, until)).await?;
            Some(token)
        }
        _ => None,
    };
    Ok(Letter::of(mail, board, address, secret.as_ref()))
}

impl Kept {
    /// The letter without the secret of its link: what an administrator may see of a mail that was sent.
    #[must_use]
    pub fn withheld(&self, board: &str, address: &str) -> Letter {
        Letter::of(self, board, address, None)
    }
}
