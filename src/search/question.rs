//! What is asked, as it is typed: words, "phrases", `or`, `-`, and operators with a colon.

use super::words::{digit, words};
use time::{Date, Month};

/// The longest question, in characters.
pub const LONGEST: usize = 300;

/// The most words in one.
const MOST_WORDS: usize = 32;

const QUOTATION_MARKS: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// All of these are there: of each, one of its alternatives.
    pub all: Vec<Vec<Term>>,
    /// None of these is there.
    pub none: Vec<Term>,
    /// What the texts are, or, where it says so, are not.
    pub filters: Vec<(Filter, Wanted)>,
    /// Not before this day.
    pub after: Option<Date>,
    /// Before this day.
    pub before: Option<Date>,
}

/// A word, or a phrase: each of its readings is words with their places, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The readings; more than one where joiners hold words together.
    pub readings: Vec<Vec<(String, usize)>>,
}

/// What a text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// By this member.
    Author(String),
    /// In threads about articles of this publication.
    Publication(String),
    /// In this thread, by the number in its address, or on this topic.
    In(String),
    /// It quotes something.
    Quote,
}

/// Whether something is asked for or asked away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It is to be so.
    Yes,
    /// It is not to be so: a minus stood before it.
    No,
}

/// Why nothing was looked for.
#[derive(Debug, thiserror::Error)]
pub enum Unasked {
    /// Nothing typed.
    #[error("Type what you are looking for.")]
    Empty,
    /// Too long.
    #[error("A question has at most 300 characters; this one has {0}. Leave some words out.")]
    TooLong(usize),
    /// Too many words.
    #[error("A question has at most 32 words; this one has {0}. Leave some out.")]
    TooManyWords(usize),
    /// Signs alone.
    #[error("There is no word in this. Type at least one, of letters or digits.")]
    NoWords,
    /// Words that are in nearly every text.
    #[error("These words are in nearly every text, so they are not looked for alone. Add a rarer one.")]
    CommonWords,
    /// Only what is not wanted.
    #[error("This says only what you do not want. Add something that you do.")]
    OnlyWithout,
    /// Only dates.
    #[error("This says only when. Add a word, or whose it is: author:name.")]
    OnlyDates,
    /// `or` with nothing on one side.
    #[error("“or” stands between two words or phrases. To look for the word itself, type it as \"or\".")]
    LonelyOr,
    /// An operator without a value.
    #[error("After “{0}:” something has to follow, without a space.")]
    NoValue(&'static str),
    /// A minus before a date.
    #[error("“-{0}:” is not known. “before:” and “after:” are each other’s opposite.")]
    NotWithout(&'static str),
    /// Not a date.
    #[error("“{0}” is not a day. Write it as year-month-day, like 2026-01-31.")]
    NoDay(String),
    /// The same operator twice.
    #[error("“{0}:” can be there once.")]
    Twice(&'static str),
    /// The dates exclude each other.
    #[error("No day is from “after:” on and also before “before:”. Perhaps the two are the wrong way round.")]
    NoDaysBetween,
    /// Not something that a text can have.
    #[error("“has:” knows “has:quote” only.")]
    NoSuchThing,
    /// Nobody has the name.
    #[error("Nobody here is called “{0}”.")]
    Nobody(String),
    /// No such publication.
    #[error(
        "There is no publication “{0}” here. Its name is as its articles show it; one of several words stands between quotation marks."
    )]
    NoPublication(String),
    /// Neither a thread nor a topic.
    #[error("There is no topic “{0}” here, and no thread with that number in its address.")]
    Nowhere(String),
    /// A place in the results that there is not.
    #[error(
        "That place in the results is not known. Here is the question; search again to begin at the first page."
    )]
    NoSuchPlace,
    /// It took too long.
    #[error(
        "This took too long to find. Nothing is wrong with the question: try again, or add a word or a date."
    )]
    TooSlow,
    /// The database.
    #[error(transparent)]
    Database(diesel::result::Error),
}

impl From<diesel::result::Error> for Unasked {
    fn from(error: diesel::result::Error) -> Self {
        if error.to_string().contains("statement timeout") { Self::TooSlow } else { Self::Database(error) }
    }
}

/// A piece of a question: what stands between spaces, or between quotation marks.
struct Piece {
    wanted: Wanted,
    key: Option<&'static str>,
    text: String,
    quoted: bool,
}

const KEYS: [&str; 6] = ["author", "publication", "in", "before", "after", "has"];

/// Reads a question.
///
/// # Errors
/// [`Unasked`], with a sentence for whoever asks.
pub fn read(typed: &str) -> Result<Question, Unasked> {
    let length = typed.chars().count();
    if typed.trim().is_empty() {
        return Err(Unasked::Empty);
    }
    if length > LONGEST {
        return Err(Unasked::TooLong(length));
    }
    let mut question = Question::default();
    let mut or = Or::Impossible;
    for piece in pieces(typed) {
        or = question.take(&piece, or)?;
    }
    if or == Or::Open {
        return Err(Unasked::LonelyOr);
    }
    question.checked()
}

/// Whether an `or` may stand here, or one has just stood.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Or {
    Impossible,
    Possible,
    Open,
}

