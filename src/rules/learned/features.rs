//! What of a text is learned from: its words, each two that stand beside each other, where it links to, and how long the
//! board has known its author. Each becomes a number, by a hash that must stay what it is: change [`VERSION`] with it,
//! and the counts are made anew from the texts.

use crate::accounts::Standing;
use crate::rules::words::letters;
use std::collections::HashSet;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;
use url::Url;

/// By this the counts are known to have been made of these features.
pub const VERSION: i16 = 1;

/// The number that every text has.
pub const ANY: i32 = 0;

/// Numbers go from 1 to this, exclusive.
const BUCKETS: u64 = 1 << 18;

/// So many words of a text are looked at.
const MOST_WORDS: usize = 2_000;

/// Something of a text that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its number.
    pub bucket: i32,
    /// What it is.
    pub told: Told,
}

/// What a feature is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// This stretch of the author's own words.
    Words(Range<usize>),
    /// A link to this domain.
    Domain(String),
    /// Something that does not name anybody or anything, in words.
    Fact(&'static str),
}

impl Told {
    /// How much of the text it is.
    pub(super) fn length(&self) -> usize {
        if let Self::Words(place) = self { place.len() } else { 0 }
    }
}

/// What is known of an author at the time of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthorThen {
    /// How well the board knows them.
    pub standing: Standing,
    /// How many of their comments were published.
    pub published: i64,
    /// For how many days they were members.
    pub days: i64,
}

/// A fact: what is hashed, and how it is told.
type Fact = (&'static str, &'static str);

const LINKS: [Fact; 4] =
    [("links 0", "no link"), ("links 1", "1 link"), ("links 2", "2 links"), ("links 3", "3 links or more")];
const PUBLISHED: [Fact; 4] = [
    ("published 0", "nothing of its author’s published before"),
    ("published 1", "fewer than 10 comments of its author’s published before"),
    ("published 10", "10 comments of its author’s or more published before"),
    ("trusted", "a trusted author"),
];
const MEMBER: [Fact; 4] = [
    ("days 0", "an author who joined within a day"),
    ("days 1", "an author who joined within a week"),
    ("days 7", "an author who joined within a month"),
    ("days 30", "an author who joined more than a month before"),
];

/// The features of a text, each once. `own_words` are the author's own, with a U+FFFC for each quote, so that nobody is
/// taken by the words of those whom they quote.
#[must_use]
pub fn of_text(own_words: &str, links: &[String]) -> Vec<Feature> {
    let folded = letters::plain(own_words);
    let mut all = Vec::new();
    let mut before: Option<Range<usize>> = None;
    for word in words(folded.text()).into_iter().take(MOST_WORDS) {
        let Some(word) = word else {
            before = None;
            continue;
        };
        let text = |range: &Range<usize>| folded.text().get(range.clone()).unwrap_or_default();
        let place = |from: usize, to: usize| {
            Told::Words(folded.origin(from, own_words)..folded.origin(to, own_words))
        };
        all.push(Feature { bucket: bucket("word", &[text(&word)]), told: place(word.start, word.end) });
        if let Some(first) = &before {
            let pair = bucket("pair", &[text(first), text(&word)]);
            all.push(Feature { bucket: pair, told: place(first.start, word.end) });
        }
        before = Some(word);
    }
    all.push(fact(LINKS, links.len()));
    for domain in links.iter().filter_map(|link| domain(link)) {
        all.push(Feature { bucket: bucket("domain", &[&domain]), told: Told::Domain(domain) });
    }
    let mut known = HashSet::new();
    all.retain(|feature| known.insert(feature.bucket));
    all
}

/// The features of an author.
#[must_use]
pub fn of_author(author: AuthorThen) -> [Feature; 2] {
    let published = match (author.standing, author.published) {
        (Standing::Trusted, _) => 3,
        (_, ..=0) => 0,
        (_, 1..10) => 1,
        _ => 2,
    };
    let member = match author.days {
        ..=0 => 0,
        1..7 => 1,
        7..30 => 2,
        _ => 3,
    };
    [fact(PUBLISHED, published), fact(MEMBER, member)]
}

/// Every feature that tells nothing of who wrote what.
pub fn facts() -> impl Iterator<Item = Feature> {
    [LINKS, PUBLISHED, MEMBER].into_iter().flat_map(|facts| (0..facts.len()).map(move |at| fact(facts, at)))
}

