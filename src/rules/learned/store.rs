//! What was learned, in the database.

use super::features::AuthorThen;
use super::label::TEACHES;
use super::read::known_as;
use super::score::Counts;
use super::{Decided, HeldOut, Known, Label};
use crate::accounts::Standing;
use crate::db::schema::{
    accounts, cases, comment_revisions, comments, decisions, learned_counts, learning, lessons,
};
use crate::db::{AccountId, CommentId, Conn, DecisionId, Few, Timestamp};
use crate::rules::store::count_approved;
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::Value;

/// What a decision taught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The decision.
    pub decision: DecisionId,
    /// What it said of the text.
    pub label: Label,
    /// The numbers of the text's features.
    pub buckets: Vec<i32>,
    /// The later decision on the same text, by which this one does not count.
    pub superseded_by: Option<DecisionId>,
}

/// A text to be learned from.
pub(super) struct Text {
    pub source: String,
    pub own_words: String,
    pub author: AuthorThen,
}

/// How far learning is.
#[derive(Clone, Copy, Debug, Queryable)]
pub(super) struct Progress {
    pub features: i16,
    pub caught_up_to: DecisionId,
}

type LessonRow = (DecisionId, Label, Vec<Option<i32>>, Option<DecisionId>);

const LESSON: (lessons::decision_id, lessons::label, lessons::buckets, lessons::superseded_by) =
    (lessons::decision_id, lessons::label, lessons::buckets, lessons::superseded_by);

impl From<LessonRow> for Lesson {
    fn from((decision, label, buckets, superseded_by): LessonRow) -> Self {
        Self { decision, label, buckets: buckets.into_iter().flatten().collect(), superseded_by }
    }
}

/// A text as it was sent, and what was known of its author then; nothing of one whose words are gone.
pub(super) async fn text(mut db: &Conn, comment: CommentId, revision: i32) -> QueryResult<Option<Text>> {
    type Row = (String, String, Timestamp, (AccountId, Timestamp, Standing));
    let row: Option<Row> = comment_revisions::table
        .inner_join(comments::table.inner_join(accounts::table))
        .filter(comment_revisions::comment_id.eq(comment))
        .filter(comment_revisions::revision.eq(revision))
        .filter(comment_revisions::source.ne(""))
        .select((
            comment_revisions::source,
            comment_revisions::plain,
            comment_revisions::saved_at,
            (accounts::id, accounts::joined_at, accounts::standing),
        ))
        .first(&mut db)
        .await
        .optional()?;
    let Some((source, own_words, saved_at, (author, joined_at, standing))) = row else { return Ok(None) };
    // The text itself had not come yet.
    let published = count_approved(db, author, saved_at - time::Duration::microseconds(1)).await?;
    let author = AuthorThen { standing, published, days: (saved_at - joined_at).whole_days() };
    Ok(Some(Text { source, own_words, author }))
}

/// Takes the counts, until the transaction ends.
pub(super) async fn lock(mut db: &Conn) -> QueryResult<()> {
    let any = learned_counts::table.find(super::features::ANY).select(learned_counts::bucket);
    any.for_update().first::<i32>(&mut db).await.map(|_| ())
}

/// What is known of these features.
pub(super) async fn known(mut db: &Conn, buckets: &[i32]) -> QueryResult<Known> {
    let counts = learned_counts::table.filter(learned_counts::bucket.eq_any(buckets));
    Ok(known_as(counts.load(&mut db).await?))
}

