//! Articles, publications and topics in the database.

use super::ArticleState;
use crate::db::schema::{accounts, articles, paragraphs, publications, read_marks, topics};
use crate::db::{AccountId, ArticleId, Conn, Few, Fixed, PublicationId, Timestamp, TopicId, among, fixed};
use diesel::dsl::{exists, not};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel_async::RunQueryDsl;
use time::Date;
use uuid::Uuid;

/// An article as its readers see it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// The headline as it stands in the address.
    pub slug: String,
    /// The headline.
    pub headline: String,
    /// Where it can be read.
    pub link: Option<String>,
    /// Who wrote it.
    pub byline: String,
    /// When it was published.
    pub published_on: Option<Date>,
    /// When it was posted here.
    pub posted_at: Timestamp,
    /// Since when new comments are refused.
    pub closed_at: Option<Timestamp>,
    /// Since when moderators look at each comment before it appears.
    pub moderated_at: Option<Timestamp>,
    /// The highest number given in the thread.
    pub last_number: i32,
    /// How many comments readers see.
    pub comments: i32,
    /// When somebody last commented, or when it was posted.
    pub active_at: Timestamp,
    /// Which text of it is shown.
    pub revision: i32,
    /// Raised by every change that readers can see.
    pub version: i64,
    /// When it was last corrected.
    pub corrected_at: Option<Timestamp>,
    /// Who posted it: the account.
    pub poster: AccountId,
    /// Its publication's name.
    pub publication: String,
    /// Its publication's slug.
    pub publication_slug: String,
    /// Who posted it.
    pub posted_by: String,
    /// Its topic's name and slug.
    pub topic: Option<(String, String)>,
}

/// A line of a list of articles.
#[derive(Clone, Debug, Queryable)]
pub struct Listed {
    /// Its id.
    pub id: ArticleId,
    /// The headline as it stands in the address.
    pub slug: String,
    /// The headline.
    pub headline: String,
    /// The beginning of its text.
    pub lead: String,
    /// When it was published.
    pub published_on: Option<Date>,
    /// When it was posted here.
    pub posted_at: Timestamp,
    /// When somebody last commented, or when it was posted.
    pub active_at: Timestamp,
    /// The highest number given in the thread.
    pub last_number: i32,
    /// How many comments readers see.
    pub comments: i32,
    /// Whether no more comments come.
    pub closed_at: Option<Timestamp>,
    /// Its publication's name.
    pub publication: String,
    /// Its publication's slug.
    pub publication_slug: String,
    /// Its topic's name and slug.
    pub topic: Option<(String, String)>,
    /// Who commented last.
    pub last_writer: Option<String>,
    /// Up to which number the viewer has read; nothing for who never opened it.
    pub read: Option<i32>,
}

/// In which order articles are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest comment first.
    #[default]
    Active,
    /// The latest article first.
    New,
    /// The most comments first.
    Discussed,
    /// Like `Active`, only what the viewer has not read.
    Unread,
}

/// Which articles are listed, and for whom.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Only of this topic, by slug.
    pub topic: Option<String>,
    /// Only of this publication, by slug.
    pub publication: Option<String>,
    /// In this order.
    pub order: Order,
    /// For this viewer.
    pub viewer: Option<AccountId>,
}

/// A row to be written.
#[derive(Insertable)]
#[diesel(table_name = articles)]
pub(super) struct ArticleRow<'a> {
    pub publication_id: PublicationId,
    pub topic_id: Option<TopicId>,
    pub headline: &'a str,
    pub slug: String,
    pub link: Option<&'a str>,
    pub link_folded: Option<&'a str>,
    pub byline: &'a str,
    pub published_on: Option<Date>,
    pub lead: String,
    pub posted_by: AccountId,
    pub posted_at: Timestamp,
    pub sent_at: Timestamp,
    pub active_at: Timestamp,
    pub key: Uuid,
    pub state: ArticleState,
}

