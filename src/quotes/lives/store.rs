//! What became of quotes, and the originals of the texts that show it, in the database. Whole sets of rows at once: a
//! comment may be quoted ten thousand times.

use super::Life;
use super::text::Text;
use crate::db::schema::{articles, comment_revisions, comments, originals, quotes};
use crate::db::{ArticleId, CommentId, Conn, among};
use crate::quotes::{Fidelity, SourceKind};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text as SqlText};
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use std::collections::BTreeMap;

/// A text: its comment, and which revision.
pub type Key = (CommentId, i32);

/// A quote of a comment, in a text.
#[derive(Clone, Debug, QueryableByName)]
pub(super) struct QuoteOf {
    #[diesel(sql_type = BigInt)]
    comment_id: CommentId,
    #[diesel(sql_type = Integer)]
    revision: i32,
    #[diesel(sql_type = Integer)]
    pub ordinal: i32,
    #[diesel(sql_type = SqlText)]
    pub exact: String,
    #[diesel(sql_type = SqlText)]
    pub fidelity: Fidelity,
    #[diesel(sql_type = SqlText)]
    pub life: Life,
    #[diesel(sql_type = Bool)]
    pub unsettled: bool,
    #[diesel(sql_type = BigInt)]
    pub source: CommentId,
    #[diesel(sql_type = Nullable<Integer>)]
    pub source_revision: Option<i32>,
}

/// A text, as it was before something became of its quotes.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    key: Key,
    pub original: Text,
    /// Its HTML as readers see it now.
    pub shown: String,
    /// Whether the original is kept apart.
    pub apart: bool,
}

/// How a text is to be from now on; with its original, if that differs.
pub(super) struct Change {
    pub key: Key,
    pub shown: Text,
    pub original: Option<Text>,
}

/// A quoted comment as it is now.
#[derive(Clone, Debug)]
pub(super) struct SourceNow {
    pub state: String,
    pub withheld: bool,
    pub plain: String,
    /// The versions of it that its history shows.
    pub versions: Vec<i32>,
}

#[derive(QueryableByName)]
struct TextRow {
    #[diesel(sql_type = BigInt)]
    comment_id: CommentId,
    #[diesel(sql_type = Integer)]
    revision: i32,
    #[diesel(sql_type = SqlText)]
    source: String,
    #[diesel(sql_type = SqlText)]
    html: String,
    #[diesel(sql_type = SqlText)]
    shown: String,
    #[diesel(sql_type = Bool)]
    apart: bool,
}

impl QuoteOf {
    /// The text that it stands in.
    pub fn text(&self) -> Key {
        (self.comment_id, self.revision)
    }

    /// Its own key.
    pub fn key(&self) -> (CommentId, i32, i32) {
        (self.comment_id, self.revision, self.ordinal)
    }
}

impl Kept {
    /// Which text it is.
    pub fn key(&self) -> Key {
        self.key
    }
}

/// Takes the threads in which something follows when this comment changes: its own, those of the comments that quote it,
/// and those of the comments that it quotes. Always in the same order, so that no two wait for each other; before the
/// rows of comments.
///
/// # Errors
/// When the database refuses.
pub async fn take_threads(mut db: &Conn, id: CommentId) -> QueryResult<()> {
    diesel::sql_query(
        "select id from articles where id in (
             select article_id from comments where id = $1
              union select quoting.article_id from quotes join comments quoting on quoting.id = quotes.comment_id
                     where quotes.source_kind = 'comment' and quotes.source_id = $1
              union select quoted.article_id from quotes join comments quoted on quoted.id = quotes.source_id
                     where quotes.source_kind = 'comment' and quotes.comment_id = $1)
          order by id for no key update",
    )
    .bind::<BigInt, _>(id)
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// Takes a thread in which a comment is about to appear, together with those of the comments that it quotes.
///
/// # Errors
/// When the database refuses.
pub async fn take_threads_with(mut db: &Conn, thread: ArticleId, quoted: &[CommentId]) -> QueryResult<()> {
    if quoted.is_empty() {
        return Ok(());
    }
    let theirs = comments::table.filter(comments::id.eq_any(quoted)).select(comments::article_id);
    articles::table
        .filter(articles::id.eq(thread).or(among("articles.id", theirs)))
        .order(articles::id)
        .select(articles::id)
        .for_no_key_update()
        .load::<ArticleId>(&mut db)
        .await
        .map(|_| ())
}

/// Takes the threads in which these texts stand.
///
/// # Errors
/// When the database refuses.
pub async fn take_threads_of(mut db: &Conn, texts: &[Key]) -> QueryResult<()> {
    let of = comments::table.filter(comments::id.eq_any(texts.iter().map(|text| text.0)));
    articles::table
        .filter(articles::id.eq_any(of.select(comments::article_id)))
        .order(articles::id)
        .select(articles::id)
        .for_no_key_update()
        .load::<ArticleId>(&mut db)
        .await
        .map(|_| ())
}

