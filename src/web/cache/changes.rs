//! Whether anything may have changed since a page was known to be current.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;
use tokio::sync::Notify;

/// What this process knows of changes: a number that each of them raises, its own and those of others.
pub struct Changes {
    count: AtomicU64,
    listening: AtomicBool,
    /// Others are to be told of a change of ours.
    told: Notify,
    /// What moments are counted from.
    began: Instant,
}

/// A moment, and how many changes were known in it.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub count: u64,
    /// In microseconds since the process began.
    pub at: u64,
}

/// A request that may change something: when it ends, however it ends, it has.
pub struct Changing(Arc<Changes>);

impl Changes {
    pub fn new() -> Self {
        Self {
            count: AtomicU64::new(0),
            listening: AtomicBool::new(false),
            told: Notify::new(),
            began: Instant::now(),
        }
    }

    /// Now. Whatever is read from the database after this is at least as new as all the changes that are counted.
    pub fn now(&self) -> Moment {
        Moment { count: self.count(), at: self.clock() }
    }

    pub fn count(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }

    pub fn clock(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// Others are heard from now on; what they did before, they told nobody.
    pub fn hear(&self) {
        self.other();
        self.listening.store(true, Ordering::SeqCst);
    }

    /// Others are not heard any more.
    pub fn hear_no_more(&self) {
        self.listening.store(false, Ordering::SeqCst);
    }

    pub fn is_listening(&self) -> bool {
        self.listening.load(Ordering::SeqCst)
    }

    /// Another process changed something.
    pub fn other(&self) {
        self.count.fetch_add(1, Ordering::SeqCst);
    }

    /// A request begins that may change something.
    pub fn begin(self: &Arc<Self>) -> Changing {
        Changing(self.clone())
    }

    /// Waits until others are to be told of what was done here.
    pub async fn wait_for_own(&self) {
        self.told.notified().await;
    }
}

impl Drop for Changing {
    fn drop(&mut self) {
        self.0.other();
        self.0.told.notify_one();
    }
}
