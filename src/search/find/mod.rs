//! Finding: a question becomes a page of results.
//!
//! Of a common word there are too many texts to rank them all. So the newest few hundred texts with all the words are
//! ranked, and the articles with the words in their headlines with them, however old; the page leads on to the stretch of
//! time before. How far back a stretch goes is felt out by counting in the index, from the newest texts on.

mod resolve;
mod store;

use super::excerpt::{Piece, excerpt, line};
use super::index::stems;
use super::language::dictionary;
use super::lexemes::{Lexemes, Stems, lexeme, lexemes, words_of};
use super::place::{Place, Side};
use super::question::{self, Question, Unasked};
use super::span;
use super::words::words;
use crate::accounts::Moderator;
use crate::db::{self, Conn, Timestamp};
use diesel_async::AsyncConnection;
use std::collections::BTreeSet;
use store::{Bounds, Row, Within};

/// So many results a page.
pub const PER_PAGE: usize = 20;

/// The pace of the board is known from so many of the newest texts.
const PACE: i64 = 2_000;
/// A stretch is long enough if the index finds so many texts in it, and too long with more than the second number.
const ENOUGH: (i64, i64) = (150, 350);
/// The same where the index finds words, and only the texts tell their order.
const ENOUGH_WITH_PHRASES: (i64, i64) = (300, 700);
/// So often a stretch is made longer or shorter.
const STEPS: usize = 10;

/// Who asks, and so what is found.
#[derive(Clone, Copy, Debug)]
pub enum Reader<'a> {
    /// Anybody: what readers see.
    Anyone,
    /// A moderator who asks for all: what waits, was hidden, removed or rejected, too.
    All(&'a Moderator),
}

/// A page of results.
#[derive(Debug, Default)]
pub struct Page {
    /// The results, best first.
    pub hits: Vec<Hit>,
    /// Where the page before begins.
    pub before: Option<Place>,
    /// Where the page after begins.
    pub after: Option<Place>,
    /// Where the stretch of older texts begins, when all of this one was shown.
    pub older: Option<Place>,
    /// Since when texts were looked through for this page; nothing for all.
    pub since: Option<Timestamp>,
    /// Whether this is the first page.
    pub first: bool,
}

/// A result.
#[derive(Debug)]
pub struct Hit {
    /// Where it leads.
    pub path: String,
    /// The article's headline.
    pub headline: Vec<Piece>,
    /// The number of a comment that has one.
    pub number: Option<i32>,
    /// Whether it is a comment.
    pub is_comment: bool,
    /// Who wrote or posted it.
    pub author: String,
    /// When readers saw it first, or else when it was sent.
    pub published: Timestamp,
    /// What of it is shown.
    pub excerpt: Vec<Piece>,
    /// What it is, where readers do not see it.
    pub state: Option<&'static str>,
}

/// What is looked for, in the words of the index.
struct Sought {
    lexemes: Lexemes,
    /// Not before this moment.
    from: Option<Timestamp>,
    all: bool,
}

/// Finds what is asked for; `place` is the page, empty for the first.
///
/// # Errors
/// [`Unasked`], with a sentence for whoever asks.
pub async fn find(
    db: &mut Conn,
    typed: &str,
    place: &str,
    reader: Reader<'_>,
    now: Timestamp,
) -> Result<Page, Unasked> {
    let question = question::read(typed)?;
    let place = match place {
        "" => None,
        place => Some(Place::read(place).ok_or(Unasked::NoSuchPlace)?),
    };
    let all = matches!(reader, Reader::All(_));
    db.transaction(async |db| {
        store::begin(db).await?;
        let dictionary = dictionary(&db::board(db).await?.language);
        let lexemes = worded(db, dictionary, &question, all).await?;
        let from = question.after.map(|day| day.midnight().assume_utc());
        let sought = Sought { lexemes, from, all };
        let before = question.before.map(|day| day.midnight().assume_utc());
        page(db, dictionary, &sought, place.unwrap_or_else(|| first(before, now))).await
    })
    .await
}

/// The first page: from now on backwards, or from the day before which all is to be.
fn first(before: Option<Timestamp>, now: Timestamp) -> Place {
    // What is published in this very moment is found as well.
    let now = now + time::Duration::microseconds(1);
    Place { newest: true, until: before.map_or(now, |day| day.min(now)), since: None, beside: None }
}

