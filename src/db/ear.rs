//! Processes of the board tell each other through Postgres what changed.

use super::{Away, Changed, Conn};
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::StreamExt;
use std::pin::pin;
use uuid::Uuid;

/// A connection on which other processes are heard and told.
pub struct Ear {
    db: Conn,
    /// What tells the own notices from those of others.
    own: String,
}

/// Nothing of it is to be on the disk, so nothing waits for the disk.
const LISTEN: &str = "set synchronous_commit = off; listen rejoinder_changes";

impl Ear {
    /// Listens from now on.
    ///
    /// # Errors
    /// [`Away`].
    pub async fn open(url: &str) -> Result<Self, Away> {
        let mut db = Conn::establish(url).await.map_err(|error| Away::new(&error))?;
        db.batch_execute(LISTEN).await.map_err(|error| Away::new(&error))?;
        Ok(Self { db, own: Uuid::now_v7().to_string() })
    }

    /// Waits until somebody says that something changed; what, unless it was told here.
    ///
    /// # Errors
    /// [`Away`], when the connection is lost.
    pub async fn hear(&mut self) -> Result<Option<Changed>, Away> {
        let heard = pin!(self.db.notifications_stream()).next().await;
        let heard = heard.ok_or_else(|| Away::new(&"the connection was closed"))?;
        let notice = heard.map_err(|error| Away::new(&error))?;
        let (who, what) = notice.payload.split_once(' ').unwrap_or((&notice.payload, ""));
        Ok((who != self.own).then(|| Changed::read(what)))
    }

    /// Tells the others what changed.
    ///
    /// # Errors
    /// [`Away`].
    pub async fn tell(&mut self, changed: &Changed) -> Result<(), Away> {
        let notice = diesel::sql_query("select pg_notify('rejoinder_changes', $1)")
            .bind::<Text, _>(format!("{} {changed}", self.own));
        notice.execute(&mut self.db).await.map(|_| ()).map_err(|error| Away::new(&error))
    }
}
