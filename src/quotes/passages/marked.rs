//! Passages on the page of their article: marked in its paragraphs, and found by an address that may be old.

use super::fragment;
use super::moved::Moved;
use super::settle::around;
use super::text::Text;
use super::{Fate, Passage, Place, anchor};
use crate::articles::{self, Article, Paragraph};
use crate::db::Conn;
use crate::markup::{Count, Marked};
use diesel::QueryResult;
use std::ops::Range;

/// The paragraphs of an article with its passages marked; the chosen one looks different.
#[must_use]
pub fn marked(
    article: &Article,
    paragraphs: Vec<Paragraph>,
    passages: &[Passage],
    chosen: Option<&Passage>,
) -> Vec<Paragraph> {
    let path = article.path();
    let places: Vec<(Place, String, String, &Passage)> = passages
        .iter()
        .filter_map(|passage| {
            let place = Place::read(&passage.name).filter(|place| place.revision == article.revision)?;
            Some((place, format!("{}#comments", passage.address(&path)), passage.told(), passage))
        })
        .collect();
    let mark = |mut paragraph: Paragraph| {
        let here = |place: &Place| (place.from.0..=place.to.0).contains(&paragraph.ordinal);
        let stretches: Vec<Marked<'_>> = places
            .iter()
            .filter(|(place, ..)| here(place))
            .map(|(place, link, told, passage)| Marked {
                range: within(place, &paragraph),
                chosen: chosen.is_some_and(|chosen| chosen.name == passage.name),
                count: (place.to.0 == paragraph.ordinal).then_some(Count {
                    link,
                    comments: passage.comments,
                    told,
                }),
            })
            .collect();
        if !stretches.is_empty() {
            paragraph.html = paragraph.html.with_passages(&paragraph.plain, &stretches);
        }
        paragraph
    };
    paragraphs.into_iter().map(mark).collect()
}

fn within(place: &Place, paragraph: &Paragraph) -> Range<usize> {
    let start = if place.from.0 == paragraph.ordinal { place.from.1 } else { 0 };
    let end = if place.to.0 == paragraph.ordinal { place.to.1 } else { paragraph.plain.chars().count() };
    start..end
}

/// The name of the passage that stands now where this place is, or was in an earlier text; nothing if there is none.
///
/// # Errors
/// When the database refuses.
pub async fn present_name(
    db: &Conn,
    article: &Article,
    paragraphs: &[Paragraph],
    passages: &[Passage],
    place: &Place,
) -> QueryResult<Option<String>> {
    let text = Text::of(paragraphs);
    let range = if place.revision == article.revision {
        text.stretch(place)
    } else {
        let old = Text::of(&articles::paragraphs_at(db, article.id, place.revision).await?);
        old.stretch(place).and_then(|range| now(&old, &range, &text))
    };
    let Some(range) = range else { return Ok(None) };
    let shared = |passage: &&Passage| {
        let there = Place::read(&passage.name).and_then(|place| text.stretch(&place)).unwrap_or_default();
        there.end.min(range.end).saturating_sub(there.start.max(range.start))
    };
    let found = passages.iter().max_by_key(shared).filter(|passage| shared(passage) > 0);
    Ok(found.map(|passage| passage.name.clone()))
}

fn now(old: &Text, range: &Range<usize>, new: &Text) -> Option<Range<usize>> {
    let paragraph = old.paragraph_of(range.start)?;
    let start = range.start - old.at(paragraph, 0)?;
    let selector = anchor::Selector { paragraph, start, ..around(old, range) };
    let found = anchor::find(&selector, old, &Moved::between(old.words(), new.words()), new);
    found.range.filter(|_| found.fate != Fate::Gone)
}

/// The address at which an article stands elsewhere, leading to the words of a passage.
#[must_use]
pub fn leading_out(article: &Article, paragraphs: &[Paragraph], passage: &Passage) -> Option<String> {
    let link = article.link.as_deref()?;
    let text = Text::of(paragraphs);
    let range = text.stretch(&Place::read(&passage.name)?)?;
    Some(fragment::leading_to(link, &around(&text, &range)))
}
