//! A text on its way to being a revision: read, its quotes checked, rendered.

use crate::accounts;
use crate::articles::{Article, PER_PAGE};
use crate::db::{AccountId, ArticleId, CommentId, Conn};
use crate::markup::{self, Document, QuotedBlock, SafeHtml, Surroundings};
use crate::quotes::{
    self, Asked, Choice, Chosen, Finding, Limits, Quoted, SourceKind, Untrue, fingerprints, fold,
};
use crate::rules::{Passage, Source, Submission, Thread};
use diesel::QueryResult;
use std::collections::BTreeSet;

/// The longest text, in characters.
pub const LONGEST: usize = 20_000;

/// A text that may be stored.
pub struct Prepared {
    /// As it was typed, but for mended quotes.
    pub source: String,
    /// As it is shown.
    pub html: SafeHtml,
    /// The writer's own words, plain.
    pub own_words: String,
    /// The same, folded for comparison.
    pub folded: String,
    /// By these its words are found when they are quoted.
    pub fingerprints: Vec<i32>,
    /// What is quoted, as the rules see it.
    pub passages: Vec<Passage>,
    /// The links among the writer's own words.
    pub links: Vec<String>,
    /// The quotes, in order.
    pub quotes: Vec<Quoted>,
    /// Whom it mentions.
    pub mentions: Vec<AccountId>,
}

/// Why a text cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum TextRefused {
    /// Nothing in it.
    #[error("There is nothing in it yet. A comment has at least 2 characters.")]
    Empty,
    /// Too much in it.
    #[error(
        "A comment has at most 20,000 characters; this one has {0}. Nothing was lost: shorten it, or send it as two."
    )]
    TooLong(usize),
    /// Too deeply nested.
    #[error(transparent)]
    Markup(#[from] markup::Unreadable),
    /// Too many quotes.
    #[error("A comment quotes at most {}; this one has {has}. Send it as two, or quote less.", passages(*.most))]
    TooManyQuotes {
        /// How many it has.
        has: usize,
        /// How many it may have.
        most: usize,
    },
    /// Too long a quote.
    #[error(
        "A quote has at most {} characters; quote {which} has {}. Leave out what you do not answer: […] stands for it.",
        thousands(*.most), thousands(*.has)
    )]
    TooLongQuote {
        /// Which quote, from 1.
        which: usize,
        /// How many characters it has.
        has: usize,
        /// How many it may have.
        most: usize,
    },
    /// Nothing but quotes.
    #[error("There is nothing of your own in it yet, only quotes. Say something about them, however short.")]
    OnlyQuotes,
    /// Words under a name that are not that source's.
    #[error("Nothing is posted yet: the words of {}. Choose below.", counted(.0.len()))]
    Untrue(Vec<Untrue>),
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

/// A text that was read, before its thread is known.
pub(super) struct Read {
    document: Document,
    own_words: String,
    folded: String,
    links: Vec<String>,
    mentioned: Option<Mentioned>,
}

/// Those of the names in a text that there are.
type Mentioned = Vec<(AccountId, String)>;

impl Read {
    /// Reads a text for a board at this address, where this much may be quoted.
    pub fn of(body: &str, address: &str, limits: Limits) -> Result<Self, TextRefused> {
        let characters = body.chars().count();
        if body.trim().chars().count() < 2 {
            return Err(TextRefused::Empty);
        }
        if characters > LONGEST {
            return Err(TextRefused::TooLong(characters));
        }
        let document = markup::read(body)?;
        within_limits(&document, limits)?;
        Ok(Self::new(document, address))
    }

    fn new(document: Document, address: &str) -> Self {
        let own_words = document.own_words().to_owned();
        let (folded, links) = (fold::fold(&own_words), document.links_away(address));
        Self { document, own_words, folded, links, mentioned: None }
    }

    /// Whom it mentions.
    pub async fn mentioned(&self, db: &Conn) -> QueryResult<Mentioned> {
        match self.document.mentions() {
            [] => Ok(Vec::new()),
            names => accounts::existing_names(db, names).await,
        }
    }

    /// The same text, of which it was asked already whom it mentions.
    pub fn mentioning(self, mentioned: Mentioned) -> Self {
        Self { mentioned: Some(mentioned), ..self }
    }

    /// What the rules are told of a new text; nothing of one with quotes, for what it quotes is not known yet.
    pub fn submission(&self) -> Option<Submission<'_>> {
        self.document.quotes().is_empty().then_some(Submission {
            comment: None,
            thread: None,
            own_words: &self.own_words,
            folded: &self.folded,
            quoted: &[],
            links: &self.links,
        })
    }
}

/// Reads a text as it is written in a thread. `choices` are what the writer chose for untrue quotes. Where it is to follow
/// the last text of a comment, quotes that stand there may stay, whatever became of their sources since.
///
/// # Errors
/// [`TextRefused`].
pub async fn prepare(
    db: &Conn,
    asked: Asked<'_>,
    body: &str,
    choices: &[Chosen],
) -> Result<Prepared, TextRefused> {
    let read = Read::of(body, asked.address, asked.limits)?;
    prepare_read(db, asked, read, choices).await
}

/// The same with a text that was read.
pub(super) async fn prepare_read(
    db: &Conn,
    asked: Asked<'_>,
    read: Read,
    choices: &[Chosen],
) -> Result<Prepared, TextRefused> {
    let (read, found) = checked(db, asked, read, choices).await?;
    rendered(db, asked, read, found).await
}

