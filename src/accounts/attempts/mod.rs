//! Attempts at a password or a code: how many may fail, kept in Postgres so that it holds over many processes.
//!
//! An attempt is counted before anything is hashed, in one statement, so that tries sent side by side cannot pass a
//! limit together; one that succeeds is given back, so who signs in rightly is never counted. Each budget is a number
//! of tries in a stretch of time that begins with the first of them. An account's budget is known by what was typed,
//! whether there is such an account or not: the answer tells nothing. Who knocks from a device that was signed in to
//! the account before has a budget apart from everybody else's, so that nobody can lock an owner out.

mod store;

use super::{devices, fold_name};
use crate::db::{Conn, Timestamp};
use crate::web::{Error, household};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use time::Duration;

/// Who tries, as far as limits go.
#[derive(Clone, Copy, Debug)]
pub struct Trying<'a> {
    /// A name or an e-mail address, as typed.
    pub login: &'a str,
    /// Where from; nothing is counted by address where it is not known.
    pub from: Option<IpAddr>,
    /// The hash of the device's token, if it has one.
    pub device: Option<[u8; 32]>,
}

/// An attempt that was counted.
#[derive(Debug)]
#[must_use = "an attempt that succeeds is given back"]
pub struct Attempt(Vec<([u8; 32], Timestamp)>);

/// Too many attempts failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Too many tries. Nothing is lost: wait {}, then try again.", wait(*.seconds))]
pub struct TooOften {
    /// In how many seconds it may be tried again.
    pub seconds: u32,
}

/// Why an attempt is not let through.
#[derive(Debug, thiserror::Error)]
pub enum NotCounted {
    /// There were too many.
    #[error(transparent)]
    TooOften(#[from] TooOften),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// So many tries in a stretch of time.
struct Budget {
    key: [u8; 32],
    most: i32,
    lasts: Duration,
}

/// Counts an attempt against every budget that it falls into, unless one of them is used up.
///
/// A try that is turned away uses up nothing further: the hours of who hammers do not grow longer, and an account does
/// not pay for it.
///
/// # Errors
/// [`TooOften`], with the time from which on all budgets have room; or when the database refuses.
pub async fn count(db: &Conn, trying: Trying<'_>, now: Timestamp) -> Result<Attempt, NotCounted> {
    let (mut counted, mut late, mut fresh) = (Vec::new(), None, false);
    for budget in budgets(db, trying, now).await? {
        let used_up = if late.is_some() {
            store::used_up_until(db, &budget.key, budget.most, now).await?
        } else {
            let (tries, ends_at) = store::count(db, &budget.key, now, now + budget.lasts).await?;
            fresh |= tries == 1;
            counted.push((budget.key, ends_at));
            (tries > budget.most).then_some(ends_at)
        };
        late = late.max(used_up);
    }
    if fresh {
        // Each row that comes takes some with it that are over, so they never pile up.
        store::sweep(db, now).await?;
    }
    match late {
        None => Ok(Attempt(counted)),
        Some(until) => Err(TooOften { seconds: seconds(until - now) }.into()),
    }
}

/// Counts something that makes the board write a mail or an account, by where it is asked from: at most so many an hour.
///
/// # Errors
/// [`TooOften`], with the time until there is room; or when the database refuses.
pub async fn count_asking(
    db: &Conn,
    what: &str,
    from: Option<IpAddr>,
    most: i32,
    now: Timestamp,
) -> Result<(), NotCounted> {
    let Some(from) = from else { return Ok(()) };
    let key = key(what, &[household(from).to_string().as_bytes()]);
    let (tries, ends_at) = store::count(db, &key, now, now + Duration::hours(1)).await?;
    if tries == 1 {
        store::sweep(db, now).await?;
    }
    if tries <= most { Ok(()) } else { Err(TooOften { seconds: seconds(ends_at - now) }.into()) }
}

/// An attempt succeeded: it counts no longer.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(db: &Conn, attempt: &Attempt) -> diesel::QueryResult<()> {
    for (key, ends_at) in &attempt.0 {
        store::give_back(db, key, *ends_at).await?;
    }
    Ok(())
}

async fn budgets(db: &Conn, trying: Trying<'_>, now: Timestamp) -> diesel::QueryResult<Vec<Budget>> {
    let hour = Duration::hours(1);
    let mut budgets = Vec::new();
    if let Some(from) = trying.from {
        let home = household(from).to_string();
        budgets.push(Budget { key: key("minute", &[home.as_bytes()]), most: 5, lasts: Duration::minutes(1) });
        budgets.push(Budget { key: key("hour", &[home.as_bytes()]), most: 30, lasts: hour });
    }
    let (login, email) = (fold_name(trying.login.trim()), trying.login.trim().to_lowercase());
    let known = match trying.device {
        Some(device) if devices::knows(db, &device, (&login, &email), now).await? => Some(device),
        _ => None,
    };
    budgets.push(match known {
        Some(device) => Budget { key: key("device", &[&device, login.as_bytes()]), most: 20, lasts: hour },
        None => Budget { key: key("account", &[login.as_bytes()]), most: 100, lasts: hour },
    });
    Ok(budgets)
}

/// What the database keeps of a budget's name: neither addresses nor what was typed.
fn key(kind: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(kind);
    for part in parts {
        hash.update([0]);
        hash.update(part);
    }
    hash.finalize().into()
}

/// Rounded up: whoever waits so long is let in.
fn seconds(wait: Duration) -> u32 {
    let whole = wait.whole_seconds() + i64::from(wait.subsec_nanoseconds() > 0);
    u32::try_from(whole).unwrap_or(0).max(1)
}

fn wait(seconds: u32) -> String {
    match seconds {
        1 => "a second".to_owned(),
        ..=120 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl From<TooOften> for Error {
    fn from(late: TooOften) -> Self {
        Self::TooFast { seconds: late.seconds, words: late.to_string() }
    }
}

impl From<NotCounted> for Error {
    fn from(not: NotCounted) -> Self {
        match not {
            NotCounted::TooOften(late) => late.into(),
            NotCounted::Database(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_never_told_shorter_than_it_is() {
        assert_eq!(seconds(Duration::milliseconds(1)), 1);
        assert_eq!(seconds(Duration::seconds(40)), 40);
        assert_eq!(seconds(Duration::milliseconds(40_001)), 41);
        assert_eq!(
            (wait(1), wait(59), wait(121)),
            ("a second".into(), "59 seconds".into(), "3 minutes".into())
        );
    }

    #[test]
    fn budgets_of_different_kinds_are_different_rows() {
        assert_ne!(key("account", &[b"ann"]), key("device", &[b"ann"]));
        assert_ne!(key("device", &[b"a", b"b"]), key("device", &[b"ab"]));
        assert_eq!(key("account", &[b"ann"]), key("account", &[b"ann"]));
    }
}
