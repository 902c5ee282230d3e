//! A moderator decides on an article that waits.

use super::store;
use crate::accounts::Moderator;
use crate::articles::{self, AnyArticle, AppearRefused, ArticleState};
use crate::db::{self, ArticleId, Conn, DecisionId, LogLine, Timestamp, Word};
use crate::moderation::decide::{reason_given, stale};
use crate::moderation::store as desk;
use crate::moderation::written::{Subject, why, write_down};
use crate::moderation::{DecideRefused, Deciding, Decision};
use crate::rules::CaseKind;
use diesel::QueryResult;
use serde_json::json;

/// A moderator decides; call it in a transaction. Approved, it stands where the new articles are; sent back, it waits for
/// its poster and for nobody else.
///
/// # Errors
/// [`DecideRefused`]; nothing is changed then.
pub async fn decide(
    db: &Conn,
    by: &Moderator,
    (deciding, article): (Deciding<'_>, ArticleId),
    now: Timestamp,
) -> Result<DecisionId, DecideRefused> {
    let known = articles::take(db, article).await?.ok_or(DecideRefused::NoSuchCase)?;
    if let Some(made) = desk::made_with_key(db, deciding.case, deciding.key).await? {
        return Ok(made);
    }
    if desk::close(db, deciding.case, deciding.version, now).await?.is_none() {
        return Err(stale(db, deciding.case).await?);
    }
    if known.article.revision != deciding.revision {
        return Err(DecideRefused::Stale("Its text was changed while you looked at it.".to_owned()));
    }
    let reason = reason_given(db, &deciding, CaseKind::HeldArticle).await?;
    let state = match deciding.decision {
        Decision::Approve => ArticleState::Published,
        Decision::Reject => ArticleState::Rejected,
        Decision::Revise => ArticleState::Held,
        _ => return Err(DecideRefused::NotPossible),
    };
    let made = Made { known: &known, state, later: false };
    make(db, by, (deciding, reason), made, now).await
}

/// What a decision makes of an article.
pub(super) struct Made<'a> {
    pub known: &'a AnyArticle,
    pub state: ArticleState,
    /// Whether the case was decided before.
    pub later: bool,
}

/// Does it, and writes it down, with a line of the log that holds no words of the poster either.
pub(super) async fn make(
    db: &Conn,
    by: &Moderator,
    (deciding, reason): (Deciding<'_>, Option<String>),
    made: Made<'_>,
    now: Timestamp,
) -> Result<DecisionId, DecideRefused> {
    let (article, before) = (&made.known.article, made.known.state);
    match made.state {
        ArticleState::Published => articles::appear(db, made.known, now).await?,
        state if state != before => articles::set_state(db, article.id, state).await?,
        _ => {}
    }
    let subject = Subject {
        author: article.poster,
        article: Some(article.id),
        revision: article.revision,
        before: json!({"state": before.word(), "revision": article.revision}),
        after: json!({"state": made.state.word(), "revision": article.revision, "later": made.later}),
    };
    let why = why(reason.as_deref(), deciding.note);
    log(db, by, (deciding.decision, &why), &made, now).await?;
    Ok(write_down(db, by, (deciding, reason.as_deref()), subject, now).await?)
}

pub(super) async fn log(
    db: &Conn,
    by: &Moderator,
    (decision, why): (Decision, &str),
    made: &Made<'_>,
    now: Timestamp,
) -> QueryResult<()> {
    let revision = made.known.article.revision;
    let line = LogLine {
        logged_at: now,
        actor_id: Some(by.id()),
        action: decision.word(),
        subject_kind: "article",
        subject_id: made.known.article.id.0,
        why,
        before: json!({"state": made.known.state.word(), "revision": revision}),
        after: json!({"state": made.state.word(), "revision": revision}),
    };
    db::record(db, line).await
}

impl From<AppearRefused> for DecideRefused {
    fn from(refused: AppearRefused) -> Self {
        match refused {
            AppearRefused::Database(error) => Self::Database(error),
            AppearRefused::Discussed(headline) => Self::Discussed(headline),
        }
    }
}

/// The article of a case that is about one, taken until the transaction ends.
pub(super) async fn taken(db: &Conn, article: ArticleId) -> QueryResult<(AnyArticle, bool)> {
    let known = articles::take(db, article).await?.ok_or(diesel::result::Error::NotFound)?;
    let waits = store::open_case_of(db, article).await?.is_some();
    Ok((known, waits))
}
