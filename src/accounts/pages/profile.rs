//! `GET/POST /settings/profile`

use super::{Visit, telling};
use crate::accounts::{Account, Profile, ProfileRefused, by_name, change_profile};
use crate::rules;
use crate::web::{Answer, Error, Faults, Form, Shell, one_line, page, text, unprocessable};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/profile.html")]
struct ProfilePage {
    shell: Shell,
    form: ProfileForm,
    faults: Faults,
}

/// What a member says of themselves.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    tagline: String,
    about: String,
}

/// The form.
///
/// # Errors
/// When the database is away.
pub async fn get_profile(visit: Visit) -> Answer {
    let db = visit.db().await?;
    let account: Account = by_name(&db, &visit.member()?.name).await?.ok_or(Error::NotFound)?;
    let form = ProfileForm { tagline: account.tagline, about: account.about };
    page(&ProfilePage { shell: visit.shell("Your profile").at("settings"), form, faults: Faults::default() })
}

/// A member changes the tagline and the text about themselves.
///
/// # Errors
/// When the database is away.
pub async fn post_profile(visit: Visit, form: Form<ProfileForm>) -> Answer {
    let form = ProfileForm { tagline: one_line(&form.0.tagline), about: text(&form.0.about) };
    let member = visit.member()?;
    let db = visit.db().await?;
    let profile = Profile { tagline: &form.tagline, about: &form.about };
    let rules = async |line: &str| rules::refused_line(&db, member, line, visit.now()).await;
    let refused = match change_profile(&db, member, profile, rules).await {
        Ok(()) => return telling(&visit, "/settings/profile", "Your profile is kept."),
        Err(ProfileRefused::Database(error)) => return Err(error.into()),
        Err(refused) => refused,
    };
    let field = if matches!(refused, ProfileRefused::About) { "about" } else { "tagline" };
    let shell = visit.shell("Your profile").at("settings");
    unprocessable(&ProfilePage { shell, form, faults: Faults::one(field, refused) })
}
