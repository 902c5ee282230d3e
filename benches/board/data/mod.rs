//! The boards that are measured: a private Postgres in a folder of its own, and a database in it for each size.
//!
//! Where to look next: `talk` (who says what), `rows` and `fill` (the large tables), `board.sql` (the rest), `psql`.

mod fill;
pub mod psql;
mod rows;
mod talk;

use crate::Failure;
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use rejoinder::accounts::sessions::{self, Browser};
use rejoinder::articles;
use rejoinder::db::private::{PrivatePostgres, PrivateSettings};
use rejoinder::db::{self, AccountId, ArticleId, Conn, Timestamp};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub use rows::sentence;
pub use talk::{A_THREAD, Board, mixed};

/// The member whose page is measured: the author of each thread's second comment.
const MEMBER: i64 = 2;

/// The moderator whose queue is measured.
const MODERATOR: i64 = 201;

/// The first of the members who write while it is measured.
const WRITERS: i64 = 21;

/// How many of them there are.
pub const CROWD: usize = 16;

/// How many comments wait in the queue.
const WAITING: u32 = 200;

/// How many threads there are to write in, for the board and again for what it is measured against.
pub const TO_WRITE_IN: u32 = 1000;

const BOARD: &str = include_str!("board.sql");
const TIDY: &str = include_str!("tidy.sql");

/// What Postgres is started with to make the data: what is copied into a new table need not be written twice. Measured
/// is with what `serve` gives it.
const MAKING: [(&str, &str); 4] = [
    ("wal_level", "minimal"),
    ("max_wal_senders", "0"),
    ("max_wal_size", "8GB"),
    ("checkpoint_timeout", "30min"),
];

/// Several servers and `pgbench` ask at the same time; nothing else differs from the Postgres of `serve`.
const MEASURING: [(&str, &str); 1] = [("max_connections", "250")];

/// A Postgres like that of `serve`, in a folder that goes with it unless it is to be kept.
pub struct Cluster {
    postgres: Option<PrivatePostgres>,
    folder: PathBuf,
    is_kept: bool,
}

/// A board's data, and what of it is measured.
pub struct Data {
    /// The database.
    pub url: String,
    /// Its name.
    pub name: String,
    /// How its comments are spread over its threads.
    pub board: Board,
    /// The path of a thread from the board's middle.
    pub path: String,
    /// The path of the long thread.
    pub long: Option<String>,
    /// The member whose page is measured.
    pub member: Person,
    /// The moderator.
    pub moderator: Person,
    /// Those who write.
    pub writers: Vec<Person>,
}

/// A member who is signed in.
#[derive(Clone)]
pub struct Person {
    /// The account.
    pub id: i64,
    /// The header that a browser sends.
    pub cookie: String,
    /// The hash of the session's token, as Postgres writes it.
    pub hash: String,
}

impl Cluster {
    /// Makes the boards that are not there yet, and starts it as it is measured.
    pub fn with(boards: &[u32], kept: Option<&Path>) -> Result<Self, Failure> {
        let own = || std::env::temp_dir().join(format!("rejoinder-bench-{}", std::process::id()));
        let folder = kept.map_or_else(own, Path::to_path_buf);
        let mut cluster = Self { postgres: None, folder, is_kept: kept.is_some() };
        cluster.start(&MAKING)?;
        for comments in boards {
            cluster.make(Board::of(*comments))?;
        }
        cluster.stop()?;
        cluster.start(&MEASURING)?;
        Ok(cluster)
    }

    /// The folder in which it lives.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The URL of a database.
    pub fn url(&self, name: &str) -> Result<String, Failure> {
        Ok(self.postgres.as_ref().ok_or("Postgres does not run")?.url(name))
    }

