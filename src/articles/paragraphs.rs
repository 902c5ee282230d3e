//! The paragraphs of an article's text, as they are numbered and quoted.

use super::{revisions, store};
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

/// The paragraphs of an article, as they stand now.
///
/// # Errors
/// When the database refuses.
pub async fn paragraphs(db: &Conn, article: ArticleId) -> diesel::QueryResult<Vec<Paragraph>> {
    Ok(as_paragraphs(store::paragraph_rows(db, article).await?))
}

/// The paragraphs of one revision of an article.
///
/// # Errors
/// When the database refuses.
pub async fn paragraphs_at(
    db: &Conn,
    article: ArticleId,
    revision: i32,
) -> diesel::QueryResult<Vec<Paragraph>> {
    Ok(as_paragraphs(revisions::paragraph_rows(db, article, revision).await?))
}

fn as_paragraphs(rows: Vec<(i32, String, String)>) -> Vec<Paragraph> {
    rows.into_iter()
        .map(|(ordinal, html, plain)| Paragraph { ordinal, html: SafeHtml::stored(html), plain })
        .collect()
}
