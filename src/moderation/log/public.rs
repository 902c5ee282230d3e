//! What of the log anybody may read: what moderators did with what readers saw, and for which kept reason. No names, no
//! words of anybody, and nothing of what nobody but its author saw.

use super::store;
use crate::db::{Conn, Timestamp};
use crate::moderation::reasons;
use diesel::QueryResult;

/// A line of the public log.
#[derive(Clone, Debug)]
pub struct PublicLine {
    /// When.
    pub at: Timestamp,
    /// What was done, in words.
    pub done: &'static str,
    /// The comment it was done to, where readers saw it: its id, its number, and its thread's headline.
    pub comment: Option<(i64, i32, String)>,
    /// The reason's label, where one of the list was chosen.
    pub reason: Option<String>,
}

/// What stands in the public log, and how it is said there.
pub(super) const DONE: [(&str, &str); 13] = [
    ("approve", "approved"),
    ("edit", "approved with an edit"),
    ("ignore", "left as it is"),
    ("reject", "rejected"),
    ("remove", "removed"),
    ("restore", "restored"),
    ("hide", "hidden by flags"),
    ("undo", "decision taken back"),
    ("warn", "member warned"),
    ("silence", "member silenced"),
    ("suspend", "member suspended"),
    ("lift", "sanction lifted"),
    ("take back", "sanction taken back"),
];

/// The public log, latest first, older than this line: each with the id by which the list goes on.
///
/// # Errors
/// When the database refuses.
pub async fn public_log(db: &Conn, before: Option<i64>, most: i64) -> QueryResult<Vec<(i64, PublicLine)>> {
    let (rows, reasons) = tokio::try_join!(store::public(db, before, most), reasons(db))?;
    let said = |action: &str| DONE.iter().find(|(word, _)| *word == action).map_or("", |(_, said)| *said);
    // A line says why as a code of the list, with own words behind a colon.
    let label = |why: &str| {
        let code = why.split(':').next().unwrap_or_default();
        reasons.iter().find(|reason| reason.code == code).map(|reason| reason.label.clone())
    };
    let line = |(id, at, action, why, comment): store::PublicRow| {
        let comment = comment.and_then(|(id, number, headline)| Some((id, number?, headline)));
        (id, PublicLine { at, done: said(&action), comment, reason: label(&why) })
    };
    Ok(rows.into_iter().map(line).collect())
}
