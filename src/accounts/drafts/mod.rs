//! Drafts: what somebody typed into a form and has not sent, kept on the server.
//!
//! A member's draft belongs to the member. Somebody who is not signed in gets a cookie; on signing in or joining,
//! what the cookie's drafts hold becomes the member's. A place is one form: `reply:3`, `edit:12`, `article`.

mod store;

use super::sessions::Token;
use crate::db::{AccountId, Conn, Timestamp};
use std::collections::BTreeMap;

pub(crate) use store::forgetting;
pub use store::{adopt, forget};

/// The fields of a form, by name.
pub type Fields = BTreeMap<String, String>;

/// Whose draft it is.
#[derive(Clone, Debug)]
pub enum Owner {
    /// A member's.
    Member(AccountId),
    /// Somebody's who holds the token with this hash.
    Visitor([u8; 32]),
    /// The member's who holds the session with this hash.
    Holder([u8; 32]),
}

/// How long the drafts of people who never signed in are kept.
const VISITORS_DRAFTS: time::Duration = time::Duration::days(2);

/// Keeps the fields of a form in its place; what was kept there before is replaced.
///
/// # Errors
/// When the database refuses.
pub async fn keep(
    db: &Conn,
    owner: &Owner,
    place: &str,
    fields: &Fields,
    now: Timestamp,
) -> diesel::QueryResult<()> {
    let fields = serde_json::to_value(fields).unwrap_or_default();
    store::replace(db, owner, place, &fields, now).await
}

/// What is kept in a place, and since when.
///
/// # Errors
/// When the database refuses.
pub async fn kept(db: &Conn, owner: &Owner, place: &str) -> diesel::QueryResult<Option<(Fields, Timestamp)>> {
    let row = store::find(db, owner, place).await?;
    Ok(row.map(|(fields, saved_at)| (serde_json::from_value(fields).unwrap_or_default(), saved_at)))
}

/// Keeps the fields for somebody who is not signed in, under the token of their cookie or a new one.
///
/// # Errors
/// When the database refuses.
pub async fn keep_for_visitor(
    db: &Conn,
    cookie: Option<Token>,
    place: &str,
    fields: &Fields,
    now: Timestamp,
) -> diesel::QueryResult<Token> {
    let token = cookie.unwrap_or_default();
    store::forget_visitors_before(db, now - VISITORS_DRAFTS).await?;
    keep(db, &Owner::Visitor(token.hash()), place, fields, now).await?;
    Ok(token)
}
