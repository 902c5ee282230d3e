//! `POST /u/{name}/mute`, `POST /a/{id}/mute`, and each with `/end`: whom and what a member does not want to hear of.

use crate::accounts;
use crate::accounts::pages::{Visit, telling};
use crate::articles;
use crate::db::ArticleId;
use crate::notices::mute::{self, MuteRefused, mute_person, mute_thread};
use crate::web::{Answer, Error, Form, local_path};
use actix_web::web::Path;
use serde::Deserialize;

/// The page to go back to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MuteForm {
    back: String,
}

/// A member mutes a person.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::NotAllowed`] for oneself.
pub async fn post_mute(visit: Visit, name: Path<String>, form: Form<MuteForm>) -> Answer {
    let db = visit.db().await?;
    let name = mute_person(&db, visit.member()?, &name, visit.now()).await.map_err(refused)?;
    let told = format!("{name} is muted: you are no longer told what {name} writes.");
    telling(&visit, &form.0.or(&format!("/u/{name}")), &told)
}

/// A member wants to hear of a person again.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post_end_of_mute(visit: Visit, name: Path<String>, form: Form<MuteForm>) -> Answer {
    let db = visit.db().await?;
    let person = accounts::by_name(&db, &name).await?.ok_or(Error::NotFound)?;
    mute::end_of_person(&db, visit.member()?.id, person.id).await?;
    let told = format!("{} is no longer muted.", person.name);
    telling(&visit, &form.0.or(&format!("/u/{}", person.name)), &told)
}

/// A member mutes a thread.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post_thread_mute(visit: Visit, id: Path<i64>, form: Form<MuteForm>) -> Answer {
    let db = visit.db().await?;
    let thread = mute_thread(&db, visit.member()?, ArticleId(*id), visit.now()).await.map_err(refused)?;
    let told = "This thread is muted: you are no longer told what is written in it.";
    telling(&visit, &form.0.or(&thread.path()), told)
}

/// A member wants to hear of a thread again.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post_end_of_thread_mute(visit: Visit, id: Path<i64>, form: Form<MuteForm>) -> Answer {
    let db = visit.db().await?;
    let thread = articles::find(&db, ArticleId(*id)).await?.ok_or(Error::NotFound)?;
    mute::end_of_thread(&db, visit.member()?.id, thread.id).await?;
    telling(&visit, &form.0.or(&thread.path()), "The thread is no longer muted.")
}

fn refused(why: MuteRefused) -> Error {
    match why {
        MuteRefused::NoSuchPerson | MuteRefused::NoSuchThread => Error::NotFound,
        MuteRefused::Oneself => Error::NotAllowed(why.to_string()),
        MuteRefused::Database(error) => error.into(),
    }
}

impl MuteForm {
    /// The page to go back to, or else this one.
    fn or(&self, page: &str) -> String {
        if self.back.is_empty() { page.to_owned() } else { local_path(&self.back) }
    }
}
