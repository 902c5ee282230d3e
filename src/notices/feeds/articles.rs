//! Feeds of articles: the board's, a publication's, a topic's.

use super::names::{author, name_of, of_article};
use super::{Entry, Feed, MOST};
use crate::articles::{Article, Newest, Shelf, last_taken_away, newest, newest_texts, publication, topics};
use crate::db::{ArticleId, Board, Conn, Timestamp, identity};
use crate::markup::{SafeHtml, escaped};
use crate::web::{Moment, day};
use diesel::QueryResult;
use uuid::Uuid;

/// Whose articles.
#[derive(Clone, Copy, Debug)]
pub enum Listing<'a> {
    /// All of the board.
    All,
    /// Those on a topic, by its slug.
    Topic(&'a str),
    /// Those of a publication, by its slug.
    Publication(&'a str),
}

/// What feeds say of the board that they come from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// The board's identity.
    pub id: Uuid,
    /// The address that people use.
    pub address: &'a str,
}

/// The newest articles; nothing where there is no such topic, or nothing is seen of such a publication.
///
/// # Errors
/// When the database refuses.
pub async fn of_articles(
    db: &Conn,
    (board, address): (&Board, &str),
    of: Listing<'_>,
) -> QueryResult<Option<Feed>> {
    let shelf = of.shelf();
    let these = Newest::On(&shelf);
    let (name, articles, texts, gone, id) = tokio::try_join!(
        of.name(db, board),
        newest(db, these, MOST),
        newest_texts(db, these, MOST),
        last_taken_away(db, these),
        identity(db)
    )?;
    let Some(name) = name else { return Ok(None) };
    let source = Source { id, address };
    let entries = entries(source, &articles, &texts);
    let (kind, page, here) = of.places();
    Ok(Some(Feed {
        id: name_of(id, &format!("feed {kind}")),
        title: if matches!(of, Listing::All) { name } else { format!("{name} · {}", board.board_name) },
        language: board.language.clone(),
        board: board.board_name.clone(),
        here,
        page,
        updated: latest(&entries).max(gone).unwrap_or(Timestamp::UNIX_EPOCH),
        entries,
    }))
}

/// When the last of these was changed.
pub(super) fn latest(entries: &[Entry]) -> Option<Timestamp> {
    entries.iter().map(|entry| entry.updated).max()
}

/// Each article with its text.
pub(super) fn entries(
    source: Source<'_>,
    articles: &[Article],
    texts: &[(ArticleId, SafeHtml)],
) -> Vec<Entry> {
    let entry = |article: &Article| {
        let text = texts.iter().filter(|(id, _)| *id == article.id).map(|(_, html)| html);
        entry(source, article, text)
    };
    articles.iter().map(entry).collect()
}

/// An article with its text.
pub(super) fn entry<'a>(
    source: Source<'_>,
    article: &Article,
    text: impl Iterator<Item = &'a SafeHtml>,
) -> Entry {
    let mut html = head(article, source.address);
    for paragraph in text {
        html.push_str(paragraph.linked_from(source.address).as_str());
    }
    Entry {
        id: of_article(source.id, article.id),
        title: article.headline.clone(),
        path: article.path(),
        via: article.link.clone(),
        author: author(&article.posted_by),
        published: article.posted_at,
        updated: article.corrected_at.map_or(article.posted_at, |at| at.max(article.posted_at)),
        topic: article.topic.clone().map(|(name, slug)| (slug, name)),
        answers: None,
        replies: Some(format!("/a/{}/feed.atom", article.id)),
        html,
    }
}

/// What stands above the text of an article: where it appeared, when, by whom, and where it can be read.
fn head(article: &Article, address: &str) -> String {
    let (publication, slug) = (escaped(&article.publication), &article.publication_slug);
    let date = article.published_on.map_or_else(|| Moment(article.posted_at).day(), day);
    let by = if article.byline.is_empty() { String::new() } else { format!(", by {}", article.byline) };
    let read = article
        .link
        .as_ref()
        .map(|link| format!(" · <a href=\"{}\">Read it at {publication}</a>", escaped(link)));
    let said = escaped(&format!("{date}{by}"));
    format!("<p><a href=\"{address}/p/{slug}\">{publication}</a>, {said}{}</p>", read.unwrap_or_default())
}

impl Listing<'_> {
    fn shelf(self) -> Shelf {
        match self {
            Self::All => Shelf::default(),
            Self::Topic(slug) => Shelf { topic: Some(slug.to_owned()), ..Shelf::default() },
            Self::Publication(slug) => Shelf { publication: Some(slug.to_owned()), ..Shelf::default() },
        }
    }

    async fn name(self, db: &Conn, board: &Board) -> QueryResult<Option<String>> {
        match self {
            Self::All => Ok(Some(board.board_name.clone())),
            Self::Topic(slug) => {
                Ok(topics(db).await?.into_iter().find(|topic| topic.slug == slug).map(|topic| topic.name))
            }
            Self::Publication(slug) => publication(db, slug).await,
        }
    }

    /// What it is called among feeds, the page that shows the same, and where the feed is.
    fn places(self) -> (String, String, String) {
        match self {
            Self::All => ("board".to_owned(), "/".to_owned(), "/feed.atom".to_owned()),
            Self::Topic(slug) => {
                (format!("topic {slug}"), format!("/?topic={slug}"), format!("/feed.atom?topic={slug}"))
            }
            Self::Publication(slug) => {
                (format!("publication {slug}"), format!("/p/{slug}"), format!("/p/{slug}/feed.atom"))
            }
        }
    }
}
