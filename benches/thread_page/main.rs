//! `cargo bench --bench thread_page`: how fast the page of a thread is, measured against the same bytes from a server
//! that does nothing else, on small and large boards.
//!
//! Where to look next: `data` and `board.sql` (the boards), `servers` (ours and the fixed one), `load` (wrk),
//! `report` (the table and `RESULTS.md`).

mod data;
mod load;
mod report;
mod servers;

use clap::Parser;
use rejoinder::config::Settings;
use report::{Measured, Report, Round};
use std::net::SocketAddr;

type Failure = Box<dyn std::error::Error>;

/// How often each page is measured; the round in the middle counts.
const ROUNDS: usize = 3;

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Somebody who is not signed in.
    Nobody,
    /// The same, whose browser has the page already: it is told so, with 304.
    Knows,
    /// A member.
    Member,
}

/// The pages, and who asks.
const PAGES: [(&str, &str, Who); 4] = [
    ("first page, nobody signed in", "", Who::Nobody),
    ("the same, known to the browser", "", Who::Knows),
    ("last page, nobody signed in", "?page=20", Who::Nobody),
    ("first page, a member", "", Who::Member),
];

/// Measures the page of a thread.
#[derive(Parser)]
#[command(name = "thread_page")]
struct Options {
    /// How many comments the boards hold, in whole thousands
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', default_values_t = [10_000, 1_000_000], value_parser = whole_threads)]
    comments: Vec<u32>,
    /// How long each page is asked for in a round
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Keep the results in benches/RESULTS.md
    #[arg(long)]
    write: bool,
    /// Cargo gives this when it benches, and not when it only tries whether everything starts
    #[arg(long, hide = true)]
    bench: bool,
}

/// The settings of `serve` that count here, as it would find them.
#[derive(Parser)]
struct Served {
    #[command(flatten)]
    settings: Settings,
}

/// A board that is being served.
struct Board {
    comments: u32,
    path: String,
    cookie: String,
    ours: SocketAddr,
    /// The same page, with nothing around it.
    fixed: SocketAddr,
    /// An answer without a page, with nothing around it.
    empty: SocketAddr,
}

fn main() -> Result<(), Failure> {
    let options = Options::parse();
    if !options.bench {
        println!("cargo bench --bench thread_page measures; nothing is done now");
        return Ok(());
    }
    load::is_here()?;
    let commit = if options.write { Some(report::commit()?) } else { None };
    let settings = Served::try_parse_from(["serve"])?.settings;
    // As in `serve`: what the log costs belongs to the page.
    tracing_subscriber::fmt().with_env_filter(&settings.log).with_writer(std::io::stderr).init();
    let cluster = data::Cluster::start()?;
    let boards = options.comments.iter().map(|comments| Board::open(&cluster, *comments, &settings));
    let boards = boards.collect::<Result<Vec<_>, _>>()?;
    let report = measure(&boards, options.seconds)?;
    println!("\n{report}");
    commit.map_or(Ok(()), |commit| report.write(options.seconds, &commit))
}

fn whole_threads(text: &str) -> Result<u32, String> {
    let number: u32 = text.parse().map_err(|_| "not a number".to_owned())?;
    let whole = number >= data::A_THREAD && number.is_multiple_of(data::A_THREAD);
    if whole { Ok(number) } else { Err("a board has whole thousands of comments".to_owned()) }
}

/// All pages of all boards. The boards take turns within a round, so that what else the machine does falls on all.
fn measure(boards: &[Board], seconds: u32) -> Result<Report, Failure> {
    let mut measured = Vec::new();
    for (page, query, who) in PAGES {
        let mut rounds = vec![Vec::new(); boards.len()];
        for _ in 0..ROUNDS {
            for (board, rounds) in boards.iter().zip(&mut rounds) {
                rounds.push(board.round(query, who, seconds)?);
                eprint!(".");
            }
        }
        for (board, rounds) in boards.iter().zip(rounds) {
            let bytes = board.look(query, who)?.body.len();
            let page = Measured::new(board.comments, page, bytes, rounds);
            measured.push(page.ok_or("no round was run")?);
        }
    }
    measured.sort_by_key(|measured| measured.comments);
    Ok(Report(measured))
}

impl Board {
    fn open(cluster: &data::Cluster, comments: u32, settings: &Settings) -> Result<Self, Failure> {
        let begun = std::time::Instant::now();
        let data = cluster.board(comments)?;
        eprintln!("a board of {comments} comments: made in {:.0?}", begun.elapsed());
        let ours = servers::board(&data.url, settings)?;
        let page = servers::fetch(ours, &data.path, None)?;
        let known = servers::fetch(ours, &data.path, Some(&page.known()?))?;
        let workers = servers::workers(settings);
        let (fixed, empty) = (servers::fixed(page, workers)?, servers::fixed(known, workers)?);
        let cookie = format!("rejoinder-session={}", data.session);
        let board = Self { comments, path: data.path, cookie, ours, fixed, empty };
        for (_, query, who) in PAGES {
            board.look(query, who)?;
        }
        Ok(board)
    }

    /// What a browser sends along.
    fn header(&self, who: Who) -> Result<Option<String>, Failure> {
        Ok(match who {
            Who::Nobody => None,
            // The page as it is now: what a new board has to do in its first minute may change it.
            Who::Knows => Some(servers::fetch(self.ours, &self.path, None)?.known()?),
            Who::Member => Some(format!("Cookie: {}", self.cookie)),
        })
    }

    fn round(&self, query: &str, who: Who, seconds: u32) -> Result<Round, Failure> {
        let fixed = if who == Who::Knows { self.empty } else { self.fixed };
        let fixed = load::answers(&format!("http://{fixed}/"), None, seconds)?;
        let url = format!("http://{}{}{query}", self.ours, self.path);
        let ours = load::answers(&url, self.header(who)?.as_deref(), seconds)?;
        Ok(Round { ours, fixed })
    }

    /// Looks at the page: wrk counts a redirection as an answer, too, and does not know whose page it got.
    fn look(&self, query: &str, who: Who) -> Result<servers::Page, Failure> {
        let path = format!("{}{query}", self.path);
        let page = servers::fetch(self.ours, &path, self.header(who)?.as_deref())?;
        let text = std::str::from_utf8(&page.body)?;
        let is_right = match who {
            Who::Knows => page.status == 304 && text.is_empty(),
            _ => page.status == 200 && text.matches("<article class=\"comment\"").count() == 50,
        };
        if is_right && text.contains("Yours on this page") == (who == Who::Member) {
            Ok(page)
        } else {
            Err(format!("{path} is not the page that was to be measured").into())
        }
    }
}
