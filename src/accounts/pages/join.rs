//! `GET/POST /join`

use super::sign_in::welcome;
use super::{Asker, Visit};
use crate::accounts::attempts::{NotCounted, count_asking};
use crate::accounts::email::ask_to_confirm;
use crate::accounts::passwords;
use crate::accounts::{JoinRefused, Known, NewMember, Standing, check_password, join, read_name};
use crate::db::Joining;
use crate::web::{
    Answer, Error, Faults, Form, Query, Role, Shell, local_path, page, too_fast, unprocessable,
};
use askama::Template;
use diesel_async::AsyncConnection;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/join.html")]
struct JoinPage {
    shell: Shell,
    form: JoinForm,
    faults: Faults,
    open: bool,
}

/// What somebody who joins types.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    name: String,
    email: String,
    password: String,
    back: String,
}

/// Where to go on after joining or signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    pub(super) back: String,
    pub(super) kept: String,
}

/// The form.
///
/// # Errors
/// When the page cannot be made.
pub async fn get_join(visit: Visit, back: Query<Back>) -> Answer {
    let form = JoinForm { back: back.0.back, ..JoinForm::default() };
    page(&form_page(&visit, form, Faults::default()))
}

/// A person joins and is signed in.
///
/// # Errors
/// When the database is away.
pub async fn post_join(asker: Asker, form: Form<JoinForm>) -> Answer {
    let form = form.0;
    let faults = if let Err(refused) = check(&asker, &form) {
        faults_of(refused)?
    } else {
        let hash = passwords::hash(form.password.clone()).await?;
        let new = NewMember {
            name: &form.name,
            email: &form.email,
            password_hash: &hash,
            role: Role::Member,
            standing: Standing::New,
            confirmed: false,
        };
        let mut db = asker.db().await?;
        if let Err(NotCounted::TooOften(late)) =
            count_asking(&db, "join", asker.client(), 20, asker.now).await
        {
            let made = form_page(&asker.known_as((None, None)), form, Faults::one("", late));
            return too_fast(&made, late.seconds);
        }
        let joined = db.transaction::<_, JoinRefused, _>(async |db| {
            let member = join(db, new, asker.now).await?;
            ask_to_confirm(db, &member, form.email.trim(), asker.now).await?;
            Ok(member)
        });
        match joined.await {
            Ok(member) => return welcome(&db, &asker, member.id, &local_path(&form.back)).await,
            Err(refused) => faults_of(refused)?,
        }
    };
    let visit = asker.known_as((None, None));
    unprocessable(&form_page(&visit, form, faults))
}

fn check(asker: &Asker, form: &JoinForm) -> Result<(), JoinRefused> {
    let board = asker.site.board();
    if board.joining == Joining::Closed {
        return Err(JoinRefused::Closed);
    }
    read_name(&form.name)?;
    let known = Known { name: &form.name, email: &form.email, board: &board.board_name };
    Ok(check_password(&form.password, known)?)
}

fn form_page(visit: &Visit, form: JoinForm, faults: Faults) -> JoinPage {
    let open = visit.site().board().joining == Joining::Open;
    JoinPage { shell: visit.shell("Join"), form: JoinForm { password: String::new(), ..form }, faults, open }
}

pub(super) fn faults_of(refused: JoinRefused) -> Result<Faults, Error> {
    let field = match &refused {
        JoinRefused::Name(_) => "name",
        JoinRefused::Email | JoinRefused::EmailTaken => "email",
        JoinRefused::Password(_) => "password",
        JoinRefused::Closed => "",
        JoinRefused::Database(_) => return Err(into_error(refused)),
    };
    Ok(Faults::one(field, refused))
}

fn into_error(refused: JoinRefused) -> Error {
    match refused {
        JoinRefused::Database(error) => error.into(),
        refused => Error::Bad(refused.to_string()),
    }
}
