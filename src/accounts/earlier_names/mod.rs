//! Names that members had before. Each stays with who had it, so that links to the person go on working and nobody else
//! can step into the name.

mod store;

pub use store::{forget, keep, last_change, now_called, of, of_another};
