//! `/settings/two-step`: a member sets up two-step sign-in, gets new recovery codes, or ends it. Each of them asks for
//! the password again.

use super::again::{NotAgain, give_again};
use super::{Visit, telling};
use crate::accounts::two_step::{self, State, TwoStepRefused};
use crate::web::{Answer, Error, Faults, Form, Moment, Shell, page, see_other, unprocessable};
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/two_step.html")]
struct TwoStepPage {
    shell: Shell,
    state: State,
    faults: Faults,
    asked: bool,
}

#[derive(Template)]
#[template(path = "accounts/recovery_codes.html")]
struct CodesPage {
    shell: Shell,
    codes: Vec<String>,
    first: bool,
}

/// The password, given again.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    password: String,
}

/// The first code from the app.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfirmationForm {
    code: String,
}

const PATH: &str = "/settings/two-step";

/// How far two steps came.
///
/// # Errors
/// When the database is away.
pub async fn get_two_step(visit: Visit) -> Answer {
    page(&here(&visit, Faults::default()).await?)
}

/// A member begins: a secret is made, for an app to read.
///
/// # Errors
/// When the database is away.
pub async fn post_two_step(visit: Visit, form: Form<PasswordForm>) -> Answer {
    if let Some(faults) = another(&visit, form.0).await? {
        return unprocessable(&here(&visit, faults).await?);
    }
    let account = visit.member()?.id;
    let begun = {
        let db = visit.db().await?;
        two_step::begin(&db, visit.site().key(), account, visit.now()).await
    };
    match begun {
        Ok(()) => see_other(PATH),
        Err(refused) => refuse(&visit, "", refused).await,
    }
}

/// The first code from the app turns two steps on; the recovery codes are shown, this once.
///
/// # Errors
/// When the database is away.
pub async fn post_confirmation(visit: Visit, form: Form<ConfirmationForm>) -> Answer {
    let account = visit.member()?.id;
    let session = visit.asker().session().unwrap_or_default();
    let confirmed = {
        let mut db = visit.db().await?;
        let key = visit.site().key();
        two_step::confirm(&mut db, key, (account, &session), &form.0.code, visit.now()).await
    };
    match confirmed {
        Ok(codes) => shown_once(&visit, codes, true),
        Err(refused @ TwoStepRefused::WrongCode) => refuse(&visit, "code", refused).await,
        Err(refused) => refuse(&visit, "", refused).await,
    }
}

/// A member gets new recovery codes; those before work no more.
///
/// # Errors
/// When the database is away.
pub async fn post_codes(visit: Visit, form: Form<PasswordForm>) -> Answer {
    if let Some(faults) = another(&visit, form.0).await? {
        return unprocessable(&here(&visit, faults).await?);
    }
    let account = visit.member()?.id;
    let renewed = {
        let mut db = visit.db().await?;
        two_step::renew_codes(&mut db, account).await
    };
    match renewed {
        Ok(codes) => shown_once(&visit, codes, false),
        Err(refused) => refuse(&visit, "", refused).await,
    }
}

/// A member goes back to the password alone.
///
/// # Errors
/// When the database is away.
pub async fn post_end(visit: Visit, form: Form<PasswordForm>) -> Answer {
    if let Some(faults) = another(&visit, form.0).await? {
        return unprocessable(&here(&visit, faults).await?);
    }
    let account = visit.member()?.id;
    let ended = {
        let mut db = visit.db().await?;
        two_step::end(&mut db, account, visit.now()).await
    };
    match ended {
        Ok(()) => telling(&visit, PATH, "Two-step sign-in is off: your password alone lets you in."),
        Err(refused) => refuse(&visit, "", refused).await,
    }
}

/// The fault of the form, if the password that was given again is another.
async fn another(visit: &Visit, form: PasswordForm) -> Result<Option<Faults>, Error> {
    match give_again(visit, form.password).await {
        Ok(()) => Ok(None),
        Err(NotAgain::Error(error)) => Err(error),
        Err(not) => Ok(Some(Faults::one("password", not))),
    }
}

async fn refuse(visit: &Visit, field: &'static str, refused: TwoStepRefused) -> Answer {
    match refused {
        TwoStepRefused::Database(error) => Err(error.into()),
        refused => unprocessable(&here(visit, Faults::one(field, refused)).await?),
    }
}

async fn here(visit: &Visit, faults: Faults) -> Result<TwoStepPage, Error> {
    let member = visit.member()?;
    let db = visit.db().await?;
    let board = &visit.site().board().board_name;
    let state = two_step::state(&db, visit.site().key(), member, board, visit.now()).await?;
    let shell = visit.shell("Two-step sign-in").at("settings");
    Ok(TwoStepPage { shell, state, faults, asked: member.barred })
}

/// The one page that the codes stand on; no browser keeps it, and loading it again shows no codes.
fn shown_once(visit: &Visit, codes: Vec<String>, first: bool) -> Answer {
    let shell = visit.shell("Recovery codes").at("settings");
    let mut response = page(&CodesPage { shell, codes, first })?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
