//! `GET /admin/accounts/{id}`, `POST …/role`, `…/standing`, `…/sessions/end`: an account, for administrators.

use super::{Visit, telling};
use crate::accounts::administer::{
    AdministerRefused, Known, SanctionLine, give_role, give_standing, known, sanctions_of,
    sign_out_everywhere,
};
use crate::accounts::{Standing, earlier_names, sessions};
use crate::db::{AccountId, Conn, Timestamp, Word};
use crate::web::{Answer, Error, Faults, Form, Moment, Role, Shell, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/account.html")]
struct AccountPage {
    shell: Shell,
    known: Known,
    earlier: Vec<(String, Timestamp)>,
    sessions: i64,
    seen_at: Option<Timestamp>,
    sanctions: Vec<SanctionLine>,
    faults: Faults,
    now: Timestamp,
}

/// The role that is given.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    role: String,
}

/// The standing that is given.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StandingForm {
    standing: String,
}

/// An account.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_account(visit: Visit, id: Path<AccountId>) -> Answer {
    visit.administrator()?;
    let db = visit.db().await?;
    page(&account_page(&visit, &db, *id, Faults::default()).await?)
}

/// An administrator gives somebody another role.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Bad`] when the form names no role.
pub async fn post_role(visit: Visit, id: Path<AccountId>, form: Form<RoleForm>) -> Answer {
    let by = visit.administrator()?;
    let role = Role::of(&form.0.role).ok_or_else(|| Error::Bad("The form names no role.".to_owned()))?;
    let mut db = visit.db().await?;
    let told = match give_role(&mut db, Some(&by), *id, role, visit.now()).await {
        Ok(true) => "The role is given; whoever has it signs in again.",
        Ok(false) => "Nothing changed: that is the role they have.",
        Err(refused @ AdministerRefused::LastAdministrator) => {
            return unprocessable(&account_page(&visit, &db, *id, Faults::one("role", refused)).await?);
        }
        Err(refused) => return Err(refused.into()),
    };
    telling(&visit, &path(*id), told)
}

/// An administrator gives somebody another standing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Bad`] when the form names no standing.
pub async fn post_standing(visit: Visit, id: Path<AccountId>, form: Form<StandingForm>) -> Answer {
    let by = visit.administrator()?;
    let standing = Standing::of(&form.0.standing);
    let standing = standing.ok_or_else(|| Error::Bad("The form names no standing.".to_owned()))?;
    let mut db = visit.db().await?;
    let told = if give_standing(&mut db, &by, *id, standing, visit.now()).await? {
        "The standing is given."
    } else {
        "Nothing changed: that is the standing they have."
    };
    telling(&visit, &path(*id), told)
}

/// An administrator signs somebody out everywhere.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post_sign_out_everywhere(visit: Visit, id: Path<AccountId>) -> Answer {
    let by = visit.administrator()?;
    let mut db = visit.db().await?;
    let told = match sign_out_everywhere(&mut db, &by, *id, visit.now()).await? {
        0 => "There was no session to end.".to_owned(),
        1 => "One session has ended.".to_owned(),
        ended => format!("{ended} sessions have ended."),
    };
    telling(&visit, &path(*id), &told)
}

async fn account_page(visit: &Visit, db: &Conn, id: AccountId, faults: Faults) -> Result<AccountPage, Error> {
    let (known, earlier, (sessions, seen_at), sanctions) = tokio::try_join!(
        known(db, id),
        earlier_names::of(db, id),
        sessions::count(db, id, visit.now()),
        sanctions_of(db, id)
    )?;
    let known = known.ok_or(Error::NotFound)?;
    let shell = visit.shell(known.account.name.clone()).at("admin");
    Ok(AccountPage { shell, known, earlier, sessions, seen_at, sanctions, faults, now: visit.now() })
}

fn path(id: AccountId) -> String {
    format!("/admin/accounts/{id}")
}

impl From<AdministerRefused> for Error {
    fn from(refused: AdministerRefused) -> Self {
        match refused {
            AdministerRefused::NoSuchAccount => Self::NotFound,
            AdministerRefused::LastAdministrator => Self::NotAllowed(refused.to_string()),
            AdministerRefused::Database(error) => error.into(),
        }
    }
}
