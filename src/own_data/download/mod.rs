//! The download: everything that the board keeps about a member, as JSON.
//!
//! It is made list by list, and long lists in stretches of fifty. What is in it, table by table, stands in `store.rs`.

mod store;
mod texts;
mod told;

use crate::accounts::Member;
use crate::db::{AccountId, Conn, Timestamp, Word};
use crate::own_data::deletion;
use diesel::QueryResult;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

/// The name of this shape; a later shape that is not this one with more in it gets another.
pub const FORMAT: &str = "rejoinder-own-data-1";

/// The lists of the download, in their order; each may be empty.
pub const LISTS: [&str; 25] = [
    "earlier_names",
    "sessions",
    "devices",
    "email_changes",
    "invitations",
    "links",
    "mails",
    "sanctions",
    "drafts",
    "articles",
    "comments",
    "recommendations",
    "flags",
    "read_marks",
    "notices",
    "notice_ways",
    "mutes",
    "thread_mutes",
    "queue_feeds",
    "notes",
    "taglines",
    "cases",
    "decisions",
    "events",
    "done",
];

/// How far a download came.
#[derive(Debug)]
pub struct Place {
    beginning: Option<String>,
    list: usize,
    after: i64,
}

/// So many things of a long list are asked for at once.
const STRETCH: i64 = 50;

/// A stretch of a list, and the id that it ends with, if more may follow.
type Stretch = (Vec<Value>, Option<i64>);

impl Place {
    /// Before the first list, behind this beginning.
    #[must_use]
    pub fn beginning(beginning: String) -> Self {
        Self { beginning: Some(beginning), list: 0, after: 0 }
    }
}

/// The beginning of the object: what there is one of.
///
/// # Errors
/// When the database refuses.
pub async fn beginning(db: &Conn, member: &Member, board: &str, now: Timestamp) -> QueryResult<String> {
    let deletion = deletion::under_way(db, member.id).await?.map(|under_way| {
        let (asked_at, due_at) = (at(under_way.asked_at), at(under_way.due_at));
        json!({"asked_at": asked_at, "due_at": due_at, "words": under_way.words.word()})
    });
    let account = store::account(db, member.id, deletion).await?;
    let (board, made_at) = (Value::from(board), at(now));
    Ok(format!("{{\"format\":\"{FORMAT}\",\"board\":{board},\"made_at\":{made_at},\"account\":{account}"))
}

/// The next piece of the text; nothing once it is whole.
///
/// # Errors
/// When the database refuses.
pub async fn piece(db: &Conn, who: AccountId, place: &mut Place) -> QueryResult<Option<String>> {
    if let Some(beginning) = place.beginning.take() {
        return Ok(Some(beginning));
    }
    let Some(name) = LISTS.get(place.list) else {
        let ends = place.list == LISTS.len();
        place.list += 1;
        return Ok(ends.then(|| "}\n".to_owned()));
    };
    let (rows, more) = stretch(db, who, name, place.after).await?;
    let opens = if place.after == 0 { format!(",\n\"{name}\":[") } else { String::new() };
    let rows: Vec<String> = rows.iter().map(Value::to_string).collect();
    let apart = if place.after == 0 || rows.is_empty() { "" } else { ",\n" };
    let closes = if more.is_none() { "]" } else { "" };
    if more.is_none() {
        place.list += 1;
    }
    place.after = more.unwrap_or(0);
    Ok(Some(format!("{opens}{apart}{}{closes}", rows.join(",\n"))))
}

async fn stretch(db: &Conn, who: AccountId, list: &str, after: i64) -> QueryResult<Stretch> {
    let whole = match list {
        "articles" => return texts::articles(db, who, after).await,
        "comments" => return texts::comments(db, who, after).await,
        "notices" => return told::notices(db, who, after).await,
        "events" => return store::events(db, who, after).await,
        "done" => return store::done(db, who, after).await,
        "earlier_names" => store::earlier_names(db, who).await?,
        "sessions" => store::sessions(db, who).await?,
        "devices" => store::devices(db, who).await?,
        "email_changes" => store::email_changes(db, who).await?,
        "invitations" => store::invitations(db, who).await?,
        "links" => store::links(db, who).await?,
        "mails" => store::mails(db, who).await?,
        "sanctions" => store::sanctions(db, who).await?,
        "drafts" => store::drafts(db, who).await?,
        "recommendations" => store::recommendations(db, who).await?,
        "flags" => store::flags(db, who).await?,
        "read_marks" => store::read_marks(db, who).await?,
        "notice_ways" => told::notice_ways(db, who).await?,
        "mutes" => told::mutes(db, who).await?,
        "thread_mutes" => told::thread_mutes(db, who).await?,
        "queue_feeds" => told::queue_feeds(db, who).await?,
        "notes" => told::notes(db, who).await?,
        "cases" => store::cases(db, who).await?,
        "taglines" => texts::taglines(db, who).await?,
        "decisions" => store::decisions(db, who).await?,
        _ => Vec::new(),
    };
    Ok((whole, None))
}

/// A moment as the download says it.
fn at(moment: Timestamp) -> Value {
    moment.format(&Rfc3339).map_or(Value::Null, Value::from)
}

fn maybe(moment: Option<Timestamp>) -> Value {
    moment.map_or(Value::Null, at)
}

/// The first of two lists that go up by id, at most as many as one of them may have, each row once.
fn first_of<Row>((one, other): (Vec<Row>, Vec<Row>), id: impl Fn(&Row) -> i64) -> Vec<Row> {
    let mut rows: Vec<Row> = one.into_iter().chain(other).collect();
    rows.sort_by_key(&id);
    rows.dedup_by_key(|row| id(row));
    rows.truncate(usize::try_from(STRETCH).unwrap_or(usize::MAX));
    rows
}

/// The id after which a list goes on, if it may.
fn more(rows: usize, last: Option<i64>) -> Option<i64> {
    last.filter(|_| i64::try_from(rows).is_ok_and(|rows| rows == STRETCH))
}