/// What a correction writes.
#[derive(AsChangeset)]
#[diesel(table_name = articles, treat_none_as_null = true)]
pub(super) struct CorrectedRow<'a> {
    pub publication_id: PublicationId,
    pub topic_id: Option<TopicId>,
    pub headline: &'a str,
    pub slug: String,
    pub link: Option<String>,
    pub link_folded: Option<String>,
    pub byline: &'a str,
    pub published_on: Option<Date>,
    pub lead: String,
    pub revision: i32,
    pub corrected_at: Option<Timestamp>,
}

/// What readers may see of articles: those that are published. The state stands in the text of the query, so that a plan
/// that is made once can go by the indexes of what is published.
#[must_use]
pub fn visible() -> Fixed<Bool> {
    fixed("articles.state = 'published'")
}

/// What an [`Article`] is read from, with its publication, its poster's account and its topic, if it has one.
#[diesel::dsl::auto_type]
pub(super) fn columns() -> _ {
    (
        articles::id,
        articles::slug,
        articles::headline,
        articles::link,
        articles::byline,
        articles::published_on,
        articles::posted_at,
        articles::closed_at,
        articles::moderated_at,
        articles::last_number,
        articles::comments,
        articles::active_at,
        articles::revision,
        articles::version,
        articles::corrected_at,
        articles::posted_by,
        publications::name,
        publications::slug,
        accounts::name,
        (topics::name, topics::slug).nullable(),
    )
}

