//! Comments in the database.

use super::CommentState;
use super::text::Prepared;
use crate::accounts::Writing;
use crate::db::schema::{accounts, articles, cases, comment_revisions, comments, recommendations};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Few, Timestamp, Word};
use crate::markup::{self, SafeHtml};
use crate::quotes;
use crate::rules;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Timestamptz};
use diesel_async::RunQueryDsl;

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = comments)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// Its thread.
    pub article_id: ArticleId,
    /// Its number, once it was published.
    pub number: Option<i32>,
    /// Who wrote it.
    pub author_id: AccountId,
    /// The number that it answers.
    pub reply_to: Option<i32>,
    /// Its state.
    pub state: CommentState,
    /// The revision that readers see.
    pub revision: i32,
    /// When it was sent.
    pub posted_at: Timestamp,
}

/// The last revision of a comment, whatever became of it.
#[derive(Clone, Debug, Queryable)]
pub struct Latest {
    /// Which.
    pub revision: i32,
    /// Its text, Markdown.
    pub source: String,
    /// Whether it is published, held or rejected.
    pub state: CommentState,
}

/// An edit that waits for a moderator.
#[derive(Clone, Debug, Queryable)]
pub struct WaitingEdit {
    /// Which revision.
    pub revision: i32,
    /// Its text, Markdown.
    pub source: String,
    /// Its text as it would be shown.
    pub html: String,
}

/// A comment in the list of one person: its path's parts, and its words.
pub type Line = (CommentId, ArticleId, String, String, i32, Timestamp, SafeHtml);

pub(super) async fn insert_revision(
    mut db: &Conn,
    (id, revision): (CommentId, i32),
    state: CommentState,
    text: &Prepared,
    writing: Writing<'_>,
) -> QueryResult<()> {
    let row = (
        comment_revisions::comment_id.eq(id),
        comment_revisions::revision.eq(revision),
        comment_revisions::state.eq(state),
        comment_revisions::source.eq(&text.source),
        comment_revisions::plain.eq(&text.own_words),
        comment_revisions::folded.eq(&text.folded),
        comment_revisions::fingerprints.eq(&text.fingerprints),
        comment_revisions::html.eq(text.html.as_str()),
        comment_revisions::renderer.eq(markup::RENDERER),
        comment_revisions::saved_by.eq(writing.author.id),
        comment_revisions::saved_at.eq(writing.now),
    );
    diesel::insert_into(comment_revisions::table).values(row).execute(&mut db).await?;
    quotes::lives::keep(db, id, revision, &text.quotes).await
}

/// A comment, in whatever state.
///
/// # Errors
/// When the database refuses.
pub async fn find(mut db: &Conn, id: CommentId) -> QueryResult<Option<Comment>> {
    comments::table.find(id).select(Comment::as_select()).first(&mut db).await.optional()
}

/// The same; others who change it wait until this transaction ends. Whoever changes a comment takes its thread's row
/// first (with those of threads that quote it or that it quotes), then the comment's, then its case's, so that no two
/// wait for each other.
///
/// # Errors
/// When the database refuses.
pub async fn find_for_change(mut db: &Conn, id: CommentId) -> QueryResult<Option<Comment>> {
    quotes::lives::take_threads(db, id).await?;
    comments::table.find(id).select(Comment::as_select()).for_update().first(&mut db).await.optional()
}

/// The same for a change that nothing follows in other threads.
pub(super) async fn find_for_mark(mut db: &Conn, id: CommentId) -> QueryResult<Option<Comment>> {
    let Some(Comment { article_id, .. }) = find(db, id).await? else { return Ok(None) };
    articles::table
        .find(article_id)
        .select(articles::id)
        .for_no_key_update()
        .first::<ArticleId>(&mut db)
        .await?;
    comments::table.find(id).select(Comment::as_select()).for_update().first(&mut db).await.optional()
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn coalesce(first: Nullable<Timestamptz>, second: Nullable<Timestamptz>) -> Nullable<Timestamptz>;
}

