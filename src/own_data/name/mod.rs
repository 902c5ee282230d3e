//! A member takes another name. Whatever they wrote stands under the new one from then on, the captions over quotes of
//! their words among it; the old name stays theirs and leads on to the new one.

mod store;

use super::deletion::recredit;
use crate::accounts::{Member, NameRefused, earlier_names, fold_name, looks, notify, read_name};
use crate::db::{AccountId, Conn, Timestamp, is_taken};
use crate::web::Moment;
use diesel::QueryResult;
use diesel_async::AsyncConnection;
use time::Duration;

/// How long a name is kept at least.
pub const AT_LEAST: Duration = Duration::days(30);

/// Why a member keeps the name.
#[derive(Debug, thiserror::Error)]
pub enum RenameRefused {
    /// The name cannot be had.
    #[error(transparent)]
    Name(#[from] NameRefused),
    /// It is the present one.
    #[error("That is your name already.")]
    Same,
    /// The last change is not long ago.
    #[error("A name stays for 30 days at least: yours can be changed again from {} (UTC) on.", Moment(*.0).date())]
    TooSoon(Timestamp),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// From when on a member may change the name again; nothing if at once.
///
/// # Errors
/// When the database refuses.
pub async fn may_change_from(db: &Conn, id: AccountId, now: Timestamp) -> QueryResult<Option<Timestamp>> {
    let last = earlier_names::last_change(db, id).await?;
    Ok(last.map(|last| last + AT_LEAST).filter(|from| *from > now))
}

/// A member takes this name, as typed, and hears of it by mail. Gives the name as it is kept.
///
/// # Errors
/// [`RenameRefused`]; nothing is changed then.
pub async fn rename(
    db: &mut Conn,
    member: &Member,
    typed: &str,
    now: Timestamp,
) -> Result<String, RenameRefused> {
    let name = read_name(typed)?;
    db.transaction(async |db| {
        let threads = store::take_threads(db, member.id).await?;
        let old = store::take_name(db, member.id).await?;
        if name == old {
            return Err(RenameRefused::Same);
        }
        if let Some(from) = may_change_from(db, member.id, now).await? {
            return Err(RenameRefused::TooSoon(from));
        }
        if earlier_names::of_another(db, &looks(&name), Some(member.id)).await? {
            return Err(NameRefused::Taken.into());
        }
        store::rename(db, member.id, &name, &fold_name(&name)).await.map_err(taken)?;
        earlier_names::forget(db, member.id, &name).await?;
        earlier_names::keep(db, member.id, &old, now).await?;
        recredit(db, member.id, &old, &name).await?;
        store::show_anew(db, &threads).await?;
        let told = format!(
            "Your name was changed from {old} to {name} on {} (UTC). Sign in as {name} from now on, or by e-mail.",
            Moment(now).date()
        );
        notify(db, member.id, "Your name was changed", &[&told, crate::accounts::IF_NOT_YOU], now).await?;
        Ok(name)
    })
    .await
}

fn taken(error: diesel::result::Error) -> RenameRefused {
    if is_taken(&error, "accounts_name_folded_key") { NameRefused::Taken.into() } else { error.into() }
}
