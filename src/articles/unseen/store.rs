//! Articles in whatever state, in the database.

use crate::articles::store::{columns, visible};
use crate::articles::{Article, ArticleState};
use crate::db::schema::{accounts, article_revisions, articles, publications, topics};
use crate::db::{AccountId, ArticleId, Conn, Few, Timestamp};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Timestamptz};
use diesel_async::RunQueryDsl;

/// An article, whether readers see it or not.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct AnyArticle {
    /// What it says.
    pub article: Article,
    /// Its state.
    pub state: ArticleState,
    /// When it was sent, where that was kept.
    pub sent_at: Option<Timestamp>,
    /// When what it said was erased.
    pub erased_at: Option<Timestamp>,
}

/// A line of a list of articles that readers do not see.
#[derive(Clone, Debug, Queryable)]
pub struct Unseen {
    /// Its id.
    pub id: ArticleId,
    /// The headline as it stands in the address.
    pub slug: String,
    /// The headline.
    pub headline: String,
    /// Its state.
    pub state: ArticleState,
}

/// An article in whatever state.
///
/// # Errors
/// When the database refuses.
pub async fn any(mut db: &Conn, id: ArticleId) -> QueryResult<Option<AnyArticle>> {
    articles::table
        .inner_join(publications::table)
        .inner_join(accounts::table.on(accounts::id.eq(articles::posted_by)))
        .left_join(topics::table)
        .filter(articles::id.eq(id))
        .select((columns(), articles::state, articles::sent_at, articles::erased_at))
        .first(&mut db)
        .await
        .optional()
}

/// The same; whoever else changes it waits until this transaction ends.
///
/// # Errors
/// When the database refuses.
pub async fn take(db: &Conn, id: ArticleId) -> QueryResult<Option<AnyArticle>> {
    let mut conn = db;
    let row = articles::table.find(id).select(articles::id).for_update();
    match row.first::<ArticleId>(&mut conn).await.optional()? {
        Some(id) => any(db, id).await,
        None => Ok(None),
    }
}

/// Whether readers see an article.
///
/// # Errors
/// When the database refuses.
pub async fn is_seen(mut db: &Conn, id: ArticleId) -> QueryResult<bool> {
    let seen = articles::table.filter(articles::id.eq(id)).filter(visible());
    diesel::select(diesel::dsl::exists(seen)).get_result(&mut db).await
}

/// What a member sent and readers do not see, latest first.
///
/// # Errors
/// When the database refuses.
pub async fn unseen_of(mut db: &Conn, poster: AccountId, most: i64) -> QueryResult<Vec<Unseen>> {
    articles::table
        .filter(articles::posted_by.eq(poster))
        .filter(articles::state.ne(ArticleState::Published))
        .filter(articles::erased_at.is_null())
        .order(articles::id.desc())
        .select((articles::id, articles::slug, articles::headline, articles::state))
        .at_most(most)
        .load(&mut db)
        .await
}

/// An article goes into a state in which readers do not see it, or from one such state into another; its link is free.
///
/// # Errors
/// When the database refuses.
pub async fn set_state(mut db: &Conn, id: ArticleId, state: ArticleState) -> QueryResult<()> {
    let set = (
        articles::state.eq(state),
        articles::link_folded.eq(None::<String>),
        articles::version.eq(articles::version + 1),
    );
    diesel::update(articles::table.find(id)).set(set).execute(&mut db).await.map(|_| ())
}

/// Readers see it, its thread has the link, and its text is one of those that its history shows.
pub(super) async fn publish(
    mut db: &Conn,
    known: &AnyArticle,
    link: Option<String>,
    now: Timestamp,
) -> QueryResult<()> {
    let article = &known.article;
    // Where people have talked in it, it is no new one.
    let (posted_at, active_at) = match known.state {
        ArticleState::Removed => (article.posted_at, article.active_at),
        _ if article.last_number > 0 => (article.posted_at, now),
        _ => (now, now),
    };
    let set = (
        articles::state.eq(ArticleState::Published),
        articles::link_folded.eq(link),
        articles::posted_at.eq(posted_at),
        articles::active_at.eq(active_at),
        articles::version.eq(articles::version + 1),
    );
    diesel::update(articles::table.find(article.id)).set(set).execute(&mut db).await?;
    set_shown(db, (article.id, article.revision), true).await
}

