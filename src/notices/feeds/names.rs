//! By what a feed and its entries are known: a name made of the board's identity and of what it is.

use super::Author;
use crate::accounts::{is_former, page_of_person};
use crate::db::ArticleId;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The name of this thing of the board, as a URN.
pub(super) fn name_of(board: Uuid, thing: &str) -> String {
    let mut hash = Sha256::new_with_prefix(board.as_bytes());
    hash.update(thing);
    let hash: [u8; 32] = hash.finalize().into();
    let half = hash.first_chunk().copied().unwrap_or_default();
    Builder::from_custom_bytes(half).into_uuid().urn().to_string()
}

pub(super) fn of_article(board: Uuid, id: ArticleId) -> String {
    name_of(board, &format!("article {id}"))
}

/// A comment is known by its number in its thread, which no other gets.
pub(super) fn of_comment(board: Uuid, thread: ArticleId, number: i32) -> String {
    name_of(board, &format!("comment {thread} {number}"))
}

/// Whoever has this name.
pub(super) fn author(name: &str) -> Author {
    let path = (!is_former(name)).then(|| page_of_person(name));
    Author { name: name.to_owned(), path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_has_one_name_on_one_board_and_no_other_has_it() {
        let (here, there) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let name = of_article(here, ArticleId(12));
        assert_eq!(name, of_article(here, ArticleId(12)));
        assert!(name.starts_with("urn:uuid:") && name.len() == 45, "{name}");
        let others = [
            of_article(there, ArticleId(12)),
            of_article(here, ArticleId(1)),
            of_comment(here, ArticleId(1), 2),
            of_comment(here, ArticleId(12), 1),
        ];
        assert!(!others.contains(&name));
    }
}
