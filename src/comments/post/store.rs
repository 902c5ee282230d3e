//! What a post asks of its thread before it is written, and the statements that write it.

use crate::accounts::{FORMER, Writing, drafts};
use crate::articles;
use crate::comments::text::Prepared;
use crate::comments::{CommentState, Draft};
use crate::db::schema::{accounts, comment_revisions, comments, events, log};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Word, only, with};
use crate::markup;
use diesel::dsl::exists;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;
use diesel::sql_types::{Array, BigInt, Integer, Jsonb, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use serde_json::json;

diesel::table! {
    /// What giving a number returns.
    numbered (id) {
        id -> Int8,
        last_number -> Int4,
    }
}

diesel::table! {
    /// What storing the comment returns.
    stored (id) {
        id -> Int8,
        number -> Nullable<Int4>,
    }
}

diesel::table! {
    /// What counting an answer returns: the state of the comment that is answered.
    answered (state) {
        state -> Text,
    }
}

diesel::define_sql_function! {
    /// A row for each.
    fn unnest(ids: Array<BigInt>) -> Nullable<BigInt>;
}

diesel::allow_tables_to_appear_in_same_query!(numbered, comments);
diesel::allow_tables_to_appear_in_same_query!(stored, answered, accounts);

/// What must be known of a thread before something is posted in it.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Before {
    /// What the same form became when it was sent before.
    pub sent: Option<CommentId>,
    /// Who wrote the comment that is answered, if readers see it.
    pub answered: Option<AccountId>,
}

/// A comment that is to appear, or to wait.
#[derive(Clone, Copy)]
pub struct Appearing<'a> {
    /// Its thread.
    pub thread: ArticleId,
    /// Its text.
    pub text: &'a Prepared,
    /// The number that it answers, and whose comment that is.
    pub answers: Option<(i32, AccountId)>,
    /// Whom it mentions and does not answer, where this is where they hear of it.
    pub mentions: &'a [AccountId],
    /// The place of the draft that it was, if there may be one.
    pub place: Option<&'a str>,
}

pub async fn before(mut db: &Conn, writing: Writing<'_>, draft: &Draft<'_>) -> QueryResult<Before> {
    let sent = comments::table
        .filter(comments::author_id.eq(writing.author.id))
        .filter(comments::key.eq(writing.key))
        .select(comments::id);
    let answered = comments::table
        .filter(comments::article_id.eq(draft.article))
        .filter(comments::number.eq(draft.reply_to))
        .filter(comments::state.eq(CommentState::Published))
        .select(comments::author_id);
    diesel::select((only(sent), only(answered))).get_result(&mut db).await
}

/// A comment appears in its thread, and all that a plain one brings with it: its number and what the lists say of the
/// thread, its text, the count of answers of what it answers, word of it to whom it answers and mentions; and the draft is
/// forgotten. Others who post there wait from the first part on until this transaction ends, or this statement, where it
/// stands alone. Gives the id and the number.
///
/// Who waited for the thread's row has read the other tables before: so the count of answers is raised instead of
/// counted, and whether the answered comment is still seen is read from the row that was raised. That its author has left
/// meanwhile may be missed; who left reads no notices.
pub async fn publish(
    mut db: &Conn,
    writing: Writing<'_>,
    new: &Appearing<'_>,
) -> QueryResult<(CommentId, i32)> {
    let author = writing.author.id;
    let whole = with("numbered", articles::numbering(new.thread, author, writing.now))
        .and("stored", comment(writing, new))
        .and("written", revision(writing, new.text, CommentState::Published))
        .and_perhaps("answered", new.answers.map(|(number, _)| raised(new.thread, number)))
        .and_perhaps("told", new.answers.and_then(|(_, whom)| told(writing, new.thread, whom)))
        .and_perhaps("mentioned", mentioned(writing, new.thread, new.mentions))
        .and_perhaps("forgotten", new.place.map(|place| drafts::forgetting(author, place)))
        .giving(stored::table.select((stored::id, stored::number.assume_not_null())));
    whole.get_result(&mut db).await
}

/// A comment is stored that waits, with its text and its line in the log; and the draft is forgotten. Gives the id.
pub async fn hold(mut db: &Conn, writing: Writing<'_>, new: &Appearing<'_>) -> QueryResult<CommentId> {
    let row = (
        comments::article_id.eq(new.thread),
        comments::author_id.eq(writing.author.id),
        comments::reply_to.eq(new.answers.map(|(number, _)| number)),
        comments::state.eq(CommentState::Held),
        comments::body_html.eq(new.text.html.as_str()),
        comments::posted_at.eq(writing.now),
        comments::key.eq(writing.key),
    );
    let row = diesel::insert_into(comments::table).values(row).returning((comments::id, comments::number));
    let whole = with("stored", row)
        .and("written", revision(writing, new.text, CommentState::Held))
        .and("logged", logged(writing))
        .and_perhaps("forgotten", new.place.map(|place| drafts::forgetting(writing.author.id, place)))
        .giving(stored::table.select(stored::id));
    whole.get_result(&mut db).await
}

