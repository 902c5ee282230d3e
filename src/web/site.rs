//! What every handler has at hand: the database, the clock, the board's settings and its address.

use super::{Clock, Error, Live, Pages};
use crate::db::{self, Board, Conn, Pool, SealKey};
use crate::mail::Smtp;
use ipnet::IpNet;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::DerefMut;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

/// One worker's view of the board. Workers share the settings and the clock, not the connections.
#[derive(Clone)]
pub struct Site {
    pool: Pool,
    shared: Arc<Shared>,
    clock: Clock,
    address: Arc<str>,
    proxies: Arc<[IpNet]>,
    mail: Option<Smtp>,
    key: SealKey,
    pages: Arc<Pages>,
    live: Arc<Live>,
}

struct Shared {
    board: RwLock<Held>,
    lately: RwLock<HashMap<TypeId, Found>>,
}

/// The settings, as this process knows them.
#[derive(Default)]
struct Held {
    board: Arc<Board>,
    read_at: Option<Instant>,
    /// How often they were found to be others.
    count: u64,
}

/// When something was found, and what.
type Found = (db::Timestamp, Box<dyn Any + Send + Sync>);

/// How long a process goes on telling what took long to count.
const LATELY: time::Duration = time::Duration::minutes(1);

/// How old the settings that a process holds may be, so that a change reaches every process.
const SETTINGS_AGE: Duration = Duration::from_secs(1);

impl Site {
    /// A site on this pool, at the address that people use (without a slash at its end). What it seals, no other opens:
    /// see [`Site::sealing_with`].
    #[must_use]
    pub fn new(pool: Pool, clock: Clock, address: &str) -> Self {
        Self {
            pool,
            shared: Arc::new(Shared { board: RwLock::default(), lately: RwLock::default() }),
            clock,
            address: address.into(),
            proxies: Arc::new([]),
            mail: None,
            key: SealKey::random(),
            pages: Arc::new(Pages::new(0)),
            live: Arc::default(),
        }
    }

    /// The same site behind these proxies: what they say of who asks is believed.
    #[must_use]
    pub fn behind(self, proxies: &[IpNet]) -> Self {
        Self { proxies: proxies.into(), ..self }
    }

    /// The same site with a mail server.
    #[must_use]
    pub fn sending_by(self, mail: Option<Smtp>) -> Self {
        Self { mail, ..self }
    }

    /// The mail server; without one, mails are kept for the administrator to read.
    #[must_use]
    pub fn mail(&self) -> Option<&Smtp> {
        self.mail.as_ref()
    }

    /// The same site with the key to what lies sealed in its database.
    #[must_use]
    pub fn sealing_with(self, key: SealKey) -> Self {
        Self { key, ..self }
    }

    /// The key to what lies sealed in the database.
    #[must_use]
    pub fn key(&self) -> &SealKey {
        &self.key
    }

    /// The same site with room for pages that are kept ready to send.
    #[must_use]
    pub fn keeping(self, pages: Pages) -> Self {
        Self { pages: Arc::new(pages), ..self }
    }

    /// The pages that are kept ready to send.
    #[must_use]
    pub fn pages(&self) -> &Arc<Pages> {
        &self.pages
    }

    /// What open pages are told.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// The proxies that are believed.
    #[must_use]
    pub fn proxies(&self) -> &[IpNet] {
        &self.proxies
    }

    /// The same site for another worker, with connections of its own.
    #[must_use]
    pub fn with_pool(&self, pool: Pool) -> Self {
        Self { pool, ..self.clone() }
    }

    /// A connection to the database.
    ///
    /// # Errors
    /// [`Error::Away`] when none can be had.
    pub async fn db(&self) -> Result<impl DerefMut<Target = Conn> + use<>, Error> {
        self.pool.get().await.map_err(|away| Error::Away(away.to_string()))
    }

    /// The moment it is.
    #[must_use]
    pub fn now(&self) -> db::Timestamp {
        self.clock.now()
    }

    /// The address that people use, without a slash at its end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether people reach the board over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.address.starts_with("https://")
    }

    /// The settings as this process last read them.
    #[must_use]
    pub fn board(&self) -> Arc<Board> {
        self.held().board.clone()
    }

    /// How often this process found that the settings are others.
    #[must_use]
    pub fn settings(&self) -> u64 {
        self.held().count
    }

    /// The same, where they need not be read again.
    pub(super) fn settings_at_hand(&self) -> Option<u64> {
        let held = self.held();
        held.is_new().then_some(held.count)
    }

    fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.shared.board.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the settings again if those at hand are older than a second.
    pub(super) async fn refresh_board(&self) {
        let read_at = {
            let held = self.held();
            if held.is_new() {
                return;
            }
            held.read_at
        };
        if let Ok(db) = self.db().await
            && let Ok(board) = db::board(&db).await
        {
            let mut held = self.shared.board.write().unwrap_or_else(PoisonError::into_inner);
            // What was kept, or read, meanwhile is newer.
            if held.read_at == read_at {
                held.take_over(board);
            }
        }
    }

    /// What this process found less than a minute ago; else what it finds now. For what is only told: nothing is decided
    /// by it. One of each type is kept.
    ///
    /// # Errors
    /// Those of finding it.
    pub async fn lately<T, E>(&self, find: impl Future<Output = Result<T, E>>) -> Result<T, E>
    where
        T: Clone + Send + Sync + 'static,
    {
        let now = self.now();
        if let Some((at, kept)) =
            self.shared.lately.read().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>())
            && (*at..*at + LATELY).contains(&now)
            && let Some(kept) = kept.downcast_ref::<T>()
        {
            return Ok(kept.clone());
        }
        let found = find.await?;
        let mut lately = self.shared.lately.write().unwrap_or_else(PoisonError::into_inner);
        lately.insert(TypeId::of::<T>(), (now, Box::new(found.clone())));
        Ok(found)
    }

    /// Takes over settings that were just kept.
    pub fn now_is(&self, board: Board) {
        self.shared.board.write().unwrap_or_else(PoisonError::into_inner).take_over(board);
    }
}

impl Held {
    fn is_new(&self) -> bool {
        self.read_at.is_some_and(|at| at.elapsed() < SETTINGS_AGE)
    }

    fn take_over(&mut self, board: Board) {
        if *self.board != board {
            self.board = Arc::new(board);
            self.count += 1;
        }
        self.read_at = Some(Instant::now());
    }
}
