//! What was measured, as a table; and `RESULTS.md`, where it is kept.

use crate::{Failure, ROUNDS};
use std::fmt::{self, Display, Formatter};
use std::process::Command;

/// What is asked of a figure.
#[derive(Clone, Copy)]
pub enum Asked {
    /// Nothing; it is shown.
    Nothing,
    /// So much at least.
    AtLeast(f64),
    /// So much at most.
    AtMost(f64),
}

/// How often a second something was done, and just before it what it is measured against.
#[derive(Clone, Copy)]
struct Round {
    ours: f64,
    limit: f64,
}

/// All rounds of one thing.
#[derive(Default)]
pub struct Rounds(Vec<Round>);

/// A line of the table.
pub struct Row {
    /// How many comments the board has.
    pub comments: u32,
    /// What was measured.
    pub what: String,
    /// Our figure.
    pub ours: String,
    /// What it is measured against.
    pub limit: String,
    /// What is judged: the ratio, or our figure where there is no limit beside it.
    pub figure: f64,
    /// The lowest and the highest of all rounds.
    pub between: Option<(f64, f64)>,
    /// What is asked.
    pub asked: Asked,
}

/// All that was measured.
#[derive(Default)]
pub struct Report(pub Vec<Row>);

impl Round {
    fn ratio(self) -> f64 {
        self.ours / self.limit
    }
}

impl Rounds {
    /// The limit, ours, the limit, ours.
    pub fn of(
        mut limit: impl FnMut() -> Result<f64, Failure>,
        mut ours: impl FnMut() -> Result<f64, Failure>,
    ) -> Result<Self, Failure> {
        let mut rounds = Self::default();
        for _ in 0..ROUNDS {
            let limit = limit()?;
            if limit <= 0.0 {
                return Err("what it is measured against was not done once".into());
            }
            rounds.0.push(Round { ours: ours()?, limit });
            eprint!(".");
        }
        Ok(rounds)
    }

    /// The round whose ratio is the median, and the lowest and the highest ratio.
    fn middle(mut self) -> Option<(Round, (f64, f64))> {
        self.0.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
        let between = (self.0.first()?.ratio(), self.0.last()?.ratio());
        Some((*self.0.get(self.0.len() / 2)?, between))
    }

    /// As a line that says how fast ours is where the limit is 1.
    pub fn row(self, comments: u32, (what, limit): (&str, &str), asked: Asked) -> Result<Row, Failure> {
        let (round, between) = self.middle().ok_or("no round was run")?;
        Ok(Row {
            comments,
            what: what.to_owned(),
            ours: format!("{}/s", rounded(round.ours)),
            limit: format!("{limit}: {}/s", rounded(round.limit)),
            figure: round.ratio(),
            between: Some(between),
            asked,
        })
    }

    /// As a line that says how many times longer ours takes.
    pub fn times(self, comments: u32, (what, limit): (&str, &str), asked: Asked) -> Result<Row, Failure> {
        let row = self.row(comments, (what, limit), asked)?;
        let between = row.between.map(|(low, high)| (1.0 / high, 1.0 / low));
        Ok(Row { figure: 1.0 / row.figure, between, ..row })
    }
}

impl Row {
    /// A figure without a limit beside it.
    pub fn alone((comments, what): (u32, &str), ours: String, figure: f64, asked: Asked) -> Self {
        Self { comments, what: what.to_owned(), ours, limit: String::new(), figure, between: None, asked }
    }

    /// What could not be measured: nothing that is asked is met by it.
    pub fn failed(of: (u32, &str), asked: Asked, why: &dyn std::error::Error) -> Self {
        let why = why.to_string();
        let why = why.lines().next().unwrap_or_default().replace('|', "/");
        Self::alone(of, format!("not measured: {why}"), f64::NAN, asked)
    }
}

