//! The words that weigh most, for moderators. They stand nowhere: they are read out of texts that were decided on lately
//! and are still there, and only what stood in texts of several people is told.

mod store;

use super::features::{Told, facts, of_text};
use super::score::Counts;
use super::store::texts;
use crate::db::{AccountId, Conn};
use crate::markup;
use diesel::QueryResult;
use std::collections::{BTreeMap, BTreeSet};
use store::Text;

/// Texts of so many people have to have a word before it is told.
const PEOPLE: usize = 3;

/// So many features are looked for on either side, and so many told.
const SOUGHT: i64 = 60;
const TOLD: usize = 12;

/// In so many texts, those decided on last, words are looked for.
const TEXTS: i64 = 300;

/// What weighs most on this board, heaviest first.
#[derive(Clone, Debug, Default)]
pub struct Heaviest {
    /// How many texts were approved, and how many rejected.
    pub texts: Counts,
    /// Against a text.
    pub against: Vec<Heavy>,
    /// For a text.
    pub for_it: Vec<Heavy>,
}

/// Something that weighs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heavy {
    /// What it is.
    pub words: String,
    /// Whether these are words of texts.
    pub quoted: bool,
    /// In so many approved texts, and in so many rejected ones.
    pub counts: Counts,
}

/// What weighs most on this board.
///
/// # Errors
/// When the database refuses.
pub async fn heaviest(db: &Conn) -> QueryResult<Heaviest> {
    let texts = texts(db).await?;
    if !super::enough(texts) {
        return Ok(Heaviest { texts, ..Heaviest::default() });
    }
    let (against, for_it) =
        tokio::try_join!(store::heaviest(db, texts, true), store::heaviest(db, texts, false))?;
    let sought: BTreeSet<i32> = against.iter().chain(&for_it).map(|(bucket, _)| *bucket).collect();
    let names = names(&sought, &store::texts_with(db, &sought, TEXTS).await?);
    let told = |side: Vec<(i32, Counts)>| {
        let known = side.into_iter().filter_map(|(bucket, counts)| {
            names.get(&bucket).map(|(words, quoted)| Heavy { words: words.clone(), quoted: *quoted, counts })
        });
        known.take(TOLD).collect()
    };
    Ok(Heaviest { texts, against: told(against), for_it: told(for_it) })
}

/// What these numbers stand for, as far as that may be told, and whether it is words.
fn names(sought: &BTreeSet<i32>, texts: &[Text]) -> BTreeMap<i32, (String, bool)> {
    let mut people: BTreeMap<(i32, String, bool), BTreeSet<AccountId>> = BTreeMap::new();
    for text in texts {
        let links = markup::read(&text.source).map(|read| read.links().to_vec()).unwrap_or_default();
        for feature in of_text(&text.own_words, &links) {
            let words = match feature.told {
                _ if !sought.contains(&feature.bucket) => continue,
                Told::Words(place) => {
                    (text.own_words.get(place).unwrap_or_default().trim().to_lowercase(), true)
                }
                Told::Domain(domain) => (format!("a link to {domain}"), false),
                Told::Fact(_) => continue,
            };
            people.entry((feature.bucket, words.0, words.1)).or_default().insert(text.author);
        }
    }
    let mut names = BTreeMap::new();
    for feature in facts() {
        if let Told::Fact(words) = feature.told {
            names.insert(feature.bucket, (words.to_owned(), false));
        }
    }
    for ((bucket, words, quoted), authors) in people {
        if authors.len() >= PEOPLE {
            names.entry(bucket).or_insert((words, quoted));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_several_people_are_told() {
        let text = |author, words: &str| Text {
            author: AccountId(author),
            source: words.to_owned(),
            own_words: words.to_owned(),
        };
        let texts = [text(1, "Kraken whale"), text(2, "kraken whale"), text(3, "KRAKEN"), text(1, "whale")];
        let sought = of_text("kraken whale", &[]).iter().map(|feature| feature.bucket).collect();
        let mut told: Vec<String> = names(&sought, &texts)
            .into_values()
            .filter(|(_, quoted)| *quoted)
            .map(|(words, _)| words)
            .collect();
        told.sort();
        assert_eq!(told, ["kraken"]);
    }
}
