//! Postgres's own programs, of the same version as the server that runs: `psql` and `pgbench`.

use super::run;
use crate::Failure;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection, RunQueryDsl};
use rejoinder::db::Conn;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};

/// A line of an answer.
#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// What a query with one column, `line`, answers.
pub fn lines(url: &str, query: &str) -> Result<Vec<String>, Failure> {
    let found: Vec<Line> = super::block_on(async {
        let mut db = Conn::establish(url).await?;
        Ok(diesel::sql_query(query).load(&mut db).await?)
    })?;
    Ok(found.into_iter().map(|found| found.line).collect())
}

fn line(url: &str, query: &str) -> Result<String, Failure> {
    Ok(lines(url, query)?.into_iter().next().ok_or("Postgres answers nothing")?)
}

/// What a query counts.
pub fn number(url: &str, query: &str) -> Result<u64, Failure> {
    let query = format!("select ({query})::text as line");
    Ok(line(url, &query)?.parse()?)
}

/// One of the programs that lie beside the running server.
pub fn program(url: &str, name: &str) -> Result<Command, Failure> {
    let folder = line(url, "select setting as line from pg_config where name = 'BINDIR'")?;
    let path = PathBuf::from(folder).join(name);
    if !path.exists() {
        return Err(format!("{} is missing: apt install postgresql", path.display()).into());
    }
    let mut command = Command::new(path);
    command.env("LC_ALL", "C");
    Ok(command)
}

/// Hands `psql` a script that is written while it runs, such as one with `copy … from stdin`.
pub fn stream(
    url: &str,
    write: impl FnOnce(&mut BufWriter<ChildStdin>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut psql = program(url, "psql")?;
    psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", url]);
    let mut child = psql.stdin(Stdio::piped()).spawn()?;
    let mut script = BufWriter::with_capacity(1 << 18, child.stdin.take().ok_or("psql takes nothing")?);
    let written = write(&mut script).and_then(|()| Ok(script.flush()?));
    drop(script);
    let ended = child.wait()?;
    // What it says itself tells more than that it no longer reads.
    if ended.success() { written } else { Err(format!("psql ended with {ended}").into()) }
}

/// Runs statements one after the other, each in a transaction of its own.
pub fn each(url: &str, statements: &[String]) -> Result<(), Failure> {
    run(url, &statements.iter().map(String::as_str).collect::<Vec<_>>())
}
