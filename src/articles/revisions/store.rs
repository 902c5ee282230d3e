//! Texts of articles in the database.

use crate::accounts::Writing;
use crate::articles::NewArticle;
use crate::articles::post::Checked;
use crate::articles::store::Article;
use crate::db::schema::{article_revisions, paragraphs};
use crate::db::{ArticleId, Conn, Timestamp};
use crate::markup;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use time::Date;

/// What the head of an article said at a revision. A headline is always there; without one, nothing was kept, for the
/// text is the first and was never corrected.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, AsChangeset)]
#[diesel(table_name = article_revisions)]
pub struct Facts {
    pub headline: Option<String>,
    pub publication: Option<String>,
    pub link: Option<String>,
    pub byline: Option<String>,
    pub published_on: Option<Date>,
}

/// The last text of an article.
#[derive(Clone, Debug, Queryable)]
pub struct Latest {
    /// Which.
    pub revision: i32,
    /// Its text, Markdown.
    pub source: String,
}

impl Facts {
    /// What the head of an article says now.
    pub fn of(article: &Article) -> Self {
        Self {
            headline: Some(article.headline.clone()),
            publication: Some(article.publication.clone()),
            link: article.link.clone(),
            byline: Some(article.byline.clone()),
            published_on: article.published_on,
        }
    }

    /// These, or what is said instead where nothing was kept.
    pub fn or(self, other: Self) -> Self {
        if self.headline.is_some() { self } else { other }
    }
}

pub async fn insert(
    mut db: &Conn,
    (id, revision): (ArticleId, i32),
    new: &NewArticle,
    checked: &Checked,
    (publication, writing): (&str, Writing<'_>),
) -> QueryResult<()> {
    let row = (
        article_revisions::article_id.eq(id),
        article_revisions::revision.eq(revision),
        article_revisions::source.eq(&new.text),
        article_revisions::renderer.eq(markup::RENDERER),
        article_revisions::saved_by.eq(writing.author.id),
        article_revisions::saved_at.eq(writing.now),
        article_revisions::headline.eq(&new.headline),
        article_revisions::publication.eq(publication),
        article_revisions::link.eq(checked.link.as_ref().map(url::Url::as_str)),
        article_revisions::byline.eq(&new.byline),
        article_revisions::published_on.eq(checked.published_on),
    );
    diesel::insert_into(article_revisions::table).values(row).execute(&mut db).await?;
    let rows: Vec<_> = (1_i32..)
        .zip(&checked.paragraphs)
        .map(|(ordinal, text)| {
            (
                paragraphs::article_id.eq(id),
                paragraphs::revision.eq(revision),
                paragraphs::ordinal.eq(ordinal),
                paragraphs::html.eq(text.html.as_str()),
                paragraphs::plain.eq(&text.plain),
            )
        })
        .collect();
    diesel::insert_into(paragraphs::table).values(rows).execute(&mut db).await.map(|_| ())
}

/// Keeps what the head of an article said at a revision, where nothing was kept of it.
pub async fn keep_facts(mut db: &Conn, (id, revision): (ArticleId, i32), facts: &Facts) -> QueryResult<()> {
    let row = article_revisions::table
        .filter(article_revisions::article_id.eq(id))
        .filter(article_revisions::revision.eq(revision))
        .filter(article_revisions::headline.is_null());
    diesel::update(row).set(facts).execute(&mut db).await.map(|_| ())
}

/// The last text of an article.
///
/// # Errors
/// When the database refuses.
pub async fn latest(mut db: &Conn, id: ArticleId) -> QueryResult<Latest> {
    article_revisions::table
        .filter(article_revisions::article_id.eq(id))
        .order(article_revisions::revision.desc())
        .select((article_revisions::revision, article_revisions::source))
        .first(&mut db)
        .await
}

/// A text of an article, what its head said with it, and since when.
pub type Text = (i32, String, Facts, Timestamp);

/// Every text of an article that readers saw, in order.
pub async fn shown(db: &Conn, id: ArticleId) -> QueryResult<Vec<Text>> {
    let (texts, hidden) = tokio::try_join!(all(db, id), hidden(db, id))?;
    Ok(texts.into_iter().filter(|text| !hidden.contains(&text.0)).collect())
}

/// Which texts of an article readers never saw.
async fn hidden(mut db: &Conn, id: ArticleId) -> QueryResult<Vec<i32>> {
    article_revisions::table
        .filter(article_revisions::article_id.eq(id))
        .filter(article_revisions::shown.eq(false))
        .select(article_revisions::revision)
        .load(&mut db)
        .await
}

/// Every text of an article, in order.
pub async fn all(mut db: &Conn, id: ArticleId) -> QueryResult<Vec<Text>> {
    article_revisions::table
        .filter(article_revisions::article_id.eq(id))
        .order(article_revisions::revision)
        .select((
            article_revisions::revision,
            article_revisions::source,
            (
                article_revisions::headline,
                article_revisions::publication,
                article_revisions::link,
                article_revisions::byline,
                article_revisions::published_on,
            ),
            article_revisions::saved_at,
        ))
        .load(&mut db)
        .await
}

pub async fn paragraph_rows(
    mut db: &Conn,
    id: ArticleId,
    revision: i32,
) -> QueryResult<Vec<(i32, String, String)>> {
    paragraphs::table
        .filter(paragraphs::article_id.eq(id))
        .filter(paragraphs::revision.eq(revision))
        .order(paragraphs::ordinal)
        .select((paragraphs::ordinal, paragraphs::html, paragraphs::plain))
        .load(&mut db)
        .await
}