impl Asked {
    fn is_met(self, figure: f64) -> &'static str {
        let met = match self {
            Self::Nothing => return "",
            Self::AtLeast(least) => figure >= least,
            Self::AtMost(most) => figure <= most,
        };
        if met { "yes" } else { "**no**" }
    }
}

impl Display for Asked {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::AtLeast(least) => write!(f, "≥ {least}"),
            Self::AtMost(most) => write!(f, "≤ {most}"),
        }
    }
}

impl Report {
    /// Keeps it in `benches/RESULTS.md`, with the commit that was measured.
    pub fn write(&self, command: &str, commit: &str, remarks: &str) -> Result<(), Failure> {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/RESULTS.md");
        let date = time::OffsetDateTime::now_utc().date();
        let text = format!(
            "# How fast the board is\n\nMeasured with `{command}` on {date}, at {commit}.\n\n{}\n\n{self}\n{remarks}\n",
            about()
        );
        Ok(std::fs::write(file, text)?)
    }
}

/// How it is measured.
fn about() -> String {
    format!(
        "The program itself serves, in release, with its defaults, from a Postgres like its own, over a socket and with \
         its promises (`fsync` and `synchronous_commit` on). Boards of each size stand side by side: 200 members, \
         threads of 1,000 comments, twenty of them under way at a time, and from a million comments on a thread of \
         100,000. What a figure is measured against is measured beside it, on the same machine, in turns: the limit, \
         ours, the limit, ours, in {ROUNDS} rounds; the round with the median ratio is shown. No answer was an error.\n\n\
         - *fixed page*, *fixed answer*: a server that sends the same bytes and headers from memory, or the empty answer \
         to whoever knows the page; `wrk` asks with 2 threads and 32 connections.\n\
         - *list query*: `pgbench` asks what the page asks for its comments, prepared, with 16 clients; the page is asked \
         for by 16 connections.\n\
         - *insert*: `pgbench` inserts one comment and raises its thread's counter in one statement, prepared.\n\
         - *replay*: `pgbench` asks the very statements of a post, taken from Postgres's log, one after the other.\n\
         - *hot pages*: the same readers on the same connections, who only read.\n\n\
         **Only the ratios mean something.** Figures a second are those of one machine at one hour, shared with its load \
         generator, its Postgres and its neighbours."
    )
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "| comments | what | ours | beside it | ratio | in all rounds | asked | met |")?;
        writeln!(f, "| ---: | --- | ---: | ---: | ---: | --- | --- | --- |")?;
        self.0.iter().try_for_each(|row| row.fmt(f))
    }
}

impl Display for Row {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { comments, what, ours, limit, figure, between, asked } = self;
        let (comments, met) = (grouped(*comments), asked.is_met(*figure));
        let (ratio, between) = match between {
            Some((low, high)) => (format!("{figure:.3}"), format!("{low:.3} to {high:.3}")),
            None => (String::new(), String::new()),
        };
        writeln!(f, "| {comments} | {what} | {ours} | {limit} | {ratio} | {between} | {asked} | {met} |")
    }
}

/// A figure as it is read: to the tenth when it is small.
fn rounded(figure: f64) -> String {
    if figure < 100.0 { format!("{figure:.1}") } else { format!("{figure:.0}") }
}

/// `1000000` as `1,000,000`.
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The commit that is being measured, and whether what is built differs from it. Asked before anything is measured:
/// the next one may come meanwhile.
pub fn commit() -> Result<String, Failure> {
    let commit = git(&["rev-parse", "--short", "HEAD"])?;
    let built = ["src", "templates", "assets", "migrations", "Cargo.lock"];
    let changed = git(&[&["status", "--porcelain", "--"], built.as_slice()].concat())?;
    Ok(if changed.is_empty() { commit } else { format!("{commit} with changes that are not committed") })
}

fn git(arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    } else {
        Err(format!("git: {}", String::from_utf8_lossy(&output.stderr)).into())
    }
}
