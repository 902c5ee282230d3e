//! The newest articles, from the database.

use super::Newest;
use crate::articles::Article;
use crate::articles::store::{columns, on, visible};
use crate::db::schema::{accounts, articles, paragraphs, publications, topics};
use crate::db::{ArticleId, Conn, Few, Timestamp, among, fixed};
use crate::markup::SafeHtml;
use diesel::dsl::max;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{BoxedSelectStatement, FromClause};
use diesel::sql_types::{BigInt, Bool};
use diesel_async::RunQueryDsl;

type Ids<'a> = BoxedSelectStatement<'a, BigInt, FromClause<articles::table>, Pg>;

/// Which articles, by their ids, the newest first. What one member posted goes by the ids, as their index does.
fn ids(of: Newest<'_>) -> Ids<'_> {
    match of {
        Newest::On(shelf) => {
            on(shelf).select(articles::id).order((articles::posted_at.desc(), articles::id.desc()))
        }
        Newest::Of(poster) => articles::table
            .filter(visible())
            .filter(articles::posted_by.eq(poster))
            .select(articles::id)
            .order(articles::id.desc())
            .into_boxed(),
    }
}

/// The newest articles that readers see, so many at most.
///
/// # Errors
/// When the database refuses.
pub async fn newest(mut db: &Conn, of: Newest<'_>, most: i64) -> QueryResult<Vec<Article>> {
    articles::table
        .inner_join(publications::table)
        .inner_join(accounts::table.on(accounts::id.eq(articles::posted_by)))
        .left_join(topics::table)
        .filter(among("articles.id", ids(of).at_most(most)))
        .order((articles::posted_at.desc(), articles::id.desc()))
        .select(columns())
        .load(&mut db)
        .await
}

/// The paragraphs of the same articles, in their order.
///
/// # Errors
/// When the database refuses.
pub async fn newest_texts(
    mut db: &Conn,
    of: Newest<'_>,
    most: i64,
) -> QueryResult<Vec<(ArticleId, SafeHtml)>> {
    let rows: Vec<(ArticleId, String)> = articles::table
        .inner_join(
            paragraphs::table
                .on(paragraphs::article_id.eq(articles::id).and(paragraphs::revision.eq(articles::revision))),
        )
        .filter(among("articles.id", ids(of).at_most(most)))
        .order((paragraphs::article_id, paragraphs::ordinal))
        .select((articles::id, paragraphs::html))
        .load(&mut db)
        .await?;
    Ok(rows.into_iter().map(|(id, html)| (id, SafeHtml::stored(html))).collect())
}

/// When the last of what was taken away of these was posted or corrected, so that a list does not seem to be older without
/// it.
///
/// # Errors
/// When the database refuses.
pub async fn last_taken_away(mut db: &Conn, of: Newest<'_>) -> QueryResult<Option<Timestamp>> {
    let mut gone = articles::table.filter(fixed::<Bool>("articles.state = 'removed'")).into_boxed();
    match of {
        Newest::Of(poster) => gone = gone.filter(articles::posted_by.eq(poster)),
        Newest::On(shelf) => {
            if let Some(slug) = &shelf.topic {
                let topic = topics::table.filter(topics::slug.eq(slug)).select(topics::id);
                gone = gone.filter(articles::topic_id.eq(topic.single_value()));
            }
            if let Some(slug) = &shelf.publication {
                let named = publications::table.filter(publications::slug.eq(slug)).select(publications::id);
                gone = gone.filter(articles::publication_id.nullable().eq(named.single_value()));
            }
        }
    }
    let (posted, corrected): (Option<Timestamp>, Option<Timestamp>) =
        gone.select((max(articles::posted_at), max(articles::corrected_at))).first(&mut db).await?;
    Ok(posted.max(corrected))
}
