//! `GET/POST /unsubscribe/{ticket}`: no more mails of a kind, signed in or not. GET shows a button, for mail programs
//! fetch links ahead; POST does it, and is also what a mail service sends when its reader presses one button of its own
//! (RFC 8058). Such a request has no cookie, follows no redirect, and its body comes in whatever coding: the ticket
//! says all there is to know, so the body is not read.

use crate::accounts::pages::Visit;
use crate::notices::{Kind, unsubscribe};
use crate::web::{Answer, Error, Shell, page};
use actix_web::web::Path;
use askama::Template;

#[derive(Template)]
#[template(path = "notices/unsubscribe.html")]
struct UnsubscribePage {
    shell: Shell,
    kind: Kind,
    done: bool,
}

/// The question, with one button.
///
/// # Errors
/// [`Error::NotFound`] for what is no ticket of this board.
pub async fn get_unsubscribe(visit: Visit, ticket: Path<String>) -> Answer {
    let (_, kind) = unsubscribe::read(visit.site().key(), &ticket).ok_or(Error::NotFound)?;
    page(&UnsubscribePage { shell: visit.shell("Fewer mails"), kind, done: false })
}

/// It is done, however often it is pressed.
///
/// # Errors
/// [`Error::NotFound`] for what is no ticket of this board.
pub async fn post_unsubscribe(visit: Visit, ticket: Path<String>) -> Answer {
    let ticket = unsubscribe::read(visit.site().key(), &ticket).ok_or(Error::NotFound)?;
    let db = visit.db().await?;
    unsubscribe::unsubscribe(&db, ticket, visit.now()).await?;
    page(&UnsubscribePage { shell: visit.shell("Fewer mails"), kind: ticket.1, done: true })
}
