//! `rejoinder serve`: the board.

use super::{Failure, block_on, database, files, secret};
use crate::accounts::invite_to_setup;
use crate::config::Settings;
use crate::db::{Conn, SealKey};
use crate::mail::Smtp;
use diesel_async::AsyncConnection;
use std::net::TcpListener;

/// The port was not to be had.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot listen on {listen}: {why}. Something else may listen there; stop it, or set REJOINDER_LISTEN to another port."
)]
struct NoPort {
    listen: std::net::SocketAddr,
    why: std::io::Error,
}

/// What a server needs to serve.
#[derive(Debug)]
pub struct Serving {
    /// Where it listens.
    pub listener: TcpListener,
    /// The database, up to date.
    pub url: String,
    /// The address that people use.
    pub address: String,
    /// How many connections each worker keeps at most.
    pub connections: u32,
    /// How many workers answer.
    pub workers: usize,
    /// The mail server, if there is one.
    pub mail: Option<Smtp>,
    /// The proxies that are believed.
    pub proxies: Vec<ipnet::IpNet>,
    /// The key to what lies sealed in the database.
    pub key: SealKey,
    /// How many bytes of ready pages it keeps at most.
    pub cache: u64,
}

/// The server itself: it serves until it is told to stop.
pub type Server = fn(Serving) -> std::io::Result<()>;

pub(super) fn run(settings: &Settings, server: Server) -> Result<(), Failure> {
    let listen = settings.listen;
    settings.given_secret()?;
    files::take_all();
    // The port is taken first: nothing is started for a program that cannot serve.
    let listener = TcpListener::bind(listen).map_err(|why| NoPort { listen, why })?;
    let mail = mail_server(settings)?;
    let database = database::own(settings)?;
    let outcome = greet(settings, &database.url).and_then(|()| {
        let key = secret::key(settings)?;
        Ok(server(serving(settings, (listener, &database.url), mail, key))?)
    });
    database.leave()?;
    outcome
}

/// The mail server that the settings name.
pub(super) fn mail_server(settings: &Settings) -> Result<Option<Smtp>, Failure> {
    let Some(server) = settings.given_smtp()? else { return Ok(None) };
    Ok(Some(Smtp::new(&server, &settings.mail_from()?)?))
}

/// Says where the board is, and on an empty one how it is set up.
fn greet(settings: &Settings, url: &str) -> Result<(), Failure> {
    let address = settings.public_address();
    println!("Rejoinder serves {address}");
    let token = block_on(async {
        let db = Conn::establish(url).await?;
        Ok(invite_to_setup(&db).await?)
    })?;
    if let Some(token) = token {
        println!("This board is empty. Set it up once, here: {address}/setup/{}", token.text());
    }
    Ok(())
}

fn serving(
    settings: &Settings,
    (listener, url): (TcpListener, &str),
    mail: Option<Smtp>,
    key: SealKey,
) -> Serving {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Serving {
        listener,
        url: url.to_owned(),
        address: settings.public_address(),
        connections: settings.connections,
        workers: settings.workers.map_or(cores, usize::from),
        proxies: settings.proxies.clone(),
        mail,
        key,
        cache: u64::from(settings.cache_megabytes) << 20,
    }
}
