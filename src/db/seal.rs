//! Secrets that the program itself has to read again lie sealed in the database: the key is not in it.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use std::fmt;

/// The key to what is sealed. All processes on one database need the same.
#[derive(Clone, PartialEq, Eq)]
pub struct SealKey([u8; 32]);

/// The random part that each sealing has of its own.
const NONCE: usize = 24;

impl SealKey {
    /// The key that a secret text makes; the same text makes the same key. The text has to be one that cannot be
    /// guessed, for nothing here slows guessing down.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(
            Sha256::new_with_prefix("rejoinder: what is sealed in the database\0")
                .chain_update(secret)
                .finalize()
                .into(),
        )
    }

    /// A new one that nobody knows: what it seals is lost with it.
    #[must_use]
    pub fn random() -> Self {
        Self(rand::random())
    }

    /// Seals some bytes. They open for the same owner alone, so a row's cannot be moved into another's.
    #[must_use]
    pub fn seal(&self, owner: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
        let nonce: [u8; NONCE] = rand::random();
        let payload = Payload { msg: plain, aad: owner };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// The bytes that were sealed; nothing with another key, for another owner, or if a bit was changed.
    #[must_use]
    pub fn open(&self, owner: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        self.cipher().decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: owner }).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::SealKey;

    #[test]
    fn what_is_sealed_opens_with_the_key_and_for_its_owner_alone() {
        let key = SealKey::of("a secret text of the board");
        let sealed = key.seal(b"1", b"twenty bytes of seed").unwrap();
        assert_eq!(key.open(b"1", &sealed).as_deref(), Some(b"twenty bytes of seed".as_slice()));
        assert_eq!(SealKey::of("a secret text of the board").open(b"1", &sealed), key.open(b"1", &sealed));
        assert_eq!(key.open(b"2", &sealed), None, "another owner");
        assert_eq!(SealKey::random().open(b"1", &sealed), None, "another key");
        assert_eq!(key.open(b"1", &sealed[..10]), None, "a piece");
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(key.open(b"1", &changed), None, "a changed bit");
        assert_ne!(key.seal(b"1", b"twenty bytes of seed").unwrap(), sealed, "never twice the same");
        assert!(!sealed.windows(6).any(|bytes| bytes == b"twenty"));
    }
}