    /// A board as it was made, whatever was written on it before.
    pub fn open(&self, comments: u32) -> Result<Data, Failure> {
        let board = Board::of(comments);
        let name = name_of(comments);
        let url = self.url(&name)?;
        db::migrate(&url)?;
        run(&url, &[&settings(board), TIDY, "vacuum analyze", "checkpoint"])?;
        block_on(async {
            let db = Conn::establish(&url).await?;
            let thread = |id: u32| articles::find(&db, ArticleId(i64::from(id)));
            let path = thread(board.threads / 2 + 1).await?.ok_or("the thread is not there")?.path();
            let long = thread(board.threads + 1).await?.filter(|_| board.long > 0).map(|long| long.path());
            let (member, moderator) = (begin(&db, MEMBER).await?, begin(&db, MODERATOR).await?);
            let mut writers = Vec::new();
            for id in (WRITERS..).take(CROWD) {
                writers.push(begin(&db, id).await?);
            }
            Ok(Data { url: url.clone(), name, board, path, long, member, moderator, writers })
        })
    }

    /// Does something while this board is the one that `serve` finds in the folder, and Postgres does not run.
    pub fn handing_over<T>(
        &mut self,
        name: &str,
        work: impl FnOnce(&Path) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let rename = |from: &str, to: &str| format!("alter database {from} rename to {to}");
        run(&self.url("template1")?, &[&rename("postgres", "aside"), &rename(name, "postgres")])?;
        self.stop()?;
        let done = work(&self.folder);
        self.start(&MEASURING)?;
        run(&self.url("template1")?, &[&rename("postgres", name), &rename("aside", "postgres")])?;
        done
    }

    fn start(&mut self, options: &[(&str, &str)]) -> Result<(), Failure> {
        let options = options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let settings = PrivateSettings { data: self.folder.clone(), binaries: None, options };
        self.postgres = Some(PrivatePostgres::start(&settings)?);
        Ok(())
    }

    fn stop(&mut self) -> Result<(), Failure> {
        Ok(self.postgres.take().map_or(Ok(()), PrivatePostgres::stop)?)
    }

    /// Makes a board, unless it was made before. It has its name only when it is whole.
    fn make(&self, board: Board) -> Result<(), Failure> {
        let (name, postgres) = (name_of(board.comments), self.url("postgres")?);
        let there = format!("select count(*) from pg_database where datname = '{name}'");
        if psql::number(&postgres, &there)? > 0 {
            return Ok(());
        }
        let begun = Instant::now();
        eprintln!("making a board of {} comments", board.comments);
        run(&postgres, &["drop database if exists unfinished", "create database unfinished"])?;
        let url = self.url("unfinished")?;
        db::migrate(&url)?;
        fill::fill(&url, board)?;
        // What Postgres would do by itself later, it does now, and not while something is measured.
        run(&url, &[&settings(board), BOARD, "vacuum analyze", "checkpoint"])?;
        run(&postgres, &[&format!("alter database unfinished rename to {name}")])?;
        eprintln!("  in all: {:.1?}", begun.elapsed());
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("{error}");
        }
        if self.is_kept {
            return;
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

impl Data {
    /// The threads to write in: their first id, for the board or for what it is measured against.
    pub fn to_write_in(&self, for_limit: bool) -> u32 {
        self.board.threads + 2 + if for_limit { TO_WRITE_IN } else { 0 }
    }
}

fn name_of(comments: u32) -> String {
    format!("comments_{comments}")
}

/// What `board.sql` and `tidy.sql` go by.
fn settings(board: Board) -> String {
    let Board { comments, threads, long } = board;
    format!(
        "set bench.comments = {comments}; set bench.threads = {threads}; set bench.long = {long}; \
         set bench.waiting = {WAITING}; set bench.to_write_in = {}",
        2 * TO_WRITE_IN
    )
}

async fn begin(db: &Conn, id: i64) -> Result<Person, Failure> {
    let token = sessions::begin(db, AccountId(id), &Browser::default(), Timestamp::now_utc()).await?;
    let mut hash = String::from("\\x");
    for byte in token.hash() {
        write!(hash, "{byte:02x}")?;
    }
    Ok(Person { id, cookie: format!("Cookie: rejoinder-session={}", token.text()), hash })
}

/// Runs statements one after the other.
pub fn run(url: &str, statements: &[&str]) -> Result<(), Failure> {
    block_on(async {
        let mut db = Conn::establish(url).await?;
        for statement in statements {
            db.batch_execute(statement).await?;
        }
        Ok(())
    })
}

fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
