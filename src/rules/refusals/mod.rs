//! How often each rule refused a text. Nothing of the text is kept, nor who wrote it: only how many there were on a day.

mod store;

pub use store::count_refusal;
pub(super) use store::refused_lately;
