//! Passwords: argon2id, a few at a time, away from the threads that answer requests. Which may be taken is for
//! [`check()`] to say.

mod check;

use crate::web::Error;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;
use tokio::sync::{Semaphore, SemaphorePermit};

pub use check::{Known, PasswordRefused, check};

/// Memory (KiB), passes and lanes, as OWASP's password storage page recommends at least.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// Each hash takes 19 MiB and a core for its time; half of the cores go on reading pages, whoever signs in.
static TURNS: LazyLock<Turns> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Turns::new((cores / 2).max(1), 200)
});

/// What an unknown name's password is checked against, so that the answer takes as long as a known one's.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// A password could not be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHashed {
    /// More people wait already than would be served in a few seconds.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// The machine gives neither memory nor randomness.
    #[error("the password could not be hashed")]
    Failed,
}

/// Few at once, and a queue that has an end.
struct Turns {
    at_once: Semaphore,
    places: Semaphore,
}

/// A turn, with the place in the queue that it goes on to hold.
type Turn<'a> = (SemaphorePermit<'a>, SemaphorePermit<'a>);

impl Turns {
    const fn new(at_once: usize, waiting: usize) -> Self {
        Self { at_once: Semaphore::const_new(at_once), places: Semaphore::const_new(at_once + waiting) }
    }

    async fn turn(&self) -> Result<Turn<'_>, NotHashed> {
        let place = self.places.try_acquire().map_err(|_| NotHashed::Busy)?;
        let turn = self.at_once.acquire().await.map_err(|_| NotHashed::Failed)?;
        Ok((turn, place))
    }
}

/// The hash of a password, with its own salt and its cost written in it. Hold no connection meanwhile.
///
/// # Errors
/// [`NotHashed`].
pub async fn hash(password: String) -> Result<String, NotHashed> {
    in_turn(move || hash_now(&password)).await?
}

/// Whether the password is the one that was hashed. Without a hash, or with one that is none, it takes as long and says
/// no. Hold no connection meanwhile.
///
/// # Errors
/// [`NotHashed`], when nobody has looked at the password.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, NotHashed> {
    in_turn(move || {
        let parsed = hash.as_deref().and_then(|hash| PasswordHash::new(hash).ok());
        let nobodys = PasswordHash::new(&NOBODYS).map_err(|_| NotHashed::Failed)?;
        let fits = verify_now(&password, parsed.as_ref().unwrap_or(&nobodys))?;
        Ok(fits && parsed.is_some())
    })
    .await?
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, NotHashed> {
    let turn = TURNS.turn().await?;
    // The turn goes along: the work ends later than a request whose client has left.
    let work = move || {
        let _turn = turn;
        work()
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| NotHashed::Failed)
}

fn hasher() -> Result<Argon2<'static>, NotHashed> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|_| NotHashed::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, NotHashed> {
    let hash = hasher()?.hash_password(password.as_bytes()).map_err(|_| NotHashed::Failed)?;
    Ok(hash.to_string())
}

fn verify_now(password: &str, hash: &PasswordHash) -> Result<bool, NotHashed> {
    Ok(hasher()?.verify_password(password.as_bytes(), hash).is_ok())
}

impl From<NotHashed> for Error {
    fn from(not: NotHashed) -> Self {
        match not {
            NotHashed::Busy => Self::Busy,
            NotHashed::Failed => Self::Broken(not.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn a_password_is_verified_exactly_as_typed() {
        let kept = hash("correct horse ".to_owned()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_eq!(verify("correct horse ".to_owned(), Some(kept.clone())).await, Ok(true));
        assert_eq!(verify("correct horse".to_owned(), Some(kept)).await, Ok(false));
    }

    #[tokio::test]
    async fn what_nobody_has_fits_nobody() {
        let nobodys = "nobody has this password";
        assert_eq!(verify(nobodys.to_owned(), None).await, Ok(false));
        assert_eq!(verify(nobodys.to_owned(), Some("*".to_owned())).await, Ok(false));
    }

    #[tokio::test]
    async fn a_queue_has_an_end() {
        let turns = Turns::new(1, 1);
        let first = turns.turn().await.unwrap();
        let mut second = Box::pin(turns.turn());
        assert!((&mut second).now_or_never().is_none(), "one waits");
        assert_eq!(turns.turn().await.err(), Some(NotHashed::Busy), "the next is told to come back");
        drop(first);
        assert!(second.await.is_ok());
        assert!(turns.turn().await.is_ok(), "there is room again");
    }
}
