//! The pages: from memory, for a member, with nothing cached, and on boards and in threads of other sizes.

use crate::data::{A_THREAD, Cluster, Data};
use crate::fixed::{self, Page, fetch};
use crate::people::Connection;
use crate::pgbench::Pgbench;
use crate::replay;
use crate::report::{Asked, Rounds, Row, grouped};
use crate::served::Served;
use crate::traced::{Statement, Traced};
use crate::wrk::{self, CONNECTIONS};
use crate::{Bench, Board, Failure};
use std::net::SocketAddr;

/// So many pages of threads are more than the cache keeps.
const MANY: usize = 1500;

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
    /// The thread's feed.
    Feed,
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

const PAGES: [Measured; 8] = [
    of("thread, nobody signed in", Place::Thread(""), Who::Nobody, Asked::AtLeast(0.85)),
    of("the same, known to the browser", Place::Thread(""), Who::Knows, Asked::AtLeast(0.85)),
    of(
        "last page of the thread, nobody signed in",
        Place::Thread("?page=20"),
        Who::Nobody,
        Asked::AtLeast(0.85),
    ),
    of("thread, a member", Place::Thread(""), Who::Member, Asked::AtLeast(0.35)),
    of("feed of the thread", Place::Feed, Who::Nobody, Asked::Nothing),
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
            let limit =
                if measured.who == Who::Knows { ("fixed answer", empty) } else { ("fixed page", page) };
            let row = measured.row(bench.seconds, board, limit);
            bench.tell((data.board.comments, measured.what), measured.asked, row);
        }
    }
    if bench.wants(UNCACHED) || bench.wants(WORK) {
        uncached(bench, data);
    }
    Ok(())
}

impl Measured {
    fn path(&self, data: &Data) -> String {
        match self.place {
            Place::Thread(query) => format!("{}{query}", data.path),
            Place::Feed => {
                let thread = data.path.rsplit_once('/').map_or(data.path.as_str(), |(thread, _)| thread);
                format!("{thread}/feed.atom")
            }
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

    fn row(&self, seconds: u32, board: &Board, (name, limit): (&str, SocketAddr)) -> Result<Row, Failure> {
        let Board { data, served } = board;
        let how = (CONNECTIONS, seconds);
        self.look(served.address, data)?;
        let header = self.header(served.address, data)?;
        let url = format!("http://{}{}", served.address, self.path(data));
        let rounds = Rounds::of(
            || wrk::answers(&format!("http://{limit}/"), None, how),
            || wrk::answers(&url, header.as_deref(), how),
        )?;
        let size = self.look(served.address, data)?.body.len().div_ceil(1000);
        let what = format!("{} ({size} KB)", self.what);
        rounds.row(data.board.comments, (&what, name), self.asked)
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
            // Fifty comments, and the article.
            (_, Place::Feed) => text.matches("<entry>").count() == 51,
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

/// The thread when nothing is cached, against what Postgres does for it; and what the server itself does.
fn uncached(bench: &mut Bench, data: &Data) {
    let (comments, asked) = (data.board.comments, [Asked::AtLeast(0.35), Asked::AtMost(80.0)]);
    let [page, work] = match uncached_rounds(bench, data) {
        Err(failure) => return bench.tell((comments, UNCACHED), asked[0], Err(failure)),
        Ok((statements, rounds, microseconds)) => {
            let what = format!("{UNCACHED} ({statements} statements)");
            let work = Row::alone((comments, WORK), format!("{microseconds:.0} µs"), microseconds, asked[1]);
            [rounds.row(comments, (&what, "list query"), asked[0]), Ok(work)]
        }
    };
    bench.tell((comments, UNCACHED), asked[0], page);
    bench.tell((comments, WORK), asked[1], work);
}

/// How many statements a page asks, how often it came, and for how many microseconds the server had a processor for each.
fn uncached_rounds(bench: &Bench, data: &Data) -> Result<(usize, Rounds, f64), Failure> {
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
    Ok((statements, rounds, (served.worked()? - begun) / pages * 1e6))
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

/// Reads more pages of threads than the cache keeps, where the board has so many.
pub fn fill_cache(board: &Board) -> Result<(), Failure> {
    let Board { data, served } = board;
    let mut reader = Connection::open(served.address)?;
    let pages =
        (1..=data.board.threads).flat_map(|thread| (1..=A_THREAD / 50).map(move |page| (thread, page)));
    for (thread, page) in pages.take(MANY) {
        let query = if page > 1 { format!("?page={page}") } else { String::new() };
        let path = format!("/a/{thread}/the-canal-and-its-price-part-{thread}{query}");
        let head = reader.get(&path, None)?;
        if head.status != 200 {
            return Err(format!("{path} answers {head:?}").into());
        }
    }
    Ok(())
}

/// Pages that should cost the same: on the largest board and on the smallest, and at both ends of the long thread.
pub fn compare(bench: &mut Bench, boards: &[Board]) {
    let asked = Asked::AtMost(1.2);
    let (Some(smallest), Some(largest)) = (boards.first(), boards.last()) else { return };
    let (least, most) = (smallest.data.board.comments, largest.data.board.comments);
    if bench.wants(LARGER) && least < most {
        let rounds = sizes(bench, &smallest.data, &largest.data);
        let beside = format!("at {}", grouped(least));
        let row = rounds.and_then(|rounds| rounds.times(most, (LARGER, &beside), asked));
        bench.tell((most, LARGER), asked, row);
    }
    for Board { data, .. } in boards {
        if let Some(long) = data.long.as_ref().filter(|_| bench.wants(LATER)) {
            let (comments, rounds) = (data.board.comments, ends(bench, data, long));
            let row = rounds.and_then(|rounds| rounds.times(comments, (LATER, "its first page"), asked));
            bench.tell((comments, LATER), asked, row);
        }
    }
}

fn sizes(bench: &Bench, small: &Data, large: &Data) -> Result<Rounds, Failure> {
    let (at_small, at_large) = (bench.served(small, &NO_CACHE)?, bench.served(large, &NO_CACHE)?);
    turns(
        &uncached_page(&at_small, &small.path, bench.seconds)?,
        &uncached_page(&at_large, &large.path, bench.seconds)?,
    )
}

fn ends(bench: &Bench, data: &Data, long: &str) -> Result<Rounds, Failure> {
    let served = bench.served(data, &NO_CACHE)?;
    let last = format!("{long}?page={}", data.board.long / 50);
    turns(&uncached_page(&served, long, bench.seconds)?, &uncached_page(&served, &last, bench.seconds)?)
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
