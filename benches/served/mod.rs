//! The board as `serve` serves it, in the measuring process, and somebody who asks it.

use crate::Failure;
use rejoinder::cli::Serving;
use rejoinder::db::SealKey;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// Serves the board of this database until the program ends, behind a proxy that says where everybody comes from.
///
/// # Errors
/// When nothing can be listened on.
pub fn board(url: &str) -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let serving = Serving {
        listener,
        url: url.to_owned(),
        address: format!("http://{address}"),
        connections: 4,
        workers: thread::available_parallelism()?.get(),
        mail: None,
        proxies: vec!["127.0.0.1/32".parse()?],
        key: SealKey::random(),
        cache: 64 << 20,
    };
    thread::spawn(move || rejoinder::app::serve(serving));
    Ok(address)
}

/// The status and the text of an answer, read whole.
///
/// # Errors
/// When there is none.
pub fn ask(server: SocketAddr, request: &str) -> Result<(String, String), Failure> {
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    Ok((answer.split(' ').nth(1).unwrap_or_default().to_owned(), answer))
}

/// The same of a page, with nobody signed in.
///
/// # Errors
/// When it is not answered with 200.
pub fn page(server: SocketAddr, path: &str) -> Result<String, Failure> {
    let (status, answer) = ask(server, &format!("GET {path} HTTP/1.0\r\nHost: {server}\r\n\r\n"))?;
    if status == "200" { Ok(answer) } else { Err(format!("{path} answers {status}").into()) }
}
