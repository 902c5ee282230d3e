//! The way out of a kind of mail: a ticket that says whose mails and of which kind, sealed with the board's key.
//!
//! Nothing of it is in the database, and it opens nothing else: what is sealed here is sealed for this. So it works for
//! who is not signed in, as often as one likes, and from a mail that is years old.

use super::{Kind, ways};
use crate::accounts::{is_former, member};
use crate::db::{AccountId, Conn, SealKey, Timestamp, Word};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What tickets are sealed for, and nothing else is.
const FOR: &[u8] = b"unsubscribe";

/// The ticket with which whoever has it stops mails of this kind to this account.
#[must_use]
pub fn ticket(key: &SealKey, account: AccountId, kind: Kind) -> Option<String> {
    let sealed = key.seal(FOR, format!("{account} {}", kind.word()).as_bytes())?;
    Some(URL_SAFE_NO_PAD.encode(sealed))
}

/// Whose mails a ticket stops, and of which kind; nothing for what is no ticket of this board.
#[must_use]
pub fn read(key: &SealKey, ticket: &str) -> Option<(AccountId, Kind)> {
    let plain = key.open(FOR, &URL_SAFE_NO_PAD.decode(ticket).ok()?)?;
    let plain = String::from_utf8(plain).ok()?;
    let (account, kind) = plain.split_once(' ')?;
    Some((AccountId(account.parse().ok()?), Kind::of(kind)?))
}

/// Stops the mails of a kind to an account. They go on standing in its inbox. Of an account that is gone, nothing is
/// kept.
///
/// # Errors
/// When the database refuses.
pub async fn unsubscribe(
    db: &Conn,
    (account, kind): (AccountId, Kind),
    now: Timestamp,
) -> diesel::QueryResult<()> {
    match member(db, account).await? {
        Some(member) if !is_former(&member.name) => ways::stop_mail(db, account, kind, now).await,
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_read_with_its_key_alone() {
        let key = SealKey::of("a secret text of the board");
        let whose = (AccountId(7), Kind::Mention);
        let text = ticket(&key, whose.0, whose.1).unwrap();
        assert_eq!(read(&key, &text), Some(whose));
        assert_eq!(read(&SealKey::of("another"), &text), None);
        let (first, rest) = text.split_at(1);
        let forged = format!("{}{rest}", if first == "A" { "B" } else { "A" });
        for wrong in ["", "AAAA", "7 mention", "ä", &forged, rest] {
            assert_eq!(read(&key, wrong), None, "{wrong}");
        }
        let sealed_for_other_things = URL_SAFE_NO_PAD.encode(key.seal(b"7", b"7 mention").unwrap());
        assert_eq!(read(&key, &sealed_for_other_things), None);
    }
}