impl Question {
    fn take(&mut self, piece: &Piece, or: Or) -> Result<Or, Unasked> {
        let is_or = piece.key.is_none() && !piece.quoted && piece.text.eq_ignore_ascii_case("or");
        if is_or && piece.wanted == Wanted::Yes {
            return if or == Or::Possible { Ok(Or::Open) } else { Err(Unasked::LonelyOr) };
        }
        let term = Term::of(&piece.text);
        if or == Or::Open && (piece.key.is_some() || piece.wanted == Wanted::No || term.is_none()) {
            return Err(Unasked::LonelyOr);
        }
        if let Some(key) = piece.key {
            return self.operate(key, piece).map(|()| Or::Impossible);
        }
        // Signs alone say nothing.
        let Some(term) = term else { return Ok(or) };
        match (piece.wanted, or) {
            (Wanted::No, _) => {
                self.none.push(term);
                return Ok(Or::Impossible);
            }
            (_, Or::Open) => self.all.last_mut().into_iter().for_each(|group| group.push(term.clone())),
            _ => self.all.push(vec![term]),
        }
        Ok(Or::Possible)
    }

    fn operate(&mut self, key: &'static str, piece: &Piece) -> Result<(), Unasked> {
        let value = piece.text.trim().to_owned();
        if value.is_empty() {
            return Err(Unasked::NoValue(key));
        }
        let filter = match key {
            "author" => Filter::Author(value.trim_start_matches('@').to_owned()),
            "publication" => Filter::Publication(value),
            "in" => Filter::In(value),
            "has" => match value.to_lowercase().as_str() {
                "quote" | "quotes" => Filter::Quote,
                _ => return Err(Unasked::NoSuchThing),
            },
            _ if piece.wanted == Wanted::No => return Err(Unasked::NotWithout(key)),
            _ => {
                let day = day(&value).ok_or(Unasked::NoDay(value))?;
                let there = if key == "after" { &mut self.after } else { &mut self.before };
                return there.replace(day).map_or(Ok(()), |_| Err(Unasked::Twice(key)));
            }
        };
        self.filters.push((filter, piece.wanted));
        Ok(())
    }

    fn checked(self) -> Result<Self, Unasked> {
        let terms = self.all.iter().flatten().chain(&self.none);
        let count = terms.map(|term| term.readings.first().map_or(0, Vec::len)).sum();
        if count > MOST_WORDS {
            return Err(Unasked::TooManyWords(count));
        }
        let is_positive = self.filters.iter().any(|(_, wanted)| *wanted == Wanted::Yes);
        if self.all.is_empty() && !is_positive {
            return Err(match (&self.after, &self.before) {
                _ if !self.none.is_empty() || !self.filters.is_empty() => Unasked::OnlyWithout,
                (None, None) => Unasked::NoWords,
                _ => Unasked::OnlyDates,
            });
        }
        match (self.after, self.before) {
            (Some(after), Some(before)) if after >= before => Err(Unasked::NoDaysBetween),
            _ => Ok(self),
        }
    }
}

impl Term {
    /// The words of a text, one after the other; nothing if it has none.
    fn of(text: &str) -> Option<Self> {
        let found = words(text);
        let parts = |whole: bool| {
            let mut next = 0;
            let mut parts = Vec::new();
            let mut sorted: Vec<_> = found.iter().collect();
            sorted
                .sort_by_key(|word| (word.place, if whole { usize::MAX - word.places } else { word.places }));
            for word in sorted.into_iter().filter(|word| whole || word.places == 1) {
                if word.place > next {
                    parts.push((word.word.clone(), word.place));
                    next = word.place + word.places - 1;
                }
            }
            parts
        };
        let mut readings = vec![parts(false), parts(true)];
        readings.dedup();
        (!found.is_empty()).then_some(Self { readings })
    }
}

fn pieces(typed: &str) -> Vec<Piece> {
    let mut rest = typed.trim_start();
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let unsigned = rest.trim_start_matches('-');
        let is_minus = unsigned.len() < rest.len() && !unsigned.starts_with(char::is_whitespace);
        let wanted = if is_minus { Wanted::No } else { Wanted::Yes };
        let (key, after) = key(unsigned);
        let (text, after, quoted) = value(after);
        pieces.push(Piece { wanted, key, text: text.to_owned(), quoted });
        rest = after.trim_start();
    }
    pieces
}

/// The operator that a text begins with, and what stands behind its colon.
fn key(text: &str) -> (Option<&'static str>, &str) {
    let found = text.split_once(':').and_then(|(key, rest)| {
        KEYS.into_iter().find(|known| key.eq_ignore_ascii_case(known)).map(|key| (Some(key), rest))
    });
    found.unwrap_or((None, text))
}

/// What a text begins with, up to white space or the closing quotation mark; what follows; whether it was quoted.
fn value(text: &str) -> (&str, &str, bool) {
    if let Some(inside) = text.strip_prefix(QUOTATION_MARKS) {
        let (quoted, rest) = inside.split_once(QUOTATION_MARKS).unwrap_or((inside, ""));
        return (quoted, rest, true);
    }
    let end = text.find(|c: char| c.is_whitespace() || QUOTATION_MARKS.contains(&c)).unwrap_or(text.len());
    let (value, rest) = text.split_at(end);
    (value, rest, false)
}

/// A day as `2026-01-31`; `2026-01` and `2026` are their first days.
fn day(typed: &str) -> Option<Date> {
    let typed: String = typed.chars().map(|c| digit(c).unwrap_or(c)).collect();
    let mut parts = typed.split(['-', '/', '.']);
    let mut number = |digits: std::ops::RangeInclusive<usize>| match parts.next() {
        Some(part) if digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse::<u16>().ok().map(Some)
        }
        Some(_) => None,
        None => Some(None),
    };
    let year = number(4..=4)??;
    let month = number(1..=2)?.unwrap_or(1);
    let day = number(1..=2)?.unwrap_or(1);
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok()?;
    (parts.next().is_none() && (1000..=9000).contains(&year)).then_some(date)
}

#[cfg(test)]
mod tests;
