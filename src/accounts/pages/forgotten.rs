//! `GET/POST /password/forgotten`, `GET/POST /password/reset/{token}`

use super::{Asker, Visit, Who, telling};
use crate::accounts::attempts::count_asking;
use crate::accounts::email::{Address, ResetRefused, address_of, forgot_password, reset_password};
use crate::accounts::{Known, check_password, passwords};
use crate::mail::{self, Purpose};
use crate::web::{Answer, Error, Faults, Form, Shell, not_found, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/forgotten.html")]
struct ForgottenPage {
    shell: Shell,
    sends_mail: bool,
    asked: bool,
}

#[derive(Template)]
#[template(path = "accounts/reset.html")]
struct ResetPage {
    shell: Shell,
    good: bool,
    faults: Faults,
}

/// Who forgot a password.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ForgottenForm {
    login: String,
}

/// The new password.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    password: String,
}

/// The form.
///
/// # Errors
/// When the page cannot be made.
pub async fn get_forgotten(visit: Visit) -> Answer {
    forgotten_page(&visit, false)
}

/// Somebody asks for a link; the answer is the same whether there is such an account or not.
///
/// # Errors
/// When the database is away.
pub async fn post_forgotten(visit: Visit, form: Form<ForgottenForm>) -> Answer {
    let db = visit.db().await?;
    count_asking(&db, "forgotten", visit.asker().client(), 10, visit.now()).await?;
    forgot_password(&db, &form.0.login, visit.now()).await?;
    forgotten_page(&visit, true)
}

/// The form for a new password, while the link is good. It changes nothing: programs that look through mail follow
/// links, too.
///
/// # Errors
/// When the database is away.
pub async fn get_reset(asker: Asker, token: Path<String>) -> Answer {
    let db = asker.db().await?;
    let good = mail::open(&db, Purpose::Reset, &token, asker.now).await?.is_some();
    reset_page(asker, good, Faults::default())
}

/// The link is used up and the password is another.
///
/// # Errors
/// When the database is away.
pub async fn post_reset(visit: Visit, token: Path<String>, form: Form<ResetForm>) -> Answer {
    let Some(address) = whose(&visit, &token).await? else {
        return reset_page(visit.asker().clone(), false, Faults::default());
    };
    let board = visit.site().board();
    let known = Known { name: &address.name, email: &address.email, board: &board.board_name };
    if let Err(refused) = check_password(&form.0.password, known) {
        return reset_page(visit.asker().clone(), true, Faults::one("password", refused));
    }
    let hash = passwords::hash(form.0.password).await?;
    let mut db = visit.db().await?;
    match reset_password(&mut db, &token, &hash, visit.now()).await {
        Ok(()) => telling(&visit, "/sign-in", "The password is set. Please sign in with it."),
        Err(ResetRefused::NoLink) => reset_page(visit.asker().clone(), false, Faults::default()),
        Err(ResetRefused::Database(error)) => Err(error.into()),
    }
}

/// The address of the account that a good link is for.
async fn whose(visit: &Visit, token: &str) -> Result<Option<Address>, Error> {
    let db = visit.db().await?;
    let Some(opened) = mail::open(&db, Purpose::Reset, token, visit.now()).await? else { return Ok(None) };
    Ok(address_of(&db, opened.account).await?)
}

fn forgotten_page(visit: &Visit, asked: bool) -> Answer {
    let sends_mail = visit.site().mail().is_some();
    page(&ForgottenPage { shell: visit.shell("Forgotten password"), sends_mail, asked })
}

fn reset_page(asker: Asker, good: bool, faults: Faults) -> Answer {
    let shell = asker.known_as(Who::default()).shell("A new password");
    let broken = !faults.is_empty();
    let made = ResetPage { shell, good, faults };
    match (good, broken) {
        (false, _) => not_found(&made),
        (true, true) => unprocessable(&made),
        (true, false) => page(&made),
    }
}
