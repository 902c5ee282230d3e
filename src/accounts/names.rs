//! Names: 2 to 32 letters, digits, `_ - .`, and no two that look alike.

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

/// Why a name cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameRefused {
    /// Too short or too long.
    #[error("A name has 2 to 32 characters.")]
    Length,
    /// Something else than letters and digits.
    #[error("A name is made of letters, digits, and the marks _ - . between them.")]
    Characters,
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
    if RESERVED.iter().any(|reserved| fold_name(reserved) == fold_name(&name)) {
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
        assert_eq!(read_name("Αdmin"), Err(NameRefused::Reserved), "a Greek capital alpha");
    }

    #[test]
    fn look_alikes_fold_to_the_same() {
        assert_eq!(fold_name("Crabbedone"), fold_name("CRABBEDONE"));
        assert_eq!(fold_name("сrаbbedone"), fold_name("crabbedone"), "Cyrillic с and а");
        assert_ne!(fold_name("ann"), fold_name("anna"));
    }
}
