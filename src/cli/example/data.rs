//! What stands in `example/`, read.

use serde::Deserialize;

/// CrabbedOne's comment as it was found: a text whose lines are the name, the tagline, the citation, a paragraph of his
/// own, and the paragraphs that he quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrabbedOne<'a> {
    /// Who wrote it.
    pub name: &'a str,
    /// The line under the name.
    pub tagline: &'a str,
    /// Where the article stands.
    pub publication: &'a str,
    /// Its headline.
    pub headline: &'a str,
    /// His own paragraph.
    pub words: &'a str,
    /// What he quotes: the article's text.
    pub quoted: Vec<&'a str>,
}

/// The example's files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Reading {
    /// A line of CrabbedOne's text is missing.
    #[error("crabbedone.txt has no {0}")]
    Missing(&'static str),
    /// A file is not as `example/README.md` says.
    #[error("{file}: {why}")]
    Toml {
        /// The file.
        file: &'static str,
        /// What is wrong.
        why: String,
    },
}

impl<'a> CrabbedOne<'a> {
    /// Reads the text. Which of the first words after "In" name the publication is told by the names that are known.
    ///
    /// # Errors
    /// [`Reading::Missing`].
    pub fn read(text: &'a str, publications: &[&str]) -> Result<Self, Reading> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut line = |what| lines.next().ok_or(Reading::Missing(what));
        let (name, tagline, citation, words) =
            (line("name")?, line("tagline")?, line("citation")?, line("paragraph of his own")?);
        let cited = citation.strip_prefix("In ").ok_or(Reading::Missing("citation that begins with In"))?;
        let known = publications
            .iter()
            .filter_map(|name| Some((*name, cited.strip_prefix(name)?.strip_prefix(' ')?)));
        let (name_of, headline) =
            known.max_by_key(|(name, _)| name.len()).ok_or(Reading::Missing("publication that is known"))?;
        let publication = cited.get(..name_of.len()).unwrap_or(cited);
        let quoted: Vec<&str> = lines.collect();
        if quoted.is_empty() {
            return Err(Reading::Missing("paragraphs that he quotes"));
        }
        Ok(Self { name, tagline, publication, headline, words, quoted })
    }

    /// His comment in Markdown: the citation, his words, and each paragraph that he quotes as a quote.
    #[must_use]
    pub fn body(&self) -> String {
        let quotes: Vec<String> =
            self.quoted.iter().map(|words| crate::markup::blockquote(None, words)).collect();
        format!("In *{}*: {}\n\n{}\n\n{}", self.publication, self.headline, self.words, quotes.join("\n\n"))
    }
}

/// A member of the example.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Person {
    pub name: String,
    pub tagline: String,
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    pub role: String,
}

/// A thread of the example.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Thread {
    pub publication: String,
    pub topic: String,
    pub headline: String,
    pub link: String,
    pub byline: String,
    pub published_on: String,
    pub posted_by: String,
    pub hours_ago: i64,
    pub text: String,
    pub comments: Vec<Spoken>,
}

/// A comment of the example.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Spoken {
    pub by: String,
    pub minutes: i64,
    pub reply_to: Option<i32>,
    pub body: String,
}

/// A case of the example.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Waiting {
    pub reason: String,
    pub thread: String,
    pub by: String,
    pub reply_to: Option<i32>,
    pub body: String,
    pub flagged: i32,
    pub flaggers: Vec<String>,
    pub notes: Vec<String>,
    pub edited: i32,
}

#[derive(Deserialize)]
struct Members {
    members: Vec<Person>,
}

#[derive(Deserialize)]
pub(super) struct Queue {
    pub newcomers: Vec<Person>,
    pub cases: Vec<Waiting>,
}

/// The publications that are known before anybody posts.
pub(super) const PUBLICATIONS: [&str; 2] = ["Al Monitor", "Al-Monitor"];

pub(super) const CRABBED_ONE: &str = include_str!("../../../example/crabbedone.txt");

