//! `GET/POST /settings/profile`, `POST /settings/profile/name`

use super::{Visit, telling};
use crate::accounts::{Account, Profile, ProfileRefused, by_name};
use crate::db::Timestamp;
use crate::moderation::{Said, change_profile, last_said};
use crate::own_data::name::{RenameRefused, may_change_from, rename};
use crate::web::{Answer, Error, Faults, Form, Moment, Shell, one_line, page, text, unprocessable};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "accounts/profile.html")]
struct ProfilePage {
    shell: Shell,
    form: ProfileForm,
    /// What became of the last tagline that a rule held.
    said: Option<Said>,
    name: String,
    /// From when on the name may be changed again, if it may not yet.
    name_from: Option<Timestamp>,
    faults: Faults,
}

/// What a member says of themselves.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    tagline: String,
    about: String,
}

/// Another name.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NameForm {
    name: String,
}

impl ProfilePage {
    async fn of(visit: &Visit) -> Result<Self, Error> {
        let db = visit.db().await?;
        let member = visit.member()?;
        let account: Account = by_name(&db, &member.name).await?.ok_or(Error::NotFound)?;
        let said = last_said(&db, member.id, &account.tagline).await?;
        let waits = said.as_ref().filter(|said| said.refused.is_none());
        let tagline = waits.map_or(account.tagline, |said| said.line.words.clone());
        Ok(Self {
            shell: visit.shell("Your profile").at("settings"),
            form: ProfileForm { tagline, about: account.about },
            said,
            name: account.name,
            name_from: may_change_from(&db, member.id, visit.now()).await?,
            faults: Faults::default(),
        })
    }

    /// Whoever may not change the name yet is told until when, in place of the form; a name that was sent is kept.
    fn name_stays_until(&self) -> Option<Moment> {
        self.name_from.filter(|_| self.faults.of("name").is_none()).map(Moment)
    }
}

/// The forms.
///
/// # Errors
/// When the database is away.
pub async fn get_profile(visit: Visit) -> Answer {
    page(&ProfilePage::of(&visit).await?)
}

/// A member changes the tagline and the text about themselves.
///
/// # Errors
/// When the database is away.
pub async fn post_profile(visit: Visit, form: Form<ProfileForm>) -> Answer {
    let form = ProfileForm { tagline: one_line(&form.0.tagline), about: text(&form.0.about) };
    let member = visit.member()?;
    let refused = {
        let (mut db, now) = (visit.db().await?, visit.now());
        let profile = Profile { tagline: &form.tagline, about: &form.about };
        match change_profile(&mut db, member, profile, (visit.site().address(), now)).await {
            Ok(true) => return telling(&visit, "/settings/profile", "Your profile is kept."),
            Ok(false) => {
                let told = "Your profile is kept. Your tagline waits for a moderator.";
                return telling(&visit, "/settings/profile", told);
            }
            Err(ProfileRefused::Database(error)) => return Err(error.into()),
            Err(refused) => refused,
        }
    };
    let field = if matches!(refused, ProfileRefused::About) { "about" } else { "tagline" };
    unprocessable(&ProfilePage {
        form,
        faults: Faults::one(field, refused),
        ..ProfilePage::of(&visit).await?
    })
}

/// A member takes another name.
///
/// # Errors
/// When the database is away.
pub async fn post_name(visit: Visit, form: Form<NameForm>) -> Answer {
    let name = one_line(&form.0.name);
    let renamed = rename(&mut *visit.db().await?, visit.member()?, &name, visit.now()).await;
    let refused = match renamed {
        Ok(name) => {
            let told = format!("You are called {name} from now on. Links to your old name lead to you.");
            return telling(&visit, "/settings/profile", &told);
        }
        Err(RenameRefused::Database(error)) => return Err(error.into()),
        Err(refused) => refused,
    };
    unprocessable(&ProfilePage {
        name,
        faults: Faults::one("name", refused),
        ..ProfilePage::of(&visit).await?
    })
}
