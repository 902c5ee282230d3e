//! The program itself, as somebody who installs it meets it: what it says, how it starts and stops.

use diesel_async::{AsyncConnection, RunQueryDsl};
use rejoinder::accounts::{by_name, suspend_until};
use rejoinder::db::{Conn, Timestamp};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

pub fn program(data: &PathBuf) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rejoinder"));
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("REJOINDER_DATA", data).env("REJOINDER_LOG", "warn");
    command
}

/// A folder of one's own that goes away with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("rj-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn says(output: &Output, words: &str) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains(words), "“{words}” is not in: {told}");
    assert!(!told.contains("panicked") && !told.contains("stack backtrace"), "{told}");
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A board that serves, and what it said until it was ready.
pub struct Serving {
    pub child: Child,
    port: u16,
    told: String,
}

impl Serving {
    fn start(data: &PathBuf) -> Self {
        Self::with(program(data))
    }

    /// With the settings of this command.
    pub fn with(mut command: Command) -> Self {
        let port = free_port();
        let mut child = command
            .env("REJOINDER_LISTEN", format!("127.0.0.1:{port}"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = String::new();
        while !told.contains("/setup/") {
            told.push_str(&lines.next().expect("a set-up link").unwrap());
        }
        Self { child, port, told }
    }

    fn get(&self, path: &str) -> String {
        self.asks(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// Sends a request that begins so and ends so.
    pub fn asks(&self, begins: &str, ends: &str) -> String {
        // The port was bound before the link was printed, so a connection waits until the server takes it.
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "{begins}Host: x\r\nConnection: close\r\n\r\n{ends}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub fn signal(&self, signal: &str) {
        assert!(
            Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success()
        );
    }
}

#[test]
fn it_serves_stops_and_leaves_no_postgres_behind() {
    let folder = Folder::new("serve");
    let mut board = Serving::start(&folder.0);
    assert!(board.get("/").starts_with("HTTP/1.1 200"));
    assert!(board.told.contains(&format!("http://127.0.0.1:{}/setup/", board.port)));
    let secret = std::fs::metadata(folder.0.join("secret")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&secret.permissions()) & 0o777, 0o600);
    board.signal("-TERM");
    assert!(board.child.wait().unwrap().success());
    assert!(!folder.0.join("postgres/postmaster.pid").exists());
}

#[test]
fn a_request_under_way_is_answered_before_it_stops() {
    let folder = Folder::new("finish");
    let mut board = Serving::start(&folder.0);
    let body = "login=nobody&password=not+a+real+one";
    let mut stream = TcpStream::connect(("127.0.0.1", board.port)).unwrap();
    write!(
        stream,
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{}",
        body.len(),
        &body[..10]
    )
    .unwrap();
    // Another answer says that the board has read what came before.
    assert!(board.get("/healthz").starts_with("HTTP/1.1 200"));
    board.signal("-TERM");
    while TcpStream::connect(("127.0.0.1", board.port)).is_ok() {
        assert!(board.child.try_wait().unwrap().is_none(), "it stopped with a request under way");
        std::thread::yield_now();
    }
    write!(stream, "{}", &body[10..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 422") && answer.contains("do not belong together"), "{answer}");
    assert!(board.child.wait().unwrap().success());
    assert!(!folder.0.join("postgres/postmaster.pid").exists());
}

#[test]
fn after_a_kill_it_starts_again_with_the_postgres_that_was_left() {
    let folder = Folder::new("kill");
    let mut board = Serving::start(&folder.0);
    board.signal("-KILL");
    board.child.wait().unwrap();
    let pid = std::fs::read_to_string(folder.0.join("postgres/postmaster.pid")).unwrap();
    let mut again = Serving::start(&folder.0);
    assert!(again.get("/readyz").contains("ready"));
    let now = std::fs::read_to_string(folder.0.join("postgres/postmaster.pid")).unwrap();
    assert_eq!(pid.lines().next(), now.lines().next(), "the same Postgres");
    again.signal("-INT");
    assert!(again.child.wait().unwrap().success());
    assert!(!folder.0.join("postgres/postmaster.pid").exists());
}

#[test]
fn it_listens_to_the_other_processes_of_the_board() {
    #[derive(diesel::QueryableByName)]
    struct Ears {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let folder = Folder::new("ears");
    let mut board = Serving::start(&folder.0);
    let url =
        format!("postgres:///postgres?host={}&user=rejoinder", folder.0.join("socket").to_str().unwrap());
    let ears = "select count(*) from pg_stat_activity
                 where query like '%listen rejoinder_changes%' and pid <> pg_backend_pid()";
    let listens = async {
        let mut db = <Conn as AsyncConnection>::establish(&url).await.unwrap();
        while diesel::sql_query(ears).get_result::<Ears>(&mut db).await.unwrap().count != 1 {
            tokio::task::yield_now().await;
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let limit = std::time::Duration::from_mins(1);
    runtime.block_on(async { tokio::time::timeout(limit, listens).await }).expect("it listens");
    board.signal("-TERM");
    assert!(board.child.wait().unwrap().success());
}

#[test]
fn who_is_suspended_at_one_process_is_refused_by_the_other() {
    let folder = Folder::new("two");
    let one = Serving::start(&folder.0);
    let url =
        format!("postgres:///postgres?host={}&user=rejoinder", folder.0.join("socket").to_str().unwrap());
    let mut beside = program(&folder.0.join("beside"));
    beside.env("DATABASE_URL", &url).env("REJOINDER_SECRET", "the same secret for each of the two processes");
    let other = Serving::with(beside);
    let password = "a long enough sentence";
    let mut made = program(&folder.0)
        .args(["account", "create", "ann", "--email", "ann@people.example", "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    made.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    assert!(made.wait().unwrap().success());

    let form = format!("login=ann&password={}", password.replace(' ', "+"));
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n",
        form.len()
    );
    let answer = one.asks(&head, &form);
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: rejoinder-session="));
    let session = cookie.unwrap_or_else(|| panic!("no session in {answer}")).split(';').next().unwrap();
    let asks = |board: &Serving| {
        board.asks(&format!("GET /settings/profile HTTP/1.1\r\nCookie: rejoinder-session={session}\r\n"), "")
    };
    for board in [&one, &other] {
        assert!(asks(board).starts_with("HTTP/1.1 200"), "{}", asks(board));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = <Conn as AsyncConnection>::establish(&url).await.unwrap();
        let ann = by_name(&db, "ann").await.unwrap().unwrap();
        suspend_until(&db, ann.id, "a reason", None, Timestamp::now_utc()).await.unwrap();
    });
    for board in [&one, &other] {
        assert!(asks(board).starts_with("HTTP/1.1 303"), "{}", asks(board));
    }
    for mut board in [other, one] {
        board.signal("-TERM");
        assert!(board.child.wait().unwrap().success());
    }
}

#[test]
fn accounts_are_made_beside_a_running_board_and_without_one() {
    let folder = Folder::new("account");
    let create = |name: &str, password: &str| {
        let mut child = program(&folder.0)
            .args([
                "account",
                "create",
                name,
                "--email",
                &format!("{name}@people.example"),
                "--role",
                "administrator",
                "--password-stdin",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let mut board = Serving::start(&folder.0);
    assert!(create("boss", "a long enough sentence\n").status.success());
    says(&create("boss", "a long enough sentence\n"), "looks just like it");
    says(&create("other", "short\n"), "at least 10 characters");
    says(&create("other", "1q2w3e4r5t6y\n"), "tried first");
    says(&create("other", "we all read Rejoinder\n"), "the board’s name");
    assert!(board.get("/readyz").contains("ready"), "the board goes on");
    board.signal("-TERM");
    board.child.wait().unwrap();
    let list = program(&folder.0).args(["account", "list"]).output().unwrap();
    assert!(
        String::from_utf8_lossy(&list.stdout).starts_with("boss\tboss@people.example\tadministrator\tknown")
    );
    let role = program(&folder.0).args(["account", "role", "nobody", "member"]).output().unwrap();
    says(&role, "there is no account named nobody");
    let role = program(&folder.0).args(["account", "role", "boss", "member"]).output().unwrap();
    says(&role, "This is the last administrator");
}

#[test]
fn what_is_wrong_is_said_in_a_sentence() {
    let folder = Folder::new("wrong");
    let free = format!("127.0.0.1:{}", free_port());
    let run = |name: &str, value: &str| {
        program(&folder.0).env("REJOINDER_LISTEN", &free).env(name, value).output().unwrap()
    };
    says(&run("REJOINDER_LISTN", "x"), "REJOINDER_LISTN is not a setting of rejoinder; REJOINDER_LISTEN is");
    says(&run("REJOINDER_LISTEN", "8080"), "REJOINDER_LISTEN");
    says(&run("REJOINDER_ADDRESS", "board.example"), "write it like https://board.example");
    says(&run("REJOINDER_LOG", "rejoinder=loud"), "is no filter");
    says(&run("DATABASE_URL", "postgres://127.0.0.1:1/none"), "cannot connect to the database");
    says(&run("DATABASE_URL", "nonsense"), "cannot connect to the database");
    says(&run("DATABASE_URL_FILE", "/nowhere/at/all"), "cannot read /nowhere/at/all");
    says(&run("REJOINDER_SECRET", "too short to be one"), "REJOINDER_SECRET is too short");
    says(&run("REJOINDER_SECRET_FILE", "/nowhere/at/all"), "which REJOINDER_SECRET_FILE names");
    says(&run("REJOINDER_POSTGRES", "/nowhere/at/all"), "/nowhere/at/all");
    let from = |server: &str| {
        let mut command = program(&folder.0);
        command.env("REJOINDER_LISTEN", &free).env("REJOINDER_MAIL_FROM", "board@board.example");
        command.env("REJOINDER_SMTP", server).output().unwrap()
    };
    says(&from("mail.example"), "Write it like smtp://name:password@mail.example:587");
    says(&run("REJOINDER_SMTP", "smtp://mail.example"), "set REJOINDER_MAIL_FROM");
    says(&run("REJOINDER_SMTP_FILE", "/nowhere/at/all"), "which REJOINDER_SMTP_FILE names");
    says(&run("REJOINDER_PROXIES", "localhost"), "write addresses or networks");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    says(&run("REJOINDER_LISTEN", &listen), "Something else may listen there");
    assert!(!folder.0.join("postgres").exists(), "nothing is started for a program that cannot serve");
}

#[test]
fn help_names_every_command_and_setting() {
    let folder = Folder::new("help");
    let help = program(&folder.0).arg("--help").output().unwrap();
    let help = String::from_utf8_lossy(&help.stdout);
    for word in [
        "serve",
        "account",
        "example",
        "doctor",
        "mail",
        "REJOINDER_SMTP",
        "REJOINDER_MAIL_FROM",
        "REJOINDER_PROXIES",
        "DATABASE_URL",
        "REJOINDER_LISTEN",
        "REJOINDER_ADDRESS",
        "REJOINDER_DATA",
        "REJOINDER_SECRET",
    ] {
        assert!(help.contains(word), "{word} is not in: {help}");
    }
}

#[test]
fn the_doctor_says_what_is_wrong() {
    let folder = Folder::new("doctor");
    let sick = program(&folder.0).arg("doctor").output().unwrap();
    let told = String::from_utf8_lossy(&sick.stdout);
    assert!(told.contains("FAIL  administrator") && told.contains("ok    migrations"), "{told}");
    assert!(told.contains("  open files: "), "{told}");
    assert!(told.contains("ok    mail: no mail server is set") && told.contains("MB free below"), "{told}");
    assert!(!sick.status.success());
}
