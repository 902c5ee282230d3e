//! Quotes in the database. Whatever is asked of a source is asked as a reader: only what is published is there.

use super::{Fidelity, Quoted, SourceKind, fingerprints, fold};
use crate::db::schema::{accounts, articles, comment_revisions, comments, quotes};
use crate::db::{AccountId, ArticleId, CommentId, Conn, Fixed, fixed};
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Integer, Nullable};
use diesel_async::RunQueryDsl;

/// Of so many comments, the newest that may have quoted words, it is checked whether they have them.
const MOST_CANDIDATES: i64 = 16;
/// So many revisions get their fingerprints at once.
const AT_ONCE: i64 = 200;

/// A comment that can be quoted.
#[derive(Clone, Debug, Queryable)]
pub struct CommentSource {
    pub id: CommentId,
    pub article_id: ArticleId,
    pub slug: String,
    pub headline: String,
    pub number: i32,
    pub author_id: AccountId,
    pub author: String,
    pub revision: i32,
    pub text: String,
    pub words: String,
    pub html: String,
}

#[derive(Insertable)]
#[diesel(table_name = quotes)]
struct QuoteRow<'a> {
    comment_id: CommentId,
    revision: i32,
    ordinal: i32,
    source_kind: SourceKind,
    source_id: Option<i64>,
    source_paragraph: Option<i32>,
    source_revision: Option<i32>,
    source_link: Option<&'a str>,
    exact: &'a str,
    prefix: &'a str,
    suffix: &'a str,
    start: Option<i32>,
    fidelity: Fidelity,
}

#[diesel::dsl::auto_type]
fn published() -> _ {
    let is_there: Fixed<Bool> = fixed("comments.state = 'published' and articles.state = 'published'");
    comments::table
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(comments::id)
                .and(comment_revisions::revision.eq(comments::revision))),
        )
        .inner_join(accounts::table.on(accounts::id.eq(comments::author_id)))
        .inner_join(articles::table.on(articles::id.eq(comments::article_id)))
        .filter(is_there)
}

#[diesel::dsl::auto_type]
fn columns() -> _ {
    (
        comments::id,
        comments::article_id,
        articles::slug,
        articles::headline,
        comments::number.assume_not_null(),
        comments::author_id,
        accounts::name,
        comments::revision,
        comment_revisions::source,
        comment_revisions::plain,
        comments::body_html,
    )
}