async fn worded(db: &Conn, dictionary: &str, question: &Question, all: bool) -> Result<Lexemes, Unasked> {
    let stems = Stems::of(stems(db, dictionary, &words_of(&question.all, &question.none)).await?);
    let (labels, without) = resolve::labels(db, &question.filters, all).await?;
    lexemes((&question.all, &question.none), &stems, &labels, &without).ok_or(Unasked::CommonWords)
}

async fn page(db: &Conn, dictionary: &str, sought: &Sought, place: Place) -> Result<Page, Unasked> {
    let until = place.until;
    let Some(bounds) = store::bounds(db).await? else { return Ok(Page { first: true, ..Page::default() }) };
    let floor = sought.from.unwrap_or(bounds.oldest).max(bounds.oldest);
    let since = match place.since {
        Some(since) => since.max(floor),
        None if floor >= until => until,
        None => stretch(db, (&sought.lexemes, bounds), floor, until).await?,
    };
    let is_all = since <= floor;
    let within = Within {
        asked: asked(&sought.lexemes, bounds, place.newest && !is_all, (since, until)),
        strict: strict(sought, place.newest),
        headline: sought.lexemes.headline.as_deref().filter(|_| place.newest && !is_all),
        rank: sought.lexemes.rank.as_deref(),
        from: sought.from,
        since,
        until,
        all: sought.all,
        beside: place.beside,
    };
    let ranked = store::ranked(db, &within, i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX)).await?;
    let page =
        paged(ranked.iter().map(|hit| (hit.rank, hit.row)).collect(), Place { since: Some(since), ..place });
    let rows = store::rows(db, &page.rows).await?;
    let hits = told(db, dictionary, &sought.lexemes.marked, rows, sought.all).await?;
    let older = Place { newest: false, until: since, since: None, beside: None };
    let ends = page.after.is_none() && !is_all;
    Ok(Page {
        hits,
        before: page.before,
        after: page.after,
        older: ends.then_some(older),
        since: (!is_all).then_some(since),
        first: place.newest && place.beside.is_none(),
    })
}

/// What the index is asked: words in a stretch of time, and perhaps headlines from all time. The labels of all the time
/// there is would only cost time.
fn asked(
    lexemes: &Lexemes,
    bounds: Bounds,
    with_headlines: bool,
    (since, until): (Timestamp, Timestamp),
) -> String {
    let Lexemes { loose, headline, .. } = lexemes;
    if since <= bounds.oldest && until > bounds.newest {
        return loose.clone();
    }
    let labels: Vec<String> = span::cover(since, until).iter().map(|label| lexeme(label)).collect();
    let loose = format!("{loose} & ({})", labels.join(" | "));
    match headline {
        Some(headline) if with_headlines => format!("{loose} | {headline}"),
        _ => loose,
    }
}

/// What the texts themselves are asked: articles that were among the newest because of their headlines are not shown again.
fn strict(sought: &Sought, newest: bool) -> String {
    let Lexemes { strict, headline, .. } = &sought.lexemes;
    match headline {
        Some(headline) if !newest => format!("{strict} & !({headline})"),
        _ => strict.clone(),
    }
}

/// Where the stretch begins that ends here: so that the index finds enough in it, and not too many.
async fn stretch(
    db: &Conn,
    (lexemes, bounds): (&Lexemes, Bounds),
    floor: Timestamp,
    until: Timestamp,
) -> Result<Timestamp, Unasked> {
    let Some(paced) = store::nth_before(db, until, PACE).await? else { return Ok(floor) };
    let (enough, most) = if lexemes.strict.contains('<') { ENOUGH_WITH_PHRASES } else { ENOUGH };
    let whole = until - floor;
    let mut length = (until - paced).max(time::Duration::hours(1));
    let (mut too_short, mut too_long) = (time::Duration::ZERO, None);
    for _ in 0..STEPS {
        if length * 2 >= whole && too_long.is_none() {
            length = whole;
        }
        let asked = asked(lexemes, bounds, false, (until - length, until));
        let found = store::count(db, &asked, 2 * most).await?;
        if found > most {
            too_long = Some(length);
        } else if found >= enough || length >= whole {
            break;
        } else {
            too_short = length;
        }
        length = match too_long {
            None => length * i32::try_from((2 * enough / found.max(1)).clamp(2, 8)).unwrap_or(8),
            Some(long) if long - too_short <= time::Duration::hours(12) => break,
            Some(long) => guess(too_short, long, (found, enough)),
        };
    }
    Ok((until - length.min(whole)).max(floor))
}

