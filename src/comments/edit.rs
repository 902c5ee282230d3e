//! An author changes a comment. The new text goes through the rules like a new comment's; when it is held, readers
//! go on seeing the old one.

use super::publish::{log_change, publish_revision};
use super::store;
use super::text::{Prepared, TextRefused, prepare};
use super::{Comment, CommentState, asked_to_revise};
use crate::accounts::Writing;
use crate::articles;
use crate::db::{CommentId, Conn, Word};
use crate::quotes::{Asked, Chosen, Limits};
use crate::rules::{self, CaseKind, NewCase, Reason, Refusal, Verdict};

/// What became of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// Readers see the new text.
    Published,
    /// The new text waits for a moderator.
    Held,
    /// It was the same text.
    Same,
}

/// Why an edit was not kept.
#[derive(Debug, thiserror::Error)]
pub enum EditRefused {
    /// Not the author's to edit, or nothing there.
    #[error("There is no comment of yours here that could be edited.")]
    NotYours,
    /// Too late.
    #[error(
        "This board lets a comment be edited for {0} hours, and they are over. Your text is kept here; you can post it as a reply."
    )]
    TooLate(i32),
    /// Edited meanwhile, in another window.
    #[error(
        "This comment was changed in another window meanwhile. Your text is kept below; compare, and send it again."
    )]
    Stale,
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

/// A new text for a comment, and what the writer saw when writing it.
#[derive(Clone, Debug)]
pub struct NewText<'a> {
    /// The comment.
    pub comment: CommentId,
    /// The latest revision when the form was opened.
    pub revision: i32,
    /// The text, Markdown.
    pub body: &'a str,
    /// What was chosen for quotes whose words are not their source's.
    pub choices: &'a [Chosen],
    /// The board's address.
    pub address: &'a str,
    /// How much it may quote.
    pub limits: Limits,
    /// For how many hours a comment may be edited.
    pub hours: i32,
}

/// An author changes a comment; call it in a transaction.
///
/// # Errors
/// [`EditRefused`]; nothing is stored then.
pub async fn edit(db: &Conn, writing: Writing<'_>, new: &NewText<'_>) -> Result<Edited, EditRefused> {
    let asked_for = asked_to_revise(db, new.comment).await?.is_some();
    let comment = editable(db, writing, new, asked_for).await?;
    let article = articles::find(db, comment.article_id).await?.ok_or(EditRefused::NotYours)?;
    let latest = store::latest_revision(db, comment.id).await?;
    if latest.source == new.body {
        return Ok(Edited::Same);
    }
    if latest.revision != new.revision {
        return Err(EditRefused::Stale);
    }
    let asked = Asked {
        article: &article,
        reply_to: comment.reply_to,
        comment: Some(comment.id),
        address: new.address,
        limits: new.limits,
    };
    let text = prepare(db, asked, new.body, new.choices).await?;
    let submission = text.submission(Some(comment.id), &article);
    let judged = rules::verdict(db, writing.author, &submission, writing.now).await?;
    let verdict = if asked_for { judged.verdict.held_for(revised()) } else { judged.verdict };
    let revision = latest.revision + 1;
    let edited = match (comment.state, verdict) {
        (_, Verdict::Refuse(why)) => return Err(EditRefused::ByRule(why)),
        (CommentState::Published, Verdict::Publish) => {
            publish_edit(db, writing, &comment, revision, &text).await?
        }
        (CommentState::Published, Verdict::Hold(reasons)) => {
            hold_edit(db, writing, &comment, revision, (&text, &reasons, judged.score)).await?
        }
        (_, verdict) => change_held(db, writing, &comment, revision, (&text, verdict, judged.score)).await?,
    };
    let state = if edited == Edited::Published { CommentState::Published } else { CommentState::Held };
    rules::record_hits(db, (comment.id, revision), &judged.hits, state.word(), writing.now).await?;
    Ok(edited)
}

/// Why a text comes back to the moderators that one of them sent back.
fn revised() -> Reason {
    Reason {
        rule: "revised".to_owned(),
        words: "its author changed the text as a moderator asked".to_owned(),
        evidence: vec![],
    }
}

async fn editable(
    db: &Conn,
    writing: Writing<'_>,
    new: &NewText<'_>,
    asked_for: bool,
) -> Result<Comment, EditRefused> {
    let comment = store::find_for_change(db, new.comment).await?.ok_or(EditRefused::NotYours)?;
    let alive = matches!(comment.state, CommentState::Published | CommentState::Held);
    if comment.author_id != writing.author.id || !alive {
        return Err(EditRefused::NotYours);
    }
    let late = writing.now - comment.posted_at > time::Duration::hours(new.hours.into());
    if late && !asked_for && comment.state == CommentState::Published {
        Err(EditRefused::TooLate(new.hours))
    } else {
        Ok(comment)
    }
}

async fn publish_edit(
    db: &Conn,
    writing: Writing<'_>,
    comment: &Comment,
    revision: i32,
    text: &Prepared,
) -> Result<Edited, EditRefused> {
    store::insert_revision(db, (comment.id, revision), CommentState::Published, text, writing).await?;
    publish_revision(db, comment, revision, writing.now).await?;
    log_change(db, writing, comment.id, "edit comment", Some(comment.state), comment.state).await?;
    Ok(Edited::Published)
}

async fn hold_edit(
    db: &Conn,
    writing: Writing<'_>,
    comment: &Comment,
    revision: i32,
    (text, reasons, score): (&Prepared, &[Reason], Option<i16>),
) -> Result<Edited, EditRefused> {
    store::insert_revision(db, (comment.id, revision), CommentState::Held, text, writing).await?;
    open(db, writing, comment, CaseKind::HeldEdit, (reasons, score)).await?;
    log_change(db, writing, comment.id, "hold edit", Some(comment.state), comment.state).await?;
    Ok(Edited::Held)
}

/// A comment that waits keeps waiting, with its new text and whatever reasons that brings.
async fn change_held(
    db: &Conn,
    writing: Writing<'_>,
    comment: &Comment,
    revision: i32,
    (text, verdict, score): (&Prepared, Verdict, Option<i16>),
) -> Result<Edited, EditRefused> {
    store::insert_revision(db, (comment.id, revision), CommentState::Held, text, writing).await?;
    store::show_revision(db, comment.id, revision, writing.now).await?;
    let mut reasons = Vec::new();
    if let Verdict::Hold(more) = verdict {
        reasons.extend(more.into_iter().filter(|reason| reason.rule != "first_comments"));
    }
    if !reasons.iter().any(|reason| reason.rule == "revised") {
        let words = "its author changed the text while it waited".to_owned();
        reasons.insert(0, Reason { rule: "edit".to_owned(), words, evidence: vec![] });
    }
    open(db, writing, comment, CaseKind::HeldComment, (&reasons, score)).await?;
    log_change(db, writing, comment.id, "edit held comment", Some(comment.state), comment.state).await?;
    Ok(Edited::Held)
}

async fn open(
    db: &Conn,
    writing: Writing<'_>,
    comment: &Comment,
    kind: CaseKind,
    (reasons, score): (&[Reason], Option<i16>),
) -> Result<(), EditRefused> {
    let case = NewCase {
        kind,
        comment: comment.id,
        article: comment.article_id,
        author: comment.author_id,
        reasons,
        added_by: None,
        score,
        now: writing.now,
    };
    rules::open_case(db, &case).await?;
    Ok(())
}