/// Takes the comments with these ids, and says which text of each readers see; those that they do not see are left out.
pub(super) async fn take_sources(mut db: &Conn, ids: &[i64]) -> QueryResult<Vec<(i64, i32)>> {
    let rows: Vec<(CommentId, i32, String)> = comments::table
        .filter(comments::id.eq_any(ids.iter().copied().map(CommentId)))
        .order(comments::id)
        .select((comments::id, comments::revision, comments::state))
        .for_no_key_update()
        .load(&mut db)
        .await?;
    let seen = rows.into_iter().filter(|(.., state)| state == "published");
    Ok(seen.map(|(id, revision, _)| (id.0, revision)).collect())
}

/// Marks the quotes of a comment as to be looked at again, and says how many there are. What was withdrawn stays so.
pub(super) async fn unsettle(mut db: &Conn, source: CommentId) -> QueryResult<usize> {
    let of_it = quotes::table
        .filter(quotes::source_kind.eq(SourceKind::Comment))
        .filter(quotes::source_id.eq(source.0))
        .filter(quotes::life.ne(Life::Withdrawn));
    diesel::update(of_it).set(quotes::unsettled.eq(true)).execute(&mut db).await
}

pub(super) async fn unsettle_text(mut db: &Conn, comment: CommentId, revision: i32) -> QueryResult<()> {
    let of_it = quotes::table
        .filter(quotes::comment_id.eq(comment))
        .filter(quotes::revision.eq(revision))
        .filter(quotes::source_kind.eq(SourceKind::Comment));
    diesel::update(of_it).set(quotes::unsettled.eq(true)).execute(&mut db).await.map(|_| ())
}

/// Texts with quotes that are to be looked at again, at most so many; of one source, or of all.
pub(super) async fn unsettled(mut db: &Conn, source: Option<CommentId>, most: i64) -> QueryResult<Vec<Key>> {
    let query = quotes::table
        .filter(quotes::unsettled)
        .filter(quotes::source_kind.eq(SourceKind::Comment))
        .order((quotes::comment_id, quotes::revision))
        .limit(most)
        .select((quotes::comment_id, quotes::revision))
        .distinct()
        .into_boxed();
    match source {
        Some(source) => query.filter(quotes::source_id.eq(source.0)).load(&mut db).await,
        None => query.load(&mut db).await,
    }
}

