//! `GET/POST /join`

use super::sign_in::welcome;
use super::{Asker, Visit, Who};
use crate::accounts::attempts::{NotCounted, TooOften, count_asking};
use crate::accounts::invitations::{NotInvited, come_in, may_come_in};
use crate::accounts::{JoinRefused, Known, NewMember, Standing, check_password, read_name};
use crate::accounts::{passwords, sessions};
use crate::db::Joining;
use crate::web::{
    Answer, Error, Faults, Form, Query, Role, Shell, local_path, page, too_fast, unprocessable,
};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/join.html")]
struct JoinPage {
    shell: Shell,
    form: JoinForm,
    faults: Faults,
    joining: Joining,
}

/// What somebody who joins types.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    name: String,
    email: String,
    password: String,
    back: String,
    invitation: String,
}

/// What a link to the form holds: where to go on, and an invitation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JoinQuery {
    back: String,
    invitation: String,
}

/// Where to go on after joining or signing in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    pub(super) back: String,
    pub(super) kept: String,
}

/// The form. Whoever brings an invitation is told at once if it is no longer good.
///
/// # Errors
/// When the database is away.
pub async fn get_join(visit: Visit, query: Query<JoinQuery>) -> Answer {
    let JoinQuery { back, invitation } = query.0;
    let mut faults = Faults::default();
    let joining = visit.site().board().joining;
    if joining == Joining::Invitation && !invitation.is_empty() {
        let db = visit.db().await?;
        if let Err(refused) = may_come_in(&db, joining, &invitation, visit.now()).await {
            faults = faults_of(refused)?;
        }
    }
    page(&form_page(&visit, JoinForm { back, invitation, ..JoinForm::default() }, faults))
}

/// A person joins and is signed in.
///
/// # Errors
/// When the database is away.
pub async fn post_join(asker: Asker, form: Form<JoinForm>) -> Answer {
    let form = form.0;
    let again = |form, faults| form_page(&asker.clone().known_as(Who::default()), form, faults);
    let faults = check(&asker, &form).await?;
    if !faults.is_empty() {
        return unprocessable(&again(form, faults));
    }
    if let Some(late) = too_often(&asker).await? {
        return too_fast(&again(form, Faults::one("", late)), late.seconds);
    }
    // No connection is held while it is hashed.
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
    match come_in(&mut db, new, &form.invitation, asker.now).await {
        Ok(member) => {
            let token = sessions::begin(&db, member.id, &asker.browser(), asker.now).await?;
            welcome(&db, &asker, (member.id, token), &local_path(&form.back)).await
        }
        Err(refused) => {
            let faults = faults_of(refused)?;
            unprocessable(&again(form, faults))
        }
    }
}

/// At most twenty an hour join from one household.
async fn too_often(asker: &Asker) -> Result<Option<TooOften>, Error> {
    let db = asker.db().await?;
    match count_asking(&db, "join", asker.client(), 20, asker.now).await {
        Ok(()) => Ok(None),
        Err(NotCounted::TooOften(late)) => Ok(Some(late)),
        Err(NotCounted::Database(error)) => Err(error.into()),
    }
}

/// What can be refused before the password is hashed, which is dear.
async fn check(asker: &Asker, form: &JoinForm) -> Result<Faults, Error> {
    let board = asker.site.board();
    let joining = board.joining;
    let invited = if joining == Joining::Open {
        Ok(())
    } else {
        let db = asker.db().await?;
        may_come_in(&db, joining, &form.invitation, asker.now).await
    };
    let name = || read_name(&form.name).map_err(JoinRefused::from);
    let known = Known { name: &form.name, email: &form.email, board: &board.board_name };
    let password = |_| Ok(check_password(&form.password, known)?);
    let checked = invited.and_then(|()| name()).and_then(password);
    checked.map_or_else(faults_of, |()| Ok(Faults::default()))
}

fn form_page(visit: &Visit, form: JoinForm, faults: Faults) -> JoinPage {
    let joining = visit.site().board().joining;
    JoinPage {
        shell: visit.shell("Join"),
        form: JoinForm { password: String::new(), ..form },
        faults,
        joining,
    }
}

impl JoinPage {
    /// Whether the form asks for the invitation; else it is carried along unseen.
    fn asks_for_invitation(&self) -> bool {
        let good = !self.form.invitation.is_empty() && self.faults.of("invitation").is_none();
        self.joining == Joining::Invitation && !good
    }
}

pub(super) fn faults_of(refused: JoinRefused) -> Result<Faults, Error> {
    let field = match &refused {
        JoinRefused::Name(_) => "name",
        JoinRefused::Email | JoinRefused::EmailTaken => "email",
        JoinRefused::Password(_) => "password",
        JoinRefused::Closed => "",
        JoinRefused::NotInvited(NotInvited::Database(_)) | JoinRefused::Database(_) => {
            return Err(into_error(refused));
        }
        JoinRefused::NotInvited(_) => "invitation",
    };
    Ok(Faults::one(field, refused))
}

fn into_error(refused: JoinRefused) -> Error {
    match refused {
        JoinRefused::Database(error) | JoinRefused::NotInvited(NotInvited::Database(error)) => error.into(),
        refused => Error::Bad(refused.to_string()),
    }
}
