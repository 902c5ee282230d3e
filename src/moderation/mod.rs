//! The queue: cases are shown with their reasons, claimed, decided, and decisions are taken back.
//!
//! A decision names the version of the case and the revision of the text that the moderator saw; if either has
//! changed, nothing happens ([`DecideRefused::Stale`]). Decisions and the log are only ever added to.

mod case;
mod claim;
mod decide;
mod decision;
mod effect;
pub mod figures;
mod flag;
pub mod log;
pub mod pages;
pub mod people;
mod reason;
mod store;
mod tell;
mod undo;

pub use case::{Author, Case, Listed, ReasonGiven, case, waiting};
pub use claim::{claim, take_over};
pub use decide::{DecideRefused, Deciding, decide};
pub use decision::{Decided, Decision};
pub use figures::{Figures, figures, usual_wait};
pub use flag::{Flag, FlagRefused, TakeFlagBackRefused, flag, flag_given, take_flag_back};
pub use reason::{KeptReason, reasons};
pub use store::{UndoableDecision, case_of, count_waiting, decided, last_decision_of, last_undoable};
pub use undo::{UNDO_FOR, UndoRefused, undo};