fn logged(writing: Writing<'_>) -> impl QueryFragment<Pg> + Send + use<> {
    stored::table
        .select((
            writing.now.into_sql::<Timestamptz>(),
            Some(writing.author.id).into_sql::<Nullable<BigInt>>(),
            "hold comment".into_sql::<Text>(),
            "comment".into_sql::<Text>(),
            stored::id,
            "".into_sql::<Text>(),
            json!({"state": null}).into_sql::<Jsonb>(),
            json!({"state": CommentState::Held.word()}).into_sql::<Jsonb>(),
        ))
        .insert_into(log::table)
        .into_columns((
            log::logged_at,
            log::actor_id,
            log::action,
            log::subject_kind,
            log::subject_id,
            log::why,
            log::before,
            log::after,
        ))
}

fn comment<'a>(writing: Writing<'_>, new: &Appearing<'a>) -> impl QueryFragment<Pg> + Send + use<'a> {
    numbered::table
        .select((
            numbered::id,
            numbered::last_number.nullable(),
            writing.author.id.into_sql::<BigInt>(),
            new.answers.map(|(number, _)| number).into_sql::<Nullable<Integer>>(),
            CommentState::Published.into_sql::<Text>(),
            new.text.html.as_str().into_sql::<Text>(),
            writing.now.into_sql::<Timestamptz>(),
            Some(writing.now).into_sql::<Nullable<Timestamptz>>(),
            writing.key.into_sql::<diesel::sql_types::Uuid>(),
        ))
        .insert_into(comments::table)
        .into_columns((
            comments::article_id,
            comments::number,
            comments::author_id,
            comments::reply_to,
            comments::state,
            comments::body_html,
            comments::posted_at,
            comments::published_at,
            comments::key,
        ))
        .returning((comments::id, comments::number))
}

fn revision<'a>(
    writing: Writing<'_>,
    text: &'a Prepared,
    state: CommentState,
) -> impl QueryFragment<Pg> + Send + use<'a> {
    stored::table
        .select((
            stored::id,
            1.into_sql::<Integer>(),
            state.into_sql::<Text>(),
            text.source.as_str().into_sql::<Text>(),
            text.own_words.as_str().into_sql::<Text>(),
            text.folded.as_str().into_sql::<Text>(),
            text.fingerprints.as_slice().into_sql::<Nullable<Array<Nullable<Integer>>>>(),
            text.html.as_str().into_sql::<Text>(),
            markup::RENDERER.into_sql::<Integer>(),
            Some(writing.author.id).into_sql::<Nullable<BigInt>>(),
            writing.now.into_sql::<Timestamptz>(),
        ))
        .insert_into(comment_revisions::table)
        .into_columns((
            comment_revisions::comment_id,
            comment_revisions::revision,
            comment_revisions::state,
            comment_revisions::source,
            comment_revisions::plain,
            comment_revisions::folded,
            comment_revisions::fingerprints,
            comment_revisions::html,
            comment_revisions::renderer,
            comment_revisions::saved_by,
            comment_revisions::saved_at,
        ))
}

/// The comment that is answered has one answer more. Whoever changes a comment takes its thread's row first: the part
/// that does is asked for before this looks for its row.
fn raised(thread: ArticleId, number: i32) -> impl QueryFragment<Pg> + Send {
    let answered = comments::table
        .filter(comments::article_id.eq(thread))
        .filter(comments::number.eq(number))
        .filter(exists(numbered::table.select(numbered::id)));
    diesel::update(answered).set(comments::replies.eq(comments::replies + 1)).returning(comments::state)
}

/// Whoever is answered hears of it, unless they answer themselves or are no longer there.
fn told(
    writing: Writing<'_>,
    thread: ArticleId,
    whom: AccountId,
) -> Option<impl QueryFragment<Pg> + Send + use<>> {
    let is_seen = answered::table.filter(answered::state.eq(CommentState::Published));
    let is_there = accounts::table.find(whom).filter(accounts::name.ne(FORMER));
    let event = stored::table.filter(exists(is_seen.select(answered::state))).filter(exists(is_there));
    let whom = Some(whom).filter(|whom| *whom != writing.author.id)?;
    let event = event.select((
        "reply".into_sql::<Text>(),
        Some(writing.author.id).into_sql::<Nullable<BigInt>>(),
        Some(thread).into_sql::<Nullable<BigInt>>(),
        stored::id.nullable(),
        Some(whom).into_sql::<Nullable<BigInt>>(),
        writing.now.into_sql::<Timestamptz>(),
    ));
    Some(event.insert_into(events::table).into_columns(EVENT).on_conflict_do_nothing())
}

/// Whoever is mentioned hears of it.
fn mentioned(
    writing: Writing<'_>,
    thread: ArticleId,
    whom: &[AccountId],
) -> Option<impl QueryFragment<Pg> + Send + use<>> {
    let whom: Vec<AccountId> = whom.iter().copied().filter(|whom| *whom != writing.author.id).collect();
    let events = stored::table.select((
        "mention".into_sql::<Text>(),
        Some(writing.author.id).into_sql::<Nullable<BigInt>>(),
        Some(thread).into_sql::<Nullable<BigInt>>(),
        stored::id.nullable(),
        unnest(whom.clone()),
        writing.now.into_sql::<Timestamptz>(),
    ));
    let events = events.insert_into(events::table).into_columns(EVENT).on_conflict_do_nothing();
    (!whom.is_empty()).then_some(events)
}

const EVENT: (
    events::kind,
    events::actor_id,
    events::article_id,
    events::comment_id,
    events::told_id,
    events::happened_at,
) = (
    events::kind,
    events::actor_id,
    events::article_id,
    events::comment_id,
    events::told_id,
    events::happened_at,
);
