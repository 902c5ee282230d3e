//! Many read and some write: of twenty requests one posts a comment, and two look at the page on which it stands then, as
//! nobody and as its writer. It has to be there, or nothing is measured.

use crate::data::{CROWD, Data, Person};
use crate::people::{Connection, Letter};
use crate::posting::drawn_of;
use crate::report::{Asked, Rounds};
use crate::{Bench, Board, Failure};
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

const MIXED: &str = "95 % reading and 5 % posting, 16 people";

/// In so many threads.
const THREADS: u32 = 20;

/// Of so many requests, one posts.
const TURNS: u64 = 20;

/// The mixture, against the same people when they only read.
pub fn measure(bench: &mut Bench, board: &Board) {
    if !bench.wants(MIXED) {
        return;
    }
    let Board { data, served } = board;
    let threads = 1..1 + THREADS.min(data.board.threads);
    let asked = |is_mixed| all(served.address, data, (&threads, is_mixed), bench.seconds);
    let rounds = Rounds::of(|| asked(false), || asked(true));
    let (comments, enough) = (data.board.comments, Asked::AtLeast(0.50));
    let row = rounds.and_then(|rounds| rounds.row(comments, (MIXED, "hot pages"), enough));
    bench.tell((comments, MIXED), enough, row);
}

/// How many answers a second all of them get.
fn all(
    server: SocketAddr,
    data: &Data,
    (threads, is_mixed): (&Range<u32>, bool),
    seconds: u32,
) -> Result<f64, Failure> {
    let begun = Instant::now();
    let ends = begun + Duration::from_secs(seconds.into());
    let answered: u64 = std::thread::scope(|scope| {
        let people = data.writers.iter().take(CROWD);
        let people = people.map(|person| scope.spawn(move || one(server, person, (threads, is_mixed), ends)));
        let people: Vec<_> = people.collect();
        people
            .into_iter()
            .map(|one| one.join().map_err(|_| "a reader gave up")?)
            .sum::<Result<u64, Failure>>()
    })?;
    Ok(f64::from(u32::try_from(answered)?) / begun.elapsed().as_secs_f64())
}

fn one(
    server: SocketAddr,
    person: &Person,
    (threads, is_mixed): (&Range<u32>, bool),
    ends: Instant,
) -> Result<u64, Failure> {
    let mut connection = Connection::open(server)?;
    let mut turn = 0;
    while Instant::now() < ends {
        let thread = drawn_of(threads, person, turn)?;
        if is_mixed && turn % TURNS == TURNS - 3 {
            post_and_look(&mut connection, thread, person)?;
            turn += 3;
        } else {
            let path = format!("/a/{thread}/the-canal-and-its-price-part-{thread}");
            let head = connection.get(&path, None)?;
            if head.status != 200 {
                return Err(format!("{path} answers {head:?}").into());
            }
            turn += 1;
        }
    }
    Ok(turn)
}

/// Posts a comment, and looks whether it stands on its page.
fn post_and_look(connection: &mut Connection, thread: u32, person: &Person) -> Result<(), Failure> {
    let letter = Letter::new();
    let (page, number) = connection.post(thread, &letter, person)?;
    for who in [None, Some(person)] {
        let head = connection.get(&page, who)?;
        let text = connection.text();
        let is_there = text.contains(&format!("id=\"c{number}\"")) && text.contains(&letter.mark);
        if head.status != 200 || !is_there {
            let whom = if who.is_some() { "its writer" } else { "nobody" };
            return Err(format!("a stale read: {page} does not show #{number} to {whom} ({head:?})").into());
        }
    }
    Ok(())
}
