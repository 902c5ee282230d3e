//! `cargo bench --bench search`: what 1,000 mixed questions cost Postgres on a board of 1,000,000 comments, or of as many
//! as are given: `cargo bench --bench search -- 50000`. The time is Postgres's own, from its log: of each question all
//! that is parsed, planned and run. More than 50 ms at the 95th of 100 is too much, and so is a scan of all texts.

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use diesel_async::{AsyncConnection, RunQueryDsl, SimpleAsyncConnection};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rejoinder::accounts::fold_name;
use rejoinder::db::private::{PrivatePostgres, PrivateSettings};
use rejoinder::db::{self, Conn, Timestamp, pool};
use rejoinder::search::{Reader, find};
use std::collections::BTreeMap;
use std::path::Path;

type Failure = Box<dyn std::error::Error>;

const QUESTIONS: usize = 1_000;
/// In milliseconds.
const MOST: f64 = 50.0;
/// A question has at least so many lines in the log.
const FEWEST_LINES: usize = 8;
const SEED: u64 = 7;
const BOARD: &str = include_str!("board.sql");

/// Each transaction of a question has one number, and its lines begin with it.
const LOGGING: [&str; 3] = [
    "alter system set log_line_prefix = 'of %v |'",
    "alter system set log_duration = on",
    "select pg_reload_conf()",
];

#[derive(QueryableByName)]
struct Scans {
    #[diesel(sql_type = BigInt)]
    scans: i64,
}

fn main() -> Result<(), Failure> {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("cargo bench --bench search measures; nothing is done now");
        return Ok(());
    }
    let comments = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1_000_000);
    let folder = std::env::temp_dir().join(format!("rejoinder-bench-{}", std::process::id()));
    let settings = PrivateSettings { data: folder.clone(), binaries: None, options: Vec::new() };
    let postgres = PrivatePostgres::start(&settings)?;
    let measured = actix_web::rt::System::new().block_on(measure(&postgres, &folder, comments));
    postgres.stop()?;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(postgres: &PrivatePostgres, folder: &Path, comments: u32) -> Result<(), Failure> {
    let url = postgres.url("postgres");
    db::migrate(&url)?;
    let mut conn = Conn::establish(&url).await?;
    conn.batch_execute(&format!("set bench.comments = {comments}")).await?;
    conn.batch_execute(BOARD).await?;
    // Names are found by what they fold to.
    let names: Vec<String> =
        (1..=5000).map(|n| format!("('reader{n}', '{}')", fold_name(&format!("reader{n}")))).collect();
    let fold = "update accounts set name_folded = folded.name_folded from (values";
    conn.batch_execute(&format!(
        "{fold} {}) folded (name, name_folded) where accounts.name = folded.name",
        names.join(", ")
    ))
    .await?;
    conn.batch_execute("vacuum analyze").await?;
    for sql in LOGGING {
        conn.batch_execute(sql).await?;
    }
    let before = scans(&mut conn).await?;
    let mut random = StdRng::seed_from_u64(SEED);
    let (mut found, mut pages) = (0, 0);
    {
        let mut asking = pool(&url, 1).get().await?;
        for _ in 0..QUESTIONS {
            let question = question(&mut random, comments);
            let page = find(&mut asking, &question, "", Reader::Anyone, Timestamp::now_utc()).await?;
            found += usize::from(!page.hits.is_empty());
            // One in ten looks at the next page; it is a question, too.
            if let Some(next) = page.after.or(page.older).filter(|_| random.random_ratio(1, 10)) {
                find(&mut asking, &question, &next.to_string(), Reader::Anyone, Timestamp::now_utc()).await?;
                pages += 1;
            }
        }
    }
    conn.batch_execute("alter system reset log_duration").await?;
    let scans = scans(&mut conn).await? - before;
    let times = times(&std::fs::read_to_string(folder.join("postgres.log"))?);
    let of = |share: usize| {
        times.get((times.len() * share / 1_000).min(times.len() - 1)).copied().unwrap_or(f64::MAX)
    };
    let p95 = of(950);
    println!(
        "{comments} comments; {} questions, of which {pages} for a next page; {found} found something",
        times.len()
    );
    println!("| p50 | p95 | p99 | longest |\n| ---: | ---: | ---: | ---: |");
    println!(
        "| {:.1} ms | {p95:.1} ms | {:.1} ms | {:.1} ms |\n\n{scans} scans of all texts",
        of(500),
        of(990),
        of(1_000)
    );
    if p95 <= MOST && scans == 0 { Ok(()) } else { Err(format!("more than {MOST} ms, or a scan").into()) }
}

/// How often all texts were scanned.
async fn scans(conn: &mut Conn) -> Result<i64, Failure> {
    let sql = "select sum(seq_scan)::bigint as scans from pg_stat_user_tables
                where relname in ('search_documents', 'comments', 'comment_revisions')";
    conn.batch_execute("select pg_sleep(1), pg_stat_clear_snapshot()").await?;
    Ok(diesel::sql_query(sql).get_result::<Scans>(conn).await?.scans)
}

/// What each question took, in milliseconds, in rising order.
fn times(log: &str) -> Vec<f64> {
    let mut times: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for line in log.lines() {
        let parts = line.strip_prefix("of ").and_then(|line| line.split_once(" |"));
        let Some((transaction, said)) = parts else { continue };
        let took =
            said.split_once("duration: ").and_then(|(_, took)| took.split(' ').next()?.parse::<f64>().ok());
        if let Some(took) = took {
            let (sum, lines) = times.entry(transaction).or_default();
            *sum += took;
            *lines += 1;
        }
    }
    // What is set up on a connection is no question: it has few lines.
    let questions = times.into_values().filter(|(_, lines)| *lines >= FEWEST_LINES);
    let mut times: Vec<f64> = questions.map(|(sum, _)| sum).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// A question as people ask, with words as often as they are.
fn question(random: &mut StdRng, comments: u32) -> String {
    let author = random.random_range(1..=5000);
    let thread = random.random_range(1..=(comments / 200).max(1));
    let (topic, paper) = (random.random_range(1..=8), random.random_range(1..=50));
    let year = Timestamp::now_utc().year() - random.random_range(0..=4);
    let kind = random.random_range(0..100);
    let mut word = || format!("w{:.0}", (random.random::<f64>() * 10.8).exp().floor());
    let (one, two, three) = (word(), word(), word());
    match kind {
        0..30 => one,
        30..55 => format!("{one} {two}"),
        55..63 => format!("{one} {two} {three}"),
        63..73 => format!("\"{one} {two}\""),
        73..78 => format!("{one} or {two}"),
        78..82 => format!("{one} -{two}"),
        82..86 => format!("{one} author:reader{author}"),
        86..88 => format!("author:reader{author}"),
        88..91 => format!("{one} in:{thread}"),
        91..93 => format!("{one} in:topic-{topic}"),
        93..95 => format!("{one} publication:paper-{paper}"),
        95..97 => format!("{one} before:{year}"),
        97..98 => format!("{one} after:{year}"),
        _ => format!("{one} has:quote"),
    }
}
