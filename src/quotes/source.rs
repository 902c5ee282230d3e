//! Sources: what a quote may come from, as the writer of the quote may see it.

use super::SourceKind;
use super::fidelity::{self, Standing, standing};
use super::store;
use crate::articles::{self, Article};
use crate::db::{AccountId, ArticleId, CommentId, Conn};
use crate::markup::{self, Citation, Document, QuotedBlock};
use diesel::QueryResult;
use url::Url;

/// Something that can be quoted.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is.
    pub kind: SourceKind,
    /// The comment's or the article's id.
    pub id: i64,
    /// Which paragraph of the article.
    pub paragraph: Option<i32>,
    /// Which text of it.
    pub revision: i32,
    /// A comment's text as it was typed.
    pub text: Option<String>,
    /// Its own words, plain.
    pub words: String,
    /// Its text as it is shown.
    pub html: String,
    /// Who is credited: `CrabbedOne, #1`, `From the article, ¶1`.
    pub credit: String,
    /// Where it stands.
    pub link: String,
    /// How it is named in a text: `#1`, `¶1`, `/c/12`.
    pub mark: String,
    /// Who wrote it, where a member did.
    pub author: Option<AccountId>,
}

/// What the first line of a quote leads to.
pub enum Named {
    /// A source of this board.
    Here(Box<Source>),
    /// A page of another site.
    Outside(String),
    /// Nothing that the writer may know of.
    Nothing,
}

impl Source {
    /// Where the words of a quote stand in it. Deeper quotes in the quote must stand there, too: among what it quotes.
    #[must_use]
    pub fn holds(&self, block: &QuotedBlock) -> Option<Standing> {
        let at_once = standing(&block.words, &self.words);
        if at_once.is_some() && block.deeper.is_empty() {
            return at_once;
        }
        let read = self.text.as_deref().and_then(|text| markup::read(text).ok());
        let standing = at_once.or_else(|| in_citation(&block.words, read.as_ref()?))?;
        let quoted = read.map(|read| read.quoted_words()).unwrap_or_default();
        let stands = |words: &String| {
            let mut texts = quoted.iter().chain([&self.words]);
            words.trim().is_empty() || texts.any(|text| fidelity::standing(words, text).is_some())
        };
        block.deeper.iter().all(stands).then_some(standing)
    }
}

/// All that a comment says with its writer's own words: what stands over it, and these.
pub fn said(read: &Document) -> String {
    let cited = read.citation().map(Citation::shown);
    cited.into_iter().chain([read.own_words().to_owned()]).collect::<Vec<_>>().join("\n\n")
}

/// Words that begin in the line which says what a comment is about; what stands there counts as its beginning.
fn in_citation(words: &str, read: &Document) -> Option<Standing> {
    read.citation()?;
    let standing = standing(words, &said(read))?;
    Some(Standing { start: 0, ..standing })
}

/// Where sources are looked for.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The thread in which the quote is written.
    pub article: &'a Article,
    /// The board's address.
    pub address: &'a str,
}

/// What a link on the first line of a quote leads to.
pub async fn linked(db: &Conn, place: Place<'_>, address: &str) -> QueryResult<Named> {
    let source = match here(address, place.address) {
        None => return Ok(Named::Outside(address.to_owned())),
        Some(Target::Comment(id)) => comment_by_id(db, place, id).await?,
        Some(Target::Numbered(article, number)) => comment(db, place, article, number).await?,
        Some(Target::Paragraph(article, ordinal)) => match articles::find(db, article).await? {
            Some(of) => paragraph(db, place, &of, ordinal).await?,
            None => None,
        },
        Some(Target::Unknown) => None,
    };
    Ok(source.map_or(Named::Nothing, |source| Named::Here(Box::new(source))))
}

/// The comment with this number.
pub async fn comment(
    db: &Conn,
    place: Place<'_>,
    article: ArticleId,
    number: i32,
) -> QueryResult<Option<Source>> {
    Ok(store::comment(db, article, number).await?.map(|row| of_comment(place, row)))
}

/// The comment with this id.
pub async fn comment_by_id(db: &Conn, place: Place<'_>, id: CommentId) -> QueryResult<Option<Source>> {
    Ok(store::comment_by_id(db, id).await?.map(|row| of_comment(place, row)))
}

/// A paragraph of an article.
pub async fn paragraph(
    db: &Conn,
    place: Place<'_>,
    of: &Article,
    ordinal: i32,
) -> QueryResult<Option<Source>> {
    let paragraphs = articles::paragraphs(db, of.id).await?;
    Ok(paragraphs.into_iter().find(|p| p.ordinal == ordinal).map(|p| of_paragraph(place, of, p)))
}

/// A paragraph as a source.
pub fn of_paragraph(place: Place<'_>, of: &Article, paragraph: articles::Paragraph) -> Source {
    let ordinal = paragraph.ordinal;
    let elsewhere = of.id != place.article.id;
    let credit = if elsewhere {
        format!("From “{}”, ¶{ordinal}", of.headline)
    } else {
        format!("From the article, ¶{ordinal}")
    };
    let link = format!("{}#p{ordinal}", of.path());
    Source {
        kind: SourceKind::Paragraph,
        id: of.id.0,
        paragraph: Some(ordinal),
        revision: of.revision,
        text: None,
        words: paragraph.plain,
        html: paragraph.html.into_string(),
        credit,
        mark: if elsewhere { link.clone() } else { format!("¶{ordinal}") },
        link,
        author: None,
    }
}

/// A comment as a source.
pub fn of_comment(place: Place<'_>, row: store::CommentSource) -> Source {
    let elsewhere = row.article_id != place.article.id;
    let (credit, mark) = if elsewhere {
        (format!("{} in “{}”, #{}", row.author, row.headline, row.number), format!("/c/{}", row.id))
    } else {
        (format!("{}, #{}", row.author, row.number), format!("#{}", row.number))
    };
    let path = format!("/a/{}/{}", row.article_id, row.slug);
    let link = match articles::page_of(row.number) {
        1 => format!("{path}#c{}", row.number),
        page => format!("{path}?page={page}#c{}", row.number),
    };
    Source {
        kind: SourceKind::Comment,
        id: row.id.0,
        paragraph: None,
        revision: row.revision,
        text: Some(row.text),
        words: row.words,
        html: row.html,
        credit,
        link,
        mark,
        author: Some(row.author_id),
    }
}

enum Target {
    Comment(CommentId),
    Numbered(ArticleId, i32),
    Paragraph(ArticleId, i32),
    Unknown,
}

/// What a link of this board leads to; nothing for a link to another site.
fn here(link: &str, address: &str) -> Option<Target> {
    let base = Url::parse(address).ok()?;
    let url = base.join(link).ok()?;
    if url.origin() != base.origin() {
        return None;
    }
    let mut parts = url.path_segments().into_iter().flatten();
    let (kind, id) = (parts.next(), parts.next().and_then(|id| id.parse::<i64>().ok()));
    let anchor = |mark: char| url.fragment()?.strip_prefix(mark)?.parse::<i32>().ok();
    let target = match (kind, id, anchor('c'), anchor('p')) {
        (Some("c"), Some(id), ..) => Target::Comment(CommentId(id)),
        (Some("a"), Some(id), Some(number), _) => Target::Numbered(ArticleId(id), number),
        (Some("a"), Some(id), None, Some(ordinal)) => Target::Paragraph(ArticleId(id), ordinal),
        _ => Target::Unknown,
    };
    Some(target)
}
