//! `/admin/mail`: what the board sent, and what waits while no mail server is set.

use super::{Visit, telling};
use crate::accounts::email;
use crate::db::{self, LogLine};
use crate::mail::{self, Carrier, Kept, Letter, MailState};
use crate::web::{Answer, Error, Moment, Query, Shell, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "accounts/mail.html")]
struct MailPage {
    shell: Shell,
    mails: Vec<Kept>,
    more: Option<i64>,
    sends_mail: bool,
    refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts/letter.html")]
struct LetterPage {
    shell: Shell,
    mail: Kept,
    letter: Letter,
    may_open: bool,
}

/// Which mails are asked for: those before this one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MailQuery {
    before: Option<i64>,
}

/// The mails of the board, the newest first.
///
/// # Errors
/// When the database is away.
pub async fn get_mail(visit: Visit, query: Query<MailQuery>) -> Answer {
    page(&mail_page(&visit, query.0.before, None).await?)
}

/// One mail; the secret of its link is not shown.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_letter(visit: Visit, id: Path<i64>) -> Answer {
    let db = visit.db().await?;
    let mail = mail::find(&db, *id).await?.ok_or(Error::NotFound)?;
    let letter = mail.withheld(&visit.site().board().board_name, visit.site().address());
    page(&letter_page(&visit, mail, letter))
}

/// An administrator opens the link of a mail that nobody carries, to hand it on; the log says so.
///
/// # Errors
/// [`Error::NotAllowed`] where mail is sent: then only its reader has the link.
pub async fn post_opening(visit: Visit, id: Path<i64>) -> Answer {
    let site = visit.site();
    if site.mail().is_some() {
        return Err(Error::NotAllowed("Mail is sent: only who reads it may use its links.".to_owned()));
    }
    let db = visit.db().await?;
    let mail = mail::find(&db, *id).await?.filter(|mail| mail.state == MailState::Waiting);
    let mail = mail.ok_or(Error::NotFound)?;
    db::record(
        &db,
        LogLine {
            logged_at: visit.now(),
            actor_id: visit.viewer().map(|member| member.id),
            action: "open_mail",
            subject_kind: "mail",
            subject_id: mail.id,
            why: "",
            before: json!({}),
            after: json!({ "kind": mail.kind }),
        },
    )
    .await?;
    let letter = mail::read(&db, &mail, (&site.board().board_name, site.address()), visit.now()).await?;
    page(&letter_page(&visit, mail, letter))
}

/// A test goes to the administrator's own address; what the mail server says is shown in its own words.
///
/// # Errors
/// When the database is away.
pub async fn post_test(visit: Visit) -> Answer {
    let Some(server) = visit.site().mail() else {
        return telling(&visit, "/admin/mail", "No mail server is set, so there is nothing to test.");
    };
    let address = {
        let db = visit.db().await?;
        email::address_of(&db, visit.member()?.id).await?.ok_or(Error::NotFound)?
    };
    let id = Uuid::now_v7().simple().to_string();
    let board = visit.site().board();
    let letter = mail::test_letter(&address.email, &board.board_name, visit.site().address(), &id);
    match server.carry(&letter).await {
        Ok(()) => {
            telling(&visit, "/admin/mail", &format!("The mail server took a test to {}.", address.email))
        }
        Err(refusal) => unprocessable(&mail_page(&visit, None, Some(refusal)).await?),
    }
}

async fn mail_page(visit: &Visit, before: Option<i64>, refusal: Option<String>) -> Result<MailPage, Error> {
    let db = visit.db().await?;
    let mut mails = mail::list(&db, before, PER_PAGE + 1).await?;
    let more = usize::try_from(PER_PAGE).is_ok_and(|most| mails.len() > most);
    if more {
        mails.pop();
    }
    Ok(MailPage {
        shell: visit.shell("Mail").at("admin"),
        more: mails.last().filter(|_| more).map(|mail| mail.id),
        mails,
        sends_mail: visit.site().mail().is_some(),
        refusal,
    })
}

fn letter_page(visit: &Visit, mail: Kept, letter: Letter) -> LetterPage {
    let once = mail.link().is_some_and(|link| link.once.is_some());
    let may_open = once && mail.state == MailState::Waiting && visit.site().mail().is_none();
    LetterPage { shell: visit.shell("A mail").at("admin"), mail, letter, may_open }
}

impl MailPage {
    fn state(mail: &Kept) -> String {
        match (mail.state, mail.sent_at) {
            (MailState::Sent, Some(at)) => format!("sent {}", Moment(at).date()),
            (MailState::Sent, None) => "sent".to_owned(),
            (MailState::Failed, _) => format!("given up: {}", mail.refusal),
            (MailState::Waiting, _) if mail.refusal.is_empty() => "waits".to_owned(),
            (MailState::Waiting, _) => format!("tried {} times: {}", mail.tries, mail.refusal),
        }
    }
}
