//! What the pages of a thread have in common for everybody, kept for those whose page is not everybody's: it is found by
//! the page's address, and whoever asks for it has asked the database for the thread's version already.

use super::{Pages, Wanted};
use crate::web::Error;
use actix_web::HttpResponse;
use quick_cache::sync::Cache;
use quick_cache::{OptionsBuilder, Weighter};
use std::any::Any;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Something that is kept of a page.
pub trait Part: Send + Sync + 'static {
    /// The version of the thread that it shows, at least.
    fn version(&self) -> i64;

    /// How many bytes it takes, more or less.
    fn size(&self) -> usize;
}

/// A part, or the answer to a request for which there is none.
pub type Parted<P> = Result<P, HttpResponse>;

/// The parts of a process.
pub type Parts = Cache<String, Arc<Entry>, Weigh>;

/// A part that is kept.
pub struct Entry {
    part: Arc<dyn Any + Send + Sync>,
    version: i64,
    settings: u64,
    size: usize,
    /// Who makes another one in its place; others wait.
    turn: Mutex<()>,
}

#[derive(Clone)]
pub struct Weigh;

/// Room for so many bytes; none keeps nothing.
pub fn room(most: u64, items: usize, shards: usize) -> Option<Parts> {
    let mut options = OptionsBuilder::new();
    options.weight_capacity(most).estimated_items_capacity(items).shards(shards);
    let options = options.build().ok().filter(|_| most > 0)?;
    Some(Cache::with_options(options, Weigh, <_>::default(), <_>::default()))
}

impl Pages {
    /// The part that is kept for this address, whatever its version.
    #[must_use]
    pub fn part<P: Part>(&self, wanted: Wanted<'_>) -> Option<Arc<P>> {
        self.parts.as_ref()?.get(wanted.address)?.part(wanted.settings)
    }

    /// The part of this version or a later one: from memory, or made by `make`, once for all who ask at the same time. What
    /// `make` answers otherwise is not kept.
    ///
    /// # Errors
    /// Those of `make`.
    pub async fn part_of<P: Part>(
        &self,
        wanted: Wanted<'_>,
        version: i64,
        make: impl AsyncFn() -> Result<Parted<P>, Error>,
    ) -> Result<Parted<Arc<P>>, Error> {
        let Some(parts) = &self.parts else { return Ok(make().await?.map(Arc::new)) };
        loop {
            let entry = match parts.get_value_or_guard_async(wanted.address).await {
                Ok(entry) => entry,
                Err(empty) => {
                    self.counts.parts.add();
                    let found = make().await?.map(Arc::new);
                    if let Ok(part) = &found {
                        // What is too large is not kept; it was made all the same.
                        empty.insert(Entry::new(part, wanted.settings)).ok();
                    }
                    return Ok(found);
                }
            };
            if let Some(part) = entry.current(wanted.settings, version) {
                return Ok(Ok(part));
            }
            let _turn = entry.turn.lock().await;
            let is_there = parts.peek(wanted.address).is_some_and(|there| Arc::ptr_eq(&there, &entry));
            if is_there {
                self.counts.parts.add();
                let found = make().await?.map(Arc::new);
                match &found {
                    Ok(part) => parts.insert(wanted.address.to_owned(), Entry::new(part, wanted.settings)),
                    Err(_) => drop(parts.remove(wanted.address)),
                }
                return Ok(found);
            }
        }
    }
}

impl Entry {
    fn new<P: Part>(part: &Arc<P>, settings: u64) -> Arc<Self> {
        Arc::new(Self {
            version: part.version(),
            size: part.size(),
            settings,
            part: part.clone(),
            turn: Mutex::new(()),
        })
    }

    fn part<P: Part>(&self, settings: u64) -> Option<Arc<P>> {
        (self.settings == settings).then(|| self.part.clone().downcast().ok())?
    }

    fn current<P: Part>(&self, settings: u64, version: i64) -> Option<Arc<P>> {
        (self.version >= version).then(|| self.part(settings))?
    }
}

impl Weighter<String, Arc<Entry>> for Weigh {
    fn weight(&self, address: &String, entry: &Arc<Entry>) -> u64 {
        let bytes = entry.size + size_of::<Entry>() + address.len();
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}
