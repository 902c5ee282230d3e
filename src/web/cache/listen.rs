//! Processes tell each other that they changed something.
//!
//! A notice inside the transaction of a change would have been simpler, and five times slower: Postgres lets only one
//! transaction with a notice commit at a time, each waiting for the disk by itself, over all databases of the server.
//! So a process tells what it did when it is done, at once, and only once for all that it did while it was telling. What cannot be told because the connection is lost, the
//! others find out within a second: longer they believe nothing.

use super::Pages;
use super::changes::Changing;
use crate::db::{Away, Changed, Ear};
use std::sync::Arc;
use std::time::Duration;

/// How soon after a loss it is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// Listens to the other processes on the database at `url`, and tells them of this one, for as long as it is polled. While
/// the connection is lost nothing is kept from before, and no page is believed without asking.
pub async fn listen(pages: Arc<Pages>, url: String) {
    loop {
        let lost = pages.counts.losses.read();
        if let Err(error) = pages.follow(&url).await
            // Said once, and not again each second until it is mended.
            && pages.counts.losses.read() > lost
        {
            tracing::warn!(%error, "other processes are not heard; until they are, each page is asked after");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// While this is held, others are heard.
struct Hearing<'a>(&'a Pages);

impl Drop for Hearing<'_> {
    fn drop(&mut self) {
        self.0.changes.hear_no_more();
        self.0.counts.losses.add();
        if let Some(kept) = &self.0.kept {
            kept.clear();
        }
    }
}

impl Pages {
    async fn follow(&self, url: &str) -> Result<(), Away> {
        let mut ear = Ear::open(url).await?;
        self.changes.hear();
        let _hearing = Hearing(self);
        loop {
            tokio::select! {
                heard = ear.hear() => {
                    if let Some(changed) = heard? {
                        self.changes.heard(&changed);
                        self.counts.notices.add();
                    }
                }
                changed = self.changes.own().take() => ear.tell(&changed).await?,
            }
        }
    }

    /// Waits until something changed, here or in another process, since this was last asked. One may ask.
    pub async fn news(&self) -> Changed {
        self.changes.news().take().await
    }

    /// Something begins that may change what readers see; when this is dropped, it has.
    #[must_use]
    pub fn changing(&self) -> Changing {
        self.changes.begin()
    }
}
