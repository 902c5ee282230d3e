//! People: how they join, sign in, are known and what they may do.
//!
//! [`Member`] is a person who is signed in; a [`Moderator`] can only be made from one whose role allows it, so a
//! verb that takes a `&Moderator` needs no check of its own. Texts that wait to be sent are [`drafts`]; how often
//! somebody may try a password is kept by [`attempts`], what somebody was called before by [`earlier_names`].

pub mod administer;
pub mod attempts;
pub mod devices;
pub mod drafts;
pub mod earlier_names;
pub mod email;
pub mod invitations;
mod join;
mod names;
mod notice;
mod own_password;
pub mod pages;
pub mod passwords;
mod profile;
pub mod sanctions;
pub mod sessions;
mod setup;
mod sign_in;
mod standing;
mod store;
pub mod two_step;
mod writing;

pub use join::{JoinRefused, NewMember, join};
pub use names::{FORMER, NameRefused, fold_name, is_former, looks, page_of_person, read_name};
pub use notice::{IF_NOT_YOU, notify};
pub use own_password::{Changed, OwnPasswordRefused, change_own_password};
pub use passwords::{Known, PasswordRefused, check as check_password};
pub use profile::{LONGEST_TAGLINE, Profile, ProfileRefused, Ruling, change_profile};
pub use sanctions::SanctionKind;
pub use setup::{SetupRefused, invite_to_setup, may_set_up, set_up};
pub use sign_in::{Begun, Knock, SignInRefused, enter, excuse, knock};
pub use standing::{Sanction, Standing};
pub use store::{
    Account, Row, by_name, change_password, change_standing, existing_names, in_force, list, member,
    promote_if_new, put_tagline, suspend_until, take_tagline,
};
pub use writing::Writing;

use crate::db::AccountId;
use crate::web::Role;

/// A person with an account, signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub id: AccountId,
    /// The name that others see.
    pub name: String,
    /// What the member may do on the whole board.
    pub role: Role,
    /// How well the board knows the member.
    pub standing: Standing,
    /// Whether the board asks two steps of members with this role, and this one has not set them up: until then, this
    /// is a member like others.
    pub barred: bool,
}

/// A member who decides cases.
#[derive(Clone, Debug)]
pub struct Moderator(Member);

/// A member who sets the board up.
#[derive(Clone, Debug)]
pub struct Administrator(Member);

impl Member {
    /// This member as a moderator, if the role allows it.
    #[must_use]
    pub fn as_moderator(&self) -> Option<Moderator> {
        self.moderates().then(|| Moderator(self.clone()))
    }

    /// Whether the member may do all that a moderator may.
    #[must_use]
    pub fn moderates(&self) -> bool {
        self.role >= Role::Moderator && !self.barred
    }

    /// This member as an administrator, if the role allows it.
    #[must_use]
    pub fn as_administrator(&self) -> Option<Administrator> {
        self.is_administrator().then(|| Administrator(self.clone()))
    }

    /// Whether the member may do all that an administrator may.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.role >= Role::Administrator && !self.barred
    }
}

impl Moderator {
    /// The member behind the role.
    #[must_use]
    pub fn member(&self) -> &Member {
        &self.0
    }

    /// The account.
    #[must_use]
    pub fn id(&self) -> AccountId {
        self.0.id
    }
}

impl Administrator {
    /// The account.
    #[must_use]
    pub fn id(&self) -> AccountId {
        self.0.id
    }
}
