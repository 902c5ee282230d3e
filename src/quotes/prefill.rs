//! *Quote*, without JavaScript: a text that begins with the quote.

use super::source::{self, Place};
use crate::articles::Article;
use crate::db::Conn;
use crate::markup::blockquote;
use diesel::QueryResult;

/// What somebody wants to quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The comment with this number.
    Comment(i32),
    /// The paragraph with this number.
    Paragraph(i32),
}

impl Wanted {
    /// Reads the parameter `quote`: `12`, or `p3`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix(['p', '¶']) {
            Some(ordinal) => ordinal.parse().ok().map(Self::Paragraph),
            None => text.trim_start_matches('#').parse().ok().map(Self::Comment),
        }
    }

    /// How a text names it: `#12`, or `¶3`.
    #[must_use]
    pub fn mark(self) -> String {
        match self {
            Self::Comment(number) => format!("#{number}"),
            Self::Paragraph(ordinal) => format!("¶{ordinal}"),
        }
    }
}

/// The quotes that are wanted, in Markdown, each followed by room for an answer. What the writer may not see, or
/// does not exist, is left out.
///
/// # Errors
/// When the database refuses.
pub async fn prefill(db: &Conn, article: &Article, wanted: &[Wanted]) -> QueryResult<String> {
    let place = Place { article, address: "" };
    let mut text = String::new();
    for wanted in wanted {
        let source = match wanted {
            Wanted::Comment(number) => source::comment(db, place, article.id, *number).await?,
            Wanted::Paragraph(ordinal) => source::paragraph(db, place, article, *ordinal).await?,
        };
        let Some(source) = source else { continue };
        let words = source.words.trim_matches(|c: char| c.is_whitespace() || c == '\u{fffc}');
        if !words.is_empty() {
            text.push_str(&blockquote(Some(&source.mark), words));
            text.push_str("\n\n");
        }
    }
    Ok(text)
}