/// The quotes of comments in these texts.
pub(super) async fn quotes_in(mut db: &Conn, texts: &[Key]) -> QueryResult<Vec<QuoteOf>> {
    let (ids, revisions) = columns(texts);
    diesel::sql_query(
        "select quotes.comment_id, quotes.revision, ordinal, exact, fidelity, life, unsettled,
                source_id as source, source_revision
           from unnest($1, $2) text (id, revision)
           join quotes on quotes.comment_id = text.id and quotes.revision = text.revision
          where source_kind = 'comment' and source_id is not null order by 1, 2, 3",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Integer>, _>(revisions)
    .load(&mut db)
    .await
}

/// These texts, with their originals.
pub(super) async fn texts(mut db: &Conn, texts: &[Key]) -> QueryResult<Vec<Kept>> {
    let (ids, revisions) = columns(texts);
    let rows: Vec<TextRow> = diesel::sql_query(
        "select here.comment_id, here.revision, here.html as shown, originals.html is not null as apart,
                coalesce(originals.source, here.source) as source, coalesce(originals.html, here.html) as html
           from unnest($1, $2) text (id, revision)
           join comment_revisions here on here.comment_id = text.id and here.revision = text.revision
           left join originals on originals.comment_id = text.id and originals.revision = text.revision",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Integer>, _>(revisions)
    .load(&mut db)
    .await?;
    let kept = |row: TextRow| Kept {
        key: (row.comment_id, row.revision),
        original: Text { source: row.source, html: row.html },
        shown: row.shown,
        apart: row.apart,
    };
    Ok(rows.into_iter().map(kept).collect())
}

/// A text as it was before something became of its quotes.
///
/// # Errors
/// When the database refuses.
pub async fn original(db: &Conn, comment: CommentId, revision: i32) -> QueryResult<Option<Text>> {
    Ok(texts(db, &[(comment, revision)]).await?.into_iter().next().map(|kept| kept.original))
}

/// The quoted comments as they are now, by their ids.
pub(super) async fn sources(mut db: &Conn, ids: &[CommentId]) -> QueryResult<BTreeMap<CommentId, SourceNow>> {
    let rows = comments::table
        .inner_join(
            comment_revisions::table.on(comment_revisions::comment_id
                .eq(comments::id)
                .and(comment_revisions::revision.eq(comments::revision))),
        )
        .filter(comments::id.eq_any(ids))
        .select((comments::id, comments::state, comments::withheld, comment_revisions::plain))
        .load::<(CommentId, String, bool, String)>(&mut db);
    let mut same = db;
    let versions = comment_revisions::table
        .filter(comment_revisions::comment_id.eq_any(ids))
        .filter(comment_revisions::state.eq("published"))
        .select((comment_revisions::comment_id, comment_revisions::revision))
        .load::<(CommentId, i32)>(&mut same);
    let (rows, versions) = tokio::try_join!(rows, versions)?;
    let now = |(id, state, withheld, plain)| {
        let versions = versions.iter().filter(|(of, _)| *of == id).map(|(_, revision)| *revision).collect();
        (id, SourceNow { state, withheld, plain, versions })
    };
    Ok(rows.into_iter().map(now).collect())
}

/// Keeps what became of these quotes.
pub(super) async fn keep_lives(mut db: &Conn, lives: &[((CommentId, i32, i32), Life)]) -> QueryResult<()> {
    diesel::sql_query(
        "update quotes set life = now.life, unsettled = false
           from unnest($1, $2, $3, $4) now (comment_id, revision, ordinal, life)
          where quotes.comment_id = now.comment_id and quotes.revision = now.revision
            and quotes.ordinal = now.ordinal",
    )
    .bind::<Array<BigInt>, _>(lives.iter().map(|(key, _)| key.0.0).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(lives.iter().map(|(key, _)| key.1).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(lives.iter().map(|(key, _)| key.2).collect::<Vec<_>>())
    .bind::<Array<SqlText>, _>(lives.iter().map(|(_, life)| *life).collect::<Vec<_>>())
    .execute(&mut db)
    .await
    .map(|_| ())
}

/// Writes these texts and their originals; the threads in which they stand have changed then.
pub(super) async fn keep_changes(mut db: &Conn, changes: &[Change]) -> QueryResult<()> {
    if changes.is_empty() {
        return Ok(());
    }
    keep_originals(db, changes).await?;
    let keys: Vec<Key> = changes.iter().map(|change| change.key).collect();
    let (ids, revisions) = columns(&keys);
    for sql in [
        "update comment_revisions here set source = now.source, html = now.html
           from unnest($1, $2, $3, $4) now (id, revision, source, html)
          where here.comment_id = now.id and here.revision = now.revision",
        "update comments here set body_html = now.html
           from unnest($1, $2, $3, $4) now (id, revision, source, html)
          where here.id = now.id and here.revision = now.revision",
    ] {
        diesel::sql_query(sql)
            .bind::<Array<BigInt>, _>(&ids)
            .bind::<Array<Integer>, _>(&revisions)
            .bind::<Array<SqlText>, _>(
                changes.iter().map(|one| one.shown.source.as_str()).collect::<Vec<_>>(),
            )
            .bind::<Array<SqlText>, _>(changes.iter().map(|one| one.shown.html.as_str()).collect::<Vec<_>>())
            .execute(&mut db)
            .await?;
    }
    let of = comments::table.filter(comments::id.eq_any(keys.iter().map(|key| key.0)));
    diesel::update(articles::table.filter(articles::id.eq_any(of.select(comments::article_id))))
        .set(articles::version.eq(articles::version + 1))
        .execute(&mut db)
        .await
        .map(|_| ())
}

async fn keep_originals(mut db: &Conn, changes: &[Change]) -> QueryResult<()> {
    let plain: Vec<Key> = changes.iter().filter(|one| one.original.is_none()).map(|one| one.key).collect();
    let (ids, revisions) = columns(&plain);
    diesel::sql_query(
        "delete from originals using unnest($1, $2) text (id, revision)
          where originals.comment_id = text.id and originals.revision = text.revision",
    )
    .bind::<Array<BigInt>, _>(ids)
    .bind::<Array<Integer>, _>(revisions)
    .execute(&mut db)
    .await?;
    let rows: Vec<_> = changes
        .iter()
        .filter_map(|one| Some((one.key, one.original.as_ref()?)))
        .map(|((comment, revision), text)| {
            (
                originals::comment_id.eq(comment.0),
                originals::revision.eq(revision),
                originals::source.eq(text.source.as_str()),
                originals::html.eq(text.html.as_str()),
            )
        })
        .collect();
    diesel::insert_into(originals::table)
        .values(rows)
        .on_conflict((originals::comment_id, originals::revision))
        .do_update()
        .set((
            originals::source.eq(excluded(originals::source)),
            originals::html.eq(excluded(originals::html)),
        ))
        .execute(&mut db)
        .await
        .map(|_| ())
}

fn columns(texts: &[Key]) -> (Vec<i64>, Vec<i32>) {
    texts.iter().map(|(id, revision)| (id.0, *revision)).unzip()
}
