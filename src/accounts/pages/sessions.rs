//! `GET /settings/sessions`, `POST /settings/sessions/end`: where a member is signed in.

use super::{Visit, telling};
use crate::accounts::sessions::{self, Session};
use crate::db::{SessionId, Timestamp};
use crate::web::{Answer, Error, Form, Moment, Shell, page};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/sessions.html")]
struct SessionsPage {
    shell: Shell,
    sessions: Vec<Session>,
    now: Timestamp,
}

/// Which sessions end: one, or `others`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    session: String,
}

/// The list.
///
/// # Errors
/// When the database is away.
pub async fn get_sessions(visit: Visit) -> Answer {
    let member = visit.member()?;
    let db = visit.db().await?;
    let sessions = sessions::list(&db, member.id, &this(&visit)?, visit.now()).await?;
    let shell = visit.shell("Your sessions").at("settings");
    page(&SessionsPage { shell, sessions, now: visit.now() })
}

/// A member ends one session, or all but this one.
///
/// # Errors
/// [`Error::Bad`] when the form names no session.
pub async fn post_end(visit: Visit, form: Form<EndForm>) -> Answer {
    let member = visit.member()?;
    let db = visit.db().await?;
    let told = if form.0.session == "others" {
        match sessions::end_others(&db, member.id, &this(&visit)?).await? {
            0 => "There was no other session.".to_owned(),
            1 => "The other session has ended.".to_owned(),
            ended => format!("The {ended} other sessions have ended."),
        }
    } else {
        let id = form.0.session.parse().map_err(|_| Error::Bad("The form names no session.".to_owned()))?;
        if sessions::end_one(&db, member.id, SessionId(id)).await? {
            "That session has ended.".to_owned()
        } else {
            "You have no such session; it may have ended already.".to_owned()
        }
    };
    telling(&visit, "/settings/sessions", &told)
}

/// The hash of the session that asks.
fn this(visit: &Visit) -> Result<[u8; 32], Error> {
    visit.asker().session().ok_or(Error::NotFound)
}
