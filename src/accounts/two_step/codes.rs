//! Recovery codes: ten for each account, shown once, used once.

use crate::db::AccountId;
use sha2::{Digest, Sha256};
use totp_rs::Secret;

/// Ten new codes as they are shown: sixteen letters and digits (base32) in groups of four, 80 random bits. With so many
/// a plain hash is enough: nobody who has the database tries them all.
pub(super) fn ten() -> Vec<String> {
    let one = || in_fours(&Secret::from(rand::random::<[u8; 10]>().as_slice()).to_base32(), '-');
    (0..10).map(|_| one()).collect()
}

/// A code without what people type between its groups.
pub(super) fn plain(typed: &str) -> String {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    letters.flat_map(char::to_uppercase).collect()
}

/// What the database keeps of a code that was made plain.
pub(super) fn hash(account: AccountId, plain: &str) -> [u8; 32] {
    Sha256::new_with_prefix(account.0.to_be_bytes()).chain_update(plain).finalize().into()
}

pub(super) fn hashes(account: AccountId, codes: &[String]) -> Vec<[u8; 32]> {
    codes.iter().map(|code| hash(account, &plain(code))).collect()
}

/// In groups of four, as people read and type it.
pub(super) fn in_fours(letters: &str, between: char) -> String {
    let mut grouped = String::new();
    for (at, letter) in letters.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(between);
        }
        grouped.push(letter);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ten_codes_of_sixteen_letters_are_all_different() {
        let codes: BTreeSet<String> = ten().into_iter().collect();
        assert_eq!(codes.len(), 10);
        for code in codes {
            assert_eq!((code.len(), code.matches('-').count(), plain(&code).len()), (19, 3, 16), "{code}");
        }
    }

    #[test]
    fn a_code_may_be_typed_with_other_gaps_and_in_small_letters() {
        assert_eq!(plain(" abcd efgh-JKLM NPQR "), "ABCDEFGHJKLMNPQR");
        assert_eq!(plain("123 456"), "123456");
        assert_ne!(hash(AccountId(1), "A"), hash(AccountId(2), "A"));
    }
}
