//! Mail: a row of the outbox, written in the transaction that wants it, and sent by a worker.
//!
//! [`write()`] keeps a mail; [`deliver`] hands what is due to a [`Carrier`]. A link that works once is not in the row: its
//! secret is made when the mail is sent and only its hash is kept ([`Once`], [`open`], [`use_up`]), so the database
//! holds nothing that could be used. Addresses in links come from the board's settings, never from a request. A mail
//! about a notice is kept without its words ([`write_of_notice`]): a [`Scribe`] fills them in when it is sent.

mod deliver;
mod letter;
mod once;
mod scribe;
mod smtp;
mod store;

use crate::db::{AccountId, Conn, NoticeId, Timestamp};
use serde::{Deserialize, Serialize};

pub use deliver::{Carrier, deliver, read};
pub use letter::Letter;
pub use once::{Opened, Purpose, forget_links, open, use_up};
pub use scribe::{Filled, Scribe, WayOut};
pub use smtp::{NoMail, Smtp, test_letter};
pub use store::{Kept, MailState, find, list};

/// A mail to be sent.
#[derive(Clone, Debug)]
pub struct Mail<'a> {
    /// What it is for, once and for all: a second mail with the same intent is not written.
    pub intent: String,
    /// Its kind, for lists: `confirm`, `reset`, `notice`.
    pub kind: &'a str,
    /// Whose mail it is.
    pub account: Option<AccountId>,
    /// The address that it goes to.
    pub to: &'a str,
    /// One line.
    pub subject: String,
    /// Its words, plain text, a paragraph each.
    pub paragraphs: Vec<String>,
    /// The link below them.
    pub link: Option<Link>,
}

/// A link in a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What pressing it does.
    pub label: String,
    /// Its path on the board; of a link that works once, the part before the secret.
    pub path: String,
    /// What the secret at its end may be used for.
    pub once: Option<Once>,
}

/// What a secret in a mail may be used for, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Once {
    /// For this.
    pub purpose: Purpose,
    /// So many minutes from the moment it is sent.
    pub minutes: i64,
}

/// Keeps a mail until it is sent; it goes out if and only if the transaction commits.
///
/// # Errors
/// When the database refuses.
pub async fn write(db: &Conn, mail: &Mail<'_>, now: Timestamp) -> diesel::QueryResult<()> {
    store::insert(db, mail, None, now).await
}

/// Keeps a mail about a notice: its subject and words say no more than its kind until a [`Scribe`] fills them in.
///
/// # Errors
/// When the database refuses.
pub async fn write_of_notice(
    db: &Conn,
    mail: &Mail<'_>,
    notice: NoticeId,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    store::insert(db, mail, Some(notice), now).await
}
