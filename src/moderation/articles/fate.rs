//! What became of an article that readers do not see, as its poster is told it.

use super::store;
use crate::db::{ArticleId, CaseId, Conn, Timestamp};
use crate::moderation::{Decision, figures};
use diesel::QueryResult;
use time::Duration;

/// What became of an article.
#[derive(Clone, Debug)]
pub struct Fate {
    /// The case in which it waits.
    pub case: Option<CaseId>,
    /// What was last decided, why, the moderator's own words, and in which case.
    pub last: Option<(Decision, String, String, CaseId)>,
    /// How long such a thing usually waits, if it waits and that is known.
    pub usual_wait: Option<Duration>,
}

/// What became of an article that readers do not see.
///
/// # Errors
/// When the database refuses.
pub async fn fate(db: &Conn, article: ArticleId, now: Timestamp) -> QueryResult<Fate> {
    let (case, last, wait) = tokio::try_join!(
        store::open_case_of(db, article),
        store::last_told(db, article),
        figures::median(db, now)
    )?;
    let last = last.map(|(decision, reason, note, case)| (decision, reason.unwrap_or_default(), note, case));
    Ok(Fate { case, last, usual_wait: wait.filter(|_| case.is_some()) })
}

impl Fate {
    /// Whether its poster is asked to change it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.case.is_none() && matches!(self.last, Some((Decision::Revise, ..)))
    }
}
