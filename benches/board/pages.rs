//! The pages: from memory, for a member, with nothing cached, and on boards and in threads of other sizes.

use crate::data::{Cluster, Data};
use crate::fixed::{self, Page, fetch};
use crate::pgbench::Pgbench;
use crate::replay;
use crate::report::{Asked, Rounds, Row, grouped};
use crate::served::Served;
use crate::traced::{Statement, Traced};
use crate::wrk::{self, CONNECTIONS};
use crate::{Bench, Board, Failure};
use std::net::SocketAddr;

/// How many ask where it is measured against `pgbench`.
const CLIENTS: u32 = 16;

const NO_CACHE: [(&str, &str); 1] = [("REJOINDER_CACHE_MEGABYTES", "0")];

const UNCACHED: &str = "thread, nothing cached";
const WORK: &str = "time of the server's own for a page, nothing cached";
const LARGER: &str = "thread on the larger board, nothing cached: times as long";
const LATER: &str = "last page of 100,000 comments, nothing cached: times as long";

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Somebody who is not signed in.
    Nobody,
    /// The same, whose browser has the page already: it is told so, with 304.
    Knows,
    /// A member.
    Member,
    /// A moderator.
    Moderator,
}

/// Where a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The thread, with this query.
    Thread(&'static str),
    /// An address.
    At(&'static str),
}

/// A page that is measured against the fixed one.
struct Measured {
    what: &'static str,
    place: Place,
    who: Who,
    asked: Asked,
}

const PAGES: [Measured; 7] = [
    of("thread, nobody signed in", Place::Thread(""), Who::Nobody, Asked::AtLeast(0.85)),
    of("the same, known to the browser", Place::Thread(""), Who::Knows, Asked::AtLeast(0.85)),
    of(
        "last page of the thread, nobody signed in",
        Place::Thread("?page=20"),
        Who::Nobody,
        Asked::AtLeast(0.85),
    ),
    of("thread, a member", Place::Thread(""), Who::Member, Asked::AtLeast(0.35)),
    of("front page, nobody signed in", Place::At("/"), Who::Nobody, Asked::Nothing),
    of("queue, a moderator", Place::At("/queue"), Who::Moderator, Asked::Nothing),
    of("profile, nobody signed in", Place::At("/u/reader2"), Who::Nobody, Asked::Nothing),
];

const fn of(what: &'static str, place: Place, who: Who, asked: Asked) -> Measured {
    Measured { what, place, who, asked }
}

/// All pages of a board.
pub fn measure(bench: &mut Bench, board: &Board) -> Result<(), Failure> {
    let Board { data, served } = board;
    let page = fetch(served.address, &data.path, None)?;
    let known = fetch(served.address, &data.path, Some(&page.known()?))?;
    let (page, empty) = (fixed::fixed(page)?, fixed::fixed(known)?);
    for measured in &PAGES {
        if bench.wants(measured.what) {
            let (name, limit) =
                if measured.who == Who::Knows { ("fixed answer", empty) } else { ("fixed page", page) };
            let rounds = measured.rounds(bench, board, limit)?;
            let size = measured.look(served.address, data)?.body.len().div_ceil(1000);
            let what = format!("{} ({size} KB)", measured.what);
            bench.tell(rounds.row(data.board.comments, (&what, name), measured.asked)?);
        }
    }
    if bench.wants(UNCACHED) || bench.wants(WORK) { uncached(bench, data) } else { Ok(()) }
}

impl Measured {
    fn path(&self, data: &Data) -> String {
        match self.place {
            Place::Thread(query) => format!("{}{query}", data.path),
            Place::At(path) => path.to_owned(),
        }
    }

    /// What a browser sends along.
    fn header(&self, server: SocketAddr, data: &Data) -> Result<Option<String>, Failure> {
        Ok(match self.who {
            Who::Nobody => None,
            // The page as it is now: what a new board has to do in its first minute may change it.
            Who::Knows => Some(fetch(server, &self.path(data), None)?.known()?),
            Who::Member => Some(data.member.cookie.clone()),
            Who::Moderator => Some(data.moderator.cookie.clone()),
        })
    }

    fn rounds(&self, bench: &Bench, board: &Board, limit: SocketAddr) -> Result<Rounds, Failure> {
        let (server, how) = (board.served.address, (CONNECTIONS, bench.seconds));
        self.look(server, &board.data)?;
        let header = self.header(server, &board.data)?;
        let url = format!("http://{server}{}", self.path(&board.data));
        let rounds = Rounds::of(
            || wrk::answers(&format!("http://{limit}/"), None, how),
            || wrk::answers(&url, header.as_deref(), how),
        );
        self.look(server, &board.data)?;
        rounds
    }

    /// Looks at the page: wrk counts a redirection as an answer, too, and does not know whose page it got.
    fn look(&self, server: SocketAddr, data: &Data) -> Result<Page, Failure> {
        let path = self.path(data);
        let page = fetch(server, &path, self.header(server, data)?.as_deref())?;
        let text = std::str::from_utf8(&page.body)?;
        let is_right = match (self.who, self.place) {
            (Who::Knows, _) => page.status == 304 && text.is_empty(),
            (who, Place::Thread(_)) => {
                comments_on(text) == 50 && text.contains("Yours on this page") == (who == Who::Member)
            }
            (Who::Moderator, _) => text.contains("data-case"),
            _ => text.contains("The canal and its price"),
        };
        let status = if self.who == Who::Knows { 304 } else { 200 };
        if is_right && page.status == status {
            Ok(page)
        } else {
            Err(format!("{path} is not the page that was to be measured").into())
        }
    }
}

fn comments_on(text: &str) -> usize {
    text.matches("<article class=\"comment\"").count()
}

/// The thread when nothing is cached, against what Postgres does for it.
fn uncached(bench: &mut Bench, data: &Data) -> Result<(), Failure> {
    let (statements, list) = asked_for_page(&bench.cluster, data)?;
    let list = Pgbench::new(&data.url, bench.cluster.folder(), "list", &list)?;
    let served = bench.served(data, &NO_CACHE)?;
    let page = uncached_page(&served, &data.path, bench.seconds)?;
    // What is read for the first time is read from the disk, and statements are prepared.
    page()?;
    let (mut pages, begun) = (0.0, served.worked()?);
    let rounds = Rounds::of(
        || list.runs(usize::try_from(CLIENTS)?, bench.seconds),
        || {
            let a_second = page()?;
            pages += a_second * f64::from(bench.seconds);
            Ok(a_second)
        },
    )?;
    let microseconds = (served.worked()? - begun) / pages * 1e6;
    let what = format!("{UNCACHED} ({statements} statements)");
    bench.tell(rounds.row(data.board.comments, (&what, "list query"), Asked::AtLeast(0.35))?);
    bench.tell(Row {
        comments: grouped(data.board.comments),
        what: WORK.to_owned(),
        ours: format!("{microseconds:.0} µs"),
        limit: String::new(),
        figure: microseconds,
        between: None,
        asked: Asked::AtMost(80.0),
    });
    Ok(())
}

/// How many statements a page of the thread asks, and the one that brings its comments, as a script.
fn asked_for_page(cluster: &Cluster, data: &Data) -> Result<(usize, String), Failure> {
    let traced = Traced::start(cluster, &data.url)?;
    let ask = |server| fetch(server, &data.path, None);
    let is_of_page = |statement: &Statement| statement.sql.contains("body_html");
    // What a connection asks only once is not the page's.
    traced.of(is_of_page, ask)?;
    let (statements, _) = traced.of(is_of_page, ask)?;
    let list = statements.iter().find(|statement| statement.sql.contains("body_html"));
    Ok((statements.len(), replay::of_one(list.ok_or("the page does not ask for comments")?)))
}

/// Asks for a page of a server without a cache; how often a second it came.
fn uncached_page(
    served: &Served,
    path: &str,
    seconds: u32,
) -> Result<impl Fn() -> Result<f64, Failure> + use<>, Failure> {
    let page = fetch(served.address, path, None)?;
    if comments_on(std::str::from_utf8(&page.body)?) != 50 {
        return Err(format!("{path} has no 50 comments").into());
    }
    let url = format!("http://{}{path}", served.address);
    Ok(move || wrk::answers(&url, None, (CLIENTS, seconds)))
}

/// Pages that should cost the same: on the largest board and on the smallest, and at both ends of the long thread.
pub fn compare(bench: &mut Bench, boards: &[Board]) -> Result<(), Failure> {
    let (Some(smallest), Some(largest)) = (boards.first(), boards.last()) else { return Ok(()) };
    if bench.wants(LARGER) && smallest.data.board.comments < largest.data.board.comments {
        let [small, large] = [smallest, largest].map(|board| bench.served(&board.data, &NO_CACHE));
        let (small, large) = (small?, large?);
        let small = uncached_page(&small, &smallest.data.path, bench.seconds).map(|page| (page, small))?;
        let large = uncached_page(&large, &largest.data.path, bench.seconds).map(|page| (page, large))?;
        let rounds = turns(&small.0, &large.0)?;
        let beside = format!("at {}", grouped(smallest.data.board.comments));
        bench.tell(rounds.times(largest.data.board.comments, (LARGER, &beside), Asked::AtMost(1.2))?);
    }
    for Board { data, .. } in boards {
        if let Some(long) = data.long.as_ref().filter(|_| bench.wants(LATER)) {
            let served = bench.served(data, &NO_CACHE)?;
            let first = uncached_page(&served, long, bench.seconds)?;
            let last =
                uncached_page(&served, &format!("{long}?page={}", data.board.long / 50), bench.seconds)?;
            let rounds = turns(&first, &last)?;
            bench.tell(rounds.times(data.board.comments, (LATER, "its first page"), Asked::AtMost(1.2))?);
        }
    }
    Ok(())
}

/// Both once before, so that what they read is in memory.
fn turns(
    one: &impl Fn() -> Result<f64, Failure>,
    other: &impl Fn() -> Result<f64, Failure>,
) -> Result<Rounds, Failure> {
    one()?;
    other()?;
    Rounds::of(one, other)
}
