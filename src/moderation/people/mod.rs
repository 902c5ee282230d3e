//! What moderators do with people: warn, watch, silence and suspend them, lift that, write notes about them for each
//! other, and give them a standing.
//!
//! Nobody acts on themselves, nobody on an administrator, and on a moderator only an administrator does ([`may_act_on`]).
//! For ten minutes an act can be taken back as if it had not been; its member is told of it when they are over.

mod act;
mod known;
mod lift;
mod note;
mod standing;
mod store;
mod whom;

pub use act::{Act, ActRefused, MOST_DAYS, silence, suspend, warn, watch};
pub use known::{Imposed, Known, Noted, Told, known};
pub use lift::{LiftRefused, TakeBackRefused, lift, take_back};
pub use note::{NoteRefused, note, take_note_out};
pub use standing::{StandingRefused, give_standing};
pub use store::{
    Found, InForce, Written, account_of as of_sanction, begins, imposed_on, in_force, latest_of, notes_on,
};
pub use whom::{Untouchable, may_act_on};
