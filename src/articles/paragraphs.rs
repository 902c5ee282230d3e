//! The paragraphs of an article's text, as they are numbered and quoted.

use super::store;
use crate::db::{ArticleId, Conn};
use crate::markup::SafeHtml;

/// A paragraph of an article.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// Its number, from 1: ¶1.
    pub ordinal: i32,
    /// What a browser shows.
    pub html: SafeHtml,
    /// Its words.
    pub plain: String,
}

/// The paragraphs of a revision of an article.
///
/// # Errors
/// When the database refuses.
pub async fn paragraphs(db: &Conn, article: ArticleId) -> diesel::QueryResult<Vec<Paragraph>> {
    let rows = store::paragraph_rows(db, article).await?;
    Ok(rows
        .into_iter()
        .map(|(ordinal, html, plain)| Paragraph { ordinal, html: SafeHtml::stored(html), plain })
        .collect())
}
