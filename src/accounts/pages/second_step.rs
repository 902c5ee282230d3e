//! `GET/POST /sign-in/code`: the second step of signing in. Between the two steps a cookie says that the password was
//! right; a session begins with the code.

use super::join::Back;
use super::sign_in::{anew, welcome};
use super::{Asker, CookieKind, Who};
use crate::accounts::attempts::{self, Attempt, NotCounted};
use crate::accounts::member;
use crate::accounts::two_step::{self, Passed, pending};
use crate::db::{AccountId, Conn, Token};
use crate::web::{
    Answer, Error, Faults, Form, Query, Shell, local_path, page, see_other, too_fast, unprocessable,
};
use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/second_step.html")]
struct CodePage {
    shell: Shell,
    back: String,
    faults: Faults,
}

/// What somebody types in the second step.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    code: String,
    back: String,
}

/// What came of a code that was given.
enum Given {
    /// It was right.
    In(AccountId),
    /// It was not; there may be another try.
    Wrong(&'static str),
    /// There is no sign-in that a code could end.
    Gone,
}

const WRONG: &str = "That code does not fit, or it was used already. Each code works once, and the app’s change every \
                     30 seconds. A recovery code works here, too.";
const UNREADABLE: &str = "This board cannot read what it knows of your app, so none of its codes fits. Please use a \
                          recovery code, and set two-step sign-in up anew afterwards.";
const GONE: &str = "That took longer than five minutes, or too many codes were wrong. Please begin again.";

/// The form.
///
/// # Errors
/// When the database is away.
pub async fn get_second_step(asker: Asker, back: Query<Back>) -> Answer {
    let Some(hash) = asker.pending() else { return see_other("/sign-in") };
    let awaited = pending::account_of(&*asker.db().await?, &hash, asker.now).await?;
    match awaited {
        Some(_) => page(&form_page(asker, &back.0.back, Faults::default())),
        None => see_other("/sign-in"),
    }
}

/// A member gives the code and is signed in.
///
/// # Errors
/// When the database is away.
pub async fn post_second_step(asker: Asker, form: Form<CodeForm>) -> Answer {
    let Some(hash) = asker.pending() else { return see_other("/sign-in") };
    let mut db = asker.db().await?;
    answer(&mut db, asker, hash, (&form.0.code, &local_path(&form.0.back))).await
}

/// The password was right: asks for the code, unless it was sent along.
pub(super) async fn ask(asker: Asker, token: &Token, (code, back): (&str, &str)) -> Answer {
    let cookie = asker.cookie(CookieKind::Pending, token.text());
    if !code.trim().is_empty() {
        let mut db = asker.db().await?;
        let mut response = answer(&mut db, asker, token.hash(), (code, back)).await?;
        if response.status().is_client_error() {
            response.add_cookie(&cookie).map_err(|e| Error::Broken(e.to_string()))?;
        }
        return Ok(response);
    }
    let path = format!("/sign-in/code?back={}", utf8_percent_encode(back, NON_ALPHANUMERIC));
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, path)).cookie(cookie).finish())
}

async fn answer(db: &mut Conn, asker: Asker, hash: [u8; 32], (code, back): (&str, &str)) -> Answer {
    let counted = match count(db, &asker, &hash).await {
        Ok(counted) => counted,
        Err(NotCounted::Database(error)) => return Err(error.into()),
        Err(NotCounted::TooOften(late)) => {
            return too_fast(&form_page(asker, back, Faults::one("", late)), late.seconds);
        }
    };
    match give(db, &asker, &hash, code).await? {
        Given::Gone => anew(asker, back, GONE),
        Given::Wrong(sentence) => unprocessable(&form_page(asker, back, Faults::one("code", sentence))),
        Given::In(account) => {
            if let Some(attempt) = counted {
                attempts::give_back(db, &attempt).await?;
            }
            match pending::enter(db, &hash, account, &asker.browser(), asker.now).await? {
                Some(token) => welcome(db, &asker, (account, token), back).await,
                None => anew(asker, back, GONE),
            }
        }
    }
}

/// Codes count like passwords, by address and by account.
async fn count(db: &Conn, asker: &Asker, hash: &[u8]) -> Result<Option<Attempt>, NotCounted> {
    let Some(account) = pending::account_of(db, hash, asker.now).await? else { return Ok(None) };
    let Some(member) = member(db, account).await? else { return Ok(None) };
    attempts::count(db, asker.trying(&member.name), asker.now).await.map(Some)
}

async fn give(db: &Conn, asker: &Asker, hash: &[u8], code: &str) -> Result<Given, Error> {
    let Some(account) = pending::take_try(db, hash, asker.now).await? else { return Ok(Given::Gone) };
    Ok(match two_step::pass(db, asker.site.key(), account, code, asker.now).await? {
        Passed::Yes => Given::In(account),
        Passed::No => Given::Wrong(WRONG),
        Passed::Unreadable => Given::Wrong(UNREADABLE),
    })
}

fn form_page(asker: Asker, back: &str, faults: Faults) -> CodePage {
    CodePage { shell: asker.known_as(Who::default()).shell("Second step"), back: back.to_owned(), faults }
}
