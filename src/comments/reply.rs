//! A member answers in a thread.

use super::CommentState;
use super::publish;
use super::store::{self, NewComment};
use super::text::{Prepared, TextRefused, prepare};
use crate::accounts::{Member, Writing};
use crate::articles::{self, Article};
use crate::db::{ArticleId, CommentId, Conn, Word};
use crate::quotes::{self, Asked, Chosen, Limits, Quoted};
use crate::rules::{self, CaseKind, NewCase, Reason, Refusal, Verdict};

/// What a member wants to say.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// The thread.
    pub article: ArticleId,
    /// The text, Markdown.
    pub body: &'a str,
    /// The number of the comment that it answers.
    pub reply_to: Option<i32>,
    /// What was chosen for quotes whose words are not their source's.
    pub choices: &'a [Chosen],
    /// The board's address.
    pub address: &'a str,
    /// How much it may quote.
    pub limits: Limits,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted {
    /// Readers see it.
    Published(CommentId),
    /// It waits for a moderator.
    Held(CommentId),
    /// The same form was sent before; this is what it became then.
    Already(CommentId),
}

/// Why nothing was posted.
#[derive(Debug, thiserror::Error)]
pub enum ReplyRefused {
    /// There is no such thread.
    #[error("This thread is no longer there. Your text is kept: copy it before you leave.")]
    NoSuchThread,
    /// No more comments come.
    #[error("This thread was closed, so nothing more can be posted. Your text is kept here.")]
    Closed,
    /// The comment that is answered is not there.
    #[error("The comment that you answer is no longer there. Send it again to post it without that.")]
    NoSuchComment,
    /// The text.
    #[error(transparent)]
    Text(#[from] TextRefused),
    /// A rule of the board.
    #[error("{0}")]
    ByRule(Refusal),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A member answers in a thread. What becomes of the text is for the rules to say. Call it in a transaction.
///
/// # Errors
/// [`ReplyRefused`], with a sentence for the writer; nothing is stored then.
pub async fn reply(db: &Conn, writing: Writing<'_>, draft: &Draft<'_>) -> Result<Posted, ReplyRefused> {
    if let Some(first) = store::posted_with_key(db, writing.author.id, writing.key).await? {
        return Ok(Posted::Already(first));
    }
    let thread = open_thread(db, writing.author, draft.article).await?;
    if let Some(number) = draft.reply_to
        && !store::is_published(db, thread.id, number).await?
    {
        return Err(ReplyRefused::NoSuchComment);
    }
    let asked = Asked {
        article: &thread,
        reply_to: draft.reply_to,
        comment: None,
        address: draft.address,
        limits: draft.limits,
    };
    let text = prepare(db, asked, draft.body, draft.choices).await?;
    let judged = rules::verdict(db, writing.author, &text.submission(None, &thread), writing.now).await?;
    let (posted, id, state) = match judged.verdict {
        Verdict::Refuse(why) => return Err(ReplyRefused::ByRule(why)),
        Verdict::Hold(reasons) => {
            let id = hold(db, writing, &thread, draft.reply_to, &text, (&reasons, judged.score)).await?;
            (Posted::Held(id), id, CommentState::Held)
        }
        Verdict::Publish => {
            let id = publish_now(db, writing, &thread, draft.reply_to, &text).await?;
            (Posted::Published(id), id, CommentState::Published)
        }
    };
    rules::record_hits(db, (id, 1), &judged.hits, state.word(), writing.now).await?;
    Ok(posted)
}

async fn open_thread(db: &Conn, author: &Member, id: ArticleId) -> Result<Article, ReplyRefused> {
    let thread = articles::find(db, id).await?.ok_or(ReplyRefused::NoSuchThread)?;
    if thread.is_closed() && !author.moderates() { Err(ReplyRefused::Closed) } else { Ok(thread) }
}

async fn hold(
    db: &Conn,
    writing: Writing<'_>,
    thread: &Article,
    reply_to: Option<i32>,
    text: &Prepared,
    (reasons, score): (&[Reason], Option<i16>),
) -> Result<CommentId, ReplyRefused> {
    let row = NewComment { state: CommentState::Held, ..row(writing, thread, reply_to, text) };
    let id = store::insert(db, &row).await?.id;
    store::insert_revision(db, (id, 1), CommentState::Held, text, writing).await?;
    let case = NewCase {
        kind: CaseKind::HeldComment,
        comment: id,
        article: thread.id,
        author: writing.author.id,
        reasons,
        added_by: None,
        score,
        now: writing.now,
    };
    rules::open_case(db, &case).await?;
    publish::log_change(db, writing, id, "hold comment", None, CommentState::Held).await?;
    Ok(id)
}

async fn publish_now(
    db: &Conn,
    writing: Writing<'_>,
    thread: &Article,
    reply_to: Option<i32>,
    text: &Prepared,
) -> Result<CommentId, ReplyRefused> {
    let quoted: Vec<CommentId> = text.quotes.iter().filter_map(Quoted::comment).collect();
    quotes::lives::take_threads_with(db, thread.id, &quoted).await?;
    let number = articles::next_comment(db, thread.id, writing.author.id, writing.now).await?;
    let row = NewComment {
        state: CommentState::Published,
        number: Some(number),
        published_at: Some(writing.now),
        ..row(writing, thread, reply_to, text)
    };
    let comment = store::insert(db, &row).await?;
    store::insert_revision(db, (comment.id, 1), CommentState::Published, text, writing).await?;
    publish::appeared_at_once(db, &comment, text, writing.now).await?;
    Ok(comment.id)
}

fn row<'a>(
    writing: Writing<'_>,
    thread: &Article,
    reply_to: Option<i32>,
    text: &'a Prepared,
) -> NewComment<'a> {
    NewComment {
        article_id: thread.id,
        number: None,
        author_id: writing.author.id,
        reply_to,
        state: CommentState::Held,
        body_html: text.html.as_str(),
        posted_at: writing.now,
        published_at: None,
        key: writing.key,
    }
}
