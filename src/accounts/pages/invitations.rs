//! `GET/POST /admin/invitations`, `POST /admin/invitations/{id}/end`

use super::{Visit, telling};
use crate::accounts::invitations::{self, Invitation, InviteRefused, NewInvitation, end_invitation, invite};
use crate::db::{AccountId, Conn, InvitationId, Joining, Timestamp};
use crate::web::{Answer, Error, Faults, Form, Moment, Query, Shell, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use futures_util::future::try_join_all;
use serde::Deserialize;

const PER_PAGE: i64 = 20;

/// So many of those who joined by an invitation are named in the list.
const NAMED: usize = 5;

#[derive(Template)]
#[template(path = "accounts/invitations.html")]
struct InvitationsPage {
    shell: Shell,
    form: InvitationForm,
    faults: Faults,
    lines: Vec<Line>,
    more: Option<InvitationId>,
    now: Timestamp,
}

/// An invitation and who joined by it last.
struct Line {
    invitation: Invitation,
    joined: Vec<(AccountId, String)>,
}

/// A new invitation, as typed.
#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    note: String,
    uses: String,
    days: String,
}

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Older {
    before: Option<InvitationId>,
}

impl Default for InvitationForm {
    fn default() -> Self {
        Self { note: String::new(), uses: "1".to_owned(), days: "14".to_owned() }
    }
}

/// The invitations, latest first, and the form for a new one.
///
/// # Errors
/// When the database is away.
pub async fn get_invitations(visit: Visit, older: Query<Older>) -> Answer {
    visit.administrator()?;
    let db = visit.db().await?;
    let form = InvitationForm::default();
    page(&list_page(&visit, &db, older.0.before, form, Faults::default()).await?)
}

/// An administrator makes an invitation and is told its link, once.
///
/// # Errors
/// When the database is away.
pub async fn post_invitation(visit: Visit, form: Form<InvitationForm>) -> Answer {
    let by = visit.administrator()?;
    let form = form.0;
    let new = NewInvitation {
        note: &form.note,
        allowed: form.uses.trim().parse().ok(),
        days: form.days.trim().parse().ok(),
    };
    let mut db = visit.db().await?;
    let refused = match invite(&mut db, &by, &new, visit.now()).await {
        Ok(token) => {
            let link = format!("{}/join?invitation={}", visit.site().address(), token.text());
            let told = format!("Here is the link; it is shown only now, so copy it: {link}");
            return telling(&visit, "/admin/invitations", &told);
        }
        Err(InviteRefused::Database(error)) => return Err(error.into()),
        Err(refused) => refused,
    };
    let field = match refused {
        InviteRefused::Note => "note",
        InviteRefused::Uses => "uses",
        _ => "days",
    };
    let faults = Faults::one(field, refused);
    unprocessable(&list_page(&visit, &db, None, form, faults).await?)
}

/// An administrator ends an invitation.
///
/// # Errors
/// When the database is away.
pub async fn post_end_of_invitation(visit: Visit, id: Path<InvitationId>) -> Answer {
    let by = visit.administrator()?;
    let mut db = visit.db().await?;
    let told = if end_invitation(&mut db, &by, *id, visit.now()).await? {
        "The invitation has ended. Whoever joined by it stays."
    } else {
        "There is no such invitation, or it was ended already."
    };
    telling(&visit, "/admin/invitations", told)
}

async fn list_page(
    visit: &Visit,
    db: &Conn,
    before: Option<InvitationId>,
    form: InvitationForm,
    faults: Faults,
) -> Result<InvitationsPage, Error> {
    let mut invitations = invitations::list(db, before, PER_PAGE + 1).await?;
    let more = usize::try_from(PER_PAGE).is_ok_and(|most| invitations.len() > most);
    if more {
        invitations.pop();
    }
    let more = invitations.last().filter(|_| more).map(|last| last.id);
    let most = i64::try_from(NAMED).unwrap_or(i64::MAX);
    // They go out together, and their answers come in one round trip.
    let joined = try_join_all(invitations.iter().map(|line| invitations::joined(db, line.id, most))).await?;
    let lines = invitations.into_iter().zip(joined);
    let lines = lines.map(|(invitation, joined)| Line { invitation, joined }).collect();
    let shell = visit.shell("Invitations").at("admin");
    Ok(InvitationsPage { shell, form, faults, lines, more, now: visit.now() })
}

impl InvitationsPage {
    /// What the links are good for, as the board is set.
    fn joining(&self) -> &'static str {
        match self.shell.board.joining {
            Joining::Open => "Anybody may join this board at the moment; a link only tells who came by it.",
            Joining::Invitation => "One joins this board by a link that is made here.",
            Joining::Closed => "Nobody may join this board at the moment, not even with a link.",
        }
    }
}

impl Line {
    /// How many more joined than are named.
    fn unnamed(&self) -> usize {
        usize::try_from(self.invitation.used).unwrap_or_default().saturating_sub(self.joined.len())
    }
}