/// A text is one that readers never saw.
///
/// # Errors
/// When the database refuses.
pub async fn hide_text(db: &Conn, id: ArticleId, revision: i32) -> QueryResult<()> {
    set_shown(db, (id, revision), false).await
}

async fn set_shown(mut db: &Conn, text: (ArticleId, i32), shown: bool) -> QueryResult<()> {
    let text = diesel::update(article_revisions::table.find(text));
    text.set(article_revisions::shown.eq(shown)).execute(&mut db).await.map(|_| ())
}

/// Erases what an article says that was rejected: its head and all its texts. Its place stays, for the decisions name it.
///
/// # Errors
/// When the database refuses.
pub async fn erase(mut db: &Conn, id: ArticleId, now: Timestamp) -> QueryResult<()> {
    for sql in [
        // A publication that nobody knows of otherwise was named by its poster.
        "update publications set name = 'erased ' || id, name_folded = 'erased ' || id, slug = 'erased-' || id
          where id = (select publication_id from articles where id = $1)
            and not exists (select from articles where publication_id = publications.id and articles.id <> $1)",
        "delete from paragraphs where article_id = $1",
        "update article_revisions set source = '', headline = null, publication = null, link = null, byline = null,
                published_on = null where article_id = $1",
    ] {
        diesel::sql_query(sql).bind::<BigInt, _>(id).execute(&mut db).await?;
    }
    diesel::sql_query(
        "update articles set headline = 'An article that was erased', slug = 'erased', link = null, link_folded = null,
                byline = '', published_on = null, lead = '', erased_at = $2, version = version + 1 where id = $1",
    )
    .bind::<BigInt, _>(id)
    .bind::<Timestamptz, _>(now)
    .execute(&mut db)
    .await
    .map(|_| ())
}

#[derive(QueryableByName)]
struct Text {
    #[diesel(sql_type = BigInt)]
    article_id: i64,
    #[diesel(sql_type = Integer)]
    revision: i32,
}

/// Erases texts that readers never saw of articles that they saw in other words later: those that were saved until then, of
/// this poster or of anybody. Which these were.
///
/// # Errors
/// When the database refuses.
pub async fn erase_texts(
    mut db: &Conn,
    poster: Option<AccountId>,
    until: Timestamp,
) -> QueryResult<Vec<(ArticleId, i32)>> {
    let rows: Vec<Text> = diesel::sql_query(
        "with gone as (
             update article_revisions texts
                set source = '', headline = null, publication = null, link = null, byline = null, published_on = null
               from articles
              where articles.id = texts.article_id and articles.state in ('published', 'removed')
                and not texts.shown and texts.headline is not null and texts.revision <> articles.revision
                and texts.saved_at <= $1 and ($2::bigint is null or articles.posted_by = $2)
             returning texts.article_id, texts.revision),
         words as (
             delete from paragraphs using gone
              where paragraphs.article_id = gone.article_id and paragraphs.revision = gone.revision)
         select article_id, revision from gone order by 1, 2",
    )
    .bind::<Timestamptz, _>(until)
    .bind::<Nullable<BigInt>, _>(poster.map(|poster| poster.0))
    .load(&mut db)
    .await?;
    Ok(rows.into_iter().map(|text| (ArticleId(text.article_id), text.revision)).collect())
}

/// Whatever of a member's articles no reader sees is rejected, for nobody waits for it any more, and erased; so are texts
/// that nobody saw of the others. Which articles these were.
///
/// # Errors
/// When the database refuses.
pub async fn erase_rejected_of(db: &Conn, poster: AccountId, now: Timestamp) -> QueryResult<Vec<ArticleId>> {
    let mut conn = db;
    let theirs = articles::table
        .filter(articles::posted_by.eq(poster))
        .filter(articles::state.eq_any([ArticleState::Held, ArticleState::Rejected]))
        .filter(articles::erased_at.is_null());
    let ids: Vec<ArticleId> = diesel::update(theirs)
        .set(articles::state.eq(ArticleState::Rejected))
        .returning(articles::id)
        .get_results(&mut conn)
        .await?;
    for id in &ids {
        erase(db, *id, now).await?;
    }
    erase_texts(db, Some(poster), now).await?;
    Ok(ids)
}
