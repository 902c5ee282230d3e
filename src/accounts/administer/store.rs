//! Accounts in the database, as administrators see them. No hash leaves it.

use crate::accounts::store::raise_threads;
use crate::accounts::{Standing, fold_name};
use crate::db::schema::{accounts, invitations, sanctions};
use crate::db::{AccountId, Conn, Few, Fixed, InvitationId, Timestamp, fixed};
use crate::web::Role;
use diesel::dsl::{And, GtEq, Lt, exists, not};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::RunQueryDsl;

/// Which accounts are looked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What the name or the e-mail begins with.
    pub begins: String,
    /// With this role.
    pub role: Option<Role>,
    /// With this standing.
    pub standing: Option<Standing>,
    /// Who joined by this invitation.
    pub invitation: Option<InvitationId>,
    /// Those that joined before this one.
    pub before: Option<AccountId>,
}

/// An account in the list.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Found {
    /// Its id.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Its e-mail.
    pub email: String,
    /// When the e-mail was confirmed.
    pub email_confirmed_at: Option<Timestamp>,
    /// What the member may do.
    pub role: Role,
    /// How well the member is known.
    pub standing: Standing,
    /// Since when.
    pub joined_at: Timestamp,
}

/// An account, with how it came to be.
#[derive(Clone, Debug)]
pub struct Known {
    /// The account.
    pub account: Found,
    /// The note of the invitation by which it joined, and who made that.
    pub invited: Option<(String, Option<String>)>,
}

/// A sanction, in force or over.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sanctions)]
pub struct SanctionLine {
    /// `silenced` or `suspended`.
    pub kind: String,
    /// Why.
    pub reason: String,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when; never by itself if empty.
    pub ends_at: Option<Timestamp>,
    /// When it was lifted.
    pub lifted_at: Option<Timestamp>,
}

impl SanctionLine {
    /// Whether it counts now.
    #[must_use]
    pub fn in_force(&self, now: &Timestamp) -> bool {
        self.lifted_at.is_none() && self.starts_at <= *now && self.ends_at.is_none_or(|end| end > *now)
    }
}

/// The accounts that fit, those who joined last first. Each page is found by an index, however many there are.
///
/// # Errors
/// When the database refuses.
pub async fn find(mut db: &Conn, search: &Search, most: i64) -> QueryResult<Vec<Found>> {
    let mut fitting = accounts::table
        .filter(accounts::id.lt(search.before.unwrap_or(AccountId(i64::MAX))))
        .order(accounts::id.desc())
        .select(Found::as_select())
        .into_boxed();
    let begins = search.begins.trim();
    if !begins.is_empty() {
        let name = begins_so(NAME, &fold_name(begins));
        fitting = fitting.filter(name.or(begins_so(EMAIL, &begins.to_lowercase())));
    }
    if let Some(role) = search.role {
        if role != Role::Member {
            fitting = fitting.filter(is_appointed());
        }
        fitting = fitting.filter(accounts::role.eq(role));
    }
    if let Some(standing) = search.standing {
        fitting = fitting.filter(accounts::standing.eq(standing));
    }
    if let Some(invitation) = search.invitation {
        fitting = fitting.filter(accounts::invitation_id.eq(invitation));
    }
    fitting.at_most(most).load(&mut db).await
}

/// A member's name as it is compared, letter by letter, whatever the order of the language.
pub(crate) const NAME: Fixed<Text> = fixed("accounts.name_folded collate \"C\"");

/// The same of an e-mail address.
const EMAIL: Fixed<Text> = fixed("accounts.email_folded collate \"C\"");

/// Which texts of a column begin so: those between two, so that an index finds them whatever is asked for.
pub(crate) fn begins_so(
    column: Fixed<Text>,
    beginning: &str,
) -> And<GtEq<Fixed<Text>, String>, Lt<Fixed<Text>, String>> {
    column.ge(beginning.to_owned()).and(column.lt(format!("{beginning}\u{10ffff}")))
}

/// Who is more than a member. It stands in the text of the query, so that the index of these few is used.
fn is_appointed() -> Fixed<Bool> {
    fixed("accounts.role <> 'member'")
}

/// The pattern of texts that begin so; what means something in a pattern stands for itself.
pub(crate) fn beginning(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for letter in text.chars() {
        if matches!(letter, '\\' | '%' | '_') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// One account.
///
/// # Errors
/// When the database refuses.
pub async fn known(mut db: &Conn, id: AccountId) -> QueryResult<Option<Known>> {
    let makers = diesel::alias!(accounts as makers);
    let row: Option<(Found, Option<String>, Option<String>)> = accounts::table
        .left_join(invitations::table.on(accounts::invitation_id.eq(invitations::id.nullable())))
        .left_join(makers.on(invitations::made_by.eq(makers.field(accounts::id).nullable())))
        .filter(accounts::id.eq(id))
        .select((Found::as_select(), invitations::note.nullable(), makers.field(accounts::name).nullable()))
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.map(|(account, note, by)| Known { account, invited: note.map(|note| (note, by)) }))
}

/// The sanctions of a member, latest first: twenty at most.
///
/// # Errors
/// When the database refuses.
pub async fn sanctions_of(mut db: &Conn, id: AccountId) -> QueryResult<Vec<SanctionLine>> {
    sanctions::table
        .filter(sanctions::account_id.eq(id))
        .order(sanctions::id.desc())
        .select(SanctionLine::as_select())
        .at_most(20)
        .load(&mut db)
        .await
}

/// The administrators who can sign in, each held until the transaction ends.
pub(super) async fn lock_administrators(mut db: &Conn, now: Timestamp) -> QueryResult<Vec<AccountId>> {
    let suspended = sanctions::table
        .filter(sanctions::account_id.eq(accounts::id))
        .filter(sanctions::kind.eq("suspended"))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::starts_at.le(now))
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)));
    accounts::table
        .filter(is_appointed())
        .filter(accounts::role.eq(Role::Administrator))
        .filter(not(exists(suspended)))
        .order(accounts::id)
        .select(accounts::id)
        .for_no_key_update()
        .load(&mut db)
        .await
}

pub(super) async fn lock(mut db: &Conn, id: AccountId) -> QueryResult<Option<(Role, Standing)>> {
    accounts::table
        .find(id)
        .select((accounts::role, accounts::standing))
        .for_no_key_update()
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn change_role(mut db: &Conn, id: AccountId, role: Role) -> QueryResult<()> {
    diesel::update(accounts::table.find(id)).set(accounts::role.eq(role)).execute(&mut db).await?;
    raise_threads(db, id).await
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn signs_of_patterns_stand_for_themselves() {
        assert_eq!(beginning("50%_\\x"), "50\\%\\_\\\\x%");
    }
}
