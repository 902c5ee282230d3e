//! Pages of one's own data: `/settings/data` and what it leads to.

mod data;
mod deletion;

pub use data::{get_data, get_download};
pub use deletion::{after_sign_in, post_deletion, post_undo};
