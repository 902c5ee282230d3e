//! The database: connections, ids, the words that columns hold, migrations, and the private Postgres.
//!
//! No rule of the board lives here. A room's own queries stand in its `store.rs`; this room gives them
//! a [`Conn`] to run on and the types that rows are made of.

mod among;
mod board;
mod changed;
mod ear;
mod events;
mod fixed;
mod ids;
mod log;
mod migrate;
mod pool;
pub mod private;
pub mod rights;
pub(crate) mod schema;
mod seal;
mod together;
mod token;
mod words;

pub use among::{Among, among};
pub use board::{
    ArticlePosters, Board, Joining, await_setup, board, identity, keep_board, mark_set_up, setup_state,
};
pub use changed::Changed;
pub use ear::Ear;
pub use events::{Event, tell, tell_once, tell_with};
pub use fixed::{AtMost, Few, Fixed, Reused, at_most, fixed, reused};
pub use ids::{
    AccountId, ArticleId, CaseId, CommentId, DecisionId, InvitationId, NoteId, NoticeId, PublicationId,
    SanctionId, SessionId, TopicId, TrialId, WordListId,
};
pub use log::{LogLine, record};
pub use migrate::{MigrateError, migrate, migrate_down, pending};
pub use pool::{Away, Pool, pool};
pub use seal::SealKey;
pub use together::{All, Only, Parts, Whole, all, only, with};
pub use token::Token;
pub use words::{UnknownWord, Word, read_word, write_word};

/// A connection to Postgres. A `&Conn` may be copied to run several queries in one round trip.
pub type Conn = diesel_async::AsyncPgConnection;

/// A moment; the database keeps it as `timestamptz`.
pub type Timestamp = time::OffsetDateTime;

/// Whether Postgres could not be reached, or went away in the middle.
#[must_use]
pub fn is_away(error: &diesel::result::Error) -> bool {
    use diesel::result::{DatabaseErrorKind, Error};
    match error {
        Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _) | Error::BrokenTransactionManager => {
            true
        }
        Error::DatabaseError(_, told) => {
            let told = told.message();
            [
                "connection closed",
                "terminating connection",
                "shutting down",
                "starting up",
                "error communicating",
            ]
            .iter()
            .any(|sign| told.contains(sign))
        }
        _ => false,
    }
}

/// Whether a row could not be written because one with the same unique value stands there already.
#[must_use]
pub fn is_taken(error: &diesel::result::Error, constraint: &str) -> bool {
    use diesel::result::{DatabaseErrorKind, Error};
    matches!(error, Error::DatabaseError(DatabaseErrorKind::UniqueViolation, told)
        if told.constraint_name() == Some(constraint))
}
