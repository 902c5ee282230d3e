//! What stands in an inbox: notices, the unread ones first, those of a thread side by side.
//!
//! No notice is read by being listed. One about a comment is read when its comment is shown on the page of its thread,
//! where the read mark moves too; all of a thread, or all, by a button. A page of the inbox costs the rows that it
//! shows, however many there are.

mod store;

use super::{Imposed, Kind, Way};
use crate::db::{AccountId, ArticleId, CommentId, Conn, DecisionId, NoticeId, Timestamp};
use crate::moderation::Decision;
use crate::rules::CaseKind;
use diesel::QueryResult;

use store::{Which, load};
pub use store::{count_unread, mark_account_read, mark_all_read, mark_seen, mark_thread_read};

/// So many notices stand on a page.
const PER_PAGE: usize = 30;

/// So many unread notices are counted, the newest.
pub const MOST_COUNTED: i64 = 100;

/// Something that a member is told.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// What it tells of.
    pub kind: Kind,
    /// The comment that it is about, if it is about one.
    pub comment: Option<CommentId>,
    /// Its number, once it was published.
    pub number: Option<i32>,
    /// Who wrote the comment.
    pub author: String,
    /// The comment's own words as plain text, quotes left out; empty where the reader may not see them.
    pub words: String,
    /// Its thread.
    pub article: Option<ArticleId>,
    /// The thread's headline.
    pub headline: String,
    /// When it happened.
    pub at: Timestamp,
    /// Whether it was read.
    pub read: bool,
    /// What was decided, where it tells of that.
    pub outcome: Option<Outcome>,
    /// What was done with its reader, where it tells of that.
    pub imposed: Option<Imposed>,
}

/// What a moderator decided.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Which decision it was.
    pub id: DecisionId,
    /// What.
    pub decision: Decision,
    /// On what.
    pub case: CaseKind,
    /// Why, in the words for the author.
    pub reason: String,
    /// The moderator's own words.
    pub note: String,
}

/// A notice with whom it is for, as things stand.
#[derive(Clone, Debug)]
pub(super) struct Addressed {
    pub notice: Notice,
    pub account: AccountId,
    pub name: String,
    pub email: String,
    /// Whether mail may go there: it is confirmed, and its owner is not suspended.
    pub reachable: bool,
    pub way: Way,
}

impl Addressed {
    /// Whether a mail is to go out.
    pub(super) fn wants_mail(&self) -> bool {
        self.reachable && self.way == Way::Mail
    }
}

/// The notices of one thread, or of one's account, side by side.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The thread; none for one's account.
    pub article: Option<ArticleId>,
    /// Its headline.
    pub headline: String,
    /// Its notices, the newest first.
    pub notices: Vec<Notice>,
}

/// How far down an inbox: nothing but what comes after this, among the unread or among the read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Among the unread, older than this notice.
    Unread(NoticeId),
    /// Among the read, older than this notice.
    Read(NoticeId),
}

/// A page of an inbox.
#[derive(Clone, Debug)]
pub struct Inbox {
    /// The unread.
    pub unread: Vec<Thread>,
    /// The read.
    pub read: Vec<Thread>,
    /// The newest notice of the page, up to which a button marks all as read.
    pub newest: Option<NoticeId>,
    /// Where the next page goes on.
    pub more: Option<Place>,
}

/// A page of a member's inbox, from its beginning or from a place in it.
///
/// # Errors
/// When the database refuses.
pub async fn inbox(db: &Conn, member: AccountId, from: Option<Place>) -> QueryResult<Inbox> {
    let last = NoticeId(i64::MAX);
    let (unread, read) = match from {
        None => tokio::try_join!(
            load(db, Which::Unread(member, last), PER_PAGE + 1),
            load(db, Which::Read(member, last), PER_PAGE + 1)
        )?,
        Some(Place::Unread(before)) => tokio::try_join!(
            load(db, Which::Unread(member, before), PER_PAGE + 1),
            load(db, Which::Read(member, last), PER_PAGE + 1)
        )?,
        Some(Place::Read(before)) => (vec![], load(db, Which::Read(member, before), PER_PAGE + 1).await?),
    };
    Ok(page_of(unread, read))
}

fn page_of(mut unread: Vec<Notice>, mut read: Vec<Notice>) -> Inbox {
    let more_unread = unread.len() > PER_PAGE;
    unread.truncate(PER_PAGE);
    let room = PER_PAGE - unread.len();
    let more_read = !more_unread && read.len() > room;
    read.truncate(if more_unread { 0 } else { room });
    let last_unread = unread.last().map(|notice| notice.id);
    let last_read = read.last().map(|notice| notice.id);
    let more = match (more_unread, more_read) {
        (true, _) => last_unread.map(Place::Unread),
        // No room was left for the first of the read: they begin on the next page.
        (_, true) => Some(Place::Read(last_read.unwrap_or(NoticeId(i64::MAX)))),
        _ => None,
    };
    let newest = unread.iter().map(|notice| notice.id).max();
    Inbox { unread: by_thread(unread), read: by_thread(read), newest, more }
}

/// The threads in the order of their newest notice.
fn by_thread(notices: Vec<Notice>) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    for notice in notices {
        match threads.iter_mut().find(|thread| thread.article == notice.article) {
            Some(thread) => thread.notices.push(notice),
            None => threads.push(Thread {
                article: notice.article,
                headline: notice.headline.clone(),
                notices: vec![notice],
            }),
        }
    }
    threads
}

/// A notice and whom it is for; nothing if its reader may not be told of it, or not any more.
pub(super) async fn addressed(db: &Conn, id: NoticeId, now: Timestamp) -> QueryResult<Option<Addressed>> {
    let (notices, reader) = tokio::try_join!(load(db, Which::One(id), 1), store::reader(db, id, now))?;
    Ok(notices.into_iter().next().zip(reader).map(|(notice, reader)| {
        let (account, name, email, reachable, way) = reader;
        let way = way.unwrap_or(notice.kind.by_itself());
        Addressed { notice, account, name, email, reachable, way }
    }))
}
