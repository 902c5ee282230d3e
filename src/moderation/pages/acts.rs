//! `POST /moderation/people/{id}/sanctions`, `…/notes`, `…/standing`, `POST /moderation/sanctions/{id}/lift`, `…/undo`,
//! `POST /moderation/notes/{id}/removal`: what moderators do with people.

use super::person::{PersonForm, again};
use crate::accounts::Standing;
use crate::accounts::pages::{Visit, telling};
use crate::db::{AccountId, NoteId, SanctionId, Timestamp, Word};
use crate::moderation::people::{
    self, Act, ActRefused, LiftRefused, NoteRefused, StandingRefused, TakeBackRefused, Untouchable,
};
use crate::web::{Answer, Error, Faults, Form, text};
use actix_web::web::Path;
use diesel_async::AsyncConnection;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// A moderator warns, watches, silences or suspends somebody.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Bad`] for a form that names nothing to do.
pub async fn post_sanction(visit: Visit, id: Path<AccountId>, form: Form<PersonForm>) -> Answer {
    let (by, now) = (visit.moderator()?, visit.now());
    let form = PersonForm { words: text(&form.0.words), ..form.0 };
    let mut db = visit.db().await?;
    let until = match form.until(now) {
        Ok(until) => until,
        Err(why) => return again(&visit, &db, (&by, *id), form, Faults::one("until", why)).await,
    };
    let code = Some(form.code.as_str()).filter(|code| !code.is_empty());
    let act = Act { account: *id, code, words: &form.words, until };
    let done = form.done()?;
    let made = db
        .transaction::<_, ActRefused, _>(async |db| match done {
            Done::Warn => people::warn(db, &by, act, now).await,
            Done::Watch => people::watch(db, &by, act, now).await,
            Done::Silence => people::silence(db, &by, act, now).await,
            Done::Suspend => people::suspend(db, &by, act, now).await,
        })
        .await;
    match made {
        Ok(_) => {
            let told = format!("{} You can take it back for ten minutes; they are told then.", done.said());
            telling(&visit, &page_of(*id), &told)
        }
        Err(ActRefused::Untouchable(why)) => Err(why.into()),
        Err(ActRefused::Database(error)) => Err(error.into()),
        Err(refused) => {
            let field = match refused {
                ActRefused::ReasonMissing | ActRefused::TooLong => "words",
                ActRefused::EndMissing | ActRefused::EndWrong => "until",
                _ => "",
            };
            again(&visit, &db, (&by, *id), form, Faults::one(field, refused)).await
        }
    }
}

/// A moderator lifts a sanction.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Stale`].
pub async fn post_lift(visit: Visit, id: Path<SanctionId>, form: Form<PersonForm>) -> Answer {
    let (by, now) = (visit.moderator()?, visit.now());
    let why = text(&form.0.why);
    let mut db = visit.db().await?;
    let lifted =
        db.transaction::<_, LiftRefused, _>(async |db| people::lift(db, &by, *id, &why, now).await).await;
    match lifted {
        Ok(account) => telling(&visit, &page_of(account), "Lifted: it has ended, and they are told."),
        Err(LiftRefused::NoSuchSanction) => Err(Error::NotFound),
        Err(LiftRefused::Untouchable(why)) => Err(why.into()),
        Err(LiftRefused::Database(error)) => Err(error.into()),
        Err(refused @ LiftRefused::Over) => Err(Error::Stale(refused.to_string())),
        Err(refused) => {
            let account = people::of_sanction(&db, *id).await?.ok_or(Error::NotFound)?;
            again(&visit, &db, (&by, account), form.0, Faults::one("why", refused)).await
        }
    }
}

/// A moderator takes back what was done with somebody.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Stale`].
pub async fn post_take_back(visit: Visit, id: Path<SanctionId>) -> Answer {
    let (by, now) = (visit.moderator()?, visit.now());
    let mut db = visit.db().await?;
    let taken =
        db.transaction::<_, TakeBackRefused, _>(async |db| people::take_back(db, &by, *id, now).await).await;
    match taken {
        Ok(account) => telling(&visit, &page_of(account), "Taken back, as if it had not been."),
        Err(TakeBackRefused::NoSuchSanction) => Err(Error::NotFound),
        Err(TakeBackRefused::Untouchable(why)) => Err(why.into()),
        Err(TakeBackRefused::Database(error)) => Err(error.into()),
        Err(refused) => Err(Error::Stale(refused.to_string())),
    }
}

