//! A person joins.

use super::invitations::NotInvited;
use super::passwords::PasswordRefused;
use super::store::{self, NewAccount};
use super::{Member, NameRefused, Standing, earlier_names, fold_name, looks, read_name};
use crate::db::{Conn, Timestamp, is_taken};
use crate::web::Role;

/// What somebody who joins gives, the password hashed already.
#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    /// As typed.
    pub name: &'a str,
    /// As typed.
    pub email: &'a str,
    /// From [`super::passwords::hash`].
    pub password_hash: &'a str,
    /// What they may do.
    pub role: Role,
    /// How well they are known.
    pub standing: Standing,
    /// Whether the e-mail counts as confirmed.
    pub confirmed: bool,
}

/// Why somebody could not join.
#[derive(Debug, thiserror::Error)]
pub enum JoinRefused {
    /// The name.
    #[error(transparent)]
    Name(#[from] NameRefused),
    /// The e-mail is none.
    #[error("That is not an e-mail address. It looks like ann@example.org.")]
    Email,
    /// The e-mail is taken.
    #[error("There is an account with that e-mail address. Sign in with it instead.")]
    EmailTaken,
    /// The password.
    #[error(transparent)]
    Password(#[from] PasswordRefused),
    /// Nobody may.
    #[error("This board does not take new members at the moment.")]
    Closed,
    /// The invitation.
    #[error(transparent)]
    NotInvited(#[from] NotInvited),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A person joins and becomes a member.
///
/// # Errors
/// [`JoinRefused`]; nothing is stored then.
pub async fn join(db: &Conn, new: NewMember<'_>, now: Timestamp) -> Result<Member, JoinRefused> {
    let name = read_name(new.name)?;
    let email = read_email(new.email).ok_or(JoinRefused::Email)?;
    if earlier_names::of_another(db, &looks(&name), None).await? {
        return Err(NameRefused::Taken.into());
    }
    let row = NewAccount {
        name: &name,
        name_folded: &fold_name(&name),
        email: &email,
        email_folded: &email.to_lowercase(),
        email_confirmed_at: new.confirmed.then_some(now),
        password_hash: new.password_hash,
        role: new.role,
        standing: new.standing,
        joined_at: now,
    };
    let id = store::insert(db, &row).await.map_err(taken)?;
    Ok(Member { id, name, role: new.role, standing: new.standing, barred: false })
}

fn taken(error: diesel::result::Error) -> JoinRefused {
    if is_taken(&error, "accounts_name_folded_key") {
        JoinRefused::Name(NameRefused::Taken)
    } else if is_taken(&error, "accounts_email_folded_key") {
        JoinRefused::EmailTaken
    } else {
        JoinRefused::Database(error)
    }
}

pub(super) fn read_email(typed: &str) -> Option<String> {
    let email = typed.trim();
    let (user, host) = email.rsplit_once('@')?;
    let plain = !email
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'));
    let dotted = host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
    (plain && dotted && !user.is_empty() && email.chars().count() <= 254).then(|| email.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_has_a_user_and_a_host() {
        assert_eq!(read_email(" ann+board@mail.example.org ").as_deref(), Some("ann+board@mail.example.org"));
        for wrong in
            ["ann", "ann@", "@example.org", "ann@example", "a b@example.org", "ann@.org", "a@b.c\nBcc: x@y.z"]
        {
            assert_eq!(read_email(wrong), None, "{wrong}");
        }
    }
}
