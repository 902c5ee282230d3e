//! The mails of accounts, in words.

use crate::db::{AccountId, Conn, Timestamp};
use crate::mail::{self, Link, Mail, Once, Purpose};
use uuid::Uuid;

/// How long a link to confirm an address works.
pub(super) const CONFIRM_MINUTES: i64 = 7 * 24 * 60;
/// How long a link to choose a new password works.
pub(super) const RESET_MINUTES: i64 = 60;
/// How long a change of address may be confirmed.
pub(super) const CHANGE_MINUTES: i64 = 24 * 60;
/// How long a change of address may be taken back.
pub(super) const TAKE_BACK_MINUTES: i64 = 7 * 24 * 60;

/// Whom a mail is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: &'a str,
    /// The address that the mail goes to.
    pub email: &'a str,
}

/// The mail that asks whether an address is right.
pub(super) async fn confirm(db: &Conn, to: Reader<'_>, now: Timestamp) -> diesel::QueryResult<()> {
    let words = [
        "Somebody, probably you, joined with this address. Please confirm that it is yours.",
        "If it was not you, there is nothing to do: without the link below, the address is not used.",
    ];
    let link = once("Confirm the address", "/email/confirm/", Purpose::Confirm, CONFIRM_MINUTES);
    send(db, to, ("confirm", "Please confirm your address"), &words, Some(link), now).await
}

/// The mail that lets its reader choose a new password.
pub(super) async fn reset(db: &Conn, to: Reader<'_>, now: Timestamp) -> diesel::QueryResult<()> {
    let words = [
        "Somebody, probably you, asked for a new password. The link below works once, for an hour.",
        "If it was not you, there is nothing to do: the password stays as it is.",
    ];
    let link = once("Choose a new password", "/password/reset/", Purpose::Reset, RESET_MINUTES);
    send(db, to, ("reset", "A new password"), &words, Some(link), now).await
}

/// The mail to a new address, before it is used.
pub(super) async fn change(db: &Conn, to: Reader<'_>, now: Timestamp) -> diesel::QueryResult<()> {
    let words = [
        "This address is to become the one of your account. Please confirm that it is yours, within a day.",
        "If you did not ask for this, there is nothing to do.",
    ];
    let link = once("Use this address", "/email/confirm/", Purpose::Email, CHANGE_MINUTES);
    send(db, to, ("email", "Please confirm your new address"), &words, Some(link), now).await
}

/// The mail to the old address, once another is used.
pub(super) async fn changed(db: &Conn, to: Reader<'_>, new: &str, now: Timestamp) -> diesel::QueryResult<()> {
    let told = format!("The address of your account is {new} now, no longer this one.");
    let words = [
        told.as_str(),
        "If it was not you who changed it, take it back with the link below, within seven days. That ends every \
         session and lets you choose a new password.",
    ];
    let link = once("Take it back", "/email/take-back/", Purpose::TakeBack, TAKE_BACK_MINUTES);
    send(db, to, ("notice", "Your address was changed"), &words, Some(link), now).await
}

fn once(label: &str, path: &str, purpose: Purpose, minutes: i64) -> Link {
    Link { label: label.to_owned(), path: path.to_owned(), once: Some(Once { purpose, minutes }) }
}

async fn send(
    db: &Conn,
    to: Reader<'_>,
    (kind, subject): (&str, &str),
    words: &[&str],
    link: Option<Link>,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let mut paragraphs = vec![format!("Hello {},", to.name)];
    paragraphs.extend(words.iter().map(|words| (*words).to_owned()));
    let mail = Mail {
        intent: format!("{kind} {}", Uuid::now_v7()),
        kind,
        account: Some(to.account),
        to: to.email,
        subject: subject.to_owned(),
        paragraphs,
        link,
    };
    mail::write(db, &mail, now).await
}
