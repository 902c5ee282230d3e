//! Notices as mails. The words are read when a mail is sent: what was withdrawn by then, muted, or is no longer wanted
//! by mail, is not sent.

use super::inbox::{self, Addressed};
use super::{Notice, unsubscribe};
use crate::db::{Conn, NoticeId, SealKey, Timestamp};
use crate::mail::{Filled, Kept, Link, Scribe, WayOut};
use crate::markup::own_paragraphs;

/// Who fills in mails about notices. With the board's key, for each has a way out that is sealed with it.
#[derive(Clone, Debug)]
pub struct Letters {
    key: SealKey,
}

impl Letters {
    /// With this key.
    #[must_use]
    pub fn sealed_with(key: &SealKey) -> Self {
        Self { key: key.clone() }
    }
}

impl Scribe for Letters {
    async fn fill(
        &self,
        db: &Conn,
        mail: &Kept,
        notice: NoticeId,
        now: Timestamp,
    ) -> diesel::QueryResult<Option<Filled>> {
        let told = inbox::addressed(db, notice, now).await?;
        // An address that was given up meanwhile is somebody else's affair.
        let told = told.filter(|told| told.wants_mail() && told.email == mail.recipient);
        Ok(told.and_then(|told| self.filled(&told)))
    }
}

impl Letters {
    /// Without a way out, which the key refuses only if it is broken, nothing is sent.
    fn filled(&self, told: &Addressed) -> Option<Filled> {
        let notice = &told.notice;
        let ticket = unsubscribe::ticket(&self.key, told.account, notice.kind)?;
        Some(Filled {
            subject: begins(notice),
            paragraphs: paragraphs(notice),
            link: link(notice),
            thread: notice.article.map_or_else(|| "account".to_owned(), |thread| format!("thread-{thread}")),
            way_out: WayOut {
                label: format!("No more mails {}", notice.kind.when()),
                path: format!("/unsubscribe/{ticket}"),
            },
        })
    }
}

/// Who did what, and where.
fn begins(notice: &Notice) -> String {
    match notice.article {
        Some(_) if notice.is_of_article() => format!("{}: “{}”", notice.said(), notice.headline),
        Some(_) => format!("{} in “{}”", notice.said(), notice.headline),
        None => notice.said(),
    }
}

fn paragraphs(notice: &Notice) -> Vec<String> {
    let begins = begins(notice);
    let words = own_paragraphs(&notice.words);
    if !notice.kind.is_decided() {
        return [vec![format!("{begins}:")], words].concat();
    }
    let the_text = (!words.is_empty()).then(|| "The text:".to_owned());
    [vec![format!("{begins}.")], notice.why(), Vec::from_iter(the_text), words].concat()
}

/// Where to read on. What was decided stands in the inbox; of a text that was rejected there is nothing to see for who
/// is not signed in.
fn link(notice: &Notice) -> Link {
    let (label, path) = match (notice.comment, notice.article) {
        (Some(comment), _) if !notice.kind.is_decided() => ("Read it in its thread", format!("/c/{comment}")),
        (None, Some(article)) if notice.is_seen_now() => ("Read it in its thread", format!("/a/{article}")),
        _ => ("Your inbox", "/inbox".to_owned()),
    };
    Link { label: label.to_owned(), path, once: None }
}
