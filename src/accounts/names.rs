//! Names: 2 to 32 letters, digits, `_ - .`, and no two that look alike.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;
use unicode_security::{RestrictionLevel, RestrictionLevelDetection, skeleton};

/// Why a name cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameRefused {
    /// Too short or too long.
    #[error("A name has 2 to 32 characters.")]
    Length,
    /// Something else than letters and digits.
    #[error("A name is made of letters, digits, and the marks _ - . between them.")]
    Characters,
    /// Letters of scripts that are not written together, one of which may look like another.
    #[error("A name has letters of one script: Latin, Greek and Cyrillic ones do not go together.")]
    Mixed,
    /// Kept for the board.
    #[error("That name is kept for the board itself. Please choose another.")]
    Reserved,
    /// Somebody has it, or one that looks like it.
    #[error("Somebody has that name, or one that looks just like it. Please choose another.")]
    Taken,
}

/// What stands in place of the name of somebody who deleted their account. No name is written with a space.
pub const FORMER: &str = "former member";

/// Whether this is shown in place of a name, so that there is no page of a person to lead to.
#[must_use]
pub fn is_former(name: &str) -> bool {
    name == FORMER
}

/// What of a name stands in an address otherwise than it is written.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The path of the page of whoever has this name, as it stands in an address.
#[must_use]
pub fn page_of_person(name: &str) -> String {
    format!("/u/{}", utf8_percent_encode(name, ENCODED))
}

const RESERVED: [&str; 12] = [
    "admin",
    "administrator",
    "moderator",
    "rejoinder",
    "system",
    "root",
    "support",
    "staff",
    "board",
    "nobody",
    "anonymous",
    "former",
];

/// The name as it is kept: normalised (NFKC), with no white space around it.
///
/// # Errors
/// [`NameRefused`], all but `Taken`, which only the database can tell.
pub fn read_name(typed: &str) -> Result<String, NameRefused> {
    let name: String = typed.trim().nfkc().collect();
    if !(2..=32).contains(&name.chars().count()) {
        return Err(NameRefused::Length);
    }
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.') || is_mark(c);
    let begins = name.starts_with(char::is_alphanumeric)
        && name.ends_with(|c: char| c.is_alphanumeric() || is_mark(c));
    if !begins || !name.chars().all(fits) {
        return Err(NameRefused::Characters);
    }
    if !name.as_str().check_restriction_level(RestrictionLevel::HighlyRestrictive) {
        return Err(NameRefused::Mixed);
    }
    if RESERVED.iter().any(|reserved| looks(&name).iter().any(|look| *look == fold_name(reserved))) {
        return Err(NameRefused::Reserved);
    }
    Ok(name)
}

/// The name without regard to case and to letters that look alike; equal for names that must not both exist.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let lower: String = name.nfkc().collect::<String>().to_lowercase();
    skeleton(&lower).collect::<String>().to_lowercase()
}

/// What other names fold to that look like this one in small letters, in capitals, or as it is written: none of them may
/// exist beside it.
#[must_use]
pub fn looks(name: &str) -> Vec<String> {
    let as_written: String = skeleton(&name.nfkc().collect::<String>()).collect();
    let capitals: String = skeleton(&name.to_uppercase()).collect();
    let mut looks = vec![fold_name(name), fold_name(&as_written), fold_name(&capitals)];
    looks.sort_unstable();
    looks.dedup();
    looks
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_letters_digits_and_three_marks() {
        for name in ["Ada.Marsh", "two_spoons", "Delacroix-7", "Øyvind", "李明", "نسرین", "  TTG "] {
            assert!(read_name(name).is_ok(), "{name}");
        }
        assert_eq!(read_name("x"), Err(NameRefused::Length));
        assert_eq!(read_name(&"x".repeat(33)), Err(NameRefused::Length));
        for name in [FORMER, "a b", "a@b", "<b>", "-ann", "ann.", "a/b", "ann\u{202e}"] {
            assert_eq!(read_name(name), Err(NameRefused::Characters), "{name}");
        }
        assert_eq!(read_name("Αdmin"), Err(NameRefused::Mixed), "a Greek capital alpha");
        assert_eq!(read_name("АDМІN"), Err(NameRefused::Mixed), "Cyrillic, but for two letters");
        assert_eq!(read_name("ΒΟΑΚΕΝ"), Ok("ΒΟΑΚΕΝ".to_owned()));
        assert_eq!(read_name("ЅТАFF"), Err(NameRefused::Mixed));
        assert_eq!(read_name("ROOT"), Err(NameRefused::Reserved));
        for name in ["李明lee", "たろう太郎", "Ann김", "Βασίλης", "Нина_2"] {
            assert!(read_name(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_name_stands_in_an_address_as_it_is_written_as_far_as_it_can() {
        assert_eq!(page_of_person("Ada.Marsh-7_x"), "/u/Ada.Marsh-7_x");
        assert_eq!(page_of_person("李明"), "/u/%E6%9D%8E%E6%98%8E");
    }

    #[test]
    fn look_alikes_fold_to_the_same() {
        assert_eq!(fold_name("Crabbedone"), fold_name("CRABBEDONE"));
        assert_eq!(fold_name("сrаbbedone"), fold_name("crabbedone"), "Cyrillic с and а");
        assert_ne!(fold_name("ann"), fold_name("anna"));
        assert_ne!(fold_name("ΒΕΝ"), "ben", "small letters of these do not look like those");
        assert!(looks("ΒΕΝ").contains(&"ben".to_owned()), "but these capitals do");
        assert!(!looks("ben").contains(&fold_name("den")) && !looks("van").contains(&fold_name("nan")));
    }
}
