//! Quotes of one article are looked for in its present text: anchors are kept, and each quote shows what became of its
//! words.

use super::anchor::{self, Found, Selector};
use super::fragment;
use super::moved::Moved;
use super::store::{self, AnchorRow};
use super::{Fate, text::Text};
use crate::articles::{self, Article};
use crate::db::{ArticleId, CommentId, Conn};
use crate::markup::{Present, SafeHtml};
use crate::quotes::lives;
use diesel::QueryResult;
use std::collections::BTreeMap;
use std::ops::Range;

/// A quote of an article in a text that readers see.
#[derive(Clone, Debug, diesel::Queryable)]
pub struct Quoting {
    key: (i64, i32, i32),
    places: (ArticleId, i64),
    source: (Option<i32>, Option<i32>, Option<i32>),
    words: (String, String, String),
    anchor: Option<(Fate, Option<i32>, Option<String>)>,
}

/// The context that a link to words has, in characters.
const CONTEXT: usize = 32;

impl Quoting {
    /// The thread in which it stands, and the article that it quotes.
    pub fn places(&self) -> (ArticleId, ArticleId) {
        (self.places.0, ArticleId(self.places.1))
    }

    /// The same as if nothing had been said in its text yet.
    pub fn untold(self) -> Self {
        Self { anchor: None, ..self }
    }

    fn selector(&self) -> Selector<'_> {
        let start = self.source.2.and_then(|start| usize::try_from(start).ok()).unwrap_or(0);
        let (exact, prefix, suffix) = &self.words;
        Selector { exact, prefix, suffix, paragraph: self.source.0.unwrap_or(1), start }
    }
}

/// Looks for the words of quotes in the articles that they quote. What quotes an article that readers do not see is
/// left out.
pub async fn settle(db: &Conn, quotes: Vec<Quoting>) -> QueryResult<()> {
    let mut by_article: BTreeMap<ArticleId, Vec<Quoting>> = BTreeMap::new();
    for quote in quotes {
        by_article.entry(quote.places().1).or_default().push(quote);
    }
    for (id, quotes) in by_article {
        let (article, paragraphs) = tokio::try_join!(articles::find(db, id), articles::paragraphs(db, id))?;
        if let Some(article) = article {
            let mut search = Search { db, text: Text::of(&paragraphs), article, before: BTreeMap::new() };
            search.all(quotes).await?;
        }
    }
    Ok(())
}

/// The present text of one article, and how it came from the texts before.
struct Search<'a> {
    db: &'a Conn,
    article: Article,
    text: Text,
    before: BTreeMap<i32, (Text, Moved)>,
}

impl Search<'_> {
    async fn all(&mut self, quotes: Vec<Quoting>) -> QueryResult<()> {
        let mut anchors = Vec::new();
        let mut to_tell: BTreeMap<(i64, i32), Vec<(Quoting, Found)>> = BTreeMap::new();
        for quote in quotes {
            let found = self.find(&quote).await?;
            let row = self.row(&quote, &found);
            if self.shows_something_else(&quote, &row) {
                to_tell.entry((quote.key.0, quote.key.1)).or_default().push((quote, found));
            }
            anchors.push(row);
        }
        store::keep(self.db, &anchors).await?;
        for (text, quotes) in to_tell {
            self.tell(text, &quotes).await?;
        }
        Ok(())
    }

    async fn find(&mut self, quote: &Quoting) -> QueryResult<Found> {
        let selector = quote.selector();
        let revision = quote.source.1.unwrap_or(self.article.revision);
        if revision == self.article.revision {
            let range = anchor::locate(&selector, &self.text);
            let fate = if range.is_some() { Fate::Stands } else { Fate::Gone };
            return Ok(Found { fate, range });
        }
        if !self.before.contains_key(&revision) {
            let paragraphs = articles::paragraphs_at(self.db, self.article.id, revision).await?;
            let old = Text::of(&paragraphs);
            let moved = Moved::between(old.words(), self.text.words());
            self.before.insert(revision, (old, moved));
        }
        let found =
            self.before.get(&revision).map(|(old, moved)| anchor::find(&selector, old, moved, &self.text));
        Ok(found.unwrap_or(Found { fate: Fate::Gone, range: None }))
    }

    fn row(&self, quote: &Quoting, found: &Found) -> AnchorRow {
        let (comment_id, revision, ordinal) = quote.key;
        let at = |place: usize| i32::try_from(place).ok();
        AnchorRow {
            comment_id,
            revision,
            ordinal,
            thread_id: quote.places.0,
            article_id: self.article.id,
            article_revision: self.article.revision,
            fate: found.fate,
            begins: found.range.as_ref().and_then(|range| at(range.start)),
            ends: found.range.as_ref().and_then(|range| at(range.end)),
            present: found
                .range
                .as_ref()
                .filter(|_| found.fate == Fate::Corrected)
                .map(|range| self.text.slice(range).to_owned()),
        }
    }

    /// Whether readers of the quote are to be told something that it does not say yet.
    fn shows_something_else(&self, quote: &Quoting, row: &AnchorRow) -> bool {
        match &quote.anchor {
            Some((fate, begins, present)) => {
                (fate, begins, present) != (&row.fate, &row.begins, &row.present)
            }
            // A text that was just written leads where the words stand.
            None => row.fate != Fate::Stands || quote.source.1 != Some(self.article.revision),
        }
    }

    async fn tell(&self, text: (i64, i32), quotes: &[(Quoting, Found)]) -> QueryResult<()> {
        // What becomes of other quotes in it is worked into the text afterwards.
        let key = (CommentId(text.0), text.1);
        let Some(original) = lives::original(self.db, key.0, key.1).await? else { return Ok(()) };
        let before = SafeHtml::stored(original.html);
        let history = format!("/a/{}/history", self.article.id);
        let after = quotes.iter().fold(before.clone(), |html, (quote, found)| {
            let ordinal = usize::try_from(quote.key.2).unwrap_or_default();
            let now = found.range.as_ref().map(|range| self.text.slice(range)).unwrap_or_default();
            let present = match found.fate {
                Fate::Stands | Fate::Unsought => Present::Same,
                Fate::Corrected => Present::Other { quoted: &quote.words.0, now },
                Fate::Gone => Present::Nothing,
            };
            html.seen_now(ordinal, &self.link(found.range.as_ref()), present, &history)
        });
        if after == before {
            return Ok(());
        }
        let told = lives::Text { html: after.into_string(), source: original.source };
        lives::change_original(self.db, key, told).await
    }

    fn link(&self, range: Option<&Range<usize>>) -> String {
        let path = self.article.path();
        let Some(range) = range else { return path };
        let paragraph = self.text.paragraph_of(range.start).unwrap_or(1);
        fragment::leading_to(&format!("{path}#p{paragraph}"), &around(&self.text, range))
    }
}

/// A stretch of a text with what stands around it.
pub fn around<'t>(text: &'t Text, range: &Range<usize>) -> Selector<'t> {
    Selector {
        exact: text.slice(range),
        prefix: text.slice(&(range.start.saturating_sub(CONTEXT)..range.start)),
        suffix: text.slice(&(range.end..range.end + CONTEXT)),
        paragraph: 1,
        start: 0,
    }
}
