//! The queue: cases are shown with their reasons, claimed, decided, and decisions are taken back.
//!
//! A decision names the version of the case and the revision of the text that the moderator saw; if either has
//! changed, nothing happens ([`DecideRefused::Stale`]). Decisions and the log are only ever added to.

mod appeal;
mod around;
mod articles;
mod case;
mod claim;
mod decide;
mod decision;
mod edit_left;
mod effect;
mod erase;
pub mod figures;
mod flag;
mod in_thread;
pub mod log;
mod lots;
mod make;
pub mod pages;
pub mod people;
mod reason;
mod reverse;
mod store;
mod taglines;
mod tell;
mod undo;
mod waiting;
mod written;

pub use appeal::{AppealRefused, Told, appeal, told};
pub use around::{Around, Following, Past, Similar, around};
pub use articles::{Fate, correct_article, fate, post_article};
pub use case::{Author, Case, Head, ReasonGiven, case};
pub use claim::{CLAIM, Taken, claim, claim_first, take_over, taken_from};
pub use decide::{DecideRefused, Deciding, decide};
pub use decision::{Decided, Decision};
pub use edit_left::changes_left;
pub use erase::{KEEP, erase_rejected};
pub use figures::{Backlog, Pace, backlog, pace, usual_wait};
pub use flag::{Flag, FlagRefused, TakeFlagBackRefused, flag, flag_given, take_flag_back};
pub use in_thread::waiting_in;
pub use lots::{Lot, LotDone, MOST as LOT_MOST, Seen as LotSeen, decide_lot, undo_lot};
pub use reason::{KeptReason, reasons};
pub use reverse::{ReverseRefused, reverse, what_is_left};
pub use store::{Waiting, case_of, count_waiting, decided, last_decision_of};
pub use taglines::{Line, Said, change_profile, last_said, text as tagline_text};
pub use undo::{UNDO_FOR, UndoRefused, UndoableDecision, last_undoable, undo};
pub use waiting::{Claimed, Filter, Listed, News, Order, news, waiting};
