//! A decision teaches, and what it taught is taken back with it.

use super::features::{VERSION, buckets, of_author, of_text};
use super::{Label, store};
use crate::db::{CommentId, Conn, DecisionId};
use crate::markup;
use diesel::QueryResult;

/// A decision on a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub decision: DecisionId,
    /// The comment.
    pub comment: CommentId,
    /// The revision that readers may see by it, or may not.
    pub revision: i32,
    /// What it says of the text.
    pub label: Label,
}

impl Decided {
    /// A decision, by the word under which the database knows it; nothing if it teaches nothing. Where a moderator changed
    /// the text, theirs is the one that was approved; what they took out was neither approved nor rejected.
    #[must_use]
    pub fn of(
        (decision, comment, revision): (DecisionId, CommentId, i32),
        word: &str,
        edited: Option<i32>,
    ) -> Option<Self> {
        let label = Label::of_decision(word)?;
        Some(Self { decision, comment, revision: edited.unwrap_or(revision), label })
    }
}

/// Learns from a decision, as the last thing in its transaction: of two that do at once, one waits until the other has
/// ended. A text counts once, as it was last decided; one whose words are gone teaches nothing.
///
/// # Errors
/// When the database refuses.
pub async fn teach(db: &Conn, decided: Decided) -> QueryResult<()> {
    let Some(text) = store::text(db, decided.comment, decided.revision).await? else { return Ok(()) };
    store::lock(db).await?;
    // A process with other features than the counts are made of leaves it to the one that makes them anew.
    if store::progress(db).await?.features != VERSION {
        return Ok(());
    }
    let links = markup::read(&text.source).map(|read| read.links().to_vec()).unwrap_or_default();
    let features = [of_text(&text.own_words, &links), of_author(text.author).to_vec()].concat();
    let buckets = buckets(&features);
    match store::lesson_in_force(db, decided.comment, decided.revision).await? {
        // It was decided on again before this was learned from.
        Some(later) if later.decision > decided.decision => {
            store::supersede_earlier(db, decided, later.decision).await?;
            return store::insert(db, decided, (&buckets, None), Some(later.decision)).await;
        }
        Some(earlier) => {
            store::count_no_more(db, &earlier).await?;
            store::supersede(db, earlier.decision, decided.decision).await?;
        }
        None => {}
    }
    let known = store::known(db, &buckets).await?;
    let score = known.score(&text.own_words, &features).map(|score| score.percent);
    store::insert(db, decided, (&buckets, score), None).await?;
    store::count(db, &buckets, decided.label).await
}

/// Forgets what a decision taught, as the last thing in the transaction that takes it back. What counted before it counts
/// again.
///
/// # Errors
/// When the database refuses.
pub async fn take_back(db: &Conn, decision: DecisionId) -> QueryResult<()> {
    store::lock(db).await?;
    let Some(lesson) = store::lesson(db, decision).await? else { return Ok(()) };
    let earlier = store::superseded_by(db, decision).await?;
    store::put_in_place_of(db, decision, lesson.superseded_by).await?;
    store::forget(db, decision).await?;
    if lesson.superseded_by.is_some() {
        return Ok(());
    }
    store::count_no_more(db, &lesson).await?;
    for earlier in earlier {
        store::count(db, &earlier.buckets, earlier.label).await?;
    }
    Ok(())
}
