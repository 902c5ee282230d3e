//! What a moderator needs to know around a case: what follows it, how its author fares, and what was decided on things like
//! it.

mod store;

use super::{Case, Decision};
use crate::db::{CaseId, Conn, Timestamp};
use diesel::{QueryResult, Queryable};

/// So many days back counts what of an author's was rejected.
const DAYS: i64 = 30;

/// What surrounds a case.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The comments that follow, two at most.
    pub following: Vec<Following>,
    /// What was imposed on the author, the latest first.
    pub past: Vec<Past>,
    /// How many of the author's texts were decided on in 30 days, and how many of them were rejected or removed.
    pub decided: i64,
    /// See `decided`.
    pub against: i64,
    /// What was decided where the same was found, the latest first.
    pub similar: Vec<Similar>,
}

/// A comment that follows.
#[derive(Clone, Debug)]
pub struct Following {
    /// Its number.
    pub number: i32,
    /// Who wrote it.
    pub author: String,
    /// Its beginning.
    pub lead: String,
}

/// Something that was imposed on the author.
#[derive(Clone, Debug, Queryable)]
pub struct Past {
    /// What.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Until when; for ever if empty.
    pub until: Option<Timestamp>,
    /// When it was lifted.
    pub lifted_at: Option<Timestamp>,
}

/// A decision on something like it.
#[derive(Clone, Debug, Queryable)]
pub struct Similar {
    /// The case.
    pub case: CaseId,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: Option<String>,
    /// Whose text it was.
    pub author: String,
    /// When.
    pub at: Timestamp,
}

/// What surrounds a case.
///
/// # Errors
/// When the database refuses.
pub async fn around(db: &Conn, case: &Case, now: Timestamp) -> QueryResult<Around> {
    let evidence: Vec<String> = case.reasons.iter().flat_map(|reason| reason.evidence.clone()).collect();
    let (following, past, (decided, against), similar) = tokio::try_join!(
        store::following(db, case),
        store::past(db, case.author.id),
        store::fate(db, case.author.id, now - time::Duration::days(DAYS)),
        store::similar(db, case.id, evidence)
    )?;
    Ok(Around { following, past, decided, against, similar })
}

impl Around {
    /// How many of 100 of the author's texts were rejected or removed in 30 days, if any was decided on.
    #[must_use]
    pub fn against_percent(&self) -> Option<i64> {
        (self.decided > 0).then(|| (self.against * 100 + self.decided / 2) / self.decided)
    }

    /// How many of the similar ones were rejected or removed.
    #[must_use]
    pub fn similar_against(&self) -> usize {
        let against = |one: &&Similar| matches!(one.decision, Decision::Reject | Decision::Remove);
        self.similar.iter().filter(against).count()
    }
}
