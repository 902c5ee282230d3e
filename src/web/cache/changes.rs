//! Whether anything may have changed since a page was known to be current.

use crate::db::{ArticleId, Changed};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;
use tokio::sync::Notify;

/// What this process knows of changes, its own and those of others: numbers that each of them raises.
pub struct Changes {
    /// Raised by every change.
    any: AtomicU64,
    /// Raised by what may have touched any thread.
    wide: AtomicU64,
    /// Raised by what touched one of the threads that share a place here.
    threads: Box<[AtomicU64]>,
    listening: AtomicBool,
    /// What others are to be told.
    own: Letterbox,
    /// What open pages may want to know, from here and from others.
    news: Letterbox,
    /// What moments are counted from.
    began: Instant,
}

/// What may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Something that readers of this thread see.
    Thread(ArticleId),
    /// Whatever it is.
    Anything,
}

/// A moment, and how many changes of a scope were known in it.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub count: u64,
    /// In microseconds since the process began.
    pub at: u64,
}

/// What changed since somebody last looked.
pub struct Letterbox {
    changed: Mutex<Changed>,
    filled: Notify,
}

/// A request that may change something: when it ends, however it ends, it has. Unless it says what it [touched](Touched),
/// that may be anything.
pub struct Changing {
    changes: Arc<Changes>,
    touched: Touched,
}

/// What a request touched of what readers see, if it says so.
#[derive(Clone, Debug, Default)]
pub struct Touched(Arc<OnceLock<Changed>>);

/// So many threads are told apart; those that share a place are asked after when one of them changed.
const PLACES: u16 = 1024;

impl Changes {
    pub fn new() -> Self {
        Self {
            any: AtomicU64::new(0),
            wide: AtomicU64::new(0),
            threads: (0..PLACES).map(|_| AtomicU64::new(0)).collect(),
            listening: AtomicBool::new(false),
            own: Letterbox::new(),
            news: Letterbox::new(),
            began: Instant::now(),
        }
    }

    /// Now. Whatever is read from the database after this is at least as new as all the changes that are counted.
    pub fn now(&self, scope: Scope) -> Moment {
        Moment { count: self.count(scope), at: self.clock() }
    }

    /// How many changes there were. Of a thread it is the sum of two numbers that only grow: it is the same twice only if
    /// both are.
    pub fn count(&self, scope: Scope) -> u64 {
        match scope {
            Scope::Anything => self.any.load(Ordering::SeqCst),
            Scope::Thread(thread) => {
                let own = self.place(thread).map_or(0, |count| count.load(Ordering::SeqCst));
                self.wide.load(Ordering::SeqCst) + own
            }
        }
    }

    pub fn clock(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Others are heard from now on; what they did before, they told nobody.
    pub fn hear(&self) {
        self.heard(&Changed::Everything);
        self.listening.store(true, Ordering::SeqCst);
    }

    /// Others are not heard any more.
    pub fn hear_no_more(&self) {
        self.listening.store(false, Ordering::SeqCst);
    }

    pub fn is_listening(&self) -> bool {
        self.listening.load(Ordering::SeqCst)
    }

    /// Something changed, here or in another process.
    pub fn heard(&self, changed: &Changed) {
        match changed {
            Changed::Everything => {
                self.wide.fetch_add(1, Ordering::SeqCst);
            }
            Changed::Threads(threads) => {
                for place in threads.iter().filter_map(|thread| self.place(*thread)) {
                    place.fetch_add(1, Ordering::SeqCst);
                }
            }
        }
        self.any.fetch_add(1, Ordering::SeqCst);
        self.news.add(changed.clone());
    }

    /// A request begins that may change something.
    pub fn begin(self: &Arc<Self>) -> Changing {
        Changing { changes: self.clone(), touched: Touched::default() }
    }

    /// What others are to be told of what was done here.
    pub fn own(&self) -> &Letterbox {
        &self.own
    }

    /// What open pages may want to know.
    pub fn news(&self) -> &Letterbox {
        &self.news
    }

    fn place(&self, thread: ArticleId) -> Option<&AtomicU64> {
        self.threads.get(usize::try_from(thread.0.rem_euclid(PLACES.into())).ok()?)
    }
}

impl Letterbox {
    fn new() -> Self {
        Self { changed: Mutex::new(Changed::nothing()), filled: Notify::new() }
    }

    /// This changed, too.
    pub fn add(&self, changed: Changed) {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner).add(changed);
        self.filled.notify_one();
    }

    /// Waits until something changed, and takes it.
    pub async fn take(&self) -> Changed {
        loop {
            let changed = {
                let mut kept = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
                std::mem::replace(&mut *kept, Changed::nothing())
            };
            if !changed.is_nothing() {
                return changed;
            }
            self.filled.notified().await;
        }
    }
}

impl Changing {
    /// With what it says what it touches.
    #[must_use]
    pub fn touched(&self) -> Touched {
        self.touched.clone()
    }
}

impl Touched {
    /// Of what readers see, these threads at most. Without this a request may have touched anything; so it is said last,
    /// when it is known, and only once.
    pub fn only(&self, threads: &[ArticleId]) {
        self.0.set(Changed::Threads(threads.iter().copied().collect())).ok();
    }
}

impl Drop for Changing {
    fn drop(&mut self) {
        let changed = self.touched.0.get().cloned().unwrap_or(Changed::Everything);
        if !changed.is_nothing() {
            self.changes.heard(&changed);
            self.changes.own.add(changed);
        }
    }
}
