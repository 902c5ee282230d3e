//! `cargo bench --bench sign_in`: whether the time of an answer tells that there is an account.
//!
//! Wrong passwords are sent for names that exist and for names that do not, in turns, to the board as it is served. The
//! answers must be the same but for the name in them, and the medians of their times within a twentieth of each other.
//! Then two hundred sign in at once, and the pages that somebody reads meanwhile are measured against those read alone
//! (`crowd`).

mod crowd;
#[path = "../served/mod.rs"]
mod served;

use actix_web::body::to_bytes;
use actix_web::dev::Service;
use actix_web::test::{TestRequest, init_service};
use rejoinder::accounts::{NewMember, Standing, join, passwords};
use rejoinder::db::private::{PrivatePostgres, PrivateSettings};
use rejoinder::db::{Conn, Timestamp, migrate, pool};
use rejoinder::web::{Clock, Role, Site};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error>;

/// An account takes a hundred failures an hour, so several share the tries.
const NAMES: usize = 3;
const TRIES: usize = 300;

fn main() -> Result<(), Failure> {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("cargo bench --bench sign_in measures; nothing is done now");
        return Ok(());
    }
    let folder = std::env::temp_dir().join(format!("rejoinder-sign-in-{}", std::process::id()));
    let settings = PrivateSettings { data: folder.clone(), binaries: None, options: Vec::new() };
    let postgres = PrivatePostgres::start(&settings)?;
    let url = postgres.url("postgres");
    migrate(&url)?;
    let measured = actix_web::rt::System::new().block_on(measure(&url));
    let crowded = crowd::measure(&url);
    postgres.stop()?;
    std::fs::remove_dir_all(&folder)?;
    let (known, unknown) = measured?;
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    println!("{TRIES} sign-ins of known names and {TRIES} of unknown ones, the same answer each time");
    println!("median of known / median of unknown: {ratio:.3}");
    let crowd::Crowded { median, slow, answered } = crowded?;
    println!("pages beside 200 who sign in at once ({answered} of them answered) / pages alone:");
    println!("median {median:.2}, the slowest twentieth {slow:.2}");
    if !(0.95..=1.05).contains(&ratio) {
        return Err("the medians are more than 5 % apart".into());
    }
    if median > 1.25 { Err("who signs in slows down who reads".into()) } else { Ok(()) }
}

/// The median times for known and for unknown names.
async fn measure(url: &str) -> Result<(Duration, Duration), Failure> {
    let clock = Clock::default();
    let site = Site::new(pool(url, 2), clock.clone(), "http://board.example");
    let service = init_service(rejoinder::app::app(site)).await;
    {
        let db = <Conn as diesel_async::AsyncConnection>::establish(url).await?;
        let password_hash = passwords::hash("nobody tries this sentence".to_owned()).await?;
        for number in 0..NAMES {
            let (name, email) = (format!("known{number}"), format!("known{number}@people.example"));
            let new = NewMember {
                name: &name,
                email: &email,
                password_hash: &password_hash,
                role: Role::Member,
                standing: Standing::Known,
                confirmed: true,
            };
            join(&db, new, Timestamp::now_utc()).await?;
        }
    }
    let (mut known, mut unknown, mut answers) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..TRIES {
        for (kind, times) in [("known", &mut known), ("ghost", &mut unknown)] {
            let login = format!("{kind}{}", number % NAMES);
            let request = TestRequest::post()
                .uri("/sign-in")
                .set_form([("login", login.as_str()), ("password", "a wrong sentence")])
                .to_request();
            let begun = Instant::now();
            let answer = service.call(request).await?;
            let status = answer.status();
            let body = to_bytes(answer.into_body()).await.map_err(|_| "no body")?;
            times.push(begun.elapsed());
            answers.push((status, String::from_utf8(body.to_vec())?.replace(&login, "")));
        }
    }
    answers.dedup();
    if answers.len() != 1 {
        return Err(format!("the answers differ: {} kinds", answers.len()).into());
    }
    Ok((median(known), median(unknown)))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
