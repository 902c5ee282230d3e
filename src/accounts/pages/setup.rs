//! `GET/POST /setup/{token}`: the first start.

use super::join::faults_of;
use super::sign_in::welcome;
use super::{Asker, Who};
use crate::accounts::{Known, NewMember, SetupRefused, Standing, check_password, may_set_up, set_up};
use crate::accounts::{passwords, sessions};
use crate::cli::example;
use crate::db::Board;
use crate::web::{Answer, Error, Faults, Form, Role, Shell, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use diesel_async::AsyncConnection;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/setup.html")]
struct SetupPage {
    shell: Shell,
    form: SetupForm,
    faults: Faults,
}

/// What the first administrator types.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SetupForm {
    board_name: String,
    name: String,
    email: String,
    password: String,
    example: String,
}

/// The form, for who has the link.
///
/// # Errors
/// [`Error::NotFound`] for any other token, and once the board is set up.
pub async fn get_setup(asker: Asker, token: Path<String>) -> Answer {
    let db = asker.db().await?;
    if !may_set_up(&db, &token).await? {
        return Err(Error::NotFound);
    }
    let form = SetupForm { board_name: asker.site.board().board_name.clone(), ..SetupForm::default() };
    page(&form_page(asker, form, Faults::default()))
}

/// The board gets its name and its first administrator, and the example if wanted.
///
/// # Errors
/// [`Error::NotFound`] like the form.
pub async fn post_setup(asker: Asker, token: Path<String>, form: Form<SetupForm>) -> Answer {
    let form = form.0;
    if !may_set_up(&*asker.db().await?, &token).await? {
        return Err(Error::NotFound);
    }
    let known = Known { name: &form.name, email: &form.email, board: &form.board_name };
    if let Err(refused) = check_password(&form.password, known) {
        return unprocessable(&form_page(asker, form, Faults::one("password", refused)));
    }
    let hash = passwords::hash(form.password.clone()).await?;
    let mut db = asker.db().await?;
    let now = asker.now;
    let made = db.transaction::<_, SetupRefused, _>(async |db| {
        let (member, board) = set_up(db, &form.board_name, administrator(&form, &hash), now).await?;
        Ok((member, board))
    });
    let (member, board): (_, Board) = match made.await {
        Ok(made) => made,
        Err(SetupRefused::Database(error)) => return Err(error.into()),
        Err(SetupRefused::Administrator(refused)) => {
            return unprocessable(&form_page(asker, form, faults_of(refused)?));
        }
        Err(refused) => return unprocessable(&form_page(asker, form, Faults::one("board_name", refused))),
    };
    asker.site.now_is(board);
    if !form.example.is_empty() {
        example::post(&mut db, example::NO_PASSWORD, now).await.map_err(|e| Error::Broken(e.to_string()))?;
    }
    let token = sessions::begin(&db, member.id, &asker.browser(), asker.now).await?;
    welcome(&db, &asker, (member.id, token), "/").await
}

fn administrator<'a>(form: &'a SetupForm, password_hash: &'a str) -> NewMember<'a> {
    NewMember {
        name: &form.name,
        email: &form.email,
        password_hash,
        role: Role::Administrator,
        standing: Standing::Trusted,
        confirmed: true,
    }
}

fn form_page(asker: Asker, form: SetupForm, faults: Faults) -> SetupPage {
    let shell = asker.known_as(Who::default()).shell("Set up");
    SetupPage { shell, form: SetupForm { password: String::new(), ..form }, faults }
}
