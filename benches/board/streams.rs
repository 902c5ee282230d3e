//! Many have a thread open and wait for what is new: what that takes of memory, and whether all of them are told.

use crate::data::Data;
use crate::people::{Connection, Letter};
use crate::report::{Asked, Row};
use crate::{Bench, Failure};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// So many have a page open.
const OPEN: usize = 5_000;

/// In so many threads.
const THREADS: usize = 20;

const MEMORY: &str = "memory of the server with 5,000 streams open, and a comment told in each thread";
const TOLD: &str = "from a comment's posting until all 250 who have its thread open are told";

/// What [`OPEN`] open pages take, on a server that does nothing else.
pub fn measure(bench: &mut Bench, data: &Data) {
    if !bench.wants(MEMORY) && !bench.wants(TOLD) {
        return;
    }
    let (comments, asked) = (data.board.comments, Asked::AtMost(100.0));
    match measured(bench, data) {
        Ok((memory, told)) => {
            bench.tell((comments, MEMORY), asked, Ok(memory));
            bench.tell((comments, TOLD), Asked::Nothing, Ok(told));
        }
        Err(failure) => bench.tell((comments, MEMORY), asked, Err(failure)),
    }
}

fn measured(bench: &Bench, data: &Data) -> Result<(Row, Row), Failure> {
    take_all_files()?;
    let served = bench.served(data, &[])?;
    let before = served.memory()?.now;
    let mut streams = Vec::with_capacity(OPEN);
    for at in 0..OPEN {
        streams.push(Stream::open(served.address, 1 + at % THREADS)?);
    }
    for stream in &mut streams {
        stream.hears("data: ")?;
    }
    let mut longest = Duration::ZERO;
    for thread in 1..=THREADS {
        let writer = data.writers.first().ok_or("nobody writes")?;
        let begun = Instant::now();
        let (_, number) =
            Connection::open(served.address)?.post(u32::try_from(thread)?, &Letter::new(), writer)?;
        for stream in streams.iter_mut().filter(|stream| stream.thread == thread) {
            stream.hears(&format!("data: {number}\n\n"))?;
        }
        longest = longest.max(begun.elapsed());
    }
    let memory = served.memory()?;
    let ours = format!("{:.1} MB ({before:.1} before)", memory.most);
    let of = |what| (data.board.comments, what);
    Ok((
        Row::alone(of(MEMORY), ours, memory.most, Asked::AtMost(100.0)),
        Row::alone(of(TOLD), format!("{:.2} s at most", longest.as_secs_f64()), 0.0, Asked::Nothing),
    ))
}

/// Each stream is a connection, at both of its ends.
fn take_all_files() -> Result<(), Failure> {
    let most = getrlimit(Resource::Nofile).maximum;
    let needed = 2 * u64::try_from(OPEN)?;
    if most.is_some_and(|most| most < needed) {
        return Err(format!("{most:?} files may be open at once; {OPEN} streams need more").into());
    }
    Ok(setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most })?)
}

/// An open page.
struct Stream {
    connection: TcpStream,
    thread: usize,
    heard: String,
}

impl Stream {
    fn open(server: SocketAddr, thread: usize) -> Result<Self, Failure> {
        let mut connection = TcpStream::connect(server)?;
        connection.set_read_timeout(Some(Duration::from_mins(1)))?;
        connection
            .write_all(format!("GET /a/{thread}/live HTTP/1.1\r\nHost: {server}\r\n\r\n").as_bytes())?;
        Ok(Self { connection, thread, heard: String::new() })
    }

    /// Reads until this was said.
    fn hears(&mut self, words: &str) -> Result<(), Failure> {
        let mut piece = [0; 1024];
        while !self.heard.contains(words) {
            let read = self.connection.read(&mut piece)?;
            if read == 0 {
                return Err(format!("a stream ended after {:?}", self.heard).into());
            }
            self.heard.push_str(&String::from_utf8_lossy(piece.get(..read).unwrap_or_default()));
        }
        self.heard.clear();
        Ok(())
    }
}
