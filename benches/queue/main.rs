//! `cargo bench --bench queue`: what a page of the queue costs with 10,000 waiting, against the same page with 10. The two
//! boards take turns, and the middle of their times is compared; more than 1.2 times is too much.

use actix_web::cookie::Cookie;
use actix_web::test::{TestRequest, call_and_read_body, init_service};
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use rejoinder::accounts::sessions::{self, Browser};
use rejoinder::accounts::{NewMember, Standing, join};
use rejoinder::app;
use rejoinder::db::private::{PrivatePostgres, PrivateSettings};
use rejoinder::db::{self, Conn, Timestamp, pool};
use rejoinder::web::{Clock, Pages, Role, Site, listen};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

/// How many wait on the two boards.
const WAITING: [u32; 2] = [10, 10_000];

/// How often each page is asked for.
const ROUNDS: usize = 600;

/// How much more the page of the larger board may cost.
const MOST: f64 = 1.2;

const BOARD: &str = include_str!("board.sql");

fn main() -> Result<(), Failure> {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("cargo bench --bench queue measures; nothing is done now");
        return Ok(());
    }
    let folder = std::env::temp_dir().join(format!("rejoinder-bench-{}", std::process::id()));
    let settings = PrivateSettings { data: folder.clone(), binaries: None, options: Vec::new() };
    let postgres = PrivatePostgres::start(&settings)?;
    let measured = actix_web::rt::System::new().block_on(measure(&postgres));
    postgres.stop()?;
    std::fs::remove_dir_all(&folder)?;
    measured
}

async fn measure(postgres: &PrivatePostgres) -> Result<(), Failure> {
    let mut times = [Vec::new(), Vec::new()];
    let [small, large] = WAITING.map(|waiting| open(postgres, waiting));
    let (small, large) = (small.await?, large.await?);
    let site = |url: &str| {
        let site = Site::new(pool(url, 4), Clock::default(), "http://board.example");
        let site = site.keeping(Pages::new(64 << 20));
        actix_web::rt::spawn(listen(site.pages().clone(), url.to_owned()));
        site
    };
    let services = [
        init_service(app::with(site(&small.0), app::routes())).await,
        init_service(app::with(site(&large.0), app::routes())).await,
    ];
    let sessions = [small.1, large.1];
    for round in 0..ROUNDS {
        for ((service, session), times) in services.iter().zip(&sessions).zip(&mut times) {
            let cookie = Cookie::new("rejoinder-session", session.clone());
            let request = TestRequest::get().uri("/queue").cookie(cookie).to_request();
            let begun = Instant::now();
            let page = call_and_read_body(service, request).await;
            // What is made once, and what is not yet in memory, is not the page's.
            if round >= ROUNDS / 10 {
                times.push(begun.elapsed());
            }
            if !page.windows(9).any(|window| window == b"data-case") {
                return Err("the page shows no case".into());
            }
        }
    }
    let [small, large] = times.map(middle);
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!("| waiting | page of the queue |\n| ---: | ---: |");
    println!("| {} | {small:.1?} |\n| {} | {large:.1?} |\n\n{ratio:.2} times", WAITING[0], WAITING[1]);
    if ratio <= MOST { Ok(()) } else { Err(format!("more than {MOST} times").into()) }
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A board on which so many wait: its database, and the session of a moderator.
async fn open(postgres: &PrivatePostgres, waiting: u32) -> Result<(String, String), Failure> {
    let name = format!("waiting_{waiting}");
    Conn::establish(&postgres.url("postgres"))
        .await?
        .batch_execute(&format!("create database {name}"))
        .await?;
    let url = postgres.url(&name);
    db::migrate(&url)?;
    let mut conn = Conn::establish(&url).await?;
    let now = Timestamp::now_utc();
    let new = |name: &'static str, email: &'static str, role| NewMember {
        name,
        email,
        password_hash: "*",
        role,
        standing: Standing::Trusted,
        confirmed: true,
    };
    let moderator = join(&conn, new("mo", "mo@people.example", Role::Moderator), now).await?;
    join(&conn, new("ann", "ann@people.example", Role::Member), now).await?;
    let token = sessions::begin(&conn, moderator.id, &Browser::default(), now).await?;
    conn.batch_execute(&format!("set bench.waiting = {waiting}")).await?;
    conn.batch_execute(BOARD).await?;
    conn.batch_execute("vacuum analyze").await?;
    Ok((url, token.text()))
}
