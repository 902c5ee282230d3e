//! `GET /inbox`: what happened, and where it was; `POST /inbox/read`: the buttons by which it is read. A GET of the
//! inbox reads nothing, for a browser may fetch it ahead and a notice would be lost.

use crate::accounts::is_former;
use crate::accounts::pages::{Visit, telling};
use crate::db::{ArticleId, NoticeId, Timestamp, Word};
use crate::notices::{self, Inbox, Notice, Place, Thread};
use crate::web::{Answer, Error, Form, Moment, Query, Shell, page};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "notices/inbox.html")]
struct InboxPage {
    shell: Shell,
    inbox: Inbox,
    from: Option<Place>,
    now: Timestamp,
}

/// How far down: what is older than this notice among the unread, or among the read.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InboxQuery {
    before: Option<NoticeId>,
    read_before: Option<NoticeId>,
}

/// What was read: everything up to this notice, or what of it is of one thread or of one's account.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReadForm {
    until: Option<NoticeId>,
    article: Option<ArticleId>,
    /// `yes` for what is told of one's account.
    account: String,
}

/// A page of the inbox.
///
/// # Errors
/// When the database is away.
pub async fn get_inbox(visit: Visit, query: Query<InboxQuery>) -> Answer {
    let from = query.0.read_before.map(Place::Read).or(query.0.before.map(Place::Unread));
    let db = visit.db().await?;
    let inbox = notices::inbox(&db, visit.member()?.id, from).await?;
    page(&InboxPage { shell: visit.shell("Inbox").at("inbox"), inbox, from, now: visit.now() })
}

/// A member has read all, or all of a thread. What arrived since the page was made stays unread.
///
/// # Errors
/// [`Error::Bad`] when the form does not say up to where.
pub async fn post_read(visit: Visit, form: Form<ReadForm>) -> Answer {
    let until = form.0.until.ok_or_else(|| Error::Bad("The form does not say what was read.".to_owned()))?;
    let member = visit.member()?.id;
    let db = visit.db().await?;
    let told = if let Some(article) = form.0.article {
        notices::mark_thread_read(&db, member, article, until, visit.now()).await?;
        "What happened in that thread is marked as read."
    } else if form.0.account == "yes" {
        notices::mark_account_read(&db, member, until, visit.now()).await?;
        "What was told of your account is marked as read."
    } else {
        notices::mark_all_read(&db, member, until, visit.now()).await?;
        "All is marked as read."
    };
    telling(&visit, "/inbox", told)
}

impl InboxPage {
    fn is_empty(&self) -> bool {
        self.inbox.unread.is_empty() && self.inbox.read.is_empty()
    }

    /// The threads of the page, the unread first.
    fn threads(&self) -> impl Iterator<Item = (&Thread, bool)> {
        let unread = self.inbox.unread.iter().map(|thread| (thread, true));
        unread.chain(self.inbox.read.iter().map(|thread| (thread, false)))
    }

    fn next(&self) -> Option<String> {
        self.inbox.more.map(|place| match place {
            Place::Unread(id) => format!("/inbox?before={id}"),
            Place::Read(id) => format!("/inbox?read_before={id}"),
        })
    }
}

impl Thread {
    fn newest(&self) -> NoticeId {
        self.notices.iter().map(|notice| notice.id).max().unwrap_or(NoticeId(0))
    }

    /// Whether anything here is about a comment, so that the thread could be muted.
    fn is_talked_in(&self) -> bool {
        self.notices.iter().any(|notice| notice.comment.is_some())
    }

    /// Whom one could mute, each once: those who wrote, while they are members.
    fn people(&self) -> Vec<&str> {
        let wrote =
            self.notices.iter().filter(|notice| notice.is_of_somebody() && !is_former(&notice.author));
        let mut names: Vec<&str> = wrote.map(|notice| notice.author.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Notice {
    fn word(&self) -> &'static str {
        self.kind.word()
    }

    /// Its place in the thread, as a link says it.
    fn place(&self) -> String {
        self.number.map_or("your text".to_owned(), |number| format!("#{number}"))
    }
}
