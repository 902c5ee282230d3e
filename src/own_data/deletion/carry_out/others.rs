//! What others wrote about a person who leaves: the name over their quotes, the quoted words, and links to the page.

use super::store::{self, Text};
use crate::accounts::FORMER;
use crate::comments;
use crate::db::{AccountId, Conn};
use crate::markup::{self, SafeHtml, WITHDRAWN, blockquote, replace_lines};
use crate::own_data::deletion::Words;
use diesel::QueryResult;

/// Lets the texts that quote or mention a person follow, in every revision.
pub async fn follow(db: &Conn, id: AccountId, name: &str, words: Words) -> QueryResult<()> {
    let quotes = store::quotes_of(db, id).await?;
    let mut texts: Vec<(i64, i32)> = quotes.iter().map(|quote| (quote.0, quote.1)).collect();
    texts.extend(store::mentions_of(db, name).await?);
    texts.sort_unstable();
    texts.dedup();
    for (comment, revision) in texts {
        let Some(text) = store::text(db, comment, revision).await? else { continue };
        let here = quotes.iter().filter(|quote| (quote.0, quote.1) == (comment, revision));
        let ordinals: Vec<usize> = here.filter_map(|quote| usize::try_from(quote.2).ok()).collect();
        let text = without(text, &ordinals, name, words);
        store::keep_text(db, (comment, revision), &text).await?;
    }
    if words == Words::Go {
        store::blank_quotes(db, id).await?;
    }
    Ok(())
}

/// Puts another name over the quotes of a person's comments, in every revision of every text.
pub(in crate::own_data) async fn recredit(db: &Conn, id: AccountId, from: &str, to: &str) -> QueryResult<()> {
    for (comment, revision, ordinal) in store::quotes_of(db, id).await? {
        let Some(text) = store::text(db, comment, revision).await? else { continue };
        let quote = usize::try_from(ordinal).unwrap_or(usize::MAX);
        let html = SafeHtml::stored(text.html).recredited(quote, from, to).into_string();
        store::keep_text(db, (comment, revision), &Text { html, ..text }).await?;
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
        Words::Go => withdrawn(text.source, ordinals),
    };
    Text { html: html.into_string(), source }
}

/// The source with the words of these quotes taken out. They stand without a name then, so that their author can still
/// edit the text around them.
fn withdrawn(source: String, ordinals: &[usize]) -> String {
    let Ok(document) = markup::read(&source) else { return source };
    let mut blocks: Vec<_> = ordinals.iter().filter_map(|ordinal| document.quotes().get(*ordinal)).collect();
    // From the last to the first, so that the lines of those before stay where they are.
    blocks.sort_by_key(|block| std::cmp::Reverse(*block.lines.start()));
    let with = |words: &str| {
        let words = blockquote(None, words);
        blocks.iter().fold(source.clone(), |source, block| replace_lines(&source, &block.lines, &words))
    };
    let said = with(WITHDRAWN);
    if said.chars().count() <= comments::LONGEST { said } else { with("…") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_named_quotes_go_and_all_else_stays() {
        let source =
            "> #1\n> secret one\nlazy\n\nMine.\n\n> ¶1\n> the article\n\n> #1\n> secret two".to_owned();
        let left = withdrawn(source, &[0, 2]);
        assert!(!left.contains("secret") && !left.contains("lazy"), "{left}");
        let read = markup::read(&left).unwrap();
        let words: Vec<&str> = read.quotes().iter().map(|quote| quote.words.as_str()).collect();
        assert_eq!(words, [WITHDRAWN, "the article", WITHDRAWN]);
        assert!(left.contains("Mine."));
    }

    #[test]
    fn a_text_of_full_length_stays_within_its_length() {
        let source = format!("> #1\n> no\n\n{}", "x".repeat(comments::LONGEST - 11));
        assert!(withdrawn(source, &[0]).chars().count() <= comments::LONGEST);
    }
}
