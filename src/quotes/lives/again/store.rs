//! The last text of a comment and the quotes in it, from the database.

use crate::db::schema::{comment_revisions, quotes};
use crate::db::{CommentId, Conn};
use crate::quotes::lives::{Life, Text, original};
use crate::quotes::{Fidelity, SourceKind};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A quote of the last text of a comment that names its source, as it was found when it was made.
#[derive(Clone, Debug, Queryable)]
pub struct KeptQuote {
    pub ordinal: i32,
    pub kind: SourceKind,
    pub source_id: Option<i64>,
    pub paragraph: Option<i32>,
    pub source_revision: Option<i32>,
    pub exact: String,
    pub prefix: String,
    pub suffix: String,
    pub start: Option<i32>,
    pub fidelity: Fidelity,
}

/// The last text of a comment, whatever became of it, before something became of its quotes.
pub async fn last(mut db: &Conn, comment: CommentId) -> QueryResult<Option<Text>> {
    let revision: Option<i32> = comment_revisions::table
        .filter(comment_revisions::comment_id.eq(comment))
        .select(diesel::dsl::max(comment_revisions::revision))
        .first(&mut db)
        .await?;
    match revision {
        Some(revision) => original(db, comment, revision).await,
        None => Ok(None),
    }
}

/// The quotes of that text; those whose words were taken away are left out.
pub async fn kept_quotes(mut db: &Conn, comment: CommentId) -> QueryResult<Vec<KeptQuote>> {
    let last = diesel::alias!(comment_revisions as last);
    let revision = last
        .filter(last.field(comment_revisions::comment_id).eq(comment))
        .order(last.field(comment_revisions::revision).desc())
        .select(last.field(comment_revisions::revision))
        .limit(1);
    quotes::table
        .filter(quotes::comment_id.eq(comment))
        .filter(quotes::revision.eq_any(revision))
        .filter(quotes::source_id.is_not_null())
        .filter(quotes::life.ne_all([Life::Blanked, Life::Withdrawn]))
        .select((
            quotes::ordinal,
            quotes::source_kind,
            quotes::source_id,
            quotes::source_paragraph,
            quotes::source_revision,
            quotes::exact,
            quotes::prefix,
            quotes::suffix,
            quotes::start,
            quotes::fidelity,
        ))
        .load(&mut db)
        .await
}
