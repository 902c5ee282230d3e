//! The fastest that this machine could be: a server that sends the same bytes from memory. And a reader of one page.

use crate::Failure;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONNECTION, CONTENT_LENGTH, DATE, ETAG, HeaderName, HeaderValue, TRANSFER_ENCODING,
};
use actix_web::rt::System;
use actix_web::web::Bytes;
use actix_web::{App, HttpResponse, HttpServer};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// An answer as it came.
#[derive(Clone)]
pub struct Page {
    /// 200, or 304 for who has it already.
    pub status: u16,
    /// Its headers, without those that each server writes by itself.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Its body.
    pub body: Bytes,
}

impl Page {
    /// What a browser sends that has it.
    pub fn known(&self) -> Result<String, Failure> {
        let tag = self.headers.iter().find(|(name, _)| *name == ETAG).ok_or("the page has no tag")?;
        Ok(format!("If-None-Match: {}", tag.1.to_str()?))
    }
}

/// How many threads answer: as many as those of `serve`.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The same bytes again and again, with nothing around them, until the program ends.
pub fn fixed(page: Page) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let status = StatusCode::from_u16(page.status)?;
    let answer = move || {
        let page = page.clone();
        let answer = actix_web::web::to(move || {
            let mut response = HttpResponse::build(status);
            for header in &page.headers {
                response.append_header(header.clone());
            }
            std::future::ready(response.body(page.body.clone()))
        });
        App::new().default_service(answer)
    };
    aside(move || {
        System::new().block_on(async move {
            HttpServer::new(answer).workers(workers()).disable_signals().listen(listener)?.run().await
        })
    });
    Ok(address)
}

fn aside(serve: impl FnOnce() -> std::io::Result<()> + Send + 'static) {
    std::thread::spawn(move || {
        if let Err(error) = serve() {
            eprintln!("a server stopped: {error}");
        }
    });
}

/// One page, asked for as `wrk` asks for it; anything but 200 and 304 is an error.
pub fn fetch(server: SocketAddr, path: &str, header: Option<&str>) -> Result<Page, Failure> {
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let header = header.map(|header| format!("{header}\r\n")).unwrap_or_default();
    // 1.0, so that the body comes in one piece and ends with the connection.
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {server}\r\n{header}\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or("an answer without an end of its head")?;
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer)?;
    let mut lines = head.lines();
    let status = lines.next().unwrap_or_default();
    let status = match status.split(' ').nth(1) {
        Some("200") => 200,
        Some("304") => 304,
        _ => return Err(format!("{path} answers {status}").into()),
    };
    let own = [CONNECTION, CONTENT_LENGTH, DATE, TRANSFER_ENCODING];
    let mut headers = Vec::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        let name = HeaderName::from_bytes(name.as_bytes())?;
        if !own.contains(&name) {
            headers.push((name, HeaderValue::from_str(value)?));
        }
    }
    Ok(Page { status, headers, body: body.into() })
}
