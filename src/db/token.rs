//! Secrets that are given out once.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A secret that is given out once; the database keeps only its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// A new one, from the system's randomness.
    #[must_use]
    pub fn new() -> Self {
        Self(rand::random())
    }

    /// The token that is written so.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// How it is written in a cookie or an address.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database keeps of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Token;

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        let token = Token::new();
        assert!(Token::read(&token.text()).is_some_and(|read| read == token));
        for wrong in ["", "abc", &"A".repeat(44), "ä"] {
            assert!(Token::read(wrong).is_none(), "{wrong}");
        }
    }
}
