//! The private Postgres: the one that the program runs itself when no `DATABASE_URL` is set.
//!
//! `serve` owns it ([`PrivatePostgres::start`]); other commands use it beside
//! ([`PrivatePostgres::join`]). It listens on a socket in a closed folder, never on the network.
//! Whoever is the last to use it stops it, if one of them started it; the owner adopts what a
//! killed process left running.
//!
//! Where to look next: `binaries` (which Postgres), `owner` (which user runs it), `place` (the
//! folders), `locks` (who uses it), `pid_file` (does it run), `cluster` (up and down).

mod binaries;
mod cluster;
mod error;
mod launch;
mod locks;
mod make;
mod owner;
mod pid_file;
mod place;
mod poll;
mod text;

use std::path::PathBuf;
use std::time::Duration;

pub use self::error::PrivateError;

use self::binaries::Binaries;
use self::cluster::{Cluster, Running};
use self::locks::{Locks, Owning, Using};
use self::owner::Owner;
use self::place::Place;

/// How long an owner that stops waits for the others to finish, before it leaves Postgres to them.
const PATIENCE_WITH_OTHERS: Duration = Duration::from_secs(5);

/// Where the private Postgres is to live and which binaries run it.
#[derive(Debug, Clone)]
pub struct PrivateSettings {
    /// The data folder; made when it is missing. A relative path counts from the current folder.
    pub data: PathBuf,
    /// The folder of `initdb`, `pg_ctl` and `postgres`; without it they are looked for.
    pub binaries: Option<PathBuf>,
    /// More options of the server by name and value, such as `("fsync", "off")` for tests.
    /// They count only for the process that starts Postgres, and cannot change where it listens.
    pub options: Vec<(String, String)>,
}

/// A private Postgres that runs and is ready. Dropping it stops it like [`PrivatePostgres::stop`],
/// and a failure then goes to the log only.
#[derive(Debug)]
pub struct PrivatePostgres {
    cluster: Cluster,
    locks: Locks,
    running: Option<Running>,
    started: bool,
    using: Option<Using>,
    owning: Option<Owning>,
}

impl PrivatePostgres {
    /// Takes the data folder for this process, for as long as it lives: finds the binaries, makes
    /// the cluster on the first start, starts it, or adopts the one that runs already. Blocks until
    /// Postgres is ready: about a second for the first start, a minute at most.
    ///
    /// # Errors
    /// [`PrivateError`], with a sentence that says what to do; among them that another process owns
    /// the folder.
    pub fn start(settings: &PrivateSettings) -> Result<Self, PrivateError> {
        Self::open(settings, true)
    }

    /// Uses the private Postgres beside whoever owns it, or starts it when none runs.
    ///
    /// # Errors
    /// [`PrivateError`], with a sentence that says what to do.
    pub fn join(settings: &PrivateSettings) -> Result<Self, PrivateError> {
        Self::open(settings, false)
    }

    fn open(settings: &PrivateSettings, as_owner: bool) -> Result<Self, PrivateError> {
        let place = Place::at(&settings.data)?;
        let owner = Owner::decide(&place)?;
        place.prepare(&owner)?;
        let locks = Locks::of(&place);
        let owning = if as_owner { Some(locks.own()?) } else { None };
        let turn = locks.turn()?;
        let using = locks.join_users(&turn)?;
        let binaries = Binaries::find(settings.binaries.as_deref(), place.version())?;
        let cluster = Cluster::new(place, owner, binaries, settings.options.clone());
        let running = cluster.bring_up(&turn)?;
        let started = as_owner || running.is_ours();
        if started {
            locks.forget_stop(&turn)?;
        }
        Ok(Self { cluster, locks, running: Some(running), started, using: Some(using), owning })
    }

    /// Whether Postgres runs on this process's account: it started it, or adopted it as the owner.
    /// False for one who only joined.
    #[must_use]
    pub fn started(&self) -> bool {
        self.started
    }

    /// The URL of one database in it, `postgres:///name?host=…&user=…`, with all parts
    /// percent-encoded. A new cluster has the database `postgres`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        self.cluster.url(database)
    }

    /// Stops it (fast: sessions are ended, nothing is lost) and waits until it is gone. One that
    /// was only joined, or that others still use, is left running: the last of them stops it then.
    ///
    /// # Errors
    /// [`PrivateError`], when Postgres does not stop within a minute.
    pub fn stop(mut self) -> Result<(), PrivateError> {
        self.leave()
    }

    fn leave(&mut self) -> Result<(), PrivateError> {
        let (Some(using), Some(running)) = (self.using.take(), self.running.take()) else {
            return Ok(());
        };
        drop(using);
        let turn = self.locks.turn()?;
        let patience = if self.owning.is_some() { PATIENCE_WITH_OTHERS } else { Duration::ZERO };
        let to_stop = self.started || self.locks.stop_is_wanted();
        match self.locks.sole_user(&turn, patience)? {
            Some(_alone) if to_stop => {
                self.cluster.bring_down(running)?;
                self.locks.forget_stop(&turn)
            }
            None if to_stop => {
                tracing::info!("other processes still use the private Postgres; the last of them stops it");
                self.locks.want_stop(&turn)
            }
            _ => Ok(()),
        }
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            tracing::error!("{error}");
        }
    }
}