/// Counts a text of these features.
pub(super) async fn count(mut db: &Conn, buckets: &[i32], label: Label) -> QueryResult<()> {
    diesel::sql_query(
        "insert into learned_counts as known (bucket, approved, rejected)
         select bucket, $2, $3 from unnest($1) as given (bucket) order by bucket
             on conflict (bucket) do update
            set approved = known.approved + excluded.approved, rejected = known.rejected + excluded.rejected",
    )
    .bind::<Array<Integer>, _>(buckets)
    .bind::<Integer, _>(i32::from(label == Label::Approved))
    .bind::<Integer, _>(i32::from(label == Label::Rejected))
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// Takes a text out of the counts.
pub(super) async fn count_no_more(mut db: &Conn, lesson: &Lesson) -> QueryResult<()> {
    let ours = learned_counts::table.filter(learned_counts::bucket.eq_any(&lesson.buckets));
    let fewer = (
        learned_counts::approved.eq(learned_counts::approved - i32::from(lesson.label == Label::Approved)),
        learned_counts::rejected.eq(learned_counts::rejected - i32::from(lesson.label == Label::Rejected)),
    );
    diesel::update(ours).set(fewer).execute(&mut db).await?;
    let empty = learned_counts::table
        .filter(learned_counts::bucket.eq_any(&lesson.buckets))
        .filter(learned_counts::bucket.ne(super::features::ANY))
        .filter(learned_counts::approved.eq(0))
        .filter(learned_counts::rejected.eq(0));
    diesel::delete(empty).execute(&mut db).await.map(|_| ())
}

pub(super) async fn insert(
    mut db: &Conn,
    decided: Decided,
    (buckets, score): (&[i32], Option<i16>),
    superseded_by: Option<DecisionId>,
) -> QueryResult<()> {
    let row = (
        lessons::decision_id.eq(decided.decision),
        lessons::comment_id.eq(decided.comment),
        lessons::revision.eq(decided.revision),
        lessons::label.eq(decided.label),
        lessons::buckets.eq(buckets),
        lessons::score.eq(score),
        lessons::superseded_by.eq(superseded_by),
    );
    diesel::insert_into(lessons::table).values(row).execute(&mut db).await.map(|_| ())
}

pub(super) async fn lesson(mut db: &Conn, decision: DecisionId) -> QueryResult<Option<Lesson>> {
    let row: Option<LessonRow> =
        lessons::table.find(decision).select(LESSON).first(&mut db).await.optional()?;
    Ok(row.map(Lesson::from))
}

/// The lesson of a text that counts.
pub(super) async fn lesson_in_force(
    mut db: &Conn,
    comment: CommentId,
    revision: i32,
) -> QueryResult<Option<Lesson>> {
    let row: Option<LessonRow> = lessons::table
        .filter(lessons::comment_id.eq(comment))
        .filter(lessons::revision.eq(revision))
        .filter(lessons::superseded_by.is_null())
        .select(LESSON)
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.map(Lesson::from))
}

/// The lessons that do not count because of this decision.
pub(super) async fn superseded_by(mut db: &Conn, decision: DecisionId) -> QueryResult<Vec<Lesson>> {
    let rows: Vec<LessonRow> =
        lessons::table.filter(lessons::superseded_by.eq(decision)).select(LESSON).load(&mut db).await?;
    Ok(rows.into_iter().map(Lesson::from).collect())
}

/// An earlier lesson does not count because of a later one.
pub(super) async fn supersede(mut db: &Conn, earlier: DecisionId, later: DecisionId) -> QueryResult<()> {
    let earlier = lessons::table.find(earlier);
    diesel::update(earlier).set(lessons::superseded_by.eq(later)).execute(&mut db).await.map(|_| ())
}

/// The lessons of the same text that are earlier than this one and that a later one supersedes are superseded by this one.
pub(super) async fn supersede_earlier(mut db: &Conn, decided: Decided, later: DecisionId) -> QueryResult<()> {
    let earlier = lessons::table
        .filter(lessons::superseded_by.eq(later))
        .filter(lessons::comment_id.eq(decided.comment))
        .filter(lessons::revision.eq(decided.revision))
        .filter(lessons::decision_id.lt(decided.decision));
    let set = lessons::superseded_by.eq(decided.decision);
    diesel::update(earlier).set(set).execute(&mut db).await.map(|_| ())
}

/// What this decision superseded is superseded by this other one, or by none.
pub(super) async fn put_in_place_of(
    mut db: &Conn,
    decision: DecisionId,
    other: Option<DecisionId>,
) -> QueryResult<()> {
    let superseded = lessons::table.filter(lessons::superseded_by.eq(decision));
    diesel::update(superseded).set(lessons::superseded_by.eq(other)).execute(&mut db).await.map(|_| ())
}

pub(super) async fn forget(mut db: &Conn, decision: DecisionId) -> QueryResult<()> {
    diesel::delete(lessons::table.find(decision)).execute(&mut db).await.map(|_| ())
}

pub(super) async fn progress(mut db: &Conn) -> QueryResult<Progress> {
    learning::table.select((learning::features, learning::caught_up_to)).first(&mut db).await
}

/// How far learning is, unless another process is at it.
pub(super) async fn take_progress(mut db: &Conn) -> QueryResult<Option<Progress>> {
    let row = learning::table.select((learning::features, learning::caught_up_to));
    row.for_update().skip_locked().first(&mut db).await.optional()
}

pub(super) async fn set_progress(mut db: &Conn, caught_up_to: DecisionId) -> QueryResult<()> {
    let set = learning::caught_up_to.eq(caught_up_to);
    diesel::update(learning::table).set(set).execute(&mut db).await.map(|_| ())
}

