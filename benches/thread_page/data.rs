//! The boards that are measured: a private Postgres in a temporary folder, and a database in it for each size.

use crate::Failure;
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use rejoinder::accounts::sessions::{self, Browser};
use rejoinder::articles;
use rejoinder::db::private::{PrivatePostgres, PrivateSettings};
use rejoinder::db::{self, AccountId, ArticleId, Conn, Timestamp};
use std::path::PathBuf;

/// Threads have so many comments; a board has whole threads.
pub const A_THREAD: u32 = 1000;

/// The member whose page is measured: the author of each thread's second comment.
const MEMBER: AccountId = AccountId(2);

const BOARD: &str = include_str!("board.sql");

/// A Postgres like that of `serve`, in a folder that goes with it.
pub struct Cluster {
    postgres: Option<PrivatePostgres>,
    folder: PathBuf,
}

/// A board's data, and what of it is measured.
pub struct Data {
    /// The database.
    pub url: String,
    /// The path of a thread from the board's middle.
    pub path: String,
    /// The text of a member's session cookie.
    pub session: String,
}

impl Cluster {
    /// Starts it, with the settings that `serve` gives it: what is written is on the disk.
    pub fn start() -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("rejoinder-bench-{}", std::process::id()));
        let mut cluster = Self { postgres: None, folder };
        let settings = PrivateSettings { data: cluster.folder.clone(), binaries: None, options: Vec::new() };
        cluster.postgres = Some(PrivatePostgres::start(&settings)?);
        Ok(cluster)
    }

    /// Makes a board of so many comments.
    pub fn board(&self, comments: u32) -> Result<Data, Failure> {
        let postgres = self.postgres.as_ref().ok_or("Postgres does not run")?;
        let name = format!("comments_{comments}");
        run(&postgres.url("postgres"), &[&format!("create database {name}")])?;
        let url = postgres.url(&name);
        db::migrate(&url)?;
        let size = format!("set bench.comments = {comments}");
        // What Postgres would do by itself later, it does now, and not while something is measured.
        run(&url, &[&size, BOARD, "vacuum analyze", "checkpoint"])?;
        let (path, session) = block_on(begin(&url, comments / A_THREAD))?;
        Ok(Data { url, path, session })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.postgres.take().map(PrivatePostgres::stop) {
            eprintln!("{error}");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

async fn begin(url: &str, threads: u32) -> Result<(String, String), Failure> {
    let db = Conn::establish(url).await?;
    let thread = ArticleId(i64::from(threads / 2 + 1));
    let article = articles::find(&db, thread).await?.ok_or("the thread is not there")?;
    let token = sessions::begin(&db, MEMBER, &Browser::default(), Timestamp::now_utc()).await?;
    Ok((article.path(), token.text()))
}

fn run(url: &str, statements: &[&str]) -> Result<(), Failure> {
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
