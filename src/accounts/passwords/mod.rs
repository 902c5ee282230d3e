//! Passwords: argon2id, a few at a time, away from the threads that answer requests. Which may be taken is for
//! [`check()`] to say.

mod check;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

pub use check::{Known, PasswordRefused, check};

/// Memory (KiB), passes and lanes, as OWASP's password storage page recommends at least.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// Each hash takes 19 MiB and a core for its time; more at once would slow the reading of pages.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// What an unknown name's password is checked against, so that the answer takes as long as a known one's.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct NotHashed;

/// The hash of a password, with its own salt and its cost written in it.
///
/// # Errors
/// [`NotHashed`] when the machine gives neither memory nor randomness.
pub async fn hash(password: String) -> Result<String, NotHashed> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| NotHashed)?;
    tokio::task::spawn_blocking(move || hash_now(&password)).await.map_err(|_| NotHashed)?
}

/// Whether the password is the one that was hashed. Without a hash it takes as long and says no.
pub async fn verify(password: String, hash: Option<String>) -> bool {
    let Ok(_turn) = AT_ONCE.acquire().await else { return false };
    let check = move || {
        let known = hash.is_some();
        verify_now(&password, hash.as_deref().unwrap_or(&NOBODYS)) && known
    };
    tokio::task::spawn_blocking(check).await.unwrap_or(false)
}

fn hasher() -> Result<Argon2<'static>, NotHashed> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|_| NotHashed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, NotHashed> {
    let hash = hasher()?.hash_password(password.as_bytes()).map_err(|_| NotHashed)?;
    Ok(hash.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else { return false };
    hasher().is_ok_and(|hasher| hasher.verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_verified_exactly_as_typed() {
        let kept = hash("correct horse ".to_owned()).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(verify("correct horse ".to_owned(), Some(kept.clone())).await);
        assert!(!verify("correct horse".to_owned(), Some(kept)).await);
        assert!(!verify("nobody has this password".to_owned(), None).await);
    }
}
