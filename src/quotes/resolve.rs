//! From the blockquotes of a text to their sources.

use super::fidelity::{Standing, long_enough, standing};
use super::fold::fold;
use super::source::{self, Named, Place, Source};
use super::{Fidelity, SourceKind, captions, closest, passages, store};
use crate::articles::{self, Article};
use crate::db::{AccountId, CommentId, Conn};
use crate::markup::{Caption, Document, QuotedBlock};
use diesel::QueryResult;

/// In what a text is written.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The thread.
    pub article: &'a Article,
    /// The number of the comment that it answers.
    pub reply_to: Option<i32>,
    /// The board's address.
    pub address: &'a str,
}

/// What became of one blockquote.
pub enum Finding {
    /// It may stand.
    True(Quoted),
    /// Its words do not stand under the name that it gives.
    Untrue(Untrue),
}

/// A quote that may stand.
pub struct Quoted {
    /// How true it is.
    pub fidelity: Fidelity,
    /// What kind of thing it quotes.
    pub kind: SourceKind,
    /// The id of the comment or article.
    pub source_id: Option<i64>,
    /// The paragraph of the article.
    pub paragraph: Option<i32>,
    /// Which text of the source.
    pub source_revision: Option<i32>,
    /// The page of another site.
    pub link: Option<String>,
    /// Where the words stand; for what was not checked, the words alone.
    pub standing: Standing,
    /// What stands over it.
    pub caption: Caption,
    /// Who is quoted.
    pub author: Option<AccountId>,
}

/// A quote whose words do not stand in the source that it names.
#[derive(Debug)]
pub struct Untrue {
    /// Which blockquote of the text, from 0.
    pub index: usize,
    /// The words under the name.
    pub quoted: String,
    /// Whom the quote names; empty when there is nothing that the writer may know of.
    pub credit: String,
    /// The words of the source that come nearest; empty when there is no source.
    pub nearest: String,
    /// How the source is named in a text.
    pub mark: String,
}

/// The source of each blockquote of a text, in order.
///
/// # Errors
/// When the database refuses.
pub async fn resolve(db: &Conn, asked: Asked<'_>, document: &Document) -> QueryResult<Vec<Finding>> {
    let place = Place { article: asked.article, address: asked.address };
    let mut findings = Vec::new();
    for (index, block) in document.quotes().iter().enumerate() {
        let finding = match &block.source {
            Some(line) => by_name(db, place, index, block, source::named(db, place, line).await?).await?,
            None => by_itself(db, place, asked.reply_to, block).await?,
        };
        findings.push(finding);
    }
    Ok(findings)
}

async fn by_name(
    db: &Conn,
    place: Place<'_>,
    index: usize,
    block: &QuotedBlock,
    named: Named,
) -> QueryResult<Finding> {
    let source = match named {
        Named::Outside(link) => return Ok(Finding::True(outside(link, block))),
        Named::Nothing => return Ok(Finding::Untrue(untrue(index, block, None))),
        Named::Here(source) => source,
    };
    if let Some(standing) = standing(&block.words, &source.words) {
        return Ok(Finding::True(found(&source, standing, block)));
    }
    if source.kind == SourceKind::Comment
        && let Some((original, standing)) = quoted_there(db, place, CommentId(source.id), block).await?
    {
        return Ok(Finding::True(found(&original, standing, block)));
    }
    Ok(Finding::Untrue(untrue(index, block, Some(&source))))
}

/// Words that a comment itself only quotes are credited to their source.
async fn quoted_there(
    db: &Conn,
    place: Place<'_>,
    comment: CommentId,
    block: &QuotedBlock,
) -> QueryResult<Option<(Source, Standing)>> {
    for (kind, id, paragraph) in store::quoted_in(db, comment).await? {
        let original = match (kind, paragraph) {
            (SourceKind::Comment, _) => source::comment_by_id(db, place, CommentId(id)).await?,
            (SourceKind::Paragraph, Some(ordinal)) => {
                match articles::find(db, crate::db::ArticleId(id)).await? {
                    Some(of) => source::paragraph(db, place, &of, ordinal).await?,
                    None => None,
                }
            }
            _ => None,
        };
        if let Some(original) = original
            && let Some(standing) = standing(&block.words, &original.words)
        {
            return Ok(Some((original, standing)));
        }
    }
    Ok(None)
}

