//! Texts are written anew from their originals, with what became of the words that they quote.

use super::Life;
use super::store::{self, Change, Kept, QuoteOf, SourceNow};
use super::text::{Followed, Text, derived};
use crate::db::{CommentId, Conn};
use crate::markup;
use crate::quotes::Fidelity;
use crate::quotes::fidelity::standing;
use diesel::QueryResult;
use std::collections::{BTreeMap, HashMap};

/// Writes these texts (comment and revision) anew where something has become of their quotes.
pub(super) async fn settle(db: &Conn, texts: &[(CommentId, i32)]) -> QueryResult<()> {
    let (kept, quotes) = tokio::try_join!(store::texts(db, texts), store::quotes_in(db, texts))?;
    let ids: Vec<CommentId> =
        quotes.iter().filter(|quote| quote.unsettled).map(|quote| quote.source).collect();
    let sources = store::sources(db, &ids).await?;
    let mut judge = Judge { sources: &sources, known: HashMap::new() };
    let mut lives = Vec::new();
    let mut changes = Vec::new();
    for text in &kept {
        let here: Vec<&QuoteOf> = quotes.iter().filter(|quote| quote.text() == text.key()).collect();
        let mut followed = Vec::new();
        for quote in here {
            let life = judge.life(quote, &text.original);
            if quote.unsettled {
                lives.push((quote.key(), life));
            }
            followed.extend(quote.followed(life));
        }
        changes.extend(change(text, &followed));
    }
    store::keep_lives(db, &lives).await?;
    store::keep_changes(db, &changes).await
}

/// A text that is not yet what it should be.
fn change(text: &Kept, followed: &[Followed]) -> Option<Change> {
    let shown = derived(&text.original, followed);
    let differs = shown != text.original;
    let is_so = shown.html == text.shown && differs == text.apart;
    let original = differs.then(|| text.original.clone());
    (!is_so).then_some(Change { key: text.key(), shown, original })
}

/// Changes what a text was before something became of its quotes; what readers see follows.
///
/// # Errors
/// When the database refuses.
pub async fn change_original(db: &Conn, key: (CommentId, i32), original: Text) -> QueryResult<()> {
    let quotes = store::quotes_in(db, &[key]).await?;
    let followed: Vec<Followed> = quotes.iter().filter_map(|quote| quote.followed(quote.life)).collect();
    let shown = derived(&original, &followed);
    let original = (shown != original).then_some(original);
    store::keep_changes(db, &[Change { key, shown, original }]).await
}

/// Says what became of quotes. Many quote the same words, so that what was found is remembered.
struct Judge<'a> {
    sources: &'a BTreeMap<CommentId, SourceNow>,
    known: HashMap<(CommentId, String), bool>,
}

impl Judge<'_> {
    fn life(&mut self, quote: &QuoteOf, text: &Text) -> Life {
        match self.sources.get(&quote.source) {
            Some(now) if quote.unsettled => {
                let life = Life::of(&now.state, now.withheld, || self.still_stands(quote, &now.plain, text));
                // An edit that was taken back is in nobody's history.
                let is_known = quote.source_revision.is_some_and(|revision| now.versions.contains(&revision));
                if life == Life::Earlier && !is_known { Life::Hidden } else { life }
            }
            _ => quote.life,
        }
    }

    fn still_stands(&mut self, quote: &QuoteOf, plain: &str, text: &Text) -> bool {
        let asked = (quote.source, quote.exact.clone());
        let in_a_row = *self.known.entry(asked).or_insert_with(|| standing(&quote.exact, plain).is_some());
        in_a_row || quote.fidelity == Fidelity::Shortened && in_pieces(quote, plain, text)
    }
}

/// What a quote left out may have changed; the words that it quotes are those in the text.
fn in_pieces(quote: &QuoteOf, plain: &str, text: &Text) -> bool {
    let Ok(document) = markup::read(&text.source) else { return false };
    let block = usize::try_from(quote.ordinal).ok().and_then(|ordinal| document.quotes().get(ordinal));
    block.is_some_and(|block| standing(&block.words, plain).is_some())
}

impl QuoteOf {
    fn followed(&self, life: Life) -> Option<Followed> {
        let version = format!("/c/{}/history#r{}", self.source, self.source_revision.unwrap_or(1));
        Some(Followed { ordinal: usize::try_from(self.ordinal).ok()?, life, version })
    }
}
