//! A decision on an article is reversed, long after it: what was not taken is shown, what is shown is taken away with its
//! thread.

use super::decide::{Made, make, taken};
use super::store;
use crate::accounts::Moderator;
use crate::articles::{self, AnyArticle, ArticleState};
use crate::db::{ArticleId, Conn, DecisionId, Timestamp};
use crate::moderation::decide::{reason_given, stale};
use crate::moderation::store as desk;
use crate::moderation::{Deciding, Decision, ReverseRefused};
use crate::rules::CaseKind;
use diesel::QueryResult;

/// A moderator reverses what was decided on an article, with a note; call it in a transaction.
///
/// # Errors
/// [`ReverseRefused`]; nothing is changed then.
pub async fn reverse(
    db: &Conn,
    by: &Moderator,
    (deciding, article): (Deciding<'_>, ArticleId),
    now: Timestamp,
) -> Result<DecisionId, ReverseRefused> {
    let (known, waits) = taken(db, article).await?;
    if let Some(made) = desk::made_with_key(db, deciding.case, deciding.key).await? {
        return Ok(made);
    }
    if deciding.note.is_empty() {
        return Err(ReverseRefused::NoteMissing);
    }
    if waits {
        return Err(ReverseRefused::Waits);
    }
    if !desk::touch_decided(db, deciding.case, deciding.version).await? {
        return Err(stale(db, deciding.case).await?.into());
    }
    if known.erased_at.is_some() {
        return Err(ReverseRefused::Erased);
    }
    let (decision, state) = if takes_away(&known) {
        (Decision::Remove, ArticleState::Removed)
    } else {
        (Decision::Restore, ArticleState::Published)
    };
    let deciding = Deciding { decision, revision: known.article.revision, ..deciding };
    let reason = reason_given(db, &deciding, CaseKind::HeldArticle).await?;
    let made = Made { known: &known, state, later: true };
    Ok(make(db, by, (deciding, reason), made, now).await?)
}

/// What reversing would do to the article of a decided case: whether it takes it away; nothing if nothing can be done.
///
/// # Errors
/// When the database refuses.
pub async fn what_is_left(db: &Conn, article: ArticleId) -> QueryResult<Option<bool>> {
    if store::open_case_of(db, article).await?.is_some() {
        return Ok(None);
    }
    let known = articles::any(db, article).await?.filter(|known| known.erased_at.is_none());
    Ok(known.as_ref().map(takes_away))
}

fn takes_away(known: &AnyArticle) -> bool {
    known.state == ArticleState::Published
}