/// A length between one that is too short and one that is too long.
fn guess(short: time::Duration, long: time::Duration, (found, enough): (i64, i64)) -> time::Duration {
    let parts = i32::try_from((2 * found).div_euclid(3 * enough).clamp(2, 16)).unwrap_or(2);
    let guess = long / parts;
    if guess > short && found > enough { guess } else { short + (long - short) / 2 }
}

/// Which rows are shown, and where the pages beside them begin.
struct Paged {
    rows: Vec<i64>,
    before: Option<Place>,
    after: Option<Place>,
}

/// Of one row too many that tells whether there are more.
fn paged(mut ranked: Vec<(i64, i64)>, here: Place) -> Paged {
    let is_more = ranked.len() > PER_PAGE;
    ranked.truncate(PER_PAGE);
    let backwards = matches!(here.beside, Some((Side::Before, ..)));
    if backwards {
        ranked.reverse();
    }
    let beside = |side, hit: Option<&(i64, i64)>| {
        hit.map(|(rank, row)| Place { beside: Some((side, *rank, *row)), ..here })
    };
    let before = if backwards { is_more } else { here.beside.is_some() };
    let after = backwards || is_more;
    Paged {
        before: beside(Side::Before, ranked.first()).filter(|_| before),
        after: beside(Side::After, ranked.last()).filter(|_| after),
        rows: ranked.into_iter().map(|(_, row)| row).collect(),
    }
}

/// The results as they are shown, with the words marked.
async fn told(
    db: &Conn,
    dictionary: &str,
    wanted: &BTreeSet<String>,
    rows: Vec<Row>,
    all: bool,
) -> Result<Vec<Hit>, Unasked> {
    let texts = rows.iter().flat_map(|row| [row.plain.as_str(), row.headline.as_str()]);
    let there: BTreeSet<String> = texts.flat_map(words).map(|found| found.word).collect();
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    let said = if wanted.is_empty() { vec![] } else { stems(db, dictionary, &there).await? };
    let stems = Stems::of(said);
    let hit = |row: Row| Hit {
        path: row.path(all),
        state: row.state_told().filter(|_| all),
        headline: line(&row.headline, &stems, wanted),
        excerpt: excerpt(&row.plain, &stems, wanted),
        number: row.number,
        is_comment: row.comment_id.is_some(),
        author: row.author,
        published: row.published,
    };
    Ok(rows.into_iter().map(hit).collect())
}

#[cfg(test)]
mod tests {
    use super::{PER_PAGE, Place, Side, guess, paged};
    use crate::db::Timestamp;
    use time::Duration;

    fn here(beside: Option<(Side, i64, i64)>) -> Place {
        let until = Timestamp::UNIX_EPOCH + Duration::days(9);
        Place { newest: true, until, since: Some(Timestamp::UNIX_EPOCH), beside }
    }

    fn rows(count: usize) -> Vec<(i64, i64)> {
        (0_i64..).map(|n| (n, n)).take(count).collect()
    }

    #[test]
    fn one_row_too_many_tells_that_there_are_more() {
        let full = paged(rows(PER_PAGE), here(None));
        assert!(full.before.is_none() && full.after.is_none() && full.rows.len() == PER_PAGE);
        let more = paged(rows(PER_PAGE + 1), here(None));
        assert_eq!(more.after.and_then(|place| place.beside), Some((Side::After, 19, 19)));
        let last = paged(rows(2), here(Some((Side::After, 19, 19))));
        assert_eq!(last.before.and_then(|place| place.beside), Some((Side::Before, 0, 0)));
        assert!(last.after.is_none());
        let back = paged(rows(PER_PAGE), here(Some((Side::Before, 40, 40))));
        assert!(back.before.is_none() && back.rows.first() == Some(&19));
        assert_eq!(back.after.and_then(|place| place.beside), Some((Side::After, 0, 0)));
    }

    #[test]
    fn a_guess_lies_between() {
        for found in [1, 200, 600, 4_000] {
            let guessed = guess(Duration::days(1), Duration::days(100), (found, 250));
            assert!(guessed > Duration::days(1) && guessed < Duration::days(100));
        }
    }
}