/// Looked for in the comment that is answered, then in the article, then in the thread.
async fn by_itself(
    db: &Conn,
    place: Place<'_>,
    reply_to: Option<i32>,
    block: &QuotedBlock,
) -> QueryResult<Finding> {
    if !long_enough(&block.words) {
        return Ok(Finding::True(unattributed(block)));
    }
    if let Some(number) = reply_to
        && let Some(source) = source::comment(db, place, place.article.id, number).await?
        && let Some(standing) = standing(&block.words, &source.words)
    {
        return Ok(Finding::True(found(&source, standing, block)));
    }
    if let Some((source, standing)) = in_article(db, place, &block.words).await? {
        return Ok(Finding::True(found(&source, standing, block)));
    }
    for row in store::comments_with(db, place.article.id, &fold(&block.words)).await? {
        let source = source::of_comment(place, row);
        if let Some(standing) = standing(&block.words, &source.words) {
            return Ok(Finding::True(found(&source, standing, block)));
        }
    }
    Ok(Finding::True(unattributed(block)))
}

/// In one paragraph, or running on from one into the next.
async fn in_article(db: &Conn, place: Place<'_>, words: &str) -> QueryResult<Option<(Source, Standing)>> {
    let paragraphs = articles::paragraphs(db, place.article.id).await?;
    let together: Vec<String> = paragraphs.iter().map(|p| p.plain.clone()).collect();
    for paragraph in &paragraphs {
        if let Some(standing) = standing(words, &paragraph.plain) {
            return Ok(Some((source::of_paragraph(place, place.article, paragraph.clone()), standing)));
        }
    }
    let Some(standing) = standing(words, &together.join("\n\n")) else { return Ok(None) };
    let mut begins = 0;
    let first = paragraphs.into_iter().find(|paragraph| {
        let next = begins + paragraph.plain.chars().count() + 2;
        let here = standing.start < next;
        begins = if here { begins } else { next };
        here
    });
    // As for any other quote of a paragraph, it is counted from that paragraph's beginning.
    let standing = Standing { start: standing.start.saturating_sub(begins), ..standing };
    Ok(first.map(|first| {
        let source = source::of_paragraph(place, place.article, first);
        (Source { credit: format!("{} ff.", source.credit), ..source }, standing)
    }))
}

fn found(source: &Source, standing: Standing, block: &QuotedBlock) -> Quoted {
    let (fidelity, mut caption) = captions::checked(source, standing.truth, block);
    if source.kind == SourceKind::Paragraph {
        caption.link = Some(passages::leading_to(&source.link, &standing));
    }
    Quoted {
        fidelity,
        kind: source.kind,
        source_id: Some(source.id),
        paragraph: source.paragraph,
        source_revision: Some(source.revision),
        link: None,
        standing,
        caption,
        author: source.author,
    }
}

fn outside(link: String, block: &QuotedBlock) -> Quoted {
    let caption = captions::outside(&link);
    Quoted {
        fidelity: Fidelity::Outside,
        kind: SourceKind::Outside,
        link: Some(link),
        caption,
        ..unattributed(block)
    }
}

fn unattributed(block: &QuotedBlock) -> Quoted {
    let standing = Standing {
        truth: super::fidelity::Truth::Verbatim,
        exact: block.words.clone(),
        prefix: String::new(),
        suffix: String::new(),
        start: 0,
    };
    Quoted {
        fidelity: Fidelity::Unattributed,
        kind: SourceKind::None,
        source_id: None,
        paragraph: None,
        source_revision: None,
        link: None,
        standing,
        caption: captions::unattributed(),
        author: None,
    }
}

fn untrue(index: usize, block: &QuotedBlock, source: Option<&Source>) -> Untrue {
    Untrue {
        index,
        quoted: block.words.clone(),
        credit: source.map(|source| source.credit.clone()).unwrap_or_default(),
        nearest: source.map(|source| closest::closest(&block.words, &source.words)).unwrap_or_default(),
        mark: source.map(|source| source.mark.clone()).unwrap_or_default(),
    }
}
