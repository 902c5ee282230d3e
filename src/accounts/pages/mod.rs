//! Pages of accounts: join, sign in and out, set up, one's own settings, the board's; and [`Visit`], which every page begins with.

mod again;
mod board;
mod door;
mod join;
mod keep;
mod person;
mod profile;
mod second_step;
mod setup;
mod sign_in;
mod two_step;
mod visit;

pub use again::{NotAgain, give_again};
pub use board::{get_board, post_board};
pub use door::door;
pub use join::{get_join, post_join};
pub use keep::keep_and_sign_in;
pub use person::get_person;
pub use profile::{get_profile, post_profile};
pub use second_step::{get_second_step, post_second_step};
pub use setup::{get_setup, post_setup};
pub use sign_in::{get_sign_in, post_sign_in, post_sign_out};
pub use two_step::{get_two_step, post_codes, post_confirmation, post_end, post_two_step};
pub use visit::{Asker, CookieKind, Visit, clearing_notice, telling};