/// An article that readers may see.
///
/// # Errors
/// When the database refuses.
pub async fn find(mut db: &Conn, id: ArticleId) -> QueryResult<Option<Article>> {
    articles::table
        .inner_join(publications::table)
        .inner_join(accounts::table.on(accounts::id.eq(articles::posted_by)))
        .left_join(topics::table)
        .filter(articles::id.eq(id))
        .filter(visible())
        .select(columns())
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn with_link(db: &Conn, folded: &str) -> QueryResult<Option<Article>> {
    let mut conn = db;
    let linked = articles::table.filter(articles::link_folded.eq(folded)).filter(visible());
    let id = linked.select(articles::id).first(&mut conn).await;
    match id.optional()? {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// What a shelf holds: articles that readers see, of its topic and its publication, without those that the viewer has
/// read if it is of what is unread.
pub(super) fn on(shelf: &Shelf) -> articles::BoxedQuery<'_, Pg> {
    let mut query = articles::table.filter(visible()).into_boxed();
    if let Some(slug) = &shelf.topic {
        let topic = topics::table.filter(topics::slug.eq(slug)).select(topics::id);
        query = query.filter(articles::topic_id.eq(topic.single_value()));
    }
    if let Some(slug) = &shelf.publication {
        let publication = publications::table.filter(publications::slug.eq(slug)).select(publications::id);
        query = query.filter(articles::publication_id.nullable().eq(publication.single_value()));
    }
    if let (Order::Unread, Some(viewer)) = (shelf.order, shelf.viewer) {
        let read = read_marks::table
            .filter(read_marks::account_id.eq(viewer))
            .filter(read_marks::article_id.eq(articles::id))
            .filter(read_marks::number.ge(articles::last_number));
        query = query.filter(not(exists(read)));
    }
    query
}

/// The articles of a shelf, a page of them.
///
/// # Errors
/// When the database refuses.
pub async fn listed(mut db: &Conn, shelf: &Shelf, page: i32, per_page: i32) -> QueryResult<Vec<Listed>> {
    // -1 is nobody's id: a viewer who is not signed in has no marks.
    let viewer = shelf.viewer.unwrap_or(AccountId(-1));
    let before = i64::from(page.max(1) - 1) * i64::from(per_page);
    let these = on(shelf).select(articles::id).offset(before);
    let these = match shelf.order {
        Order::Active | Order::Unread => these.order((articles::active_at.desc(), articles::id.desc())),
        Order::New => these.order((articles::posted_at.desc(), articles::id.desc())),
        Order::Discussed => these.order((articles::comments.desc(), articles::id.desc())),
    };
    let query = articles::table
        .inner_join(publications::table)
        .left_join(topics::table)
        .left_join(accounts::table.on(articles::last_comment_by.eq(accounts::id.nullable())))
        .left_join(
            read_marks::table
                .on(read_marks::article_id.eq(articles::id).and(read_marks::account_id.eq(viewer))),
        )
        .filter(among("articles.id", these.at_most(per_page.into())))
        .select((
            articles::id,
            articles::slug,
            articles::headline,
            articles::lead,
            articles::published_on,
            articles::posted_at,
            articles::active_at,
            articles::last_number,
            articles::comments,
            articles::closed_at,
            publications::name,
            publications::slug,
            (topics::name, topics::slug).nullable(),
            accounts::name.nullable(),
            read_marks::number.nullable(),
        ))
        .into_boxed();
    match shelf.order {
        Order::Active | Order::Unread => query.order((articles::active_at.desc(), articles::id.desc())),
        Order::New => query.order((articles::posted_at.desc(), articles::id.desc())),
        Order::Discussed => query.order((articles::comments.desc(), articles::id.desc())),
    }
    .load(&mut db)
    .await
}

/// How many articles a shelf holds.
///
/// # Errors
/// When the database refuses.
pub async fn count_listed(mut db: &Conn, shelf: &Shelf) -> QueryResult<i64> {
    on(shelf).count().get_result(&mut db).await
}

/// What a member posted, latest first, older than this one.
///
/// # Errors
/// When the database refuses.
pub async fn of_poster(
    mut db: &Conn,
    poster: AccountId,
    before: Option<ArticleId>,
    most: i64,
) -> QueryResult<Vec<(ArticleId, String, String)>> {
    articles::table
        .filter(articles::posted_by.eq(poster))
        .filter(articles::id.lt(before.unwrap_or(ArticleId(i64::MAX))))
        .filter(visible())
        .order(articles::id.desc())
        .select((articles::id, articles::slug, articles::headline))
        .at_most(most)
        .load(&mut db)
        .await
}

pub(super) async fn paragraph_rows(mut db: &Conn, id: ArticleId) -> QueryResult<Vec<(i32, String, String)>> {
    articles::table
        .inner_join(
            paragraphs::table
                .on(paragraphs::article_id.eq(articles::id).and(paragraphs::revision.eq(articles::revision))),
        )
        .filter(articles::id.eq(id))
        .order(paragraphs::ordinal)
        .select((paragraphs::ordinal, paragraphs::html, paragraphs::plain))
        .load(&mut db)
        .await
}

pub(super) async fn posted_with_key(
    mut db: &Conn,
    by: AccountId,
    key: Uuid,
) -> QueryResult<Option<ArticleId>> {
    articles::table
        .filter(articles::posted_by.eq(by))
        .filter(articles::key.eq(key))
        .select(articles::id)
        .first(&mut db)
        .await
        .optional()
}

pub(super) async fn insert(mut db: &Conn, row: &ArticleRow<'_>) -> QueryResult<ArticleId> {
    diesel::insert_into(articles::table).values(row).returning(articles::id).get_result(&mut db).await
}

/// An article that readers may see; whoever else changes it, or quotes it, waits until this transaction ends.
pub(super) async fn find_for_correction(db: &Conn, id: ArticleId) -> QueryResult<Option<Article>> {
    let mut conn = db;
    let row = articles::table.find(id).select(articles::id).for_update();
    match row.first::<ArticleId>(&mut conn).await.optional()? {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

pub(super) async fn correct(mut db: &Conn, id: ArticleId, row: &CorrectedRow<'_>) -> QueryResult<()> {
    let article = diesel::update(articles::table.find(id));
    article.set((row, articles::version.eq(articles::version + 1))).execute(&mut db).await.map(|_| ())
}
