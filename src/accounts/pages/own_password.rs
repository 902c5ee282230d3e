//! `GET/POST /settings/password`

use super::{CookieKind, NotAgain, Visit, give_again, telling};
use crate::accounts::email::address_of;
use crate::accounts::{Known, OwnPasswordRefused, change_own_password, check_password, passwords};
use crate::web::{Answer, Error, Faults, Form, Shell, page, unprocessable};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/own_password.html")]
struct OwnPasswordPage {
    shell: Shell,
    faults: Faults,
}

/// The present password and the new one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnPasswordForm {
    present: String,
    password: String,
}

/// The form.
///
/// # Errors
/// When the page cannot be made.
pub async fn get_own_password(visit: Visit) -> Answer {
    page(&form_page(&visit, Faults::default()))
}

/// A member changes the password and stays signed in here alone.
///
/// # Errors
/// When the database is away.
pub async fn post_own_password(visit: Visit, form: Form<OwnPasswordForm>) -> Answer {
    let form = form.0;
    let member = visit.member()?;
    let faults = faults(&visit, &form).await?;
    if !faults.is_empty() {
        return unprocessable(&form_page(&visit, faults));
    }
    let session = visit.asker().session().ok_or(Error::NotFound)?;
    // No connection is held while it is hashed.
    let hash = passwords::hash(form.password).await?;
    let changed = {
        let mut db = visit.db().await?;
        change_own_password(&mut db, member, &session, &hash, visit.now()).await
    };
    let changed = match changed {
        Ok(changed) => changed,
        Err(OwnPasswordRefused::Database(error)) => return Err(error.into()),
        Err(refused @ OwnPasswordRefused::SignedOut) => {
            return unprocessable(&form_page(&visit, Faults::one("", refused)));
        }
    };
    let told = match changed.ended {
        0 => "Your password is changed. There was no other session.".to_owned(),
        1 => "Your password is changed, and one other session has ended.".to_owned(),
        ended => format!("Your password is changed, and {ended} other sessions have ended."),
    };
    let mut answer = telling(&visit, "/settings/password", &told)?;
    let cookie = visit.asker().cookie(CookieKind::Session, changed.token.text());
    answer.add_cookie(&cookie).map_err(|e| Error::Broken(e.to_string()))?;
    Ok(answer)
}

/// What is wrong with the form: the present password first, for whoever does not know it is told nothing else.
async fn faults(visit: &Visit, form: &OwnPasswordForm) -> Result<Faults, Error> {
    let member = visit.member()?;
    match give_again(visit, form.present.clone()).await {
        Ok(()) => {}
        Err(NotAgain::Error(error)) => return Err(error),
        Err(refused) => return Ok(Faults::one("present", refused)),
    }
    if form.password == form.present {
        return Ok(Faults::one("password", "That is the password that you have. Please choose another."));
    }
    let address = {
        let db = visit.db().await?;
        address_of(&db, member.id).await?.ok_or(Error::NotFound)?
    };
    let board = visit.site().board();
    let known = Known { name: &member.name, email: &address.email, board: &board.board_name };
    Ok(check_password(&form.password, known)
        .map_or_else(|refused| Faults::one("password", refused), |()| Faults::default()))
}

fn form_page(visit: &Visit, faults: Faults) -> OwnPasswordPage {
    OwnPasswordPage { shell: visit.shell("Your password").at("settings"), faults }
}