pub(super) async fn comment(
    mut db: &Conn,
    article: ArticleId,
    number: i32,
) -> QueryResult<Option<CommentSource>> {
    published()
        .filter(comments::article_id.eq(article))
        .filter(comments::number.eq(number))
        .select(columns())
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn comment_by_id(mut db: &Conn, id: CommentId) -> QueryResult<Option<CommentSource>> {
    published().filter(comments::id.eq(id)).select(columns()).first(&mut db).await.optional()
}

/// The comments with these numbers.
pub(super) async fn numbered(
    mut db: &Conn,
    article: ArticleId,
    numbers: &[i32],
) -> QueryResult<Vec<CommentSource>> {
    published()
        .filter(comments::article_id.eq(article))
        .filter(comments::number.eq_any(numbers))
        .select(columns())
        .load(&mut db)
        .await
}

/// The comments of a thread that have these fingerprints, newest first; not this one.
pub(super) async fn comments_with(
    mut db: &Conn,
    article: ArticleId,
    fingerprints: &[i32],
    not: Option<CommentId>,
) -> QueryResult<Vec<CommentSource>> {
    // The offset keeps the planner from walking through the thread, reading all fingerprints on the way.
    let with = diesel::alias!(comment_revisions as with_fingerprints);
    let candidates = with
        .filter(with.field(comment_revisions::fingerprints).contains(fingerprints))
        .select(with.field(comment_revisions::comment_id))
        .offset(0);
    published()
        .filter(comments::article_id.eq(article))
        .filter(comments::id.eq_any(candidates))
        .filter(comments::id.ne(not.unwrap_or(CommentId(-1))))
        .order(comments::number.desc())
        .limit(MOST_CANDIDATES)
        .select(columns())
        .load(&mut db)
        .await
}

/// Gives fingerprints to revisions that were saved before there were any: how many. Several processes may do this at
/// once.
///
/// # Errors
/// When the database refuses.
pub async fn fingerprint_older(mut db: &Conn) -> QueryResult<usize> {
    let rows: Vec<(CommentId, i32, ArticleId, String)> = comment_revisions::table
        .inner_join(comments::table)
        .filter(comment_revisions::fingerprints.is_null())
        .order(comment_revisions::comment_id)
        .limit(AT_ONCE)
        .select((
            comment_revisions::comment_id,
            comment_revisions::revision,
            comments::article_id,
            comment_revisions::plain,
        ))
        .load(&mut db)
        .await?;
    for (comment, revision, article, plain) in &rows {
        // What was emptied meanwhile stays so.
        let row = comment_revisions::table
            .find((comment, revision))
            .filter(comment_revisions::fingerprints.is_null());
        let found = fingerprints::of_text(*article, &fold::fold(plain));
        diesel::update(row).set(comment_revisions::fingerprints.eq(found)).execute(&mut db).await?;
    }
    Ok(rows.len())
}

/// What a comment's present text quotes: kind, id and paragraph of each source.
pub(super) async fn quoted_in(
    mut db: &Conn,
    id: CommentId,
) -> QueryResult<Vec<(SourceKind, i64, Option<i32>)>> {
    quotes::table
        .inner_join(
            comments::table
                .on(comments::id.eq(quotes::comment_id).and(comments::revision.eq(quotes::revision))),
        )
        .filter(quotes::comment_id.eq(id))
        .filter(quotes::source_id.is_not_null())
        .order(quotes::ordinal)
        .select((quotes::source_kind, quotes::source_id.assume_not_null(), quotes::source_paragraph))
        .load(&mut db)
        .await
}

/// Keeps the quotes of a revision.
///
/// # Errors
/// When the database refuses.
pub async fn insert(
    mut db: &Conn,
    comment_id: CommentId,
    revision: i32,
    found: &[Quoted],
) -> QueryResult<()> {
    let rows: Vec<QuoteRow<'_>> = (0_i32..)
        .zip(found)
        .map(|(ordinal, quoted)| QuoteRow {
            comment_id,
            revision,
            ordinal,
            source_kind: quoted.kind,
            source_id: quoted.source_id,
            source_paragraph: quoted.paragraph,
            source_revision: quoted.source_revision,
            source_link: quoted.link.as_deref(),
            exact: &quoted.standing.exact,
            prefix: &quoted.standing.prefix,
            suffix: &quoted.standing.suffix,
            start: quoted.source_id.and_then(|_| i32::try_from(quoted.standing.start).ok()),
            fidelity: quoted.fidelity,
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(quotes::table).values(rows).execute(&mut db).await.map(|_| ())
}

/// The comments that any revision of a comment quotes.
///
/// # Errors
/// When the database refuses.
pub async fn sources_of(mut db: &Conn, comment: CommentId) -> QueryResult<Vec<CommentId>> {
    quotes::table
        .filter(quotes::comment_id.eq(comment))
        .filter(quotes::source_kind.eq(SourceKind::Comment))
        .select(quotes::source_id.assume_not_null())
        .distinct()
        .load(&mut db)
        .await
}

/// Counts anew how many published comments quote each of these, and which are the first of them. Whoever calls it has
/// taken the threads of all of them ([`super::lives::take_threads`]), so that nobody else counts meanwhile.
///
/// # Errors
/// When the database refuses.
pub async fn recount(mut db: &Conn, sources: &[CommentId]) -> QueryResult<()> {
    diesel::update(comments::table.filter(comments::id.eq_any(sources)))
        .set((comments::quoted.eq(COUNT_QUOTING), comments::quoters.eq(FIRST_QUOTERS)))
        .execute(&mut db)
        .await
        .map(|_| ())
}

/// How many published comments quote the comment of a row.
const COUNT_QUOTING: Fixed<Integer> = fixed(
    "(select count(distinct quoting.id) from comments quoting join quotes
         on quotes.comment_id = quoting.id and quotes.revision = quoting.revision
       where quotes.source_kind = 'comment' and quotes.source_id = comments.id and quoting.state = 'published')",
);

/// The numbers of the first three of them that stand in the same thread.
const FIRST_QUOTERS: Fixed<Nullable<Array<Nullable<Integer>>>> = fixed(
    "array(select distinct quoting.number from comments quoting join quotes
         on quotes.comment_id = quoting.id and quotes.revision = quoting.revision
       where quotes.source_kind = 'comment' and quotes.source_id = comments.id
         and quoting.state = 'published' and quoting.article_id = comments.article_id
       order by quoting.number limit 3)",
);

/// A column for a query of comments: the numbers of the first three comments in the same thread that quote it.
#[must_use]
pub fn quoters() -> Fixed<Array<Integer>> {
    fixed(
        "(case when comments.quoted = 0 then '{}' else coalesce(comments.quoters, array(
           select distinct quoting.number from comments quoting join quotes
               on quotes.comment_id = quoting.id and quotes.revision = quoting.revision
            where quotes.source_kind = 'comment' and quotes.source_id = comments.id
              and quoting.state = 'published' and quoting.article_id = comments.article_id
            order by quoting.number limit 3)) end)",
    )
}
