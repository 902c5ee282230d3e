//! The feed of the queue, for moderators: it has no session, so its address is a secret. Only the hash of that is kept:
//! who lost the address changes it, and nobody finds it in a copy of the database.
//!
//! The address is worth nothing once whoever made it is no moderator, is suspended, has not set up the two steps that the
//! board asks for, or was signed out everywhere. The feed tells what waits, where, why and since when; not the words
//! themselves, for a feed may be read through others.

mod store;

use super::names::{author, name_of};
use super::{Entry, Feed, MOST};
use crate::accounts::{IF_NOT_YOU, Moderator, notify};
use crate::db::{self, ArticleId, Board, CaseId, Conn, LogLine, Timestamp, Token, identity};
use crate::markup::escaped;
use crate::rules::{self, CaseKind};
use crate::web::Moment;
use diesel::QueryResult;
use diesel_async::AsyncConnection;
use serde_json::json;
use uuid::Uuid;

pub use store::made_at;

/// A case that waits.
struct Waits {
    id: CaseId,
    kind: CaseKind,
    since: Timestamp,
    author: String,
    rules: Vec<String>,
    article: Option<(ArticleId, String, String)>,
}

/// A moderator gets a secret address; the one from before is worth nothing from then on. The moderator is told by mail.
///
/// # Errors
/// When the database refuses.
pub async fn make(db: &mut Conn, by: &Moderator, now: Timestamp) -> QueryResult<Token> {
    db.transaction(async |db| {
        let token = Token::new();
        store::keep(db, by.id(), &token.hash(), now).await?;
        log(db, by, "make queue feed", now).await?;
        let words =
            "A secret address was made for you, at which a feed reader reads what waits in the queue.";
        notify(db, by.id(), "You have a feed of the queue", &[words, IF_NOT_YOU], now).await?;
        Ok(token)
    })
    .await
}

/// A moderator wants no such address any more; false if there was none.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: &mut Conn, by: &Moderator, now: Timestamp) -> QueryResult<bool> {
    db.transaction(async |db| {
        let ended = store::forget(db, by.id()).await?;
        if ended {
            log(db, by, "end queue feed", now).await?;
        }
        Ok(ended)
    })
    .await
}

async fn log(db: &Conn, by: &Moderator, action: &str, now: Timestamp) -> QueryResult<()> {
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action,
        subject_kind: "account",
        subject_id: by.id().0,
        why: "",
        before: json!({}),
        after: json!({}),
    };
    db::record(db, line).await
}

/// What waits, the newest first, for whoever has this secret; nothing where it is nobody's who moderates now.
///
/// # Errors
/// When the database refuses.
pub async fn of_queue(
    db: &Conn,
    (board, address): (&Board, &str),
    secret: &Token,
    now: Timestamp,
) -> QueryResult<Option<Feed>> {
    let hash = secret.hash();
    let (reader, cases, newest, id) = tokio::try_join!(
        store::reader(db, &hash, now),
        store::waiting(db, MOST),
        store::last_opened(db),
        identity(db)
    )?;
    if reader.and_then(|member| member.as_moderator()).is_none() {
        return Ok(None);
    }
    Ok(Some(Feed {
        id: name_of(id, "feed queue"),
        title: format!("Queue · {}", board.board_name),
        language: board.language.clone(),
        board: board.board_name.clone(),
        here: path(secret),
        page: "/queue".to_owned(),
        updated: newest.unwrap_or(Timestamp::UNIX_EPOCH),
        entries: cases.iter().map(|case| case.entry(id, address)).collect(),
    }))
}

/// Where the feed is for whoever has this secret.
#[must_use]
pub fn path(secret: &Token) -> String {
    format!("/feeds/queue/{}", secret.text())
}

impl Waits {
    fn entry(&self, board: Uuid, address: &str) -> Entry {
        let (what, by) = (self.kind.title(), &self.author);
        let page = format!("/queue/{}", self.id);
        let (title, place) = match &self.article {
            Some((id, slug, headline)) => {
                let thread = format!("<a href=\"{address}/a/{id}/{slug}\">{}</a>", escaped(headline));
                (format!("{what} of {by}: {headline}"), format!(", {thread}"))
            }
            None => (format!("{what} of {by}"), String::new()),
        };
        let why: Vec<&str> = self.rules.iter().map(|rule| rules::title(rule)).collect();
        let why = if why.is_empty() { String::new() } else { format!("<p>{}</p>", escaped(&why.join(", "))) };
        let since = Moment(self.since).date();
        Entry {
            id: name_of(board, &format!("case {}", self.id)),
            title,
            html: format!(
                "<p>{what} of {}{place}</p>{why}<p>Waiting since {since} UTC. <a href=\"{address}{page}\">Open the case</a></p>",
                escaped(by)
            ),
            path: page,
            via: None,
            author: author(by),
            published: self.since,
            updated: self.since,
            topic: None,
            answers: None,
            replies: None,
        }
    }
}
