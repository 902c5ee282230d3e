//! The revisions of an article: each text of it, and what its head said then, with what was corrected, word by word.

mod store;

use super::store::Article;
use crate::db::{ArticleId, Conn, Timestamp};
use crate::markup::{Change, changes};
use diesel::QueryResult;

pub(super) use store::{Facts, insert, keep_facts, paragraph_rows};
pub use store::{Latest, latest};

/// An article as it read from some moment on.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Which, from 1.
    pub revision: i32,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// What else was corrected: headline, publication, link, byline, date.
    pub facts: Vec<Fact>,
    /// The text, in stretches: what stayed, what came and what went.
    pub words: Vec<Change>,
}

/// Something that the head of an article says.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What: `Headline`, `Link`.
    pub name: &'static str,
    /// What it said before and what it says now, in stretches.
    pub words: Vec<Change>,
}

/// The revisions of an article that readers saw, newest first.
///
/// # Errors
/// When the database refuses.
pub async fn history(db: &Conn, article: &Article) -> QueryResult<Vec<Revision>> {
    let rows = store::shown(db, article.id).await?;
    let mut before: Option<(String, Facts)> = None;
    let mut revisions = Vec::new();
    for (revision, source, facts, saved_at) in rows {
        let facts = facts.or(Facts::of(article));
        let (text, head) = before.as_ref().map_or((&source, &facts), |(text, head)| (text, head));
        revisions.push(Revision {
            revision,
            saved_at,
            facts: head.corrected(&facts),
            words: changes(text, &source),
        });
        before = Some((source, facts));
    }
    revisions.reverse();
    Ok(revisions)
}

/// What was corrected in all since an earlier revision; nothing if there is no such revision.
///
/// # Errors
/// When the database refuses.
pub async fn corrected_since(db: &Conn, article: &Article, revision: i32) -> QueryResult<Option<Revision>> {
    let rows = store::all(db, article.id).await?;
    let begun = rows.iter().find(|row| row.0 == revision);
    let Some(((_, source, facts, _), (latest, text, head, saved_at))) = begun.zip(rows.last()) else {
        return Ok(None);
    };
    let present = Facts::of(article);
    Ok(Some(Revision {
        revision: *latest,
        saved_at: *saved_at,
        facts: facts.clone().or(present.clone()).corrected(&head.clone().or(present)),
        words: changes(source, text),
    }))
}

/// All that an article said at a revision, head and text, to be compared with what it said at another; nothing if there is
/// no such revision.
///
/// # Errors
/// When the database refuses.
pub async fn whole_text(db: &Conn, id: ArticleId, revision: i32) -> QueryResult<Option<String>> {
    let texts = store::all(db, id).await?;
    let text = texts.into_iter().find(|text| text.0 == revision);
    Ok(text.map(|(_, source, facts, _)| {
        let date = facts.published_on.map(|date| date.to_string());
        let head = [facts.headline, facts.publication, facts.link, facts.byline, date, Some(source)];
        let said: Vec<String> = head.into_iter().flatten().filter(|line| !line.is_empty()).collect();
        said.join("\n\n")
    }))
}

impl Facts {
    /// Each thing that these say differently.
    fn corrected(&self, now: &Self) -> Vec<Fact> {
        let date = |facts: &Self| facts.published_on.map(|date| date.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let pairs = [
            ("Headline", text(&self.headline), text(&now.headline)),
            ("Publication", text(&self.publication), text(&now.publication)),
            ("Link", text(&self.link), text(&now.link)),
            ("Written by", text(&self.byline), text(&now.byline)),
            ("Published on", date(self), date(now)),
        ];
        let fact = |(name, before, after): (&'static str, String, String)| Fact {
            name,
            words: changes(&before, &after),
        };
        pairs.into_iter().filter(|(_, before, after)| before != after).map(fact).collect()
    }
}
