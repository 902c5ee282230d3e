//! What stands around every page: the bar at the top, and who is looking.

use super::{Head, Role, asset};
use crate::db::Board;
use std::sync::Arc;

/// Who looks at a page, as far as the bar at the top says it.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The member's name.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// How many cases wait; moderators are told.
    pub waiting: Option<i64>,
    /// How many notices wait in the inbox.
    pub unread: i64,
}

impl Viewer {
    /// How many notices wait, as the bar says it.
    #[must_use]
    pub fn unread_said(&self) -> String {
        if self.unread > 99 { "99+".to_owned() } else { self.unread.to_string() }
    }
}

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The title, without the board's name.
    pub title: String,
    /// The board's settings.
    pub board: Arc<Board>,
    /// Who looks; nobody when not signed in.
    pub viewer: Option<Viewer>,
    /// The path of this page, for coming back after signing in.
    pub here: String,
    /// The entry of the navigation that this page belongs to.
    pub current: &'static str,
    /// A sentence about what was just done, from the page before.
    pub told: Option<String>,
    /// What it says of itself to machines; a page that says nothing is in nobody's index.
    pub head: Option<Head>,
}

impl Shell {
    /// The path of a file that pages are dressed with.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        asset(name)
    }

    /// Whether this entry of the navigation is the one that the page belongs to.
    #[must_use]
    pub fn is_at(&self, entry: &str) -> bool {
        self.current == entry
    }

    /// The same frame with another entry of the navigation marked.
    #[must_use]
    pub fn at(self, current: &'static str) -> Self {
        Self { current, ..self }
    }

    /// The same frame with this said to machines.
    #[must_use]
    pub fn saying(self, head: Head) -> Self {
        Self { head: Some(head), ..self }
    }

    /// Whether the viewer decides cases.
    #[must_use]
    pub fn moderates(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.role >= Role::Moderator)
    }

    /// Whether the viewer sets the board up.
    #[must_use]
    pub fn administers(&self) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.role >= Role::Administrator)
    }

    /// The address that leads here again, for a parameter `back`.
    #[must_use]
    pub fn back(&self) -> String {
        percent_encoding::utf8_percent_encode(&self.here, percent_encoding::NON_ALPHANUMERIC).to_string()
    }
}

/// The letters of a person's mark: the first two that the name has.
#[must_use]
pub fn initials(name: &str) -> String {
    let parts: Vec<&str> = name.split(['_', '-', '.']).filter(|part| !part.is_empty()).collect();
    let capitals: String = name.chars().filter(|c| c.is_uppercase()).take(2).collect();
    match parts.as_slice() {
        [one, other, ..] => {
            one.chars().take(1).chain(other.chars().take(1)).collect::<String>().to_uppercase()
        }
        _ if capitals.chars().count() == 2 => capitals,
        _ => name.chars().take(2).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn a_mark_has_two_letters_of_the_name() {
        for (name, mark) in
            [("CrabbedOne", "CO"), ("osprey", "os"), ("quiet_reader", "QR"), ("李", "李"), ("TTG", "TT")]
        {
            assert_eq!(initials(name), mark);
        }
    }
}