/// How much a text quotes is seen before its quotes are looked up, for that has its price.
fn within_limits(document: &Document, limits: Limits) -> Result<(), TextRefused> {
    let (has, most) = (document.quotes().len(), limits.quotes);
    if has > most {
        return Err(TextRefused::TooManyQuotes { has, most });
    }
    for (which, quote) in (1..).zip(document.quotes()) {
        let texts = quote.deeper.iter().chain([&quote.words]);
        let (has, most) = (texts.map(|text| text.chars().count()).sum(), limits.characters);
        if has > most {
            return Err(TextRefused::TooLongQuote { which, has, most });
        }
    }
    let own = |letter: char| !letter.is_whitespace() && letter != '\u{fffc}';
    if has > 0 && !limits.bare && !document.own_words().contains(own) {
        return Err(TextRefused::OnlyQuotes);
    }
    Ok(())
}

/// The text with its quotes resolved, mended once where the writer chose how.
async fn checked(
    db: &Conn,
    asked: Asked<'_>,
    read: Read,
    choices: &[Chosen],
) -> Result<(Read, Vec<Quoted>), TextRefused> {
    let (found, untrue) = sorted(resolved(db, asked, &read.document).await?);
    if untrue.is_empty() {
        return Ok((read, found));
    }
    let chosen: Option<Vec<(&Untrue, Choice)>> =
        untrue.iter().map(|one| Some((one, one.chosen(choices)?))).collect();
    let Some(chosen) = chosen else { return Err(TextRefused::Untrue(untrue)) };
    let mended = markup::read(&quotes::apply(&read.document, &chosen))?;
    match sorted(resolved(db, asked, &mended).await?) {
        (found, still) if still.is_empty() => Ok((Read::new(mended, asked.address), found)),
        (_, still) => Err(TextRefused::Untrue(still)),
    }
}

async fn resolved(db: &Conn, asked: Asked<'_>, document: &Document) -> Result<Vec<Finding>, TextRefused> {
    let found = quotes::resolve(db, asked, document).await?;
    match asked.comment {
        Some(comment) => Ok(quotes::lives::as_before(db, comment, document, found).await?),
        None => Ok(found),
    }
}

fn sorted(findings: Vec<Finding>) -> (Vec<Quoted>, Vec<Untrue>) {
    let (mut found, mut untrue) = (Vec::new(), Vec::new());
    for finding in findings {
        match finding {
            Finding::True(quoted) => found.push(quoted),
            Finding::Untrue(one) => untrue.push(one),
        }
    }
    (found, untrue)
}

async fn rendered(
    db: &Conn,
    asked: Asked<'_>,
    read: Read,
    quotes: Vec<Quoted>,
) -> Result<Prepared, TextRefused> {
    let mentioned = match &read.mentioned {
        Some(known) => known.clone(),
        None => read.mentioned(db).await?,
    };
    let Read { document, own_words, folded, links, .. } = read;
    let names: BTreeSet<String> = mentioned.iter().map(|(_, name)| name.to_lowercase()).collect();
    let path = asked.article.path();
    let around = Surroundings { thread: &path, per_page: PER_PAGE, names: &names };
    let captions: Vec<_> = quotes.iter().map(|quoted| quoted.caption.clone()).collect();
    Ok(Prepared {
        html: document.html(&around, &captions),
        fingerprints: fingerprints::of_text(asked.article.id, &folded),
        folded,
        own_words,
        passages: passages_of(&document, &quotes),
        links,
        source: document.source().to_owned(),
        quotes,
        mentions: mentioned.into_iter().map(|(id, _)| id).collect(),
    })
}

/// The quotes stand in the order of the blockquotes that they are.
fn passages_of(document: &Document, quotes: &[Quoted]) -> Vec<Passage> {
    let of_this_board = |quoted: &Quoted| match (quoted.kind, quoted.source_id) {
        (SourceKind::Comment, Some(id)) => Some(Source::Comment(CommentId(id))),
        (SourceKind::Paragraph, Some(id)) => Some(Source::Article(ArticleId(id))),
        _ => None,
    };
    let passage = |(block, quoted): (&QuotedBlock, &Quoted)| Passage {
        source: of_this_board(quoted),
        characters: block.words.chars().count(),
    };
    document.quotes().iter().zip(quotes).map(passage).collect()
}

fn passages(most: usize) -> String {
    if most == 1 { "one passage".to_owned() } else { format!("{most} passages") }
}

/// A number below a million with a comma before its last three digits.
fn thousands(number: usize) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", number / 1_000, number % 1_000) }
}

fn counted(untrue: usize) -> String {
    match untrue {
        1 => "a quote are not in what it names".to_owned(),
        many => format!("{many} quotes are not in what they name"),
    }
}

impl Prepared {
    /// What the rules are told of it.
    #[must_use]
    pub fn submission(&self, comment: Option<CommentId>, article: &Article) -> Submission<'_> {
        Submission {
            comment,
            thread: Some(Thread { posted_at: article.posted_at, moderated_at: article.moderated_at }),
            own_words: &self.own_words,
            folded: &self.folded,
            quoted: &self.passages,
            links: &self.links,
        }
    }
}
