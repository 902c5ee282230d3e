//! Events become notices, once each, whatever dies in between: an event is taken, its notice and its mail are written
//! and it is marked as drained in one transaction, and a notice that is there already is not written again.

mod store;

use super::inbox::{self, Addressed};
use super::{Kind, Way};
use crate::accounts::is_former;
use crate::db::{Conn, Timestamp, Word};
use crate::mail::{self, Link, Mail};
use diesel::QueryResult;
use diesel_async::AsyncConnection;
use store::Due;

/// What happened so long ago is told in the inbox alone: a mail would come too late to be news.
const NEWS: time::Duration = time::Duration::days(3);

/// Tells of the event that waits longest; false when none is due. Decisions and sanctions are due when they can no longer be taken
/// back, all else at once. Several processes may do it at the same time. Mails are written only if the board sends
/// any.
///
/// # Errors
/// When the database refuses; the event waits on then.
pub async fn drain(db: &mut Conn, sends_mail: bool, now: Timestamp) -> QueryResult<bool> {
    db.transaction(async |db| {
        let Some(event) = store::take(db, now).await? else { return Ok(false) };
        tell(db, &event, sends_mail, now).await?;
        store::mark_drained(db, event.id, now).await?;
        Ok(true)
    })
    .await
}

async fn tell(db: &Conn, event: &Due, sends_mail: bool, now: Timestamp) -> QueryResult<()> {
    let Some(kind) = kind_of(db, event).await? else { return Ok(()) };
    let Some(news) = store::news(db, event, kind).await? else { return Ok(()) };
    let Some(id) = store::insert(db, &news).await? else { return Ok(()) };
    let told = inbox::addressed(db, id, now).await?;
    let told = told.filter(|told| told.way != Way::Never && !is_former(&told.name));
    let Some(told) = told else { return store::take_out(db, id).await };
    if sends_mail && told.wants_mail() && now - event.happened_at <= NEWS {
        mail::write_of_notice(db, &mail_to(&told), id, now).await?;
    }
    Ok(())
}

/// What the event is to the one who is told. A comment may be an answer, a quote and a mention at once: it is told once,
/// as the first of these.
async fn kind_of(db: &Conn, event: &Due) -> QueryResult<Option<Kind>> {
    match event.kind.as_str() {
        // Written by a program from before the kinds were apart.
        "comment" if store::is_answer(db, event).await? => Ok(Some(Kind::Reply)),
        "comment" => Ok(Some(Kind::Quote)),
        word => Ok(Kind::of(word)),
    }
}

/// The mail as it is kept: it says what kind it is, and nothing that could be withdrawn before it is sent.
fn mail_to(told: &Addressed) -> Mail<'_> {
    Mail {
        intent: format!("notice:{}", told.notice.id),
        kind: told.notice.kind.word(),
        account: Some(told.account),
        to: &told.email,
        subject: told.notice.kind.label().to_owned(),
        paragraphs: vec![],
        link: Some(Link { label: "Your inbox".to_owned(), path: "/inbox".to_owned(), once: None }),
    }
}
