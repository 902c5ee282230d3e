//! Looking for the source of a quote: by the name on it, or by its words alone.
//!
//! Without a name it is looked for in the comment that is answered, then in the article, then in the thread, newest
//! first. Words that stand somewhere in a row come from there, and not from where only pieces of them stand.

use super::fidelity::{Standing, Truth, long_enough, longest_in_a_row, standing};
use super::source::{self, Place, Source};
use super::{SourceKind, fingerprints, store};
use crate::articles::{self, Paragraph};
use crate::db::{CommentId, Conn};
use crate::markup::{Document, QuotedBlock, SourceLine};
use diesel::QueryResult;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// So many comments are gone through from a quote to the quotes in its source, and on to those in theirs.
const LONGEST_WAY: usize = 32;

/// What the quotes of one text may come from, as far as it was asked for once for all of them.
pub(super) struct Search<'a> {
    db: &'a Conn,
    place: Place<'a>,
    /// The comment that is edited: it is no source of its own text.
    edited: Option<CommentId>,
    comments: BTreeMap<i32, Source>,
    answered: Option<i32>,
    paragraphs: Vec<Paragraph>,
}

impl<'a> Search<'a> {
    /// Loads the article's paragraphs and the comments of its thread that are named or answered.
    pub async fn begin(
        db: &'a Conn,
        place: Place<'a>,
        (answered, edited): (Option<i32>, Option<CommentId>),
        document: &Document,
    ) -> QueryResult<Self> {
        let named = document.quotes().iter().filter_map(|block| match block.source {
            Some(SourceLine::Comment(number)) => Some(number),
            _ => None,
        });
        let numbers: BTreeSet<i32> = named.chain(answered).collect();
        let numbers: Vec<i32> = numbers.into_iter().collect();
        let (rows, paragraphs) = tokio::try_join!(
            store::numbered(db, place.article.id, &numbers),
            articles::paragraphs(db, place.article.id)
        )?;
        let rows = rows.into_iter().filter(|row| Some(row.id) != edited);
        let comments = rows.map(|row| (row.number, source::of_comment(place, row))).collect();
        Ok(Self { db, place, edited, comments, answered, paragraphs })
    }

    /// The comment of this thread with this number.
    pub fn comment(&self, number: i32) -> Option<&Source> {
        self.comments.get(&number)
    }

    /// A paragraph of this article.
    pub fn paragraph(&self, ordinal: i32) -> Option<Source> {
        let paragraph = self.paragraphs.iter().find(|paragraph| paragraph.ordinal == ordinal)?;
        Some(source::of_paragraph(self.place, self.place.article, paragraph.clone()))
    }

    /// Whether this is a paragraph of this article.
    pub fn is_here(&self, source: &Source) -> bool {
        source.kind == SourceKind::Paragraph && source.id == self.place.article.id.0
    }

    /// Words that a comment itself only quotes are credited to their source, the innermost one.
    pub async fn quoted_in(
        &self,
        comment: CommentId,
        block: &QuotedBlock,
    ) -> QueryResult<Option<(Source, Standing)>> {
        let (mut next, mut seen) = (VecDeque::from([comment]), BTreeSet::from([comment]));
        while let Some(quoting) = next.pop_front() {
            for (kind, id, paragraph) in store::quoted_in(self.db, quoting).await? {
                let Some(original) = self.original(kind, id, paragraph).await? else { continue };
                if let Some(standing) = original.holds(block) {
                    return Ok(Some((original, standing)));
                }
                let id = CommentId(id);
                if kind == SourceKind::Comment && seen.len() < LONGEST_WAY && seen.insert(id) {
                    next.push_back(id);
                }
            }
        }
        Ok(None)
    }

