//! Notices: a member hears by mail what was done with the account, so that nobody else does it unnoticed.

use super::email::address_of;
use crate::db::{AccountId, Conn, Timestamp};
use crate::mail::{self, Mail};
use uuid::Uuid;

/// What is below every notice of something that the member may not have done.
pub const IF_NOT_YOU: &str = "If it was not you, somebody else may know your password: choose a new one at once, end all other sessions in your settings, and tell the people who run the board.";

/// Writes a notice to the address of an account; it goes out if and only if the transaction commits.
///
/// # Errors
/// When the database refuses.
pub async fn notify(
    db: &Conn,
    account: AccountId,
    subject: &str,
    paragraphs: &[&str],
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let Some(address) = address_of(db, account).await? else { return Ok(()) };
    let notice = Mail {
        intent: format!("notice:{}", Uuid::now_v7()),
        kind: "notice",
        account: Some(account),
        to: &address.email,
        subject: subject.to_owned(),
        paragraphs: paragraphs.iter().map(|&paragraph| paragraph.to_owned()).collect(),
        link: None,
    };
    mail::write(db, &notice, now).await
}
