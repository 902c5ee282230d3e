//! `cargo bench --bench quoting`: what quoting costs.
//!
//! A private Postgres holds a thread of 5,000 comments among others. Measured are: resolving and rendering a comment
//! with 8 quotes, named and not, against the same comment without any; and finding a quote of 20,000 characters that no
//! comment has, and one that only the oldest has. The last two have to take less than 50 ms in the middle. Then the page
//! of a thread in which every comment quotes is measured against that of one with the same words and no quote (`page`).

mod page;
#[path = "../served/mod.rs"]
mod served;

use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use rejoinder::articles::{self, Article};
use rejoinder::comments::prepare;
use rejoinder::db::private::{PrivatePostgres, PrivateSettings};
use rejoinder::db::{ArticleId, Conn, migrate};
use rejoinder::markup::read;
use rejoinder::quotes::{Asked, Fidelity, Finding, Limits, fingerprint_older, resolve};
use std::fmt::Write;
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

const THREAD: ArticleId = ArticleId(1);
const TRIES: usize = 101;
const LONGEST: Duration = Duration::from_millis(50);

fn main() -> Result<(), Failure> {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("cargo bench --bench quoting measures; nothing is done now");
        return Ok(());
    }
    let folder = std::env::temp_dir().join(format!("rejoinder-quoting-{}", std::process::id()));
    let settings = PrivateSettings { data: folder.clone(), binaries: None, options: Vec::new() };
    let postgres = PrivatePostgres::start(&settings)?;
    let url = postgres.url("postgres");
    migrate(&url)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(measure(&url));
    postgres.stop()?;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(url: &str) -> Result<(), Failure> {
    let mut db = Conn::establish(url).await?;
    db.batch_execute(include_str!("thread.sql")).await?;
    let begun = Instant::now();
    let mut filled = 0;
    loop {
        match fingerprint_older(&db).await? {
            0 => break,
            more => filled += more,
        }
    }
    println!("{filled} revisions got their fingerprints in {:.1?}", begun.elapsed());
    db.batch_execute("vacuum analyze").await?;
    let article = articles::find(&db, THREAD).await?.ok_or("the thread is not there")?;

    let plain = comment(&db, &article, &body(false)).await?;
    let quoting = comment(&db, &article, &body(true)).await?;
    println!("a comment without a quote, resolved and rendered: {plain:.2?} in the middle");
    let ratio = quoting.as_secs_f64() / plain.as_secs_f64();
    println!("the same with 8 quotes: {quoting:.2?}, {ratio:.1} times as long");

    let nowhere = passage(900_000);
    let oldest = passage(0);
    let mut late = Vec::new();
    for (what, words, expected) in [
        ("that nobody has", &nowhere, Fidelity::Unattributed),
        ("that the oldest comment has", &oldest, Fidelity::Verbatim),
    ] {
        let took = search(&db, &article, words, expected).await?;
        println!("a quote of {} characters {what}: {took:.2?} in the middle", words.chars().count());
        if took > LONGEST {
            late.push(what);
        }
    }
    page::measure(&db, url).await?;
    if late.is_empty() { Ok(()) } else { Err(format!("longer than {LONGEST:?}: {}", late.join(", ")).into()) }
}

/// The middle time of preparing a comment.
async fn comment(db: &Conn, article: &Article, body: &str) -> Result<Duration, Failure> {
    let mut times = Vec::new();
    for _ in 0..TRIES {
        let begun = Instant::now();
        let prepared = prepare(db, asked(article), body, &[]).await?;
        times.push(begun.elapsed());
        if prepared.quotes.iter().any(|quote| quote.fidelity != Fidelity::Verbatim) {
            return Err("a quote was not found".into());
        }
    }
    Ok(middle(times))
}

/// The middle time of looking for a quote without a name.
async fn search(db: &Conn, article: &Article, words: &str, expected: Fidelity) -> Result<Duration, Failure> {
    let text = format!("> {words}\n\nSo?");
    let mut times = Vec::new();
    for _ in 0..TRIES {
        let begun = Instant::now();
        let document = read(&text)?;
        let found = resolve(db, asked(article), &document).await?;
        times.push(begun.elapsed());
        if !matches!(found.as_slice(), [Finding::True(quoted)] if quoted.fidelity == expected) {
            return Err("the quote was not judged as it should be".into());
        }
    }
    Ok(middle(times))
}

fn asked(article: &Article) -> Asked<'_> {
    let limits = Limits { quotes: 8, characters: 20_000, bare: false };
    Asked { article, reply_to: Some(4_000), comment: None, address: "http://board.example", limits }
}

/// A comment with 8 quotes from all over the thread, half of them named; or the same words without quotes.
fn body(quotes: bool) -> String {
    let mut body = String::new();
    for number in 1_u64..=8 {
        let of = number * 600;
        let words = sentence(of * 100 + 3);
        let _ = match (quotes, number % 2) {
            (false, _) => write!(body, "{words}\n\n"),
            (true, 0) => write!(body, "> {words}\n\n"),
            (true, _) => write!(body, "> #{of}\n> {words}\n\n"),
        };
        let _ = write!(body, "{}\n\n", sentence(800_000 + number));
    }
    body
}

/// About 20,000 characters as `thread.sql` writes them.
fn passage(from: u64) -> String {
    let mut words = String::new();
    for number in from.. {
        if words.len() > 19_900 {
            break;
        }
        let _ = write!(words, "{} ", sentence(number));
    }
    words.trim_end().to_owned()
}

/// A sentence of its own for each number, of words that all of them share.
fn sentence(number: u64) -> String {
    let words = [
        "treaty", "harbour", "minister", "airfield", "winter", "letter", "engine", "border", "market",
        "river",
    ];
    let word =
        |of: u64| usize::try_from(of % 10).ok().and_then(|at| words.get(at)).copied().unwrap_or_default();
    format!(
        "The {} of the {} in the {} was {number} days from the {} and nobody spoke of it.",
        word(number),
        word(number / 10),
        word(number / 100),
        word(number / 1_000),
    )
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
