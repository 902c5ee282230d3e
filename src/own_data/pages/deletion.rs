//! `POST /settings/data/deletion`, `POST /settings/data/deletion/undo`

use super::data::DataPage;
use crate::accounts::pages::{NotAgain, Visit, give_again, telling};
use crate::db::{AccountId, Conn, Word};
use crate::own_data::deletion::{AskRefused, TakeBackRefused, Words, ask, take_back, under_way};
use crate::web::{Answer, Error, Faults, Form, Moment, unprocessable};
use diesel_async::AsyncConnection;
use serde::Deserialize;

/// What a member who leaves chooses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeletionForm {
    words: String,
    password: String,
}

/// A member asks for the deletion of the account.
///
/// # Errors
/// When the database is away.
pub async fn post_deletion(visit: Visit, form: Form<DeletionForm>) -> Answer {
    let DeletionForm { words, password } = form.0;
    let Some(chosen) = Words::of(&words) else {
        let faults = Faults::one("words", "Choose what becomes of your words.");
        return unprocessable(&DataPage::of(&visit, words, faults).await?);
    };
    let member = visit.member()?;
    match give_again(&visit, password).await {
        Ok(()) => {}
        Err(NotAgain::Error(error)) => return Err(error),
        Err(another) => {
            let faults = Faults::one("password", another);
            return unprocessable(&DataPage::of(&visit, words, faults).await?);
        }
    }
    let now = visit.now();
    let mut db = visit.db().await?;
    match db.transaction::<_, AskRefused, _>(async |db| ask(db, member, chosen, now).await).await {
        Ok(due_at) => {
            let told = format!(
                "You are signed out everywhere. Your account will be deleted on {} (UTC); until then, sign in to take that back.",
                Moment(due_at).date()
            );
            telling(&visit, "/", &told)
        }
        Err(AskRefused::Database(error)) => Err(error.into()),
        Err(refused) => unprocessable(&DataPage::of(&visit, words, Faults::one("", refused)).await?),
    }
}

/// A member takes the deletion back.
///
/// # Errors
/// When the database is away.
pub async fn post_undo(visit: Visit) -> Answer {
    let member = visit.member()?;
    let mut db = visit.db().await?;
    let now = visit.now();
    match db.transaction::<_, TakeBackRefused, _>(async |db| take_back(db, member, now).await).await {
        Ok(()) => telling(&visit, "/settings/data", "Your account stays, and everything in it."),
        Err(TakeBackRefused::Database(error)) => Err(error.into()),
        Err(refused) => telling(&visit, "/settings/data", &refused.to_string()),
    }
}

/// Where somebody goes who signed in: on their way, unless their account is about to be deleted.
///
/// # Errors
/// When the database is away.
pub async fn after_sign_in(db: &Conn, account: AccountId, back: &str) -> Result<String, Error> {
    let leaving = under_way(db, account).await?.is_some();
    Ok(if leaving { "/settings/data".to_owned() } else { back.to_owned() })
}
