//! The feed of a person: what they wrote and posted.

mod store;

use super::articles::{Source, entries, latest};
use super::names::name_of;
use super::thread::Said;
use super::{Entry, Feed, MOST};
use crate::accounts::{Account, page_of_person};
use crate::articles::{Newest, last_taken_away, newest, newest_texts};
use crate::comments::conversation::Thread;
use crate::db::{Board, Conn, Timestamp, identity};
use crate::markup::SafeHtml;
use diesel::QueryResult;

/// A comment of a person, in its thread.
struct Written {
    thread: Thread,
    number: i32,
    body: SafeHtml,
    answers: Option<(i32, String)>,
    times: (Timestamp, [Option<Timestamp>; 2]),
}

/// What a person wrote and posted, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_person(db: &Conn, (board, address): (&Board, &str), person: &Account) -> QueryResult<Feed> {
    let these = Newest::Of(person.id);
    let (comments, articles, texts, seen, gone, id) = tokio::try_join!(
        store::written(db, person.id, MOST),
        newest(db, these, MOST),
        newest_texts(db, these, MOST),
        store::last_seen(db, person.id, MOST),
        last_taken_away(db, these),
        identity(db)
    )?;
    let source = Source { id, address };
    let mut all = entries(source, &articles, &texts);
    all.extend(comments.iter().map(|written| written.entry(source, &person.name)));
    all.sort_by_key(|entry| std::cmp::Reverse(entry.published));
    all.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let page = page_of_person(&person.name);
    Ok(Feed {
        // A name can change; who has it does not.
        id: name_of(id, &format!("feed person {}", person.id)),
        title: format!("{} · {}", person.name, board.board_name),
        language: board.language.clone(),
        board: board.board_name.clone(),
        here: format!("{page}/feed.atom"),
        page,
        updated: latest(&all).max(seen).max(gone).unwrap_or(person.joined_at),
        entries: all,
    })
}

impl Written {
    fn entry(&self, source: Source<'_>, name: &str) -> Entry {
        let path = |number: i32| self.thread.path_of(number);
        let said = Said {
            thread: self.thread.id,
            number: self.number,
            title: format!("#{} in “{}”", self.number, self.thread.headline),
            path: path(self.number),
            by: name,
            body: &self.body,
            answers: self.answers.as_ref().map(|(number, name)| (*number, name.as_str(), path(*number))),
            times: self.times,
        };
        said.entry(source)
    }
}
