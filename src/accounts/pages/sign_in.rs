//! `GET/POST /sign-in`, `POST /sign-out`

use super::join::Back;
use super::{Asker, CookieKind, Visit};
use crate::accounts::{SignInRefused, drafts, passwords, sessions, sign_in};
use crate::db::{AccountId, Conn};
use crate::own_data::pages::after_sign_in;
use crate::web::{Answer, Faults, Form, Query, Shell, local_path, page, see_other_with, unprocessable};
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

/// A member signs in.
///
/// # Errors
/// When the database is away.
pub async fn post_sign_in(asker: Asker, form: Form<SignInForm>) -> Answer {
    let form = form.0;
    let password = form.password.clone();
    let db = asker.db().await?;
    let verify = async |hash| passwords::verify(password, hash).await;
    match sign_in(&db, &form.login, verify, asker.now).await {
        Ok(account) => welcome(&db, &asker, account, &local_path(&form.back)).await,
        Err(SignInRefused::Database(error)) => Err(error.into()),
        Err(refused) => {
            let field = if matches!(refused, SignInRefused::NoMatch) { "password" } else { "login" };
            let faults = Faults::one(field, refused);
            let shell = asker.known_as((None, None)).shell("Sign in");
            let form = SignInForm { password: String::new(), ..form };
            unprocessable(&SignInPage { shell, form, faults, kept: false })
        }
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

/// Begins a session; what was kept for the visitor becomes the member's.
pub(super) async fn welcome(db: &Conn, asker: &Asker, account: AccountId, back: &str) -> Answer {
    let back = after_sign_in(db, account, back).await?;
    if let Some(old) = asker.session() {
        sessions::end(db, &old).await?;
    }
    let token = sessions::begin(db, account, asker.agent(), asker.now).await?;
    if let Some(visitor) = asker.visitor() {
        drafts::adopt(db, &visitor.hash(), account).await?;
    }
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, back))
        .cookie(asker.cookie(CookieKind::Session, token.text()))
        .cookie(asker.without(CookieKind::Visitor))
        .finish())
}
