//! On whom a moderator may act.

use super::store;
use crate::accounts::{Moderator, Standing, is_former};
use crate::db::{AccountId, Conn};
use crate::web::Role;

/// Why a moderator may not act on somebody.
#[derive(Debug, thiserror::Error)]
pub enum Untouchable {
    /// There is no such member, or not any more.
    #[error("There is no such member.")]
    NoSuchMember,
    /// The moderator's own account.
    #[error("This is your own account: what is to be done with it is for another moderator to say.")]
    Oneself,
    /// An administrator.
    #[error(
        "This is an administrator, on whom nobody acts here. Another administrator can give them another role first."
    )]
    Administrator,
    /// A moderator, before somebody who is no administrator.
    #[error("This is a moderator, on whom only an administrator acts.")]
    Moderator,
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// Somebody on whom a moderator may act.
#[derive(Clone, Debug)]
pub struct Whom {
    /// The name.
    pub name: String,
    /// How well known.
    pub standing: Standing,
}

/// Whether a moderator may act on somebody with this role.
///
/// # Errors
/// [`Untouchable`], with the reason why not.
pub fn may_act_on(by: &Moderator, account: AccountId, role: Role) -> Result<(), Untouchable> {
    match role {
        _ if account == by.id() => Err(Untouchable::Oneself),
        Role::Administrator => Err(Untouchable::Administrator),
        Role::Moderator if !by.member().is_administrator() => Err(Untouchable::Moderator),
        Role::Moderator | Role::Member => Ok(()),
    }
}

/// The member, taken until the transaction ends, so that two moderators act one after the other.
pub(super) async fn take(db: &Conn, by: &Moderator, account: AccountId) -> Result<Whom, Untouchable> {
    let found = store::take(db, account).await?.filter(|(name, _, _)| !is_former(name));
    let (name, role, standing) = found.ok_or(Untouchable::NoSuchMember)?;
    may_act_on(by, account, role)?;
    Ok(Whom { name, standing })
}
