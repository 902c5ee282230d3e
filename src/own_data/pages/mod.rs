//! Pages of one's own data: `/settings/data` and what it leads to.

mod data;

pub use data::{get_data, get_download};
