//! Claims: a case that one moderator has open is not given to another, for five minutes, and as long as it stays open.

mod store;

use super::Listed;
use crate::accounts::Moderator;
use crate::db::{CaseId, Conn, Timestamp};
use diesel::QueryResult;

pub use store::{Taken, taken_from};

/// How long a claim lasts unless it is renewed.
pub const CLAIM: time::Duration = time::Duration::minutes(5);

/// The longest word to a moderator from whom a case is taken over, in characters.
const LONGEST_WORD: usize = 500;

/// A moderator opens a case, or has it open still. A claim of another stays; one's own is renewed. Whether it is one's
/// own now.
///
/// # Errors
/// When the database refuses.
pub async fn claim(db: &Conn, by: &Moderator, case: CaseId, now: Timestamp) -> QueryResult<bool> {
    store::claim_if_free(db, case, by.id(), now, now + CLAIM).await
}

/// Gives a moderator the first of these cases that nobody else has; of several who ask at the same moment, each gets
/// another one.
///
/// # Errors
/// When the database refuses.
pub async fn claim_first(
    db: &Conn,
    by: &Moderator,
    cases: &[Listed],
    now: Timestamp,
) -> QueryResult<Option<CaseId>> {
    for case in cases.iter().filter(|case| case.is_free()) {
        if claim(db, by, case.id, now).await? {
            return Ok(Some(case.id));
        }
    }
    Ok(None)
}

/// A moderator takes a case over, whoever has it; who had it reads this word.
///
/// # Errors
/// When the database refuses.
pub async fn take_over(
    db: &Conn,
    by: &Moderator,
    case: CaseId,
    word: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let word: String = word.chars().take(LONGEST_WORD).collect();
    store::claim_anyway(db, case, by.id(), (&word, now, now + CLAIM)).await
}
