//! People who read and write, each on a connection of their own that stays open.

use crate::Failure;
use crate::data::{Person, sentence};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use uuid::Uuid;

/// A connection to a server.
pub struct Connection {
    stream: TcpStream,
    server: SocketAddr,
    piece: Box<[u8]>,
    answer: Vec<u8>,
    /// Where the body of the answer begins.
    body: usize,
}

/// The head of an answer.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its status.
    pub status: u16,
    /// Where it leads.
    pub location: Option<String>,
}

/// What somebody writes: fresh each time.
pub struct Letter {
    /// What makes it the same when it is sent again.
    pub key: Uuid,
    /// A word that stands in no other text.
    pub mark: String,
    form: String,
}

impl Connection {
    /// Opens one.
    pub fn open(server: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { stream, server, piece: vec![0; 1 << 16].into(), answer: Vec::new(), body: 0 })
    }

    /// Asks for a page, as nobody or as a member.
    pub fn get(&mut self, path: &str, who: Option<&Person>) -> Result<Head, Failure> {
        let cookie = who.map(|who| format!("{}\r\n", who.cookie)).unwrap_or_default();
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{cookie}\r\n", self.server))
    }

    /// Sends a comment; the place at which it stands then: the page's path, and its number there.
    pub fn post(&mut self, thread: u32, letter: &Letter, who: &Person) -> Result<(String, u32), Failure> {
        let (server, cookie, form) = (self.server, &who.cookie, &letter.form);
        let head = self.ask(&format!(
            "POST /a/{thread}/comments HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\n{cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        ))?;
        let place = head.location.as_deref().filter(|_| head.status == 303).and_then(|location| {
            let (page, number) = location.split_once("#c")?;
            Some((page.to_owned(), number.parse().ok()?))
        });
        place.ok_or_else(|| format!("a comment was answered with {head:?}\n{}", self.text()).into())
    }

    /// The body of the answer.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.answer.get(self.body..).unwrap_or_default())
    }

    fn ask(&mut self, request: &str) -> Result<Head, Failure> {
        self.stream.write_all(request.as_bytes())?;
        self.answer.clear();
        let mut head = None;
        loop {
            let read = self.stream.read(&mut self.piece)?;
            if read == 0 {
                return Err("a connection was closed".into());
            }
            self.answer.extend_from_slice(self.piece.get(..read).unwrap_or_default());
            if head.is_none() {
                head = self.head()?;
            }
            if let Some((head, length)) = &head
                && self.answer.len() >= self.body + length
            {
                return Ok(head.clone());
            }
        }
    }

    /// The head, once it is whole, and how long the body is.
    fn head(&mut self) -> Result<Option<(Head, usize)>, Failure> {
        let end = self.answer.windows(4).position(|four| four == b"\r\n\r\n");
        let Some(end) = end else { return Ok(None) };
        let text = std::str::from_utf8(self.answer.get(..end).unwrap_or_default())?;
        let header = |name: &str| {
            let mut lines = text.lines().filter_map(|line| line.split_once(": "));
            lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        let status = text.split(' ').nth(1).ok_or("an answer without a status")?.parse()?;
        let length = match header("content-length") {
            Some(length) => length.parse()?,
            None if status == 304 => 0,
            None => return Err("an answer does not say how long it is".into()),
        };
        let location = header("location").map(str::to_owned);
        self.body = end + 4;
        Ok(Some((Head { status, location }, length)))
    }
}

impl Letter {
    /// A text of some sentences, as its form sends it.
    pub fn new() -> Self {
        let key = Uuid::now_v7();
        let mark = format!("number{}", key.simple());
        let body = format!("{} This is {mark}.\n\n{}", Self::words(), sentence(5));
        let body = body.replace(' ', "+").replace('\n', "%0D%0A").replace(',', "%2C");
        Self { key, mark, form: format!("key={key}&reply_to=&body={body}") }
    }

    /// What all of them say.
    pub fn words() -> String {
        format!("{} {}", sentence(7), sentence(2))
    }
}
