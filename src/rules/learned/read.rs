//! The score of a text: of one that is about to be posted, and of one that is stored.

use super::features::{AuthorThen, Feature, buckets, facts, of_author, of_text};
use super::{Known, Score, store};
use crate::db::{CommentId, Conn};
use crate::markup;
use crate::rules::{Kind, Submission, rulebook};
use diesel::QueryResult;

/// What of a text is looked at.
pub fn features_of(text: &Submission<'_>) -> Vec<Feature> {
    of_text(text.own_words, text.links)
}

/// The numbers of these features and of every author's, so that what is known of them can be asked before it is known who
/// wrote the text.
pub fn buckets_of(features: &[Feature]) -> Vec<i32> {
    let facts: Vec<Feature> = facts().collect();
    buckets(features.iter().chain(&facts))
}

/// What is known, from rows of number, how often approved, how often rejected.
pub fn known_as(rows: Vec<(i32, i32, i32)>) -> Known {
    rows.into_iter().map(|(bucket, approved, rejected)| (bucket, (approved, rejected))).collect()
}

/// The score of a text of these features by this author.
pub fn score_in(known: &Known, own_words: &str, features: Vec<Feature>, author: AuthorThen) -> Option<Score> {
    known.score(own_words, &[features, of_author(author).to_vec()].concat())
}

/// The score of a text that is stored, as if nothing had been learned from itself; nothing while there is not enough to go
/// by, and of a text whose words are gone.
///
/// # Errors
/// When the database refuses.
pub async fn score_of(db: &Conn, comment: CommentId, revision: i32) -> QueryResult<Option<Score>> {
    let (text, lesson) =
        tokio::try_join!(store::text(db, comment, revision), store::lesson_in_force(db, comment, revision))?;
    let Some(text) = text else { return Ok(None) };
    let links = markup::read(&text.source).map(|read| read.links().to_vec()).unwrap_or_default();
    let features = of_text(&text.own_words, &links);
    let mut known = store::known(db, &buckets_of(&features)).await?;
    if let Some(lesson) = lesson {
        known.count(&lesson.buckets, lesson.label, -1);
    }
    Ok(score_in(&known, &text.own_words, features, text.author))
}

/// The same, where the board asks for it.
///
/// # Errors
/// When the database refuses.
pub async fn score_asked_for(db: &Conn, comment: CommentId, revision: i32) -> QueryResult<Option<Score>> {
    let (rules, score) = tokio::try_join!(rulebook::rules(db), score_of(db, comment, revision))?;
    Ok(score.filter(|_| rules.iter().any(|rule| rule.kind == Kind::Learned)))
}