/// A moderator writes a note about somebody.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotAllowed`].
pub async fn post_note(visit: Visit, id: Path<AccountId>, form: Form<PersonForm>) -> Answer {
    let (by, now) = (visit.moderator()?, visit.now());
    let form = PersonForm { note: text(&form.0.note), ..form.0 };
    let mut db = visit.db().await?;
    let kept = db
        .transaction::<_, NoteRefused, _>(async |db| people::note(db, &by, *id, &form.note, now).await)
        .await;
    match kept {
        Ok(_) => telling(&visit, &page_of(*id), "Kept for your colleagues."),
        Err(NoteRefused::Untouchable(why)) => Err(why.into()),
        Err(NoteRefused::Database(error)) => Err(error.into()),
        Err(refused) => again(&visit, &db, (&by, *id), form, Faults::one("note", refused)).await,
    }
}

/// A moderator takes a note of theirs out.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn post_removal_of_note(visit: Visit, id: Path<NoteId>) -> Answer {
    let (by, now) = (visit.moderator()?, visit.now());
    let mut db = visit.db().await?;
    let taken =
        db.transaction::<_, NoteRefused, _>(async |db| people::take_note_out(db, &by, *id, now).await).await;
    match taken {
        Ok(account) => telling(&visit, &page_of(account), "The note is gone."),
        Err(NoteRefused::Database(error)) => Err(error.into()),
        Err(_) => Err(Error::NotFound),
    }
}

/// A moderator gives somebody a standing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Bad`] when the form names no standing.
pub async fn post_standing(visit: Visit, id: Path<AccountId>, form: Form<PersonForm>) -> Answer {
    let (by, now) = (visit.moderator()?, visit.now());
    let form = PersonForm { why: text(&form.0.why), ..form.0 };
    let standing = Standing::of(&form.standing);
    let standing = standing.ok_or_else(|| Error::Bad("The form names no standing.".to_owned()))?;
    let mut db = visit.db().await?;
    let given = db
        .transaction::<_, StandingRefused, _>(async |db| {
            people::give_standing(db, &by, (*id, standing), &form.why, now).await
        })
        .await;
    match given {
        Ok(true) => telling(&visit, &page_of(*id), "The standing is given."),
        Ok(false) => telling(&visit, &page_of(*id), "Nothing changed: that is the standing they have."),
        Err(StandingRefused::Untouchable(why)) => Err(why.into()),
        Err(StandingRefused::Database(error)) => Err(error.into()),
        Err(refused @ StandingRefused::Trust) => Err(Error::NotAllowed(refused.to_string())),
        Err(refused) => again(&visit, &db, (&by, *id), form, Faults::one("standing-why", refused)).await,
    }
}

/// What a button does.
#[derive(Clone, Copy, Debug)]
enum Done {
    Warn,
    Watch,
    Silence,
    Suspend,
}

impl Done {
    fn said(self) -> &'static str {
        match self {
            Self::Warn => "Warned.",
            Self::Watch => "Watched from now on.",
            Self::Silence => "Silenced: everything they write waits from now on.",
            Self::Suspend => "Suspended: they are signed out everywhere.",
        }
    }
}

fn page_of(id: AccountId) -> String {
    format!("/moderation/people/{id}")
}

impl PersonForm {
    fn done(&self) -> Result<Done, Error> {
        match self.act.split_whitespace().next() {
            Some("warn") => Ok(Done::Warn),
            Some("watch") => Ok(Done::Watch),
            Some("silence") => Ok(Done::Silence),
            Some("suspend") => Ok(Done::Suspend),
            _ => Err(Error::Bad("Choose what is to be done.".to_owned())),
        }
    }

    /// The end: after the button's days, or after the days that were typed, or at the moment that was typed.
    fn until(&self, now: Timestamp) -> Result<Option<Timestamp>, &'static str> {
        let days = self.act.split_whitespace().nth(1).unwrap_or(self.days.trim());
        if !days.is_empty() {
            let days = days.parse().ok().filter(|days| (1..=people::MOST_DAYS).contains(days));
            let days = days.ok_or("The number of days must lie between 1 and 3,650.")?;
            return Ok(Some(now + time::Duration::days(days)));
        }
        match self.until.trim() {
            "" => Ok(None),
            typed => moment(typed).map(Some).ok_or("Give the end as a date, and a time if you like."),
        }
    }
}

/// A moment as fields of forms give it, in UTC.
fn moment(typed: &str) -> Option<Timestamp> {
    const MINUTES: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]");
    const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
    let exact = time::PrimitiveDateTime::parse(typed, MINUTES).ok();
    exact
        .or_else(|| time::Date::parse(typed, DAY).ok().map(time::Date::midnight))
        .map(time::PrimitiveDateTime::assume_utc)
}

impl From<Untouchable> for Error {
    fn from(why: Untouchable) -> Self {
        match why {
            Untouchable::NoSuchMember => Self::NotFound,
            Untouchable::Database(error) => error.into(),
            why => Self::NotAllowed(why.to_string()),
        }
    }
}