pub(super) async fn set_published(
    mut db: &Conn,
    id: CommentId,
    number: i32,
    now: Timestamp,
) -> QueryResult<()> {
    let set = (
        comments::state.eq(CommentState::Published),
        comments::number.eq(number),
        comments::published_at.eq(coalesce(comments::published_at, Some(now))),
        comments::withheld.eq(false),
    );
    diesel::update(comments::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}

/// Puts a comment into a state.
///
/// # Errors
/// When the database refuses.
pub(super) async fn set_state(mut db: &Conn, id: CommentId, state: CommentState) -> QueryResult<()> {
    diesel::update(comments::table.find(id)).set(comments::state.eq(state)).execute(&mut db).await.map(|_| ())
}

/// Whether, while readers do not see this comment, its words are out of the quotes of it as well.
///
/// # Errors
/// When the database refuses.
pub async fn withhold(mut db: &Conn, id: CommentId, withheld: bool) -> QueryResult<()> {
    let set = comments::withheld.eq(withheld);
    diesel::update(comments::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}

/// Puts a revision into a state; what the rules found in it follows.
///
/// # Errors
/// When the database refuses.
pub async fn set_revision_state(
    mut db: &Conn,
    id: CommentId,
    revision: i32,
    state: CommentState,
) -> QueryResult<()> {
    let row = comment_revisions::table.find((id, revision));
    diesel::update(row).set(comment_revisions::state.eq(state)).execute(&mut db).await?;
    rules::settle_hits(db, id, revision, state.word()).await
}

pub(super) async fn show_revision(
    mut db: &Conn,
    id: CommentId,
    revision: i32,
    now: Timestamp,
) -> QueryResult<()> {
    let html: String =
        comment_revisions::table.find((id, revision)).select(comment_revisions::html).first(&mut db).await?;
    let edited = Some(now).filter(|_| revision > 1);
    let set = (
        comments::revision.eq(revision),
        comments::body_html.eq(html),
        comments::edited_at.eq(edited),
        // Feeds tell of each change, also back to the first text.
        comments::changed_at.eq(Some(now)),
    );
    diesel::update(comments::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}

pub(super) async fn latest_revision(mut db: &Conn, id: CommentId) -> QueryResult<Latest> {
    comment_revisions::table
        .filter(comment_revisions::comment_id.eq(id))
        .order(comment_revisions::revision.desc())
        .select((comment_revisions::revision, comment_revisions::source, comment_revisions::state))
        .first(&mut db)
        .await
}

/// The source of one revision.
///
/// # Errors
/// When the database refuses.
pub async fn revision_text(mut db: &Conn, id: CommentId, revision: i32) -> QueryResult<Option<String>> {
    let row = comment_revisions::table.find((id, revision));
    row.select(comment_revisions::source).first(&mut db).await.optional()
}

/// The edit of a comment that waits, if one does.
///
/// # Errors
/// When the database refuses.
pub async fn waiting_edit(mut db: &Conn, comment: &Comment) -> QueryResult<Option<WaitingEdit>> {
    comment_revisions::table
        .filter(comment_revisions::comment_id.eq(comment.id))
        .filter(comment_revisions::revision.gt(comment.revision))
        .filter(comment_revisions::state.eq(CommentState::Held))
        .order(comment_revisions::revision.desc())
        .select((comment_revisions::revision, comment_revisions::source, comment_revisions::html))
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn published_revisions(
    mut db: &Conn,
    id: CommentId,
) -> QueryResult<Vec<(i32, String, Timestamp, bool)>> {
    let by_author = comment_revisions::saved_by.is_not_distinct_from(comments::author_id.nullable());
    comment_revisions::table
        .inner_join(comments::table)
        .filter(comment_revisions::comment_id.eq(id))
        .filter(comment_revisions::state.eq(CommentState::Published))
        .order(comment_revisions::revision)
        .select((
            comment_revisions::revision,
            comment_revisions::source,
            comment_revisions::saved_at,
            by_author.or(comment_revisions::saved_by.is_null()),
        ))
        .load(&mut db)
        .await
}

/// Texts that an older renderer made: comment and revision.
pub(super) async fn of_older_renderer(mut db: &Conn, most: i64) -> QueryResult<Vec<(CommentId, i32)>> {
    comment_revisions::table
        .filter(comment_revisions::renderer.lt(markup::RENDERER))
        .select((comment_revisions::comment_id, comment_revisions::revision))
        .at_most(most)
        .load(&mut db)
        .await
}

pub(super) async fn path_of_thread(mut db: &Conn, id: CommentId) -> QueryResult<String> {
    let thread = comments::table.inner_join(articles::table).filter(comments::id.eq(id));
    let (id, slug): (ArticleId, String) =
        thread.select((articles::id, articles::slug)).first(&mut db).await?;
    Ok(format!("/a/{id}/{slug}"))
}

pub(super) async fn set_renderer(mut db: &Conn, id: CommentId, revision: i32) -> QueryResult<()> {
    let row = comment_revisions::table.find((id, revision));
    let set = comment_revisions::renderer.eq(markup::RENDERER);
    diesel::update(row).set(set).execute(&mut db).await.map(|_| ())
}

pub(super) async fn close_case(mut db: &Conn, id: CommentId, now: Timestamp) -> QueryResult<()> {
    let open = cases::table.filter(cases::comment_id.eq(id)).filter(cases::state.eq("open"));
    let set =
        (cases::state.eq("decided"), cases::version.eq(cases::version + 1), cases::decided_at.eq(Some(now)));
    diesel::update(open).set(set).execute(&mut db).await.map(|_| ())
}

/// The comment that this one answers, if it does, counts its answers.
pub(super) async fn recount_replies(mut db: &Conn, comment: &Comment) -> QueryResult<()> {
    let Comment { article_id, reply_to: Some(number), .. } = *comment else { return Ok(()) };
    let count: i64 = comments::table
        .filter(comments::article_id.eq(article_id))
        .filter(comments::reply_to.eq(number))
        .filter(comments::state.eq(CommentState::Published))
        .count()
        .get_result(&mut db)
        .await?;
    let answered =
        comments::table.filter(comments::article_id.eq(article_id)).filter(comments::number.eq(number));
    let set = comments::replies.eq(i32::try_from(count).unwrap_or(i32::MAX));
    diesel::update(answered).set(set).execute(&mut db).await.map(|_| ())
}

pub(super) async fn toggle_recommendation(
    mut db: &Conn,
    id: CommentId,
    writing: Writing<'_>,
) -> QueryResult<bool> {
    let mine = recommendations::table.find((id, writing.author.id));
    let taken_back = diesel::delete(mine).execute(&mut db).await? == 1;
    if !taken_back {
        let row = (
            recommendations::comment_id.eq(id),
            recommendations::account_id.eq(writing.author.id),
            recommendations::recommended_at.eq(writing.now),
        );
        diesel::insert_into(recommendations::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(&mut db)
            .await?;
    }
    let change = if taken_back { -1 } else { 1 };
    let comment = diesel::update(comments::table.find(id));
    comment.set(comments::recommendations.eq(comments::recommendations + change)).execute(&mut db).await?;
    Ok(!taken_back)
}

/// How many people have published comments in a thread.
///
/// # Errors
/// When the database refuses.
pub async fn latest_of(
    mut db: &Conn,
    author: AccountId,
    before: Option<CommentId>,
    most: i64,
) -> QueryResult<Vec<Line>> {
    type Row = (CommentId, ArticleId, String, String, i32, Option<Timestamp>, String);
    let rows: Vec<Row> = comments::table
        .inner_join(articles::table)
        .filter(comments::author_id.eq(author))
        .filter(comments::state.eq(CommentState::Published))
        .filter(articles::state.eq("published"))
        .filter(comments::id.lt(before.unwrap_or(CommentId(i64::MAX))))
        .order(comments::id.desc())
        .select((
            comments::id,
            comments::article_id,
            articles::slug,
            articles::headline,
            comments::number.assume_not_null(),
            comments::published_at,
            comments::body_html,
        ))
        .at_most(most)
        .load(&mut db)
        .await?;
    let line = |(id, article, slug, headline, number, at, html): Row| {
        (id, article, slug, headline, number, at.unwrap_or(Timestamp::UNIX_EPOCH), SafeHtml::stored(html))
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The published comments that come after a moment in a thread, at most two.
///
/// # Errors
/// When the database refuses.
pub async fn replies_after(
    mut db: &Conn,
    article: ArticleId,
    number: i32,
) -> QueryResult<Vec<(i32, String, String)>> {
    comments::table
        .inner_join(accounts::table)
        .filter(comments::article_id.eq(article))
        .filter(comments::number.gt(number))
        .filter(comments::state.eq(CommentState::Published))
        .order(comments::number)
        .select((comments::number.assume_not_null(), accounts::name, comments::body_html))
        .at_most(2)
        .load(&mut db)
        .await
}
