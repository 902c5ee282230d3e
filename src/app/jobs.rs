//! What a server does beside answering. Each job may run in many processes at once.

use crate::mail;
use crate::web::Site;
use std::time::Duration;

/// How often the outbox is looked into.
const EVERY: Duration = Duration::from_secs(2);

/// Hands the mails that are due to the mail server, for as long as the server runs; without one, none is sent.
pub async fn send_mail(site: Site) {
    let Some(server) = site.mail().cloned() else { return };
    loop {
        // Another look at once while there is more; after a failure, or when all is sent, a little later.
        while let Ok(mut db) = site.db().await {
            let (board, address) = (site.board(), site.address());
            match mail::deliver(&mut db, &server, (&board.board_name, address), site.now()).await {
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
