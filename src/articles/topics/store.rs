//! Topics and publications in the database.

use crate::articles::store::visible;
use crate::db::schema::{articles, publications, topics};
use crate::db::{Conn, PublicationId, TopicId};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = topics)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// Its name.
    pub name: String,
    /// Its name as it stands in an address.
    pub slug: String,
}

pub async fn publication_named(mut db: &Conn, name: &str, slug: &str) -> QueryResult<PublicationId> {
    let folded = name.to_lowercase();
    let there = publications::table.filter(publications::name_folded.eq(&folded)).select(publications::id);
    if let Some(id) = there.first(&mut db).await.optional()? {
        return Ok(id);
    }
    let taken: Vec<String> = publications::table
        .filter(publications::slug.like(format!("{slug}%")))
        .select(publications::slug)
        .load(&mut db)
        .await?;
    let free = std::iter::once(slug.to_owned()).chain((2..).map(|n| format!("{slug}-{n}")));
    let slug = free.into_iter().find(|slug| !taken.contains(slug)).unwrap_or_default();
    let row =
        (publications::name.eq(name), publications::name_folded.eq(&folded), publications::slug.eq(slug));
    // Somebody else may have made it in this very moment; then theirs is taken.
    diesel::insert_into(publications::table)
        .values(row)
        .on_conflict(publications::name_folded)
        .do_update()
        .set(publications::name_folded.eq(&folded))
        .returning(publications::id)
        .get_result(&mut db)
        .await
}

/// The publication with this slug, if readers see something of it: its name.
///
/// # Errors
/// When the database refuses.
pub async fn publication(mut db: &Conn, slug: &str) -> QueryResult<Option<String>> {
    let seen = articles::table.filter(articles::publication_id.eq(publications::id)).filter(visible());
    publications::table
        .filter(publications::slug.eq(slug))
        .filter(exists(seen))
        .select(publications::name)
        .first(&mut db)
        .await
        .optional()
}

/// The topics, in the administrator's order.
///
/// # Errors
/// When the database refuses.
pub async fn topics(mut db: &Conn) -> QueryResult<Vec<Topic>> {
    topics::table.order((topics::position, topics::name)).select(Topic::as_select()).load(&mut db).await
}

pub async fn insert_topic(mut db: &Conn, name: &str, slug: &str) -> QueryResult<()> {
    let last: Option<i32> = topics::table.select(diesel::dsl::max(topics::position)).first(&mut db).await?;
    let row = (topics::name.eq(name), topics::slug.eq(slug), topics::position.eq(last.unwrap_or(0) + 1));
    diesel::insert_into(topics::table).values(row).execute(&mut db).await.map(|_| ())
}

/// Gives a topic another name, which readers of its articles see; false if there is none.
pub async fn rename_topic(mut db: &Conn, slug: &str, name: &str) -> QueryResult<bool> {
    let row = diesel::update(topics::table.filter(topics::slug.eq(slug))).set(topics::name.eq(name));
    let Some(id) = row.returning(topics::id).get_result::<TopicId>(&mut db).await.optional()? else {
        return Ok(false);
    };
    let articles = diesel::update(articles::table.filter(articles::topic_id.eq(id)));
    articles.set(articles::version.eq(articles::version + 1)).execute(&mut db).await.map(|_| true)
}
