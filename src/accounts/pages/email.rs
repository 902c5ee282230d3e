//! `/settings/email`, and the links of mails about addresses: `/email/confirm/{token}`, `/email/take-back/{token}`

use super::{NotAgain, Visit, give_again, telling};
use crate::accounts::email::{
    self, Address, ChangeRefused, ConfirmRefused, Confirmed, Pending, ask_again, ask_to_change,
};
use crate::mail::{self, Purpose};
use crate::web::{Answer, Error, Faults, Form, Moment, Shell, not_found, page, unprocessable};
use actix_web::web::Path;
use askama::Template;
use serde::Deserialize;
use time::Duration;

#[derive(Template)]
#[template(path = "accounts/email.html")]
struct EmailPage {
    shell: Shell,
    address: Address,
    pending: Option<Pending>,
    form: EmailForm,
    faults: Faults,
    sends_mail: bool,
}

/// A page with one button, or with the reason why there is none.
#[derive(Template)]
#[template(path = "accounts/link.html")]
struct LinkPage {
    shell: Shell,
    words: &'static str,
    button: &'static str,
    refused: Option<String>,
}

/// Another address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EmailForm {
    email: String,
    password: String,
}

const CONFIRM: (&str, &str) = ("You were sent here by a mail. Is its address yours?", "Yes, confirm it");
const TAKE_BACK: (&str, &str) = (
    "The address of your account goes back to the one that this mail was sent to. Every session ends, and a mail comes \
     with which you choose a new password.",
    "Take the change back",
);

/// The address of one's account.
///
/// # Errors
/// When the database is away.
pub async fn get_email(visit: Visit) -> Answer {
    page(&email_page(&visit, EmailForm::default(), Faults::default()).await?)
}

/// A member asks for another address.
///
/// # Errors
/// When the database is away.
pub async fn post_email(visit: Visit, form: Form<EmailForm>) -> Answer {
    let (form, member) = (form.0, visit.member()?);
    let faults = match give_again(&visit, form.password.clone()).await {
        Err(NotAgain::Error(error)) => return Err(error),
        Err(refused) => Faults::one("password", refused),
        Ok(()) => {
            let mut db = visit.db().await?;
            match ask_to_change(&mut db, member, &form.email, visit.now()).await {
                Ok(new) => {
                    let told = format!("A mail is on its way to {new}. Its link makes it your address.");
                    return telling(&visit, "/settings/email", &told);
                }
                Err(ChangeRefused::Database(error)) => return Err(error.into()),
                Err(refused) => Faults::one("email", refused),
            }
        }
    };
    unprocessable(&email_page(&visit, form, faults).await?)
}

/// A member asks for the mail to confirm the address once more.
///
/// # Errors
/// When the database is away.
pub async fn post_confirmation(visit: Visit) -> Answer {
    let db = visit.db().await?;
    let address = email::address_of(&db, visit.member()?.id).await?.ok_or(Error::NotFound)?;
    let told = match ask_again(&db, &address, visit.now()).await {
        Ok(()) => format!("A mail is on its way to {}.", address.email),
        Err(ConfirmRefused::Database(error)) => return Err(error.into()),
        Err(refused) => refused.to_string(),
    };
    telling(&visit, "/settings/email", &told)
}

/// The button of a link that confirms an address; looking at it changes nothing.
///
/// # Errors
/// When the database is away.
pub async fn get_confirm(visit: Visit, token: Path<String>) -> Answer {
    let db = visit.db().await?;
    let now = visit.now();
    let (joined, changed) = tokio::try_join!(
        mail::open(&db, Purpose::Confirm, &token, now),
        mail::open(&db, Purpose::Email, &token, now)
    )?;
    let refused = joined.or(changed).is_none().then(|| ConfirmRefused::NoLink.to_string());
    link_page(&visit, "Confirm an address", CONFIRM, refused)
}

/// The link is used up and the address confirmed.
///
/// # Errors
/// When the database is away.
pub async fn post_confirm(visit: Visit, token: Path<String>) -> Answer {
    let mut db = visit.db().await?;
    let told = match email::confirm(&mut db, &token, visit.now()).await {
        Ok(Confirmed::Joined) => "Your address is confirmed. Thank you.",
        Ok(Confirmed::Changed) => "Your address is changed. A mail to the old one says so.",
        Err(ConfirmRefused::Database(error)) => return Err(error.into()),
        Err(refused) => return link_page(&visit, "Confirm an address", CONFIRM, Some(refused.to_string())),
    };
    let way_on = if visit.viewer().is_some() { "/settings/email" } else { "/sign-in" };
    telling(&visit, way_on, told)
}

/// The button of a link that takes a change of address back; looking at it changes nothing.
///
/// # Errors
/// When the database is away.
pub async fn get_take_back(visit: Visit, token: Path<String>) -> Answer {
    let db = visit.db().await?;
    let opened = mail::open(&db, Purpose::TakeBack, &token, visit.now()).await?;
    let refused = opened.is_none().then(|| ChangeRefused::NoLink.to_string());
    link_page(&visit, "Take a change back", TAKE_BACK, refused)
}

/// The link is used up and the address is the old one.
///
/// # Errors
/// When the database is away.
pub async fn post_take_back(visit: Visit, token: Path<String>) -> Answer {
    let mut db = visit.db().await?;
    match email::take_back(&mut db, &token, visit.now()).await {
        Ok(()) => {
            let told =
                "Your address is the old one again. A mail is on its way: choose a new password with it.";
            telling(&visit, "/sign-in", told)
        }
        Err(ChangeRefused::Database(error)) => Err(error.into()),
        Err(refused) => link_page(&visit, "Take a change back", TAKE_BACK, Some(refused.to_string())),
    }
}

async fn email_page(visit: &Visit, form: EmailForm, faults: Faults) -> Result<EmailPage, Error> {
    let db = visit.db().await?;
    let member = visit.member()?;
    let (address, pending) = tokio::try_join!(
        email::address_of(&db, member.id),
        email::pending(&db, member.id, visit.now() - Duration::days(1))
    )?;
    Ok(EmailPage {
        shell: visit.shell("Your e-mail").at("settings"),
        address: address.ok_or(Error::NotFound)?,
        pending,
        form: EmailForm { password: String::new(), ..form },
        faults,
        sends_mail: visit.site().mail().is_some(),
    })
}

fn link_page(
    visit: &Visit,
    title: &str,
    (words, button): (&'static str, &'static str),
    refused: Option<String>,
) -> Answer {
    let made = LinkPage { shell: visit.shell(title), words, button, refused };
    if made.refused.is_some() { not_found(&made) } else { page(&made) }
}
