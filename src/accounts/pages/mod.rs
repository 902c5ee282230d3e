//! Pages of accounts: join, sign in and out, set up, one's own settings, the board's; and [`Visit`], which every page begins with.

mod account;
mod again;
mod board;
mod door;
mod email;
mod finding;
mod forgotten;
mod invitations;
mod join;
mod keep;
mod mail;
mod metrics;
mod nobody;
mod own_password;
mod person;
mod profile;
mod second_step;
mod sessions;
mod setup;
mod sign_in;
mod telling;
mod two_step;
mod visit;
mod writer;

pub use account::{get_account, post_role, post_sign_out_everywhere, post_standing};
pub use again::{NotAgain, give_again};
pub use board::{get_board, post_board};
pub use door::door;
pub use email::{
    get_confirm, get_email, get_take_back, post_confirm, post_confirmation, post_email, post_take_back,
};
pub use finding::get_accounts;
pub use forgotten::{get_forgotten, get_reset, post_forgotten, post_reset};
pub use invitations::{get_invitations, post_end_of_invitation, post_invitation};
pub use join::{get_join, post_join};
pub use keep::keep_and_sign_in;
pub use mail::{get_letter, get_mail, post_opening, post_test};
pub use metrics::{get_metrics, get_metrics_text};
pub use nobody::is_nobody;
pub use own_password::{get_own_password, post_own_password};
pub use person::get_person;
pub use profile::{get_profile, post_name, post_profile};
pub use second_step::{get_second_step, post_second_step};
pub use sessions::{get_sessions, post_end as post_end_of_sessions};
pub use setup::{get_setup, post_setup};
pub use sign_in::{get_sign_in, post_sign_in, post_sign_out};
pub use telling::{clearing_notice, telling};
pub use two_step::{
    get_two_step, post_codes, post_confirmation as post_two_step_confirmation,
    post_end as post_end_of_two_step, post_two_step,
};
pub use visit::{Asker, CookieKind, Visit, Who};
