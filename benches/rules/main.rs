//! `cargo bench --bench rules`: what the rules cost.
//!
//! Measured are: looking for 2,000 watched words in texts of 20,000 characters (Latin, Persian, and letters that look like
//! Latin ones), which has to take a millisecond at most; and the whole verdict on a comment of 2,000 characters with every
//! rule on and a learned score that knows every word, from a private Postgres, which has to take 2 ms of this process's
//! time at most.

use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use rejoinder::accounts::{NewMember, Standing, join};
use rejoinder::db::private::{PrivatePostgres, PrivateSettings};
use rejoinder::db::{Conn, migrate};
use rejoinder::markup::read;
use rejoinder::quotes::fold;
use rejoinder::rules::{Passage, Submission, Thread, Verdict, WordList, verdict};
use rejoinder::web::Role;
use std::fmt::Write;
use std::time::{Duration, Instant};
use time::OffsetDateTime;

type Failure = Box<dyn std::error::Error>;

const TRIES: u32 = 201;
const WORDS: Duration = Duration::from_millis(1);
const VERDICT: Duration = Duration::from_millis(2);

/// Ten thousand decisions were learned from, and something is known of every feature that there can be.
const LEARNED: &str = "
    insert into learned_counts (bucket, approved, rejected)
    select bucket, 1 + bucket % 7, 1 + bucket % 5 from generate_series(1, (1 << 18) - 1) as bucket;
    update learned_counts set approved = 7000, rejected = 3000 where bucket = 0;
    analyze learned_counts";

fn main() -> Result<(), Failure> {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("cargo bench --bench rules measures; nothing is done now");
        return Ok(());
    }
    words()?;
    let folder = std::env::temp_dir().join(format!("rejoinder-rules-{}", std::process::id()));
    let settings = PrivateSettings { data: folder.clone(), binaries: None, options: Vec::new() };
    let postgres = PrivatePostgres::start(&settings)?;
    let url = postgres.url("postgres");
    migrate(&url)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let measured = runtime.block_on(whole(&url));
    postgres.stop()?;
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn words() -> Result<(), Failure> {
    let begun = Instant::now();
    let list = WordList::read(&watched(2_000))?;
    println!("2,000 words are compiled in {:.2?}", begun.elapsed());
    let mut late = Vec::new();
    for (what, sentence) in [
        ("Latin", "The minister of the harbour was ninety days from the border and nobody spoke of it. "),
        ("Persian", "وزیر بندر نود روز از مرز دور بود و هیچ\u{200c}کس از آن سخن نگفت. "),
        ("Russian", "Министр был в девяноста днях пути от границы, и никто об этом не говорил. "),
    ] {
        let text: String = sentence.chars().cycle().take(20_000).collect();
        let mut times = Vec::new();
        for _ in 0..TRIES {
            let begun = Instant::now();
            let met = list.met(&text);
            times.push(begun.elapsed());
            if !met.is_empty() {
                return Err("a word was met that is not there".into());
            }
        }
        let took = middle(times);
        println!("2,000 words over 20,000 characters, {what}: {took:.2?} in the middle");
        if took > WORDS {
            late.push(what);
        }
    }
    if late.is_empty() { Ok(()) } else { Err(format!("longer than {WORDS:?}: {}", late.join(", ")).into()) }
}

async fn whole(url: &str) -> Result<(), Failure> {
    let mut db = Conn::establish(url).await?;
    let now = OffsetDateTime::now_utc();
    let new = NewMember {
        name: "ann",
        email: "ann@people.example",
        password_hash: "*",
        role: Role::Member,
        standing: Standing::Known,
        confirmed: true,
    };
    let ann = join(&db, new, now).await?;
    let on = "update rules set enabled = true, action = case kind when 'learned' then 'hold' else 'mark' end";
    db.batch_execute(on).await?;
    db.batch_execute(LEARNED).await?;
    let list =
        format!("insert into word_lists (name, action, words) values ('Many', 'mark', '{}')", watched(2_000));
    db.batch_execute(&list).await?;
    let mut text = String::new();
    while text.chars().count() < 1_990 {
        let _ = write!(
            text,
            "The harbour was {} days from the border, https://a{}.example. ",
            text.len(),
            text.len()
        );
    }
    let document = read(&text)?;
    let folded = fold::fold(document.own_words());
    let submission = Submission {
        comment: None,
        thread: Some(Thread { posted_at: now, moderated_at: Some(now) }),
        own_words: document.own_words(),
        folded: &folded,
        quoted: &[Passage { source: None, characters: 100 }],
        links: document.links(),
    };
    // The first compiles the lists and prepares the statements.
    let first = verdict(&db, &ann, &submission, now).await?;
    if matches!(first.verdict, Verdict::Refuse(_)) || first.hits.is_empty() || first.score.is_none() {
        return Err("the rules are not on".into());
    }
    let (begun, busy) = (Instant::now(), busy()?);
    for _ in 0..TRIES {
        verdict(&db, &ann, &submission, now).await?;
    }
    let (waited, worked) = (begun.elapsed() / TRIES, self::busy()?.saturating_sub(busy) / TRIES);
    println!(
        "a verdict on {} characters with every rule on: {worked:.2?} of work, {waited:.2?} in all",
        text.chars().count()
    );
    if worked > VERDICT { Err(format!("longer than {VERDICT:?}").into()) } else { Ok(()) }
}

/// For how long this thread has had a processor, as Linux tells it.
fn busy() -> Result<Duration, Failure> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = told.split(' ').next().ok_or("nothing is told")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}

/// So many words, phrases and patterns, none of which stands in the texts.
fn watched(count: usize) -> String {
    let lines = (0..count).map(|n| match n % 4 {
        0 => format!("harbourmaster{n}"),
        1 => format!("minister of fish {n}"),
        2 => format!("bord{n}*"),
        _ => format!("nine{n}*days"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
