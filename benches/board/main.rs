//! `bin/bench`, or `cargo bench --bench board`: how fast the board is, each figure against a limit that is measured beside
//! it, on small and large boards.
//!
//! Where to look next: `data` (the boards), `served` (the program as a process), `pages`, `posting`, `mixed`, `streams`
//! (what is measured), `fixed`, `pgbench`, `replay` (the limits), `wrk`, `people` (who asks), `report` (the table).

mod data;
mod fixed;
mod mixed;
mod pages;
mod people;
mod pgbench;
mod posting;
mod replay;
mod report;
mod served;
mod streams;
mod traced;
mod wrk;

use clap::Parser;
use data::{Cluster, Data};
use report::{Asked, Report, Row};
use served::{How, Served};
use std::path::PathBuf;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How often each thing is measured; the round in the middle counts.
const ROUNDS: usize = 3;

/// How often the program is started with data that is there.
const STARTS: usize = 5;

const MEMORY: &str = "memory of the server at most, under all of it, its threads read";
const START: &str = "start to the first page, own Postgres included";

/// Measures the board.
#[derive(Parser)]
#[command(name = "bin/bench")]
struct Options {
    /// How many comments the boards hold, in whole thousands: 10000, 1000000, 10000000
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',', default_values_t = [10_000, 1_000_000], value_parser = whole_threads)]
    comments: Vec<u32>,
    /// How long each thing is measured in a round
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Keep the results in benches/RESULTS.md
    #[arg(long, conflicts_with = "only")]
    write: bool,
    /// Measure only what has these words in its line of the table
    #[arg(long, value_name = "WORDS")]
    only: Option<String>,
    /// Keep the boards in this folder, for the next time
    #[arg(long, value_name = "FOLDER", value_parser = absolute)]
    keep: Option<PathBuf>,
    /// Cargo gives this when it benches, and not when it only tries whether everything starts
    #[arg(long, hide = true)]
    bench: bool,
}

/// What is being measured, and what was.
struct Bench {
    cluster: Cluster,
    seconds: u32,
    only: String,
    report: Report,
    /// What has to be known to read the table.
    remarks: Vec<String>,
    /// What could not be measured.
    failed: Vec<String>,
}

/// A board that is being served.
struct Board {
    data: Data,
    served: Served,
}

fn main() -> Result<(), Failure> {
    let mut options = Options::parse();
    if !options.bench {
        println!("cargo bench --bench board measures; nothing is done now");
        return Ok(());
    }
    wrk::is_here()?;
    options.comments.sort_unstable();
    options.comments.dedup();
    let commit = if options.write { Some(report::commit()?) } else { None };
    let cluster = Cluster::with(&options.comments, options.keep.as_deref())?;
    let (report, remarks, failed) = (Report::default(), Vec::new(), Vec::new());
    let only = options.only.clone().unwrap_or_default().to_lowercase();
    let mut bench = Bench { cluster, seconds: options.seconds, only, report, remarks, failed };
    bench.measure(&options.comments)?;
    let remarks = bench.remarks.join("\n\n");
    println!("\n{}\n{remarks}", bench.report);
    commit.map_or(Ok(()), |commit| bench.report.write(&options.command(), &commit, &remarks))?;
    if bench.failed.is_empty() {
        Ok(())
    } else {
        Err(format!("not measured: {}", bench.failed.join("; ")).into())
    }
}

fn whole_threads(text: &str) -> Result<u32, String> {
    let number: u32 = text.parse().map_err(|_| "not a number".to_owned())?;
    let whole = number >= 10 * data::A_THREAD && number.is_multiple_of(data::A_THREAD);
    if whole { Ok(number) } else { Err("a board has whole thousands of comments, ten at least".to_owned()) }
}

fn absolute(text: &str) -> Result<PathBuf, String> {
    std::path::absolute(text).map_err(|error| error.to_string())
}

impl Options {
    /// How it was called.
    fn command(&self) -> String {
        let sizes: Vec<String> = self.comments.iter().map(u32::to_string).collect();
        format!("bin/bench --comments {} --seconds {} --write", sizes.join(","), self.seconds)
    }
}

impl Bench {
    fn measure(&mut self, sizes: &[u32]) -> Result<(), Failure> {
        let mut boards = Vec::new();
        for comments in sizes {
            let data = self.cluster.open(*comments)?;
            let served = self.served(&data, &[])?;
            boards.push(Board { data, served });
        }
        for board in &boards {
            pages::measure(self, board)?;
        }
        pages::compare(self, &boards);
        for board in &boards {
            posting::measure(self, board);
            mixed::measure(self, board);
            self.memory(board);
        }
        if let Some(board) = boards.first() {
            streams::measure(self, &board.data);
        }
        let largest = boards.pop().map(|board| board.data);
        drop(boards);
        if let Some(data) = largest {
            self.start(&data);
        }
        self.report.0.sort_by_key(|row| row.comments);
        Ok(())
    }

    /// The program, serving this board, with its defaults and these settings.
    fn served(&self, data: &Data, settings: &[(&str, &str)]) -> Result<Served, Failure> {
        Served::start(&How { url: Some(&data.url), folder: self.cluster.folder(), settings })
    }

    /// What has to be known to read the table, once.
    fn remark(&mut self, remark: &str) {
        if !self.remarks.iter().any(|other| other == remark) {
            self.remarks.push(remark.to_owned());
        }
    }

    /// Whether a line of the table was asked for.
    fn wants(&self, what: &str) -> bool {
        what.to_lowercase().contains(&self.only)
    }

    /// Keeps a line, and says at once what it is. What could not be measured is a line, too.
    fn tell(&mut self, (comments, what): (u32, &str), asked: Asked, measured: Result<Row, Failure>) {
        let row = measured.unwrap_or_else(|failure| {
            eprintln!("\n{comments}: {what}: {failure}");
            self.failed.push(what.to_owned());
            Row::failed((comments, what), asked, failure.as_ref())
        });
        eprintln!(" {}", row.to_string().trim_end());
        self.report.0.push(row);
    }

    fn memory(&mut self, board: &Board) {
        if self.wants(MEMORY) {
            let (comments, asked) = (board.data.board.comments, Asked::AtMost(80.0));
            let memory = pages::fill_cache(board).and_then(|()| board.served.memory());
            let row = memory.map(|memory| {
                let ours = format!("{:.1} MB ({:.1} at the end)", memory.most, memory.now);
                Row::alone((comments, MEMORY), ours, memory.most, asked)
            });
            self.tell((comments, MEMORY), asked, row);
        }
    }

    fn start(&mut self, data: &Data) {
        if self.wants(START) {
            let (comments, asked) = (data.board.comments, Asked::AtMost(1.0));
            let starts = |folder: &std::path::Path| served::starts(folder, STARTS);
            let row = self.cluster.handing_over(&data.name, starts).map(|(middle, (least, most))| {
                let ours = format!("{middle:.2} s ({least:.2} to {most:.2})");
                Row::alone((comments, START), ours, middle, asked)
            });
            self.tell((comments, START), asked, row);
        }
    }
}
