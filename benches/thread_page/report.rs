//! What was measured, as a table; and `RESULTS.md`, where it is kept.

use crate::{Failure, ROUNDS};
use std::fmt::{self, Display, Formatter};
use std::process::Command;

/// A page of a board, measured.
pub struct Measured {
    /// How many comments the board holds.
    pub comments: u32,
    /// Which page.
    pub page: &'static str,
    /// How many bytes it has.
    pub bytes: usize,
    /// The round whose ratio is the median.
    pub round: Round,
    /// The lowest and the highest ratio of all rounds.
    pub between: (f64, f64),
}

/// Answers a second of a page, and just before it of the fixed page.
#[derive(Clone, Copy)]
pub struct Round {
    /// The board's page.
    pub ours: f64,
    /// The fixed page.
    pub fixed: f64,
}

/// All that was measured.
pub struct Report(pub Vec<Measured>);

impl Round {
    /// How fast the board's page is, when the fixed page is 1.
    pub fn ratio(self) -> f64 {
        self.ours / self.fixed
    }
}

impl Measured {
    /// What so many rounds say; nothing if there was none.
    pub fn new(comments: u32, page: &'static str, bytes: usize, mut rounds: Vec<Round>) -> Option<Self> {
        rounds.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
        let between = (rounds.first()?.ratio(), rounds.last()?.ratio());
        let round = *rounds.get(rounds.len() / 2)?;
        Some(Self { comments, page, bytes, round, between })
    }
}

impl Report {
    /// For each page of the smallest board, how much slower or faster it is on the largest.
    fn growth(&self) -> Vec<(&'static str, f64)> {
        let sizes = self.0.iter().map(|measured| measured.comments);
        let (Some(least), Some(most)) = (sizes.clone().min(), sizes.max()) else { return Vec::new() };
        let of = |size, page| {
            let mut at = self.0.iter().filter(move |measured| measured.comments == size);
            at.find(|measured| measured.page == page).map(|measured| measured.round.ratio())
        };
        let pages = self.0.iter().filter(|measured| measured.comments == least && least < most);
        let pages = pages.map(|measured| measured.page);
        pages.filter_map(|page| Some((page, of(most, page)? / of(least, page)?))).collect()
    }

    /// Keeps it in `benches/RESULTS.md`, with the commit that was measured.
    pub fn write(&self, seconds: u32, commit: &str) -> Result<(), Failure> {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/RESULTS.md");
        let date = time::OffsetDateTime::now_utc().date();
        let text = format!(
            "# How fast the page of a thread is\n\n\
             Measured with `cargo bench --bench thread_page -- --seconds {seconds} --write` on {date}, at {commit}.\n\n\
             The board is served as `serve` serves it, in the measuring process, from a private Postgres that keeps \
             its promises (fsync on). Boards of each size stand side by side: 200 accounts, threads of 1,000 comments, \
             twenty of them under way at a time; the thread that is measured is one from the middle. A second server \
             gives the bytes and headers of that thread's first page with nothing around them: the fixed page, the \
             fastest that this machine could be; for a page that the browser knows, it gives the empty answer. `wrk` asks with 2 threads and 32 connections, on the same machine, \
             in turns: the fixed page, ours, the fixed page, ours, in {ROUNDS} rounds; the round with the median ratio \
             is shown. No answer was an error.\n\n\
             **Only the ratios mean something.** Requests a second are those of one machine at one hour, shared with \
             its load generator, its Postgres and its neighbours.\n\n{self}"
        );
        Ok(std::fs::write(file, text)?)
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| comments | page | KB | requests/s | fixed page, same round | ratio | in all rounds |"
        )?;
        writeln!(f, "| ---: | --- | ---: | ---: | ---: | ---: | --- |")?;
        for Measured { comments, page, bytes, round, between: (low, high) } in &self.0 {
            let (ours, fixed, ratio) = (round.ours, round.fixed, round.ratio());
            let (comments, kilobytes) = (grouped(*comments), bytes.div_ceil(1000));
            write!(f, "| {comments} | {page} | {kilobytes} | {ours:.0} | {fixed:.0} | {ratio:.4} ")?;
            writeln!(f, "| {low:.4} to {high:.4} |")?;
        }
        let sizes = self.0.iter().map(|measured| measured.comments);
        let (least, most) = (sizes.clone().min().unwrap_or(0), sizes.max().unwrap_or(0));
        let growth = self.growth();
        if !growth.is_empty() {
            writeln!(f, "\n| page | ratio at {} ÷ ratio at {} |", grouped(most), grouped(least))?;
            writeln!(f, "| --- | ---: |")?;
        }
        growth.iter().try_for_each(|(page, ratio)| writeln!(f, "| {page} | {ratio:.2} |"))
    }
}

/// `1000000` as `1,000,000`.
fn grouped(number: u32) -> String {
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
