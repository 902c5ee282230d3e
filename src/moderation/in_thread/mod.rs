//! What waits in a thread, for the page of it: one question that names nobody but the holder of a session, so that it can be
//! asked together with everything else of the page, before it is known who looks.

mod store;

pub use store::waiting_in;
