//! Whether two hundred who sign in at once slow down whoever reads.

use crate::served::{ask, board, page};
use crate::{Failure, median};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// So many sign in at once, each again as soon as it is answered.
const CROWD: usize = 200;
/// So many pages are read, one after the other, each round alone and beside the crowd.
const PAGES: usize = 200;
const ROUNDS: usize = 5;

/// What came of it.
pub struct Crowded {
    /// The median time of a page in the crowd, by that without it.
    pub median: f64,
    /// The same of the page that 95 of 100 are quicker than.
    pub slow: f64,
    /// How many sign-ins were answered while the pages were read.
    pub answered: u32,
}

/// Reads the front page alone, and beside the crowd, in turns.
///
/// # Errors
/// When something is not answered as it should be.
pub fn measure(url: &str) -> Result<Crowded, Failure> {
    let server = board(url)?;
    read(server)?;
    let (mut alone, mut crowded, mut answered) = (Vec::new(), Vec::new(), 0);
    for round in 0..ROUNDS {
        alone.extend(read(server)?);
        let (times, signed_in) = beside_a_crowd(server, round)?;
        crowded.extend(times);
        answered += signed_in;
    }
    let ratio = |of: fn(Vec<Duration>) -> Duration| {
        of(crowded.clone()).as_secs_f64() / of(alone.clone()).as_secs_f64()
    };
    Ok(Crowded { median: ratio(median), slow: ratio(slow), answered })
}

/// How long each page took while a crowd signs in, and how many of the crowd were answered meanwhile.
fn beside_a_crowd(server: SocketAddr, round: usize) -> Result<(Vec<Duration>, u32), Failure> {
    let (over, answered) = (AtomicBool::new(false), AtomicU32::new(0));
    thread::scope(|scope| {
        for number in 0..CROWD {
            let (over, answered) = (&over, &answered);
            scope.spawn(move || {
                let mut tries = round << 8;
                while !over.load(Ordering::Relaxed) {
                    tries += 1;
                    if sign_in(server, number, tries).is_ok_and(|status| status == "422") {
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        // The queue is full once the first ones were answered.
        while answered.load(Ordering::Relaxed) < 20 {
            thread::sleep(Duration::from_millis(5));
        }
        let before = answered.load(Ordering::Relaxed);
        let times = read(server);
        over.store(true, Ordering::Relaxed);
        Ok((times?, answered.load(Ordering::Relaxed) - before))
    })
}

/// How long each page took; a pause between two, as readers make one.
fn read(server: SocketAddr) -> Result<Vec<Duration>, Failure> {
    let mut times = Vec::with_capacity(PAGES);
    for _ in 0..PAGES {
        let begun = Instant::now();
        page(server, "/")?;
        times.push(begun.elapsed());
        thread::sleep(Duration::from_millis(2));
    }
    Ok(times)
}

/// A wrong password, each time from a household of its own and for a name of its own, so that no limit spares the work.
fn sign_in(server: SocketAddr, number: usize, tries: usize) -> Result<String, Failure> {
    let body = format!("login=ghost{number}of{tries}&password=a+wrong+sentence");
    let from = format!("10.{}.{}.{}", number, (tries >> 8) & 255, tries & 255);
    let head = format!(
        "Host: {server}\r\nX-Forwarded-For: {from}\r\nContent-Type: application/x-www-form-urlencoded"
    );
    let request = format!("POST /sign-in HTTP/1.0\r\n{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    Ok(ask(server, &request)?.0)
}

fn slow(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() * 95 / 100).copied().unwrap_or_default()
}
