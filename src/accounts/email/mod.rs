//! What mail is for in an account: to confirm the address, to choose a new password, to change the address.
//!
//! Each way begins with a mail that holds a link, is shown by a GET that changes nothing (mail scanners follow links),
//! and is used up by a POST.

mod change;
mod confirm;
mod forgotten;
mod letters;
mod store;

pub use change::{ChangeRefused, ask_to_change, take_back};
pub use confirm::{ConfirmRefused, Confirmed, ask_again, ask_to_confirm, confirm};
pub use forgotten::{ResetRefused, forgot_password, reset_password};
pub use store::{Address, Pending, address_of, pending};
