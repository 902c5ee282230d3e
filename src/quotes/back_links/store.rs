//! Who quotes a comment, from the database: only what every reader may see.

use super::Quoting;
use crate::db::schema::{accounts, articles, comment_revisions, comments, quotes};
use crate::db::{ArticleId, CommentId, Conn, Timestamp};
use crate::markup;
use crate::quotes::SourceKind;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// How much of a comment's words the list shows, in characters.
const LEAD: usize = 240;

#[diesel::dsl::auto_type]
fn quotes_it(source: i64) -> _ {
    let kind: SourceKind = SourceKind::Comment;
    let here = quotes::table
        .filter(quotes::comment_id.eq(comments::id))
        .filter(quotes::revision.eq(comments::revision))
        .filter(quotes::source_kind.eq(kind))
        .filter(quotes::source_id.eq(source));
    comments::state.eq("published").and(articles::state.eq("published")).and(exists(here))
}

/// The comments that quote this one, those of its own thread first, each thread in order.
///
/// # Errors
/// When the database refuses.
pub async fn quoting(
    mut db: &Conn,
    (source, thread): (CommentId, ArticleId),
    (before, most): (i64, i64),
) -> QueryResult<Vec<Quoting>> {
    type Row = (CommentId, ArticleId, String, i32, String, Option<Timestamp>, String);
    let rows: Vec<Row> = comments::table
        .inner_join(accounts::table.on(accounts::id.eq(comments::author_id)))
        .inner_join(articles::table.on(articles::id.eq(comments::article_id)))
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(comments::id)
                .and(comment_revisions::revision.eq(comments::revision))),
        )
        .filter(quotes_it(source.0))
        .order((comments::article_id.ne(thread), comments::article_id, comments::number))
        .offset(before)
        .limit(most)
        .select((
            comments::id,
            comments::article_id,
            articles::headline,
            comments::number.assume_not_null(),
            accounts::name,
            comments::published_at,
            comment_revisions::plain,
        ))
        .load(&mut db)
        .await?;
    let quoting = |(id, article, headline, number, author, at, plain): Row| Quoting {
        id,
        article,
        headline,
        number,
        author,
        at: at.unwrap_or(Timestamp::UNIX_EPOCH),
        lead: markup::excerpt(&plain, LEAD),
    };
    Ok(rows.into_iter().map(quoting).collect())
}

/// How many comments quote this one.
///
/// # Errors
/// When the database refuses.
pub async fn count_quoting(mut db: &Conn, source: CommentId) -> QueryResult<i64> {
    comments::table
        .inner_join(articles::table.on(articles::id.eq(comments::article_id)))
        .filter(quotes_it(source.0))
        .count()
        .get_result(&mut db)
        .await
}

/// In how many quotes the words of this comment stand, counting those that wait for a moderator, too.
///
/// # Errors
/// When the database refuses.
pub async fn count_in_texts(mut db: &Conn, source: CommentId) -> QueryResult<i64> {
    quotes::table
        .inner_join(
            comments::table
                .on(comments::id.eq(quotes::comment_id).and(comments::revision.eq(quotes::revision))),
        )
        .filter(quotes::source_kind.eq(SourceKind::Comment))
        .filter(quotes::source_id.eq(source.0))
        .filter(comments::state.eq_any(["published", "held"]))
        .count()
        .get_result(&mut db)
        .await
}

/// What is said of who quotes these comments has changed; the threads in which they stand, other than this one, follow.
///
/// # Errors
/// When the database refuses.
pub async fn raise_versions_of_quoted(
    mut db: &Conn,
    quoted: &[CommentId],
    own: ArticleId,
) -> QueryResult<()> {
    let threads = comments::table.filter(comments::id.eq_any(quoted)).select(comments::article_id);
    let others = articles::table.filter(articles::id.eq_any(threads)).filter(articles::id.ne(own));
    diesel::update(others).set(articles::version.eq(articles::version + 1)).execute(&mut db).await.map(|_| ())
}
