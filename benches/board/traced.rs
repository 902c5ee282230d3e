//! What a request asks Postgres, as Postgres's own log tells it.

use crate::Failure;
use crate::data::Cluster;
use crate::served::{How, Served};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::net::SocketAddr;
use std::path::PathBuf;

/// A statement, and what stood in the places of its parameters; nothing for null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The statement.
    pub sql: String,
    /// The values of `$1`, `$2`, …
    pub parameters: Vec<Option<String>>,
}

/// A server whose connections tell all that they ask. It has one worker, and that one connection: what one request asks
/// stands together.
pub struct Traced {
    served: Served,
    log: PathBuf,
}

impl Traced {
    /// Starts it on this database.
    pub fn start(cluster: &Cluster, url: &str) -> Result<Self, Failure> {
        let url = format!("{url}&options=-c%20log_statement%3Dall");
        let settings =
            [("REJOINDER_WORKERS", "1"), ("REJOINDER_CONNECTIONS", "1"), ("REJOINDER_CACHE_MEGABYTES", "0")];
        let how = How { url: Some(&url), folder: cluster.folder(), settings: &settings };
        Ok(Self { served: Served::start(&how)?, log: cluster.folder().join("postgres.log") })
    }

    /// What a request asks: all that was asked on the connection on which this was asked too.
    pub fn of<T>(
        &self,
        is_of_it: impl Fn(&Statement) -> bool,
        ask: impl FnOnce(SocketAddr) -> Result<T, Failure>,
    ) -> Result<(Vec<Statement>, T), Failure> {
        let mut log = File::open(&self.log)?;
        log.seek(SeekFrom::End(0))?;
        let answer = ask(self.served.address)?;
        let mut told = Vec::new();
        log.read_to_end(&mut told)?;
        let statements = read(&String::from_utf8_lossy(&told));
        let connection = statements.iter().find(|(_, statement)| is_of_it(statement));
        let connection = connection.map(|(connection, _)| connection.clone());
        let connection = connection.ok_or("Postgres's log does not tell of the request")?;
        let of_it = statements.into_iter().filter(|(other, _)| *other == connection);
        Ok((of_it.map(|(_, statement)| statement).collect(), answer))
    }
}

/// The statements of a log, each with its connection's number.
fn read(log: &str) -> Vec<(String, Statement)> {
    let mut entries: Vec<(String, String)> = Vec::new();
    for line in log.lines() {
        // A tab goes before each further line of an entry.
        if let (Some(more), Some((_, text))) = (line.strip_prefix('\t'), entries.last_mut()) {
            text.push('\n');
            text.push_str(more);
        } else if let Some((connection, text)) =
            line.split_once("] ").and_then(|(head, text)| Some((head.rsplit_once('[')?.1, text)))
        {
            entries.push((connection.to_owned(), text.to_owned()));
        }
    }
    let mut statements: Vec<(String, Statement)> = Vec::new();
    for (connection, text) in entries {
        let (kind, text) = text.split_once(":  ").unwrap_or_default();
        if kind == "DETAIL" {
            let of_it = statements.iter_mut().rev().find(|(other, _)| *other == connection);
            if let (Some((_, statement)), Some(told)) = (of_it, text.strip_prefix("parameters: ")) {
                statement.parameters = parameters(told);
            }
        } else if let Some((how, sql)) = text.split_once(": ")
            && kind == "LOG"
            && (how == "statement" || how.starts_with("execute "))
        {
            statements.push((connection, Statement { sql: sql.to_owned(), parameters: Vec::new() }));
        }
    }
    statements
}

/// `$1 = 'it''s', $2 = NULL`.
fn parameters(told: &str) -> Vec<Option<String>> {
    let mut found = Vec::new();
    let mut rest = told;
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(quoted) = value.strip_prefix('\'') else {
            found.push(None);
            rest = value;
            continue;
        };
        let (mut text, mut ends) = (String::new(), quoted.len());
        let mut letters = quoted.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            if letter == '\'' && letters.next_if(|(_, next)| *next == '\'').is_none() {
                ends = at;
                break;
            }
            text.push(letter);
        }
        found.push(Some(text));
        rest = quoted.get(ends..).unwrap_or_default();
    }
    found
}
