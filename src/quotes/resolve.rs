//! From the blockquotes of a text to their sources.

use super::fidelity::Standing;
use super::search::Search;
use super::source::{self, Named, Place, Source};
use super::{Fidelity, Limits, SourceKind, captions, closest, passages};
use crate::articles::Article;
use crate::db::{AccountId, CommentId, Conn};
use crate::markup::{Caption, Document, QuotedBlock, SourceLine};
use diesel::QueryResult;

/// In what a text is written.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The thread.
    pub article: &'a Article,
    /// The number of the comment that it answers.
    pub reply_to: Option<i32>,
    /// The comment whose new text it is: no source of itself.
    pub comment: Option<CommentId>,
    /// The board's address.
    pub address: &'a str,
    /// How much it may quote.
    pub limits: Limits,
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
    if document.quotes().is_empty() {
        return Ok(Vec::new());
    }
    let place = Place { article: asked.article, address: asked.address };
    let search = Search::begin(db, place, (asked.reply_to, asked.comment), document).await?;
    let mut findings = Vec::new();
    for (index, block) in document.quotes().iter().enumerate() {
        let finding = match &block.source {
            Some(line) => {
                let named = named(db, place, asked.comment, &search, line).await?;
                by_name(&search, index, block, named).await?
            }
            None => Finding::True(match search.by_words(block).await? {
                Some((source, standing)) => found(&source, standing, block),
                None => unattributed(block),
            }),
        };
        findings.push(finding);
    }
    Ok(findings)
}

async fn named(
    db: &Conn,
    place: Place<'_>,
    edited: Option<CommentId>,
    search: &Search<'_>,
    line: &SourceLine,
) -> QueryResult<Named> {
    let here = |source: Option<Source>| source.map_or(Named::Nothing, |source| Named::Here(Box::new(source)));
    match line {
        SourceLine::Comment(number) => Ok(here(search.comment(*number).cloned())),
        SourceLine::Paragraph(ordinal) => Ok(here(search.paragraph(*ordinal))),
        SourceLine::Link(address) => match source::linked(db, place, address).await? {
            Named::Here(source)
                if source.kind == SourceKind::Comment && edited == Some(CommentId(source.id)) =>
            {
                Ok(Named::Nothing)
            }
            named => Ok(named),
        },
    }
}

async fn by_name(
    search: &Search<'_>,
    index: usize,
    block: &QuotedBlock,
    named: Named,
) -> QueryResult<Finding> {
    let source = match named {
        Named::Outside(link) => return Ok(Finding::True(outside(link, block))),
        Named::Nothing => return Ok(Finding::Untrue(untrue(index, block, None))),
        Named::Here(source) => source,
    };
    if let Some(standing) = source.holds(block) {
        return Ok(Finding::True(found(&source, standing, block)));
    }
    if source.kind == SourceKind::Comment
        && let Some((original, standing)) = search.quoted_in(CommentId(source.id), block).await?
    {
        return Ok(Finding::True(found(&original, standing, block)));
    }
    let here = search.is_here(&source);
    if let Some((first, standing)) =
        source.paragraph.filter(|_| here).and_then(|from| search.running_on(from, block))
    {
        return Ok(Finding::True(found(&first, standing, block)));
    }
    Ok(Finding::Untrue(untrue(index, block, Some(&source))))
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
