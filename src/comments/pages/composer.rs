//! The composer: the form in which a comment is written, wherever it stands.

use crate::accounts::drafts::Fields;
use crate::accounts::sanctions::Silence;
use crate::comments::TextRefused;
use crate::markup::{self, SafeHtml};
use crate::quotes::closest::{Piece, differences};
use crate::quotes::{Choice, Chosen, Untrue};
use crate::web::{Faults, one_line, text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A comment, as its form holds it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ReplyForm {
    /// The text.
    pub body: String,
    /// The number that it answers, if any.
    pub reply_to: String,
    /// Where something else stands that it is about.
    pub citation_publication: String,
    /// Its title.
    pub citation_title: String,
    /// Its link.
    pub citation_link: String,
    /// What makes a second sending do nothing.
    pub key: String,
    /// For an edit: the revision that the writer began with.
    pub revision: String,
    /// For a preview: the thread.
    pub article: String,
    /// For a preview: the comment that is edited.
    pub comment: String,
    /// For keeping a draft and reading on: where the writer was reading.
    pub back: String,
    /// For keeping a draft: not empty where a writer pressed the button, and no script sent it.
    pub keep: String,
    /// What was chosen for untrue quotes: `choice-0` is `source` or `plain`, and `seal-0` says for which quote.
    #[serde(flatten)]
    pub choices: BTreeMap<String, String>,
}

/// A composer on a page.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    /// Where the form is sent.
    pub action: String,
    /// The thread's id.
    pub article: i64,
    /// The comment that is edited, if one is.
    pub comment: Option<i64>,
    /// What is typed.
    pub form: ReplyForm,
    /// What is wrong with it.
    pub faults: Faults,
    /// Quotes whose words are not in what they name.
    pub untrue: Vec<Doubt>,
    /// How it would look.
    pub preview: Option<SafeHtml>,
    /// Whether somebody is signed in.
    pub signed_in: bool,
    /// Whether it was found again.
    pub kept: bool,
    /// That what its writer writes waits, and why.
    pub silence: Option<Silence>,
    /// Whether the form stands on a page of its own and the focus goes to it.
    pub alone: bool,
}

/// A quote whose words are not in what it names, as the form shows it.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// Which blockquote.
    pub index: usize,
    /// What tells it from another one.
    pub seal: String,
    /// Whom it names.
    pub credit: String,
    /// The words of the source that come nearest.
    pub nearest: String,
    /// Both, word by word.
    pub pieces: Vec<Piece>,
}

impl ReplyForm {
    /// With a key, if it has none yet.
    #[must_use]
    pub fn with_key(self) -> Self {
        if Uuid::parse_str(&self.key).is_ok() {
            self
        } else {
            Self { key: Uuid::now_v7().to_string(), ..self }
        }
    }

    /// The key.
    #[must_use]
    pub fn key(&self) -> Uuid {
        Uuid::parse_str(&self.key).unwrap_or_else(|_| Uuid::now_v7())
    }

    /// The text, with the citation's line at its top where the fields were used.
    #[must_use]
    pub fn text(&self) -> String {
        let body = text(&self.body);
        let (publication, title) = (one_line(&self.citation_publication), one_line(&self.citation_title));
        if publication.is_empty() || title.is_empty() {
            return body;
        }
        let link = Some(one_line(&self.citation_link)).filter(|link| !link.is_empty());
        format!("{}\n\n{body}", markup::Citation { publication, title, link }.line())
    }

    /// The number that it answers.
    #[must_use]
    pub fn answers(&self) -> Option<i32> {
        self.reply_to.trim().trim_start_matches('#').parse().ok()
    }

    /// The revision that the writer began with.
    #[must_use]
    pub fn began_with(&self) -> i32 {
        self.revision.parse().unwrap_or(0)
    }

    /// What was chosen for untrue quotes.
    #[must_use]
    pub fn chosen(&self) -> Vec<Chosen> {
        let choice = |word: &str| match word {
            "source" => Some(Choice::Source),
            "plain" => Some(Choice::Plain),
            _ => None,
        };
        let read = |(name, word): (&String, &String)| {
            let index: usize = name.strip_prefix("choice-")?.parse().ok()?;
            let seal = self.choices.get(&format!("seal-{index}")).cloned().unwrap_or_default();
            Some(Chosen { index, choice: choice(word)?, seal })
        };
        self.choices.iter().filter_map(read).collect()
    }

    /// What is kept of it as a draft.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let pairs = [
            ("body", &self.body),
            ("reply_to", &self.reply_to),
            ("citation_publication", &self.citation_publication),
            ("citation_title", &self.citation_title),
            ("citation_link", &self.citation_link),
            ("key", &self.key),
        ];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    /// The form that was kept as a draft.
    #[must_use]
    pub fn kept(fields: &Fields) -> Self {
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        Self {
            body: field("body"),
            reply_to: field("reply_to"),
            citation_publication: field("citation_publication"),
            citation_title: field("citation_title"),
            citation_link: field("citation_link"),
            key: field("key"),
            ..Self::default()
        }
    }
}

impl Composer {
    /// The composer with what is wrong with its text.
    #[must_use]
    pub fn refused(self, refused: &TextRefused) -> Self {
        let untrue = match refused {
            TextRefused::Untrue(untrue) => untrue.iter().map(Doubt::of).collect(),
            _ => Vec::new(),
        };
        Self { faults: Faults::one("body", refused), untrue, ..self }
    }

    /// Whether this was chosen for this untrue quote.
    #[must_use]
    pub fn chose(&self, doubt: &Doubt, word: &str) -> bool {
        let field =
            |name: &str| self.form.choices.get(&format!("{name}-{}", doubt.index)).map(String::as_str);
        field("choice") == Some(word) && field("seal").is_none_or(|seal| seal == doubt.seal)
    }

    /// Whether the fields of the citation are in use.
    #[must_use]
    pub fn cites(&self) -> bool {
        !self.form.citation_publication.is_empty() || !self.form.citation_title.is_empty()
    }
}

impl Doubt {
    fn of(untrue: &Untrue) -> Self {
        Self {
            index: untrue.index,
            seal: untrue.seal(),
            credit: untrue.credit.clone(),
            nearest: untrue.nearest.replace('\u{fffc}', "[…]"),
            pieces: differences(&untrue.quoted, &untrue.nearest),
        }
    }

    /// The quoted words; true for those that the source does not have.
    #[must_use]
    pub fn quoted_side(&self) -> Vec<(bool, &str)> {
        let pieces = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Same(words) => Some((false, words.as_str())),
            Piece::Quoted(words) => Some((true, words.as_str())),
            Piece::Source(_) => None,
        });
        pieces.collect()
    }

    /// The words of the source; true for those that the quote does not have.
    #[must_use]
    pub fn source_side(&self) -> Vec<(bool, &str)> {
        let pieces = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Same(words) => Some((false, words.as_str())),
            Piece::Source(words) => Some((true, words.as_str())),
            Piece::Quoted(_) => None,
        });
        pieces.collect()
    }
}
