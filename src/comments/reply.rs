//! A member answers in a thread.

use super::CommentState;
use super::post::{self, Appearing};
use super::publish;
use super::text::{Prepared, Read, TextRefused, prepare_read};
use crate::accounts::{Member, Writing};
use crate::articles::{self, Article};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Word};
use crate::quotes::{self, Asked, Chosen, Limits, Quoted};
use crate::rules::{self, CaseKind, Hit, NewCase, Reason, Refusal, Verdict};
use diesel::QueryResult;

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

/// What a draft is before it is written.
pub(super) enum Weighed {
    /// It was written before.
    Sent(CommentId),
    /// Nothing refuses it.
    Ready(Box<Ready>),
}

/// A comment that is to be written.
pub(super) struct Ready {
    /// Its thread, as it was when it was looked at.
    pub thread: Article,
    text: Prepared,
    answers: Option<(i32, AccountId)>,
    reasons: Vec<Reason>,
    hits: Vec<Hit>,
    score: Option<i16>,
}

/// A member answers in a thread. What becomes of the text is for the rules to say. Call it in a transaction.
///
/// # Errors
/// [`ReplyRefused`], with a sentence for the writer; nothing is stored then.
pub async fn reply(db: &Conn, writing: Writing<'_>, draft: &Draft<'_>) -> Result<Posted, ReplyRefused> {
    match weigh(db, writing, draft).await? {
        Weighed::Sent(first) => Ok(Posted::Already(first)),
        Weighed::Ready(ready) => ready.write(db, writing, None).await.map(|(posted, _)| posted),
    }
}

/// What there is to say against a draft, and what the rules say of it. Nobody waits meanwhile: that the thread is closed
/// or the answered comment goes away before the draft is written harms nobody, and what must not go wrong is looked at
/// again then: a key is taken once, numbers are given one by one, and what became of quoted words shows at once.
pub(super) async fn weigh(
    db: &Conn,
    writing: Writing<'_>,
    draft: &Draft<'_>,
) -> Result<Weighed, ReplyRefused> {
    let read = Read::of(draft.body, draft.address, draft.limits);
    let plain = read.as_ref().ok().and_then(Read::submission);
    let (thread, before, known, mentioned) = tokio::try_join!(
        articles::find(db, draft.article),
        post::before(db, writing, draft),
        rules::known(db, writing.author, plain.as_ref(), writing.now),
        mentioned(db, &read)
    )?;
    if let Some(first) = before.sent {
        return Ok(Weighed::Sent(first));
    }
    let thread = open(thread, writing.author)?;
    let answers = match draft.reply_to {
        Some(number) => Some((number, before.answered.ok_or(ReplyRefused::NoSuchComment)?)),
        None => None,
    };
    let asked = Asked {
        article: &thread,
        reply_to: draft.reply_to,
        comment: None,
        address: draft.address,
        limits: draft.limits,
    };
    let text = prepare_read(db, asked, read?.mentioning(mentioned), draft.choices).await?;
    let submission = text.submission(None, &thread);
    let judged = match known {
        Some(known) => known.judge(&submission),
        None => rules::verdict(db, writing.author, &submission, writing.now).await?,
    };
    let reasons = match judged.verdict {
        Verdict::Refuse(why) => return Err(ReplyRefused::ByRule(why)),
        Verdict::Hold(reasons) => reasons,
        Verdict::Publish => Vec::new(),
    };
    let (hits, score) = (judged.hits, judged.score);
    Ok(Weighed::Ready(Box::new(Ready { thread, text, answers, reasons, hits, score })))
}

/// Whom a text mentions, if it can be read.
async fn mentioned(db: &Conn, read: &Result<Read, TextRefused>) -> QueryResult<Vec<(AccountId, String)>> {
    match read {
        Ok(read) => read.mentioned(db).await,
        Err(_) => Ok(Vec::new()),
    }
}

fn open(thread: Option<Article>, author: &Member) -> Result<Article, ReplyRefused> {
    let thread = thread.ok_or(ReplyRefused::NoSuchThread)?;
    if thread.is_closed() && !author.moderates() { Err(ReplyRefused::Closed) } else { Ok(thread) }
}

impl Ready {
    /// Whether one statement writes it.
    pub fn is_plain(&self) -> bool {
        self.reasons.is_empty() && self.hits.is_empty() && self.text.quotes.is_empty()
    }

    /// Whether nothing of it is seen in other threads: who quotes a comment is named beside it, wherever that stands.
    pub fn is_within(&self) -> bool {
        self.text.quotes.iter().all(|quote| match quote.kind {
            quotes::SourceKind::Comment => false,
            quotes::SourceKind::Paragraph => quote.source_id == Some(self.thread.id.0),
            quotes::SourceKind::Outside | quotes::SourceKind::None => true,
        })
    }

    /// Writes it, and forgets the draft that is kept in this place; its number, if it gets one. Call it in a
    /// transaction, unless it is plain.
    pub async fn write(
        &self,
        db: &Conn,
        writing: Writing<'_>,
        place: Option<&str>,
    ) -> Result<(Posted, Option<i32>), ReplyRefused> {
        // Whom it quotes hears of that before anybody hears of being mentioned, and of a comment each hears once.
        let mut mentions = if self.text.quotes.is_empty() { self.text.mentions.clone() } else { Vec::new() };
        mentions.retain(|whom| self.answers.is_none_or(|(_, answered)| *whom != answered));
        let (thread, text, answers) = (self.thread.id, &self.text, self.answers);
        let new = Appearing { thread, text, answers, mentions: &mentions, place };
        let (posted, id, number) = if self.reasons.is_empty() {
            let (id, number) = self.publish(db, writing, &new).await?;
            (Posted::Published(id), id, Some(number))
        } else {
            let id = self.hold(db, writing, &new).await?;
            (Posted::Held(id), id, None)
        };
        let state = if number.is_some() { CommentState::Published } else { CommentState::Held };
        rules::record_hits(db, (id, 1), &self.hits, state.word(), writing.now).await?;
        Ok((posted, number))
    }

    async fn hold(&self, db: &Conn, writing: Writing<'_>, new: &Appearing<'_>) -> QueryResult<CommentId> {
        let id = post::hold(db, writing, new).await?;
        quotes::lives::keep(db, id, 1, &self.text.quotes).await?;
        let case = NewCase {
            kind: CaseKind::HeldComment,
            comment: id,
            article: self.thread.id,
            author: writing.author.id,
            reasons: &self.reasons,
            added_by: None,
            score: self.score,
            now: writing.now,
        };
        rules::open_first_case(db, &case).await?;
        Ok(id)
    }

    async fn publish(
        &self,
        db: &Conn,
        writing: Writing<'_>,
        new: &Appearing<'_>,
    ) -> QueryResult<(CommentId, i32)> {
        let quoted: Vec<CommentId> = self.text.quotes.iter().filter_map(Quoted::comment).collect();
        quotes::lives::take_threads_with(db, self.thread.id, &quoted).await?;
        let (id, number) = post::publish(db, writing, new).await?;
        if !self.text.quotes.is_empty() {
            publish::quotes_appeared(db, (id, self.thread.id), &self.text, writing).await?;
        }
        Ok((id, number))
    }
}
