//! What a server does beside answering. Each job may run in many processes at once.

use crate::articles;
use crate::comments;
use crate::db::{ArticleId, Changed};
use crate::mail;
use crate::moderation;
use crate::notices::{self, Letters};
use crate::own_data::deletion::carry_out_due;
use crate::quotes;
use crate::rules;
use crate::search;
use crate::web::{Error, Followed, Site};
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::timeout;

/// How often the outbox and the events are looked into.
const EVERY: Duration = Duration::from_secs(2);

/// How often it is looked what is new for open pages, when nobody says that something is.
const LOOK: Duration = Duration::from_secs(20);

/// What happens within so long is told at once.
const PAUSE: Duration = Duration::from_millis(500);

/// Hands the mails that are due to the mail server, for as long as the server runs; without one, none is sent.
pub async fn send_mail(site: Site) {
    let Some(server) = site.mail().cloned() else { return };
    let scribe = Letters::sealed_with(site.key());
    loop {
        // Another look at once while there is more; after a failure, or when all is sent, a little later.
        while let Ok(mut db) = site.db().await {
            let (board, address) = (site.board(), site.address());
            match mail::deliver(&mut db, &server, &scribe, (&board.board_name, address), site.now()).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, "the outbox could not be read");
                    break;
                }
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Tells members what happened, for as long as the server runs.
pub async fn tell(site: Site) {
    loop {
        while let Ok(mut db) = site.db().await {
            match notices::drain(&mut db, site.mail().is_some(), site.now()).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, "what happened could not be told; it is tried again");
                    break;
                }
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Tries rules on earlier texts where an administrator asked for it, for as long as the server runs.
pub async fn try_rules(site: Site) {
    loop {
        while let Ok(mut db) = site.db().await {
            match rules::trials::work(&mut db, site.address(), site.now()).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, "a rule could not be tried; it is tried again");
                    break;
                }
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Tells open pages what is new, for as long as the server runs.
pub async fn tell_what_is_new(site: Site) {
    let mut untold = Changed::nothing();
    loop {
        // Whatever was told nobody, or was not heard, is found when it is looked for without a reason.
        let news = timeout(LOOK, site.pages().news()).await.unwrap_or(Changed::Everything);
        untold.add(news);
        match tell_followers(&site, &untold).await {
            Ok(()) => untold = Changed::nothing(),
            Err(error) => {
                tracing::warn!(%error, "open pages could not be told what is new; it is tried again");
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn tell_followers(site: &Site, changed: &Changed) -> Result<(), Error> {
    let (live, mut threads, mut queue) = (site.live(), Vec::new(), false);
    for followed in live.followed() {
        match (followed, changed) {
            (Followed::Thread(thread), Changed::Threads(changed)) if !changed.contains(&thread) => {}
            (Followed::Thread(thread), _) => threads.push(thread),
            (Followed::Queue, _) => queue = true,
        }
    }
    if !queue && threads.is_empty() {
        return Ok(());
    }
    let db = site.db().await?;
    let last: HashMap<ArticleId, i32> = articles::last_numbers(&db, &threads).await?.into_iter().collect();
    for thread in threads {
        match last.get(&thread) {
            Some(last) => live.tell(Followed::Thread(thread), last),
            None => live.end(Followed::Thread(thread)),
        }
    }
    if queue {
        live.tell(Followed::Queue, moderation::news(&db).await?);
    }
    Ok(())
}

/// Reads new and changed texts for the search, for as long as the server runs.
pub async fn read_for_search(site: Site) {
    loop {
        while let Ok(mut db) = site.db().await {
            match search::read_some(&mut db).await {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "texts could not be read for the search; it is tried again");
                    break;
                }
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Does what has become due, each minute; what fails is tried again the next time.
pub async fn every_minute(site: Site) {
    let mut minutes = tokio::time::interval(Duration::from_mins(1));
    loop {
        minutes.tick().await;
        if let Err(error) = do_what_is_due(&site).await {
            tracing::error!(%error, "what is due could not be done; it is tried again in a minute");
        }
    }
}

async fn do_what_is_due(site: &Site) -> Result<(), Error> {
    let _changing = site.pages().changing();
    let mut db = site.db().await?;
    carry_out_due(&mut db, site.now()).await?;
    while moderation::erase_rejected(&mut db, site.now()).await? > 0 {}
    quotes::lives::catch_up(&mut db).await?;
    quotes::passages::catch_up(&mut db).await?;
    comments::render_anew(&mut db).await?;
    while quotes::fingerprint_older(&db).await? > 0 {}
    while rules::learned::catch_up(&mut db).await? {}
    Ok(())
}
