//! What others wrote about a person who leaves: the name over their quotes, the quoted words, and links to the page.

use super::store;
use crate::accounts::FORMER;
use crate::db::{AccountId, CommentId, Conn};
use crate::markup::{SafeHtml, WITHDRAWN};
use crate::own_data::deletion::Words;
use crate::quotes::lives::{self, Text, without_words};
use diesel::QueryResult;

/// Lets the texts that quote or mention a person follow, in every revision.
pub async fn follow(db: &Conn, id: AccountId, name: &str, words: Words) -> QueryResult<()> {
    let quotes = store::quotes_of(db, id).await?;
    let mut texts: Vec<(i64, i32)> = quotes.iter().map(|quote| (quote.0, quote.1)).collect();
    texts.extend(store::mentions_of(db, name).await?);
    texts.sort_unstable();
    texts.dedup();
    if words == Words::Go {
        store::blank_quotes(db, id).await?;
    }
    for (comment, revision) in texts {
        let Some(text) = lives::original(db, CommentId(comment), revision).await? else { continue };
        let here = quotes.iter().filter(|quote| (quote.0, quote.1) == (comment, revision));
        let ordinals: Vec<usize> = here.filter_map(|quote| usize::try_from(quote.2).ok()).collect();
        let text = without(text, &ordinals, name, words);
        lives::change_original(db, (CommentId(comment), revision), text).await?;
    }
    Ok(())
}

/// Puts another name over the quotes of a person's comments, in every revision of every text.
pub(in crate::own_data) async fn recredit(db: &Conn, id: AccountId, from: &str, to: &str) -> QueryResult<()> {
    for (comment, revision, ordinal) in store::quotes_of(db, id).await? {
        let Some(text) = lives::original(db, CommentId(comment), revision).await? else { continue };
        let quote = usize::try_from(ordinal).unwrap_or(usize::MAX);
        let html = SafeHtml::stored(text.html).recredited(quote, from, to).into_string();
        lives::change_original(db, (CommentId(comment), revision), Text { html, ..text }).await?;
    }
    Ok(())
}

/// The text without the person: these of its quotes are theirs.
fn without(text: Text, ordinals: &[usize], name: &str, words: Words) -> Text {
    let mut html = SafeHtml::stored(text.html).unlinked(name);
    for ordinal in ordinals {
        html = html.recredited(*ordinal, name, FORMER);
        if words == Words::Go {
            html = html.withdrawn(*ordinal);
        }
    }
    let source = match words {
        Words::Stay => text.source,
        Words::Go => without_words(&text.source, ordinals, WITHDRAWN),
    };
    Text { html: html.into_string(), source }
}
