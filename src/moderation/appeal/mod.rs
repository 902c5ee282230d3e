//! An author does not agree: one appeal a comment, in the author's words. It is a case like others, and where there is
//! another moderator it is not for the one who decided.

mod store;

use super::Decision;
use super::reverse::is_erased;
use crate::accounts::Writing;
use crate::comments::{self, Change, CommentState};
use crate::db::{self, CommentId, Conn, LogLine, Timestamp, Word};
use crate::markup::SafeHtml;
use crate::rules::{self, CaseKind, NewCase, Reason};
use diesel::QueryResult;

/// The longest appeal, in characters.
pub const LONGEST: usize = 2000;

/// Why an appeal was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AppealRefused {
    /// Not the author's, or nothing there.
    #[error("There is no comment of yours here that was decided on.")]
    NotYours,
    /// Nothing was decided against it.
    #[error("Nothing was decided against this comment, so there is nothing to appeal.")]
    NothingAgainst,
    /// The second one.
    #[error("You appealed once; a comment has one appeal.")]
    Again,
    /// Its text is no longer kept.
    #[error("Its text was erased 30 days after it was decided, so there is nothing left to decide about.")]
    Erased,
    /// No words, or too many.
    #[error("Say why it should be decided otherwise: 2 to 2,000 characters.")]
    Text,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// What was decided about a comment, as its author is told it.
#[derive(Clone, Debug)]
pub struct Told {
    /// What.
    pub decision: Decision,
    /// On what.
    pub kind: CaseKind,
    /// When.
    pub at: Timestamp,
    /// Why: the reason's text for the author.
    pub reason: String,
    /// The moderator's own words.
    pub note: String,
    /// The text as it was sent and as a moderator changed it, word by word.
    pub changes: Vec<Change>,
    /// The text as it stands.
    pub body: SafeHtml,
    /// What was said in the appeal, and whether it still waits.
    pub appeal: Option<(String, bool)>,
    /// Whether an appeal is possible.
    pub may_appeal: bool,
    /// Whether its author is asked to change it.
    pub asked: bool,
}

/// An author appeals; call it in a transaction.
///
/// # Errors
/// [`AppealRefused`]; nothing is stored then.
pub async fn appeal(
    db: &Conn,
    writing: Writing<'_>,
    comment: CommentId,
    text: &str,
) -> Result<(), AppealRefused> {
    let comment = comments::find_for_change(db, comment).await?.ok_or(AppealRefused::NotYours)?;
    if comment.author_id != writing.author.id || comment.state == CommentState::Deleted {
        return Err(AppealRefused::NotYours);
    }
    if store::of_comment(db, comment.id).await?.is_some() {
        return Err(AppealRefused::Again);
    }
    if !is_against(comment.state) {
        return Err(AppealRefused::NothingAgainst);
    }
    if is_erased(db, &comment).await? {
        return Err(AppealRefused::Erased);
    }
    if !(2..=LONGEST).contains(&text.chars().count()) {
        return Err(AppealRefused::Text);
    }
    let reason = Reason { rule: "appeal".to_owned(), words: text.to_owned(), evidence: vec![] };
    let case = NewCase {
        kind: CaseKind::Appeal,
        comment: comment.id,
        article: comment.article_id,
        author: comment.author_id,
        reasons: &[reason],
        added_by: None,
        score: None,
        now: writing.now,
    };
    let case = rules::open_case(db, &case).await?;
    store::give_to_another(db, case, comment.id).await?;
    let line = LogLine {
        logged_at: writing.now,
        actor_id: Some(writing.author.id),
        action: "appeal",
        subject_kind: "comment",
        subject_id: comment.id.0,
        why: "",
        before: serde_json::json!({"state": comment.state.word()}),
        after: serde_json::json!({"state": comment.state.word()}),
    };
    Ok(db::record(db, line).await?)
}

/// What was last decided about a comment, for its author.
///
/// # Errors
/// When the database refuses.
pub async fn told(db: &Conn, comment: &comments::Comment) -> QueryResult<Option<Told>> {
    let Some(last) = store::last(db, comment.id).await? else { return Ok(None) };
    let edited = last.after.get("edited").and_then(serde_json::Value::as_i64);
    let changes = match edited.and_then(|revision| i32::try_from(revision).ok()) {
        Some(edited) => {
            let sent = comments::revision_text(db, comment.id, last.revision).await?.unwrap_or_default();
            let kept = comments::revision_text(db, comment.id, edited).await?.unwrap_or_default();
            comments::changes(&sent, &kept)
        }
        None => Vec::new(),
    };
    let (appeal, asked, erased) = tokio::try_join!(
        store::of_comment(db, comment.id),
        comments::asked_to_revise(db, comment.id),
        is_erased(db, comment)
    )?;
    Ok(Some(Told {
        decision: last.decision,
        kind: last.kind,
        at: last.at,
        reason: last.reason.unwrap_or_default(),
        note: last.note,
        changes,
        body: SafeHtml::stored(last.html),
        may_appeal: appeal.is_none() && !erased && is_against(comment.state),
        appeal,
        asked: asked.is_some(),
    }))
}

fn is_against(state: CommentState) -> bool {
    matches!(state, CommentState::Rejected | CommentState::Removed)
}
