//! `GET/POST /settings/notifications`: how a member is told, and what is muted.

use crate::accounts::email;
use crate::accounts::pages::{Visit, telling};
use crate::db::{Conn, Timestamp, Word};
use crate::notices::feeds::queue;
use crate::notices::mute::{self, MutedThread};
use crate::notices::{Kind, Way, ways};
use crate::web::{Answer, Error, Form, Moment, Shell, page};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "notices/settings.html")]
pub(super) struct NotificationsPage {
    shell: Shell,
    ways: Vec<(Kind, Way)>,
    email: String,
    confirmed: bool,
    sends_mail: bool,
    people: Vec<String>,
    threads: Vec<MutedThread>,
    /// For moderators.
    queue: Option<QueueFeed>,
}

/// The secret address of the queue's feed: since when there is one, and, once, the address.
#[derive(Default)]
pub(super) struct QueueFeed {
    pub made_at: Option<Timestamp>,
    pub address: Option<String>,
}

/// The way of each kind, by its word; a kind that is not named stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WaysForm {
    reply: Option<String>,
    quote: Option<String>,
    mention: Option<String>,
    decision: Option<String>,
    flag: Option<String>,
    sanction: Option<String>,
}

/// The form, and the lists of what is muted.
///
/// # Errors
/// When the database is away.
pub async fn get_notifications(visit: Visit) -> Answer {
    let db = visit.db().await?;
    let queue = match visit.moderator() {
        Ok(by) => Some(QueueFeed { made_at: queue::made_at(&db, by.id()).await?, ..QueueFeed::default() }),
        Err(_) => None,
    };
    page(&settings_page(&visit, &db, queue).await?)
}

/// The page, with the address of the queue's feed where it is shown.
pub(super) async fn settings_page(
    visit: &Visit,
    db: &Conn,
    queue: Option<QueueFeed>,
) -> Result<NotificationsPage, Error> {
    let member = visit.member()?.id;
    let (ways, address, people, threads) = tokio::try_join!(
        ways::of(db, member),
        email::address_of(db, member),
        mute::people(db, member),
        mute::threads(db, member)
    )?;
    let address = address.ok_or(Error::NotFound)?;
    Ok(NotificationsPage {
        shell: visit.shell("How you are told").at("settings"),
        ways,
        email: address.email,
        confirmed: address.confirmed_at.is_some(),
        sends_mail: visit.site().mail().is_some(),
        people,
        threads,
        queue,
    })
}

/// A member chooses how to be told.
///
/// # Errors
/// [`Error::Bad`] for a way that there is not.
pub async fn post_notifications(visit: Visit, form: Form<WaysForm>) -> Answer {
    let chosen = form.0.read()?;
    if !chosen.is_empty() {
        let db = visit.db().await?;
        ways::choose(&db, visit.member()?.id, &chosen, visit.now()).await?;
    }
    telling(&visit, "/settings/notifications", "Kept: so you are told from now on.")
}

impl WaysForm {
    fn read(&self) -> Result<Vec<(Kind, Way)>, Error> {
        let given = Kind::ALL.iter().filter_map(|kind| self.of(*kind).map(|way| (*kind, way)));
        let read = |(kind, word): (Kind, &str)| Way::of(word).map(|way| (kind, way));
        let unknown = || Error::Bad("The form names a way that there is not.".to_owned());
        given.map(|given| read(given).ok_or_else(unknown)).collect()
    }

    fn of(&self, kind: Kind) -> Option<&str> {
        match kind {
            Kind::Reply => self.reply.as_deref(),
            Kind::Quote => self.quote.as_deref(),
            Kind::Mention => self.mention.as_deref(),
            Kind::Decision => self.decision.as_deref(),
            Kind::Flag => self.flag.as_deref(),
            Kind::Sanction => self.sanction.as_deref(),
        }
    }
}
