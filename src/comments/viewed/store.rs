//! What of a thread is a member's own, from the database.

use super::{Opened, Theirs, Viewed};
use crate::accounts::sessions::{Known, current, known, known_columns};
use crate::articles::visible;
use crate::comments::shown::is_unseen;
use crate::db::schema::{
    accounts, articles, cases, comments, drafts, notices, read_marks, recommendations, sanctions,
    thread_mutes,
};
use crate::db::{AccountId, CommentId, Conn, Timestamp, fixed};
use diesel::dsl::{array, exists};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;

type Row = (Known, (Option<i64>, Option<i32>), (bool, bool, bool, bool, bool, bool), Vec<CommentId>);

/// Who holds the session with this hash, and what they find of their own in a thread; nothing when it has ended or its member
/// is suspended.
///
/// # Errors
/// When the database refuses.
pub async fn viewed(
    mut db: &Conn,
    session: &[u8; 32],
    opened: Opened<'_>,
    now: Timestamp,
) -> QueryResult<Option<Viewed>> {
    let article = opened.article;
    let version = articles::table.filter(articles::id.eq(article)).filter(visible());
    let read = read_marks::table
        .filter(read_marks::account_id.eq(accounts::id).and(read_marks::article_id.eq(article)));
    let muted = thread_mutes::table
        .filter(thread_mutes::account_id.eq(accounts::id).and(thread_mutes::article_id.eq(article)));
    let unread = notices::table
        .filter(notices::account_id.eq(accounts::id))
        .filter(notices::article_id.eq(article))
        .filter(notices::read_at.is_null())
        .filter(notices::decision_id.is_null());
    let unseen = comments::table
        .filter(comments::article_id.eq(article))
        .filter(comments::author_id.eq(accounts::id))
        .filter(is_unseen());
    let silenced = sanctions::table
        .filter(sanctions::account_id.eq(accounts::id))
        .filter(fixed::<Bool>("sanctions.kind = 'silenced'"))
        .filter(sanctions::lifted_at.is_null())
        .filter(sanctions::starts_at.le(now))
        .filter(sanctions::ends_at.is_null().or(sanctions::ends_at.gt(now)));
    let draft = drafts::table
        .filter(drafts::account_id.eq(accounts::id.nullable()))
        .filter(drafts::place.eq(opened.place));
    let held =
        cases::table.filter(cases::article_id.eq(article)).filter(fixed::<Bool>("cases.state = 'open'"));
    let recommended = recommendations::table
        .filter(recommendations::account_id.eq(accounts::id))
        .filter(recommendations::comment_id.eq_any(opened.comments))
        .select(recommendations::comment_id);
    let row: Option<Row> = current(session, now)
        .select((
            known_columns(),
            (
                version.select(articles::version).single_value(),
                read.select(read_marks::number).single_value(),
            ),
            (
                exists(muted),
                exists(unread),
                exists(unseen),
                exists(silenced),
                exists(draft),
                fixed::<Bool>("accounts.role <> 'member'").and(exists(held)),
            ),
            array(recommended),
        ))
        .first(&mut db)
        .await
        .optional()?;
    Ok(row.map(as_viewed))
}

fn as_viewed((row, (version, read), theirs, recommended): Row) -> Viewed {
    let (member, seen) = known(row);
    let (muted, has_unread, has_unseen, is_silenced, has_draft, has_held) = theirs;
    let theirs =
        Theirs { read, muted, has_unread, has_unseen, is_silenced, has_draft, has_held, recommended };
    Viewed { member, seen, version, theirs }
}

/// Which of these comments a member recommends.
///
/// # Errors
/// When the database refuses.
pub async fn recommended(
    mut db: &Conn,
    member: AccountId,
    comments: &[CommentId],
) -> QueryResult<Vec<CommentId>> {
    recommendations::table
        .filter(recommendations::account_id.eq(member))
        .filter(recommendations::comment_id.eq_any(comments))
        .select(recommendations::comment_id)
        .load(&mut db)
        .await
}
