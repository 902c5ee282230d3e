//! One Postgres for the whole binary, without fsync; a database a test, made from a template.

use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use rejoinder::cli::example::{NO_PASSWORD, post};
use rejoinder::db::private::{PrivatePostgres, PrivateSettings};
use rejoinder::db::{Conn, Timestamp, migrate};
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

struct Cluster {
    postgres: PrivatePostgres,
    /// While this end of the pipe is open, Postgres runs; it closes when the binary ends, however it ends.
    _alive: ChildStdin,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static TEMPLATE: OnceCell<()> = OnceCell::const_new();
static EXAMPLE: OnceCell<()> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(1);

/// Each sequence starts 10,000 after the one before, so that a wrong id never fits.
const SPREAD: &str = "do $$ declare s record; n bigint := 10000; begin
    for s in select c.oid::regclass as name from pg_class c where c.relkind = 'S' order by c.relname loop
        execute format('alter sequence %s restart with %s', s.name, n); n := n + 10000;
    end loop; end $$";

fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(|| {
        let folder = folder();
        let options = [
            ("fsync", "off"),
            ("synchronous_commit", "off"),
            ("full_page_writes", "off"),
            ("max_connections", "300"),
            ("autovacuum", "off"),
            ("log_line_prefix", "%m [%p] %d "),
        ];
        let options = options.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let settings = PrivateSettings { data: folder.clone(), binaries: None, options };
        let postgres = PrivatePostgres::start(&settings).expect("a Postgres for the tests");
        Cluster { postgres, _alive: stop_when_we_end(&folder) }
    })
}

#[expect(clippy::zombie_processes, reason = "it outlives this binary: that is its task")]
fn stop_when_we_end(folder: &PathBuf) -> ChildStdin {
    let script =
        r#"read -r end; kill -QUIT "$(head -n 1 "$1/postgres/postmaster.pid")"; sleep 1; rm -rf "$1""#;
    let mut watch = Command::new("sh");
    watch
        .args(["-c", script, "sh"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let child = watch.spawn().expect("a shell that stops Postgres");
    child.stdin.expect("its input")
}

/// Where the tests' Postgres writes what it has to say; each line begins with when, by which process, in which database.
pub fn server_log() -> PathBuf {
    folder().join("postgres.log")
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("rejoinder-tests-{}", std::process::id()))
}

/// The address of a database of the tests' Postgres.
pub fn database_url(name: &str) -> String {
    cluster().postgres.url(name)
}

async fn run(database: &str, sql: &str) {
    let mut conn = Conn::establish(&database_url(database)).await.expect("a connection");
    conn.batch_execute(sql).await.expect(sql);
}

/// An empty database that no other test uses: its address.
pub async fn database() -> String {
    TEMPLATE
        .get_or_init(|| async {
            run("postgres", "create database template_board").await;
            let url = database_url("template_board");
            tokio::task::spawn_blocking(move || migrate(&url))
                .await
                .expect("migrations")
                .expect("migrations");
            run("template_board", SPREAD).await;
        })
        .await;
    copy_of("template_board").await
}

/// A database with the example discussion in it, that no other test uses: its address.
pub async fn example_database() -> String {
    EXAMPLE
        .get_or_init(|| async {
            let url = database().await;
            {
                let mut conn = Conn::establish(&url).await.expect("a connection");
                post(&mut conn, NO_PASSWORD, Timestamp::now_utc()).await.expect("the example");
            }
            let name = url.split_once(":///").and_then(|(_, rest)| rest.split_once('?')).expect("a name").0;
            run("postgres", &format!("alter database {name} rename to template_example")).await;
        })
        .await;
    copy_of("template_example").await
}

async fn copy_of(template: &str) -> String {
    let name = format!("board_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    run("postgres", &format!("create database {name} template {template} strategy file_copy")).await;
    database_url(&name)
}