/// The numbers of these features and the one that every text has, in order.
pub fn buckets<'a>(features: impl IntoIterator<Item = &'a Feature>) -> Vec<i32> {
    let mut all: Vec<i32> = features.into_iter().map(|feature| feature.bucket).chain([ANY]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The last of these facts, or the one at this place.
fn fact(facts: [Fact; 4], at: usize) -> Feature {
    let (hashed, told) = facts.get(at).or(facts.last()).copied().unwrap_or_default();
    Feature { bucket: bucket("fact", &[hashed]), told: Told::Fact(told) }
}

/// Where words stand in a folded text; nothing where a quote stands between them.
fn words(text: &str) -> Vec<Option<Range<usize>>> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    for (at, letter) in text.char_indices() {
        if is_of_a_word(letter) && !is_a_word(letter) || start.is_some() && is_combining_mark(letter) {
            start.get_or_insert(at);
            continue;
        }
        words.extend(start.take().map(|from| Some(from..at)));
        if is_a_word(letter) {
            words.push(Some(at..at + letter.len_utf8()));
        } else if letter == '\u{fffc}' {
            words.push(None);
        }
    }
    words.extend(start.map(|from| Some(from..text.len())));
    words
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric()
}

/// Chinese and Japanese are written without spaces: there each letter counts, and each two.
fn is_a_word(letter: char) -> bool {
    matches!(u32::from(letter), 0x3041..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

fn domain(link: &str) -> Option<String> {
    let url = Url::parse(link).ok()?;
    let host = url.host_str()?.trim_end_matches('.');
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// FNV-1a, in 64 bits, folded to the numbers that there are.
fn bucket(kind: &str, parts: &[&str]) -> i32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let bytes = [kind].into_iter().chain(parts.iter().copied()).flat_map(|part| part.bytes().chain([0xff]));
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    i32::try_from(1 + (hash ^ (hash >> 32)) % (BUCKETS - 1)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let words = |feature: Feature| match feature.told {
            Told::Words(range) => Some(text[range].to_owned()),
            _ => None,
        };
        of_text(text, &[]).into_iter().filter_map(words).collect()
    }

    #[test]
    fn the_numbers_never_change() {
        let numbers = |kind, parts: &[&str]| bucket(kind, parts);
        assert_eq!(
            [
                numbers("word", &["pills"]),
                numbers("pair", &["cheap", "pills"]),
                numbers("domain", &["pills.example"]),
                numbers("fact", &["links 0"]),
                numbers("word", &["کتاب"]),
            ],
            [261_459, 230_486, 79_342, 139_947, 199_305]
        );
    }

    #[test]
    fn words_and_pairs_count_once_however_they_are_written() {
        assert_eq!(told("Cheap pills, CHEAP pills!"), ["Cheap", "pills", "Cheap pills", "pills, CHEAP"]);
        let numbers = |text| of_text(text, &[]).iter().map(|one| one.bucket).collect::<Vec<_>>();
        assert_eq!(numbers("cheap PILLS"), numbers("ｃｈｅａｐ  pi\u{ad}lls"));
        assert_ne!(numbers("a b"), numbers("ab"));
        assert_eq!(told("会议室"), ["会", "议", "会议", "室", "议室"]);
    }

    #[test]
    fn words_on_both_sides_of_a_quote_do_not_stand_beside_each_other() {
        assert_eq!(told("one \u{fffc} two"), ["one", "two"]);
    }

    #[test]
    fn links_count_by_their_domain_and_by_how_many_there_are() {
        let links = ["https://www.pills.example/a", "https://pills.example/b"].map(str::to_owned);
        let of = of_text("", &links);
        let told: Vec<&Told> = of.iter().map(|feature| &feature.told).collect();
        assert_eq!(told, [&Told::Fact("2 links"), &Told::Domain("pills.example".to_owned())]);
    }

    #[test]
    fn an_author_is_one_of_few_kinds() {
        let told = |standing, published, days| {
            of_author(AuthorThen { standing, published, days }).map(|feature| feature.told)
        };
        let is = |published: Fact, days: Fact| [Told::Fact(published.1), Told::Fact(days.1)];
        assert_eq!(told(Standing::New, 0, 0), is(PUBLISHED[0], MEMBER[0]));
        assert_eq!(told(Standing::Known, 9, 6), is(PUBLISHED[1], MEMBER[1]));
        assert_eq!(told(Standing::Known, 10, 29), is(PUBLISHED[2], MEMBER[2]));
        assert_eq!(told(Standing::Trusted, 0, 30), is(PUBLISHED[3], MEMBER[3]));
        let numbers: HashSet<i32> = facts().map(|feature| feature.bucket).collect();
        assert_eq!(numbers.len(), 12);
    }
}