const THREADS: [(&str, &str); 12] = [
    ("01-alliance", include_str!("../../../example/threads/01-alliance.toml")),
    ("02-status-of-forces", include_str!("../../../example/threads/02-status-of-forces.toml")),
    ("03-week-in-maps", include_str!("../../../example/threads/03-week-in-maps.toml")),
    ("04-night-trains", include_str!("../../../example/threads/04-night-trains.toml")),
    ("05-dredging", include_str!("../../../example/threads/05-dredging.toml")),
    ("06-blue-pigment", include_str!("../../../example/threads/06-blue-pigment.toml")),
    ("07-school-lunch", include_str!("../../../example/threads/07-school-lunch.toml")),
    ("08-bridge-weight", include_str!("../../../example/threads/08-bridge-weight.toml")),
    ("09-lost-archive", include_str!("../../../example/threads/09-lost-archive.toml")),
    ("10-bell-tower", include_str!("../../../example/threads/10-bell-tower.toml")),
    ("11-strait-traffic", include_str!("../../../example/threads/11-strait-traffic.toml")),
    ("12-allotments", include_str!("../../../example/threads/12-allotments.toml")),
];

fn read<T: for<'de> Deserialize<'de>>(file: &'static str, text: &str) -> Result<T, Reading> {
    toml::from_str(text).map_err(|e| Reading::Toml { file, why: e.to_string() })
}

pub(super) fn members() -> Result<Vec<Person>, Reading> {
    let members: Members = read("members.toml", include_str!("../../../example/members.toml"))?;
    Ok(members.members)
}

pub(super) fn queue() -> Result<Queue, Reading> {
    read("waiting.toml", include_str!("../../../example/waiting.toml"))
}

/// The threads, by the names of their files. The first is CrabbedOne's: his text brings the article and comment #1.
pub(super) fn threads(his: &CrabbedOne<'_>) -> Result<Vec<(&'static str, Thread)>, Reading> {
    let mut threads = Vec::new();
    for (name, text) in THREADS {
        let mut thread: Thread = read(name, text)?;
        if thread.headline.is_empty() {
            his.publication.clone_into(&mut thread.publication);
            his.headline.clone_into(&mut thread.headline);
            thread.text = his.quoted.join("\n\n");
            let first = Spoken { by: his.name.to_owned(), minutes: 23, reply_to: None, body: his.body() };
            thread.comments.insert(0, first);
        }
        threads.push((name, thread));
    }
    Ok(threads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crabbed_ones_text_has_its_structure() {
        let his = CrabbedOne::read(CRABBED_ONE, &PUBLICATIONS).unwrap();
        assert_eq!((his.name, his.tagline), ("CrabbedOne", "Walking sideways snippily"));
        assert_eq!(
            (his.publication, his.headline),
            ("Al Monitor", "The Russian-Iranian alliance that wasn't")
        );
        assert!(his.words.starts_with("There's a basic misunderstanding here."));
        assert_eq!(his.quoted.len(), 3);
    }

    #[test]
    fn a_text_without_its_lines_is_refused() {
        assert!(CrabbedOne::read("CrabbedOne\nWalking", &PUBLICATIONS).is_err());
        assert!(CrabbedOne::read("A\nb\nIn Nowhere A headline\nWords\nQuoted", &PUBLICATIONS).is_err());
    }

    #[test]
    fn the_files_are_a_boards_worth_of_life() {
        let his = CrabbedOne::read(CRABBED_ONE, &PUBLICATIONS).unwrap();
        let threads = threads(&his).unwrap();
        let comments: usize = threads.iter().map(|(_, thread)| thread.comments.len()).sum();
        assert_eq!(threads.len(), 12);
        assert!(comments >= 400, "{comments} comments");
        assert_eq!(members().unwrap().len() + 1, 40);
        assert_eq!(queue().unwrap().cases.len(), 8);
    }
}
