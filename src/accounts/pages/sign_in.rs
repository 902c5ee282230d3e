//! `GET/POST /sign-in`, `POST /sign-out`

use super::again::try_password;
use super::join::Back;
use super::second_step::ask;
use super::{Asker, CookieKind, Visit, Who};
use crate::accounts::{Begun, SignInRefused, devices, drafts, enter, sessions};
use crate::db::{AccountId, Conn, Token};
use crate::own_data::pages::after_sign_in;
use crate::web::{
    Answer, Faults, Form, Query, Shell, local_path, page, see_other_with, too_fast, unprocessable,
};
use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    shell: Shell,
    form: SignInForm,
    faults: Faults,
    kept: bool,
}

/// What somebody who signs in types.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    login: String,
    password: String,
    code: String,
    back: String,
}

/// The form.
///
/// # Errors
/// When the page cannot be made.
pub async fn get_sign_in(visit: Visit, back: Query<Back>) -> Answer {
    let kept = !back.0.kept.is_empty();
    let form = SignInForm { back: back.0.back, ..SignInForm::default() };
    page(&SignInPage { shell: visit.shell("Sign in"), form, faults: Faults::default(), kept })
}

/// A member signs in; who does so in two steps is asked for the code next, or may send it along.
///
/// # Errors
/// When the database is away.
pub async fn post_sign_in(asker: Asker, form: Form<SignInForm>) -> Answer {
    let form = form.0;
    let back = local_path(&form.back);
    match let_in(&asker, &form).await {
        Ok(Begun::In(account, token)) => welcome(&*asker.db().await?, &asker, (account, token), &back).await,
        Ok(Begun::AwaitsCode(token)) => ask(asker, &token, (&form.code, &back)).await,
        Err(refused) => refuse(asker, form, refused),
    }
}

/// While the password is hashed, no connection is held.
async fn let_in(asker: &Asker, form: &SignInForm) -> Result<Begun, SignInRefused> {
    let (knocked, fits) = try_password(asker, &form.login, form.password.clone()).await?;
    let mut db = asker.db().await?;
    enter(&mut db, &knocked, fits, &asker.browser(), asker.now).await
}

/// The form again, for a sign-in that cannot go on to its second step.
pub(super) fn anew(asker: Asker, back: &str, sentence: &str) -> Answer {
    let form = SignInForm { back: back.to_owned(), ..SignInForm::default() };
    let shell = asker.known_as(Who::default()).shell("Sign in");
    unprocessable(&SignInPage { shell, form, faults: Faults::one("", sentence), kept: false })
}

fn refuse(asker: Asker, form: SignInForm, refused: SignInRefused) -> Answer {
    let late = if let SignInRefused::TooOften(late) = &refused { Some(late.seconds) } else { None };
    let field = match refused {
        SignInRefused::Other(error) => return Err(error),
        SignInRefused::NoMatch => "password",
        SignInRefused::Suspended(_) => "login",
        SignInRefused::TooOften(_) => "",
    };
    let faults = Faults::one(field, refused);
    let shell = asker.known_as(Who::default()).shell("Sign in");
    let form = SignInForm { password: String::new(), ..form };
    let again = SignInPage { shell, form, faults, kept: false };
    match late {
        Some(seconds) => too_fast(&again, seconds),
        None => unprocessable(&again),
    }
}

/// A member signs out.
///
/// # Errors
/// When the database is away.
pub async fn post_sign_out(asker: Asker) -> Answer {
    if let Some(hash) = asker.session() {
        let db = asker.db().await?;
        sessions::end(&db, &hash).await?;
    }
    see_other_with("/", asker.without(CookieKind::Session))
}

/// Remembers the device of a member whose session has begun; what was kept for the visitor becomes the member's.
pub(super) async fn welcome(
    db: &Conn,
    asker: &Asker,
    (account, token): (AccountId, Token),
    back: &str,
) -> Answer {
    let back = after_sign_in(db, account, back).await?;
    let device = asker.device().unwrap_or_default();
    devices::remember(db, &device.hash(), account, asker.now).await?;
    if let Some(visitor) = asker.visitor() {
        drafts::adopt(db, &visitor.hash(), account).await?;
    }
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, back))
        .cookie(asker.cookie(CookieKind::Session, token.text()))
        .cookie(asker.cookie(CookieKind::Device, device.text()))
        .cookie(asker.without(CookieKind::Visitor))
        .cookie(asker.without(CookieKind::Pending))
        .finish())
}
