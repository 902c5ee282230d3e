//! Which passwords may be taken. Every place that sets one asks here, before the password is hashed.

use std::collections::HashSet;
use std::sync::LazyLock;
use zxcvbn::Score;

/// Why a password cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    /// Too short or too long.
    #[error("A password has at least 10 characters, and at most 1,024 bytes. A sentence does well.")]
    Length,
    /// It is one of the commonest.
    #[error(
        "That is one of the passwords that are tried first, for many people have it. A sentence does well."
    )]
    Common,
    /// The person's name is in it.
    #[error(
        "The password has the name in it, which is the first thing that is tried. Please choose another."
    )]
    HoldsName,
    /// The board's name is in it.
    #[error("The password has the board’s name in it, which is tried early. Please choose another.")]
    HoldsBoard,
    /// It would be guessed.
    #[error(
        "That password could be guessed. Make it longer, or less regular: four words that do not belong together do well."
    )]
    Guessable,
}

/// What is known about a person, and so is tried first by those who guess.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The name of the account.
    pub name: &'a str,
    /// Its e-mail address.
    pub email: &'a str,
    /// What the board is called.
    pub board: &'a str,
}

/// The common passwords that are long enough to be chosen here, in small letters.
///
/// They are those of at least 10 characters among the 30,000 commonest that the crate zxcvbn (MIT licence, 3.1.1,
/// `src/frequency_lists.rs`, the list of passwords, ordered by how many people had them in leaks) ships, so all that
/// matter of the 10,000 commonest are among them: shorter ones are refused for their length.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common.txt").lines().collect());

/// A name that is shorter stands in too many words by chance.
const SHORTEST_NAME: usize = 4;

/// A password whose beginning of this length is good needs no further look, which would take ever longer.
const LOOKED_AT: usize = 72;

/// Whether a password may be taken; it is looked at exactly as it was typed.
///
/// # Errors
/// [`PasswordRefused`].
pub fn check(password: &str, known: Known<'_>) -> Result<(), PasswordRefused> {
    if password.chars().count() < 10 || password.len() > 1024 {
        return Err(PasswordRefused::Length);
    }
    let small = password.to_lowercase();
    if COMMON.contains(small.as_str()) {
        return Err(PasswordRefused::Common);
    }
    if holds(&small, known.name) {
        return Err(PasswordRefused::HoldsName);
    }
    let in_one: String = known.board.split_whitespace().collect();
    if holds(&small, known.board) || holds(&small, &in_one) {
        return Err(PasswordRefused::HoldsBoard);
    }
    if is_good(password, known) { Ok(()) } else { Err(PasswordRefused::Guessable) }
}

fn holds(password: &str, name: &str) -> bool {
    let name = name.trim().to_lowercase();
    name.chars().count() >= SHORTEST_NAME && password.contains(&name)
}

fn is_good(password: &str, known: Known<'_>) -> bool {
    let beginning: String = password.chars().take(LOOKED_AT).collect();
    let user = known.email.split('@').next().unwrap_or_default();
    let told = [known.name, known.email, user, known.board].into_iter().chain(known.board.split_whitespace());
    let told: Vec<&str> = told.map(str::trim).filter(|word| !word.is_empty()).collect();
    zxcvbn::zxcvbn(&beginning, &told).score() >= Score::Three
}

#[cfg(test)]
mod tests {
    use super::*;

    const OSPREY: Known<'static> =
        Known { name: "osprey", email: "harriet.wren@people.example", board: "The Tide Board" };

    fn refused(password: &str) -> Option<PasswordRefused> {
        check(password, OSPREY).err()
    }

    #[test]
    fn a_password_has_ten_characters_to_a_kilobyte() {
        assert_eq!(refused("k7#Qz!m2w"), Some(PasswordRefused::Length));
        assert_eq!(refused("k7#Qz!m2wv"), None);
        let (longest, longer) = ("crab walks, ".repeat(85) + "home", "crab walks, ".repeat(85) + "homes");
        assert_eq!((longest.len(), longer.len()), (1024, 1025));
        assert_eq!(refused(&longest), None);
        assert_eq!(refused(&longer), Some(PasswordRefused::Length));
        assert_eq!(refused("鯨は海の中で歌を歌う"), None, "ten characters of three bytes");
    }

    #[test]
    fn what_many_people_have_is_refused_in_any_case() {
        for common in ["qwertyuiop", "PassWord123", "1q2w3e4r5t6y", "manchester"] {
            assert_eq!(refused(common), Some(PasswordRefused::Common), "{common}");
        }
        assert!(COMMON.len() > 1000 && COMMON.iter().all(|word| word.chars().count() >= 10));
        assert!(COMMON.iter().all(|word| *word == word.to_lowercase()));
    }

    #[test]
    fn neither_the_persons_name_nor_the_boards_is_in_it() {
        assert_eq!(refused("I am OSPREY, hear me"), Some(PasswordRefused::HoldsName));
        assert_eq!(refused("love the tide board a lot"), Some(PasswordRefused::HoldsBoard));
        assert_eq!(refused("q9 TheTideBoard w3 xu"), Some(PasswordRefused::HoldsBoard));
        let ann = Known { name: "ann", ..OSPREY };
        assert_eq!(check("a planned journey inland", ann), Ok(()), "three letters stand in many words");
        assert_eq!(check("love the tide board a lot", Known::default()), Ok(()), "nothing is known");
    }

    #[test]
    fn what_would_be_guessed_is_refused() {
        for weak in ["aaaaaaaaaaaaaaa", "abcdefghijklm", "12.04.1987", "harriet.wren", "sunshine2019"] {
            assert_eq!(refused(weak), Some(PasswordRefused::Guessable), "{weak}");
        }
        assert_eq!(refused("a crab walks home by low tide"), None);
        assert_eq!(refused("a long enough sentence"), None);
    }
}
