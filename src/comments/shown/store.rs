//! The comments of a page, from the database.

use super::{Own, Shown};
use crate::accounts::sessions::holder;
use crate::articles::PER_PAGE;
use crate::comments::CommentState;
use crate::db::schema::{accounts, articles, cases, comments, decisions, reasons};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Few, Fixed, Timestamp, among, fixed};
use crate::markup::SafeHtml;
use crate::quotes;
use crate::web::Role;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use std::collections::HashMap;

type ShownRow = (
    (CommentId, i32, CommentState, AccountId, String, String, Role),
    (Option<i32>, Option<String>, String, Option<Timestamp>, Timestamp, Option<Timestamp>, Option<Timestamp>),
    (i32, i32, i32, Vec<i32>),
);

/// Which comments of a thread a page shows, by how many stand on the pages before it.
#[derive(Clone, Copy, Debug)]
pub enum Span<'a> {
    /// In the order of their numbers.
    Oldest(i32),
    /// The highest number first.
    Newest(i32),
    /// The most quoted first.
    Quoted(i32),
    /// Those that quote the passage of this name, in the order of their numbers.
    Passage(&'a str, i32),
}

enum Which<'a> {
    Page(ArticleId, Span<'a>),
    These(&'a [CommentId]),
}

/// The comments of one page, the same for every viewer.
///
/// # Errors
/// When the database refuses.
pub async fn shown(db: &Conn, article: ArticleId, span: Span<'_>) -> QueryResult<Vec<Shown>> {
    load(db, Which::Page(article, span)).await
}

/// The comments with these ids that readers see or once saw, in no order.
///
/// # Errors
/// When the database refuses.
pub async fn these(db: &Conn, ids: &[CommentId]) -> QueryResult<Vec<Shown>> {
    load(db, Which::These(ids)).await
}

async fn load(mut db: &Conn, which: Which<'_>) -> QueryResult<Vec<Shown>> {
    let (answered, their) = diesel::alias!(comments as answered, accounts as their);
    let query = comments::table
        .inner_join(accounts::table.on(accounts::id.eq(comments::author_id)))
        .left_join(
            answered.on(answered
                .field(comments::article_id)
                .eq(comments::article_id)
                .and(answered.field(comments::number).eq(comments::reply_to))),
        )
        .left_join(
            their.on(their.field(accounts::id).nullable().eq(answered.field(comments::author_id).nullable())),
        )
        .filter(comments::number.is_not_null())
        .select((
            (
                comments::id,
                comments::number.assume_not_null(),
                comments::state,
                accounts::id,
                accounts::name,
                accounts::tagline,
                accounts::role,
            ),
            (
                comments::reply_to,
                their.field(accounts::name).nullable(),
                comments::body_html,
                comments::published_at,
                comments::posted_at,
                comments::edited_at,
                comments::changed_at,
            ),
            (comments::recommendations, comments::quoted, comments::replies, quotes::quoters()),
        ))
        .into_boxed();
    let within = |article: ArticleId| comments::article_id.eq(article);
    let query = match which {
        Which::These(ids) => query.filter(comments::id.eq_any(ids)),
        Which::Page(article, Span::Oldest(before)) => query
            .filter(within(article).and(comments::number.between(before + 1, before + PER_PAGE)))
            .order(comments::number.asc()),
        Which::Page(article, Span::Newest(before)) => query
            .filter(within(article).and(comments::number.gt(from_the_end(article, before + PER_PAGE))))
            .filter(comments::number.le(from_the_end(article, before)))
            .order(comments::number.desc()),
        Which::Page(article, Span::Quoted(before)) => query
            .filter(within(article))
            .filter(among("comments.number", most_quoted(article, before)))
            .order((comments::quoted.desc(), comments::number.asc())),
        Which::Page(article, Span::Passage(name, before)) => query
            .filter(within(article).and(comments::state.eq(CommentState::Published)))
            .filter(comments::id.eq_any(quotes::passages::quoting(article, name)))
            .order(comments::number.asc())
            .offset(before.into())
            .limit(PER_PAGE.into()),
    };
    let rows: Vec<ShownRow> = query.load(&mut db).await?;
    Ok(rows.into_iter().map(as_shown).collect())
}

/// The numbers of a page of a thread that begins with the most quoted comments: the index says them without the comments.
fn most_quoted(article: ArticleId, before: i32) -> impl QueryFragment<Pg> + QueryId {
    let top = diesel::alias!(comments as top);
    top.filter(top.field(comments::article_id).eq(article))
        .filter(top.field(comments::number).is_not_null())
        .order((top.field(comments::quoted).desc(), top.field(comments::number).asc()))
        .offset(before.into())
        .select(top.field(comments::number))
        .at_most(PER_PAGE.into())
}

#[diesel::dsl::auto_type]
fn from_the_end(article: ArticleId, count: i32) -> _ {
    articles::table.find(article).select(articles::last_number - count).single_value()
}

fn as_shown(row: ShownRow) -> Shown {
    let (
        (id, number, state, author_id, author, tagline, role),
        (reply_to, answered, html, published_at, posted_at, edited_at, changed_at),
        (recommendations, quoted, replies, mut quoted_by),
    ) = row;
    if quoted > 3 {
        quoted_by.truncate(2);
    }
    Shown {
        id,
        number,
        state,
        author_id,
        author,
        tagline,
        role,
        reply_to: reply_to.map(|number| (number, answered.unwrap_or_default())),
        body: SafeHtml::stored(html),
        published_at: published_at.unwrap_or(posted_at),
        edited_at,
        changed_at,
        recommendations,
        quoted,
        replies,
        quoted_by,
        elsewhere: None,
    }
}

/// What of a thread only the holder of the session with this hash sees: what waits, and what was rejected or removed in
/// the last 30 days.
///
/// # Errors
/// When the database refuses.
pub async fn own(
    mut db: &Conn,
    article: ArticleId,
    session: &[u8; 32],
    now: Timestamp,
) -> QueryResult<Vec<Own>> {
    type Row = (CommentId, CommentState, String, Option<i32>, Timestamp);
    let rows = comments::table
        .filter(comments::article_id.eq(article))
        .filter(comments::author_id.nullable().eq(holder(session)))
        .filter(is_unseen())
        .order(comments::id)
        .select((comments::id, comments::state, comments::body_html, comments::reply_to, comments::posted_at))
        .load::<Row>(&mut db);
    let (rows, mut decisions) = tokio::try_join!(rows, decided(db, article, session))?;
    let since = now - time::Duration::days(30);
    Ok(rows
        .into_iter()
        .filter_map(|(id, state, html, reply_to, posted_at)| {
            let last = decisions.remove(&id);
            let decided_at = last.as_ref().map_or(posted_at, |last| last.at);
            if state != CommentState::Held && decided_at <= since {
                return None;
            }
            let decision = last.filter(|last| state != CommentState::Held || last.asks);
            Some(Own {
                id,
                state,
                body: SafeHtml::stored(html),
                reply_to,
                posted_at,
                asked: state == CommentState::Held && decision.is_some(),
                decision: decision.map(|last| (last.told, last.note)),
            })
        })
        .collect())
}

/// What its author alone sees. The states stand in the text of the query, so that a plan that is made once can go by the
/// index of these few.
pub fn is_unseen() -> Fixed<Bool> {
    fixed("comments.state in ('held', 'rejected', 'removed')")
}

/// What was last decided about a comment.
struct Last {
    told: String,
    note: String,
    asks: bool,
    at: Timestamp,
}

/// The last decision about each comment that its author alone sees: the reason's text for the author, the moderator's own
/// words, and whether it asks for a change that has not come yet.
async fn decided(
    mut db: &Conn,
    article: ArticleId,
    session: &[u8; 32],
) -> QueryResult<HashMap<CommentId, Last>> {
    type Row = (CommentId, Option<String>, String, bool, bool, Timestamp);
    let open = diesel::alias!(cases as open);
    let waits = open
        .filter(open.field(cases::comment_id).eq(comments::id.nullable()))
        .filter(open.field(cases::state).eq("open"));
    let rows: Vec<Row> = comments::table
        .inner_join(cases::table.on(cases::comment_id.eq(comments::id.nullable())))
        .inner_join(decisions::table.on(decisions::case_id.eq(cases::id)))
        .left_join(reasons::table.on(decisions::reason.eq(reasons::code.nullable())))
        .filter(comments::article_id.eq(article))
        .filter(comments::author_id.nullable().eq(holder(session)))
        .filter(is_unseen())
        .order(decisions::id)
        .select((
            comments::id,
            reasons::told_author.nullable(),
            decisions::note,
            decisions::decision.eq("revise"),
            diesel::dsl::exists(waits),
            decisions::decided_at,
        ))
        .load(&mut db)
        .await?;
    let last = |(id, told, note, asks, waits, at): Row| {
        (id, Last { told: told.unwrap_or_default(), note, asks: asks && !waits, at })
    };
    Ok(rows.into_iter().map(last).collect())
}