    async fn original(
        &self,
        kind: SourceKind,
        id: i64,
        paragraph: Option<i32>,
    ) -> QueryResult<Option<Source>> {
        match (kind, paragraph) {
            (SourceKind::Comment, _) if Some(CommentId(id)) != self.edited => {
                source::comment_by_id(self.db, self.place, CommentId(id)).await
            }
            (SourceKind::Paragraph, Some(ordinal)) if id == self.place.article.id.0 => {
                Ok(self.paragraph(ordinal))
            }
            (SourceKind::Paragraph, Some(ordinal)) => {
                match articles::find(self.db, crate::db::ArticleId(id)).await? {
                    Some(of) => source::paragraph(self.db, self.place, &of, ordinal).await,
                    None => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }

    /// Where the words of a quote without a name come from.
    pub async fn by_words(&self, block: &QuotedBlock) -> QueryResult<Option<(Source, Standing)>> {
        if !long_enough(&block.words) {
            return Ok(None);
        }
        let answered = self.answered.and_then(|number| self.comment(number));
        let answered = answered.and_then(|source| Some((source.clone(), source.holds(block)?)));
        let near = best(answered.into_iter().chain(self.in_article(block)));
        if near.as_ref().is_some_and(in_a_row) {
            return Ok(near);
        }
        let far = self.in_thread(block).await?;
        Ok(best(near.into_iter().chain(far)))
    }

    /// In one paragraph, or running on from one into the next.
    fn in_article(&self, block: &QuotedBlock) -> Option<(Source, Standing)> {
        let of =
            |paragraph: &Paragraph| source::of_paragraph(self.place, self.place.article, paragraph.clone());
        let within = self.paragraphs.iter().filter_map(|paragraph| {
            let standing = standing(&block.words, &paragraph.plain)?;
            let source = of(paragraph);
            source.holds(block).is_some().then_some((source, standing))
        });
        best(within.chain(self.across(0, block)))
    }

    /// Running on from this paragraph of the article, or one after it, into the next.
    fn across(&self, from: i32, block: &QuotedBlock) -> Option<(Source, Standing)> {
        let paragraphs = self.paragraphs.iter().filter(|paragraph| paragraph.ordinal >= from);
        let texts: Vec<&str> = paragraphs.clone().map(|paragraph| paragraph.plain.as_str()).collect();
        let whole = texts.join("\n\n");
        let standing = standing(&block.words, &whole).filter(|_| texts.len() > 1)?;
        let mut begins = 0;
        let (first, before) = paragraphs.clone().find_map(|paragraph| {
            let before = begins;
            begins += paragraph.plain.chars().count() + 2;
            (standing.start < begins).then_some((paragraph, before))
        })?;
        let source = source::of_paragraph(self.place, self.place.article, first.clone());
        Source { words: whole, ..source.clone() }.holds(block)?;
        let start = standing.start - before;
        Some((Source { credit: format!("{} ff.", source.credit), ..source }, Standing { start, ..standing }))
    }

    /// Running on from just this paragraph of the article into the next.
    pub fn running_on(&self, from: i32, block: &QuotedBlock) -> Option<(Source, Standing)> {
        self.across(from, block).filter(|(source, _)| source.paragraph == Some(from))
    }

    /// In the thread, by fingerprints: the newest comment that has the words, but one that has them in a row.
    async fn in_thread(&self, block: &QuotedBlock) -> QueryResult<Option<(Source, Standing)>> {
        let article = self.place.article.id;
        let Some(found) = fingerprints::of_passage(article, &longest_in_a_row(&block.words)) else {
            return Ok(None);
        };
        let rows = store::comments_with(self.db, article, &found, self.edited).await?;
        let sources = rows.into_iter().map(|row| source::of_comment(self.place, row));
        Ok(best(sources.filter_map(|source| {
            let standing = source.holds(block)?;
            Some((source, standing))
        })))
    }
}

fn in_a_row((_, standing): &(Source, Standing)) -> bool {
    standing.truth == Truth::Verbatim
}

/// The first one where the words stand in a row, or else the first one.
fn best(found: impl Iterator<Item = (Source, Standing)>) -> Option<(Source, Standing)> {
    let mut first = None;
    for next in found {
        if in_a_row(&next) {
            return Some(next);
        }
        first = first.or(Some(next));
    }
    first
}