/// There is nothing to learn from up to the last decision.
pub(super) async fn skip_to_last(mut db: &Conn, caught_up_to: DecisionId) -> QueryResult<()> {
    let last: Option<DecisionId> = decisions::table.select(max(decisions::id)).first(&mut db).await?;
    match last.filter(|last| *last > caught_up_to) {
        Some(last) => set_progress(db, last).await,
        None => Ok(()),
    }
}

/// Forgets all that was learned.
pub(super) async fn begin_anew(mut db: &Conn, features: i16) -> QueryResult<()> {
    let counts = learned_counts::table.filter(learned_counts::bucket.ne(super::features::ANY));
    diesel::delete(counts).execute(&mut db).await?;
    let none = (learned_counts::approved.eq(0), learned_counts::rejected.eq(0));
    diesel::update(learned_counts::table).set(none).execute(&mut db).await?;
    diesel::delete(lessons::table).execute(&mut db).await?;
    let set = (learning::features.eq(features), learning::caught_up_to.eq(DecisionId(0)));
    diesel::update(learning::table).set(set).execute(&mut db).await.map(|_| ())
}

/// The first decision after this one that teaches something and did not.
pub(super) async fn next_decision(mut db: &Conn, after: DecisionId) -> QueryResult<Option<Decided>> {
    let taught = lessons::table.filter(lessons::decision_id.eq(decisions::id));
    let row: Option<(DecisionId, CommentId, i32, String, Value)> = decisions::table
        .inner_join(cases::table)
        .filter(decisions::id.gt(after))
        .filter(decisions::decision.eq_any(TEACHES.map(|(word, _)| word)))
        .filter(not(exists(taught)))
        .filter(cases::comment_id.is_not_null())
        .order(decisions::id)
        .select((
            decisions::id,
            cases::comment_id.assume_not_null(),
            decisions::revision,
            decisions::decision,
            decisions::after,
        ))
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.and_then(|(decision, comment, revision, word, after)| {
        let edited = after.get("edited").and_then(Value::as_i64);
        let edited = edited.and_then(|revision| i32::try_from(revision).ok());
        Decided::of((decision, comment, revision), &word, edited)
    }))
}

pub(super) async fn lock_comment(mut db: &Conn, comment: CommentId) -> QueryResult<()> {
    comments::table
        .find(comment)
        .select(comments::id)
        .for_update()
        .first::<CommentId>(&mut db)
        .await
        .map(|_| ())
}

pub(super) async fn is_undone(mut db: &Conn, decision: DecisionId) -> QueryResult<bool> {
    diesel::select(exists(decisions::table.filter(decisions::undoes.eq(decision)))).get_result(&mut db).await
}

/// The scores of the latest decisions that count and had one, and what was decided.
///
/// # Errors
/// When the database refuses.
pub async fn held_out(mut db: &Conn, most: i64) -> QueryResult<HeldOut> {
    let rows: Vec<(i16, Label)> = lessons::table
        .filter(lessons::superseded_by.is_null())
        .filter(lessons::score.is_not_null())
        .order(lessons::decision_id.desc())
        .select((lessons::score.assume_not_null(), lessons::label))
        .at_most(most)
        .load(&mut db)
        .await?;
    Ok(HeldOut::of(rows))
}

/// How many texts were approved, and how many rejected.
pub(super) async fn texts(mut db: &Conn) -> QueryResult<Counts> {
    let any = learned_counts::table.find(super::features::ANY);
    any.select((learned_counts::approved, learned_counts::rejected)).first(&mut db).await
}

/// Which features they had is forgotten of an author's texts whose words are gone; what was counted stays counted. Decisions
/// after `until` can still be taken back, if their comments are there, and keep what that takes.
///
/// # Errors
/// When the database refuses.
pub async fn forget_features(mut db: &Conn, author: AccountId, until: Timestamp) -> QueryResult<()> {
    diesel::sql_query(
        "update lessons set buckets = '{}' from comment_revisions texts, comments, decisions
          where texts.comment_id = lessons.comment_id and texts.revision = lessons.revision and texts.source = ''
            and comments.id = lessons.comment_id and comments.author_id = $1 and decisions.id = lessons.decision_id
            and (comments.state = 'deleted' or decisions.decided_at < $2)",
    )
    .bind::<BigInt, _>(author)
    .bind::<Timestamptz, _>(until)
    .execute(&mut db)
    .await
    .map(|_| ())
}
