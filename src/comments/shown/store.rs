//! The comments of a page, from the database.

use super::{Own, Shown};
use crate::comments::CommentState;
use crate::db::schema::{accounts, cases, comments, decisions, reasons, recommendations};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Timestamp};
use crate::markup::SafeHtml;
use crate::web::Role;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

type ShownRow = (
    (CommentId, i32, CommentState, String, String, Role),
    (Option<i32>, Option<String>, String, Option<Timestamp>, Timestamp, Option<Timestamp>),
    (i32, i32, i32),
);

/// Which comments of a thread a page shows.
#[derive(Clone, Copy, Debug)]
pub enum Span {
    /// Those with numbers from here to there, in order.
    Oldest(i32, i32),
    /// The same, the highest number first.
    Newest(i32, i32),
    /// The most quoted first; so many are left out, so many shown.
    Quoted(i64, i64),
}

/// The comments of one page, the same for every viewer.
///
/// # Errors
/// When the database refuses.
pub async fn shown(mut db: &Conn, article: ArticleId, span: Span) -> QueryResult<Vec<Shown>> {
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
        .filter(comments::article_id.eq(article))
        .filter(comments::number.is_not_null())
        .select((
            (
                comments::id,
                comments::number.assume_not_null(),
                comments::state,
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
            ),
            (comments::recommendations, comments::quoted, comments::replies),
        ))
        .into_boxed();
    let query = match span {
        Span::Oldest(from, to) => {
            query.filter(comments::number.between(from, to)).order(comments::number.asc())
        }
        Span::Newest(from, to) => {
            query.filter(comments::number.between(from, to)).order(comments::number.desc())
        }
        Span::Quoted(before, most) => {
            query.order((comments::quoted.desc(), comments::number.asc())).offset(before).limit(most)
        }
    };
    let rows: Vec<ShownRow> = query.load(&mut db).await?;
    Ok(rows.into_iter().map(as_shown).collect())
}

fn as_shown(row: ShownRow) -> Shown {
    let (
        (id, number, state, author, tagline, role),
        (reply_to, answered, html, published_at, posted_at, edited_at),
        (recommendations, quoted, replies),
    ) = row;
    Shown {
        id,
        number,
        state,
        author,
        tagline,
        role,
        reply_to: reply_to.map(|number| (number, answered.unwrap_or_default())),
        body: SafeHtml::stored(html),
        published_at: published_at.unwrap_or(posted_at),
        edited_at,
        recommendations,
        quoted,
        replies,
        quoted_by: Vec::new(),
    }
}

/// What only this member sees of a thread: what waits, and what was rejected in the last 30 days.
///
/// # Errors
/// When the database refuses.
pub async fn own(
    mut db: &Conn,
    article: ArticleId,
    author: AccountId,
    now: Timestamp,
) -> QueryResult<Vec<Own>> {
    type Row = (CommentId, CommentState, String, Option<i32>, Timestamp);
    let rows: Vec<Row> = comments::table
        .filter(comments::article_id.eq(article))
        .filter(comments::author_id.eq(author))
        .filter(comments::state.eq_any([CommentState::Held, CommentState::Rejected]))
        .filter(comments::posted_at.gt(now - time::Duration::days(30)))
        .order(comments::id)
        .select((comments::id, comments::state, comments::body_html, comments::reply_to, comments::posted_at))
        .load(&mut db)
        .await?;
    let mut own = Vec::new();
    for (id, state, html, reply_to, posted_at) in rows {
        let decision = if state == CommentState::Rejected { why_rejected(db, id).await? } else { None };
        own.push(Own { id, state, body: SafeHtml::stored(html), reply_to, posted_at, decision });
    }
    Ok(own)
}

async fn why_rejected(mut db: &Conn, id: CommentId) -> QueryResult<Option<(String, String)>> {
    decisions::table
        .inner_join(cases::table)
        .left_join(reasons::table)
        .filter(cases::comment_id.eq(id))
        .order(decisions::id.desc())
        .select((reasons::told_author.nullable(), decisions::note))
        .first::<(Option<String>, String)>(&mut db)
        .await
        .optional()
        .map(|row| row.map(|(told, note)| (told.unwrap_or_default(), note)))
}

/// Which numbers among these are the member's own, and which the member recommends.
///
/// # Errors
/// When the database refuses.
pub async fn marks(
    mut db: &Conn,
    article: ArticleId,
    (from, to): (i32, i32),
    member: AccountId,
) -> QueryResult<Vec<(CommentId, i32, bool)>> {
    let mine = comments::author_id.eq(member);
    comments::table
        .left_join(
            recommendations::table
                .on(recommendations::comment_id.eq(comments::id).and(recommendations::account_id.eq(member))),
        )
        .filter(comments::article_id.eq(article))
        .filter(comments::number.between(from, to))
        .filter(comments::state.eq(CommentState::Published))
        .filter(mine.or(recommendations::account_id.is_not_null()))
        .order(comments::number)
        .select((comments::id, comments::number.assume_not_null(), mine))
        .load(&mut db)
        .await
}
