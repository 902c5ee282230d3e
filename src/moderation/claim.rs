//! Claims: a case that one moderator has open is not given to another, for five minutes.

use super::store;
use crate::accounts::Moderator;
use crate::db::{CaseId, Conn, Timestamp};

/// How long a claim lasts unless it is renewed.
pub const CLAIM: time::Duration = time::Duration::minutes(5);

/// A moderator opens a case. A claim of another stays; one's own is renewed.
///
/// # Errors
/// When the database refuses.
pub async fn claim(db: &Conn, by: &Moderator, case: CaseId, now: Timestamp) -> diesel::QueryResult<()> {
    store::claim_if_free(db, case, by.id(), now, now + CLAIM).await
}

/// A moderator takes a case over, whoever has it.
///
/// # Errors
/// When the database refuses.
pub async fn take_over(db: &Conn, by: &Moderator, case: CaseId, now: Timestamp) -> diesel::QueryResult<()> {
    store::claim_anyway(db, case, by.id(), now + CLAIM).await
}
