//! The people whom a comment answers and quotes, from the database. Who left the board is told of nothing, and nobody of
//! a quote of words that readers do not see.

use crate::accounts::FORMER;
use crate::comments::{Comment, CommentState};
use crate::db::schema::{accounts, comments, quotes};
use crate::db::{AccountId, CommentId, Conn};
use crate::quotes::SourceKind;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

#[diesel::dsl::auto_type]
fn seen() -> _ {
    let published: CommentState = CommentState::Published;
    let former: &'static str = FORMER;
    comments::table
        .inner_join(accounts::table.on(accounts::id.eq(comments::author_id)))
        .filter(comments::state.eq(published))
        .filter(accounts::name.ne(former))
}

pub async fn answered(mut db: &Conn, comment: &Comment) -> QueryResult<Option<AccountId>> {
    let Some(number) = comment.reply_to else { return Ok(None) };
    seen()
        .filter(comments::article_id.eq(comment.article_id))
        .filter(comments::number.eq(number))
        .select(accounts::id)
        .first(&mut db)
        .await
        .optional()
}

/// Those whom the text that readers see quotes, each once.
pub async fn quoted(mut db: &Conn, (comment, revision): (CommentId, i32)) -> QueryResult<Vec<AccountId>> {
    let sources: Vec<i64> = quotes::table
        .filter(quotes::comment_id.eq(comment))
        .filter(quotes::revision.eq(revision))
        .filter(quotes::source_kind.eq(SourceKind::Comment))
        .filter(quotes::source_id.is_not_null())
        .select(quotes::source_id.assume_not_null())
        .load(&mut db)
        .await?;
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    seen().filter(comments::id.eq_any(sources)).select(accounts::id).distinct().load(&mut db).await
}
