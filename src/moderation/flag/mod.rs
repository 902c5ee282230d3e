//! A reader points at a comment.

mod hide;
mod store;
mod take_back;
mod weight;

pub use take_back::{TakeFlagBackRefused, flag_given, take_flag_back};
pub use weight::{Record, record_of};

use super::reasons;
use crate::accounts::Writing;
use crate::articles;
use crate::comments::{self, CommentState};
use crate::db::{CommentId, Conn, is_taken};
use crate::rules::{self, CaseKind, NewCase, Reason};

/// What a reader says about a comment.
#[derive(Clone, Copy, Debug)]
pub struct Flag<'a> {
    /// The comment.
    pub comment: CommentId,
    /// Why, as a code of the list of reasons.
    pub reason: &'a str,
    /// In the reader's own words.
    pub note: &'a str,
}

/// Why a flag was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FlagRefused {
    /// Nothing there.
    #[error("There is no such comment any more.")]
    NoSuchComment,
    /// One's own.
    #[error("This comment is yours: you can edit or delete it.")]
    Own,
    /// No reason chosen.
    #[error("Choose what is wrong with it, so that a moderator knows what to look for.")]
    Reason,
    /// Too many words.
    #[error("At most 1,000 characters, please.")]
    Note,
    /// Flagged before.
    #[error("You pointed at this text already. A moderator will look, or has looked.")]
    Again,
    /// Decided before.
    #[error(
        "You pointed at this comment for this reason before, and a moderator left it. If something else is wrong with it now, choose that."
    )]
    Decided,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A reader points at a comment; a moderator will look. Enough flags hide it until then. Call it in a transaction, and
/// `quotes::lives::catch_up` after it.
///
/// # Errors
/// [`FlagRefused`]; nothing is stored then.
pub async fn flag(db: &Conn, writing: Writing<'_>, flag: Flag<'_>) -> Result<(), FlagRefused> {
    let comment =
        comments::find_for_change(db, flag.comment).await?.filter(|c| c.state == CommentState::Published);
    let comment = comment.ok_or(FlagRefused::NoSuchComment)?;
    if !articles::is_seen(db, comment.article_id).await? {
        return Err(FlagRefused::NoSuchComment);
    }
    if comment.author_id == writing.author.id {
        return Err(FlagRefused::Own);
    }
    if flag.note.chars().count() > 1000 {
        return Err(FlagRefused::Note);
    }
    let reasons = reasons(db).await?;
    let reason = reasons.into_iter().find(|reason| reason.code == flag.reason).ok_or(FlagRefused::Reason)?;
    if store::was_left(db, (comment.id, &reason.code), writing.author.id).await? {
        return Err(if store::is_flagged(db, (comment.id, comment.revision), writing.author.id).await? {
            FlagRefused::Again
        } else {
            FlagRefused::Decided
        });
    }
    store::insert_flag(db, writing, flag, comment.revision).await.map_err(again)?;
    let said = if flag.note.is_empty() { String::new() } else { format!(": “{}”", flag.note) };
    let given = Reason {
        rule: "flag".to_owned(),
        words: format!("{} says {}{said}", writing.author.name, reason.label.to_lowercase()),
        evidence: vec![],
    };
    let case = NewCase {
        kind: CaseKind::FlaggedComment,
        comment: comment.id,
        article: comment.article_id,
        author: comment.author_id,
        reasons: &[given],
        added_by: Some(writing.author.id),
        score: None,
        now: writing.now,
    };
    rules::open_case(db, &case).await?;
    hide::hide_if_enough(db, &comment, writing.now).await?;
    Ok(())
}

fn again(error: diesel::result::Error) -> FlagRefused {
    if is_taken(&error, "flags_comment_id_revision_flagged_by_key") {
        FlagRefused::Again
    } else {
        FlagRefused::Database(error)
    }
}
