//! How often somebody may try a password: from one address, at one account, from a device that is known.

use crate::signing_in::{PASSWORD, with_password};
use crate::support::{Answered, Board, Person};
use futures_util::StreamExt;
use futures_util::future::{FutureExt, join_all};
use futures_util::stream::FuturesUnordered;
use time::Duration;

async fn tries(who: &Person, login: &str, password: &str) -> Answered {
    who.posts("/sign-in", &[("login", login), ("password", password)]).await
}

/// Somebody with a browser that nobody signed in with, at this address.
fn stranger(board: &Board, address: &str) -> Person {
    let stranger = board.anyone();
    stranger.comes_from(address);
    stranger
}

fn wait(answered: &Answered) -> i64 {
    answered.is(429).header("retry-after").unwrap().parse().unwrap()
}

/// As if every budget that was drawn on had been drawn on so often.
async fn spend(board: &Board, tries: i32) {
    board.sql(&format!("update sign_in_attempts set tries = {tries}")).await;
}

#[tokio::test]
async fn five_tries_a_minute_may_fail_from_one_address() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let eve = stranger(&board, "203.0.113.9");
    for login in ["ann", "ben", "ann", "cat", "ann"] {
        tries(&eve, login, "a guess of mine").await.is(422);
    }
    let late = tries(&eve, "ann", PASSWORD).await;
    let seconds = wait(&late);
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert!(late.text().contains("Too many tries. Nothing is lost: wait"), "{}", late.text());
    assert!(late.text().contains(r#"value="ann""#), "the name is kept");
    assert!(!late.text().contains(PASSWORD), "the password is not");
    tries(&stranger(&board, "203.0.113.10"), "ann", PASSWORD).await.is(303);
    board.clock.advance(Duration::seconds(seconds - 5));
    tries(&eve, "ann", PASSWORD).await.is(429);
    board.clock.advance(Duration::seconds(5));
    tries(&eve, "ann", PASSWORD).await.is(303);
}

#[tokio::test]
async fn thirty_tries_an_hour_may_fail_from_one_address() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let eve = stranger(&board, "203.0.113.9");
    for minute in 1..=6 {
        for _ in 0..5 {
            tries(&eve, "ann", "a guess of mine").await.is(422);
        }
        // Whoever hammers on meanwhile waits no longer for it.
        let seconds = wait(&tries(&eve, "ann", "a guess of mine").await);
        assert_eq!(seconds <= 60, minute < 6, "{seconds}");
        board.clock.advance(Duration::seconds(61));
    }
    let seconds = wait(&tries(&eve, "ann", PASSWORD).await);
    assert!((52 * 60..54 * 60).contains(&seconds), "{seconds}");
    board.clock.advance(Duration::seconds(seconds - 5));
    tries(&eve, "ann", PASSWORD).await.is(429);
    board.clock.advance(Duration::seconds(5));
    tries(&eve, "ann", PASSWORD).await.is(303);
}

#[tokio::test]
async fn a_household_is_one_address() {
    let board = Board::open().await;
    for last in 1..=5 {
        tries(&stranger(&board, &format!("2001:db8:1:2::{last}")), "ann", "a guess of mine").await.is(422);
    }
    tries(&stranger(&board, "2001:db8:1:2:ffff::1"), "ann", "a guess of mine").await.is(429);
    tries(&stranger(&board, "2001:db8:1:3::1"), "ann", "a guess of mine").await.is(422);
}

#[tokio::test]
async fn who_signs_in_rightly_is_never_counted() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    for _ in 0..4 {
        tries(&stranger(&board, "203.0.113.9"), "ann", "a typing eror").await.is(422);
        tries(&stranger(&board, "203.0.113.9"), "ann", PASSWORD).await.is(303);
        tries(&stranger(&board, "203.0.113.9"), "ann", PASSWORD).await.is(303);
    }
}

#[tokio::test]
async fn tries_side_by_side_do_not_pass_the_limit_together() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let eves: Vec<Person> = (0..15).map(|_| stranger(&board, "203.0.113.9")).collect();
    let answers = join_all(eves.iter().map(|eve| tries(eve, "ann", "a guess of mine"))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 422).count(), 5);
    assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 10);
}

#[tokio::test]
async fn a_hundred_tries_an_hour_may_fail_at_one_account_and_its_owner_is_not_locked_out() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let (owner, eve) = (board.anyone(), board.anyone());
    tries(&owner, "ann", PASSWORD).await.is(303);
    tries(&eve, "ann", "a guess of mine").await.is(422);
    spend(&board, 99).await;
    tries(&eve, "ANN ", "a guess of mine").await.is(422);
    let seconds = wait(&tries(&eve, "ann", PASSWORD).await);
    assert!((3590..=3600).contains(&seconds), "{seconds}");
    tries(&board.anyone(), "ann", PASSWORD).await.is(429);
    tries(&owner, "ann", PASSWORD).await.is(303);
    board.clock.advance(Duration::seconds(seconds - 5));
    tries(&eve, "ann", PASSWORD).await.is(429);
    board.clock.advance(Duration::seconds(5));
    tries(&eve, "ann", PASSWORD).await.is(303);
}

#[tokio::test]
async fn a_known_device_has_a_budget_of_its_own() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let owner = board.anyone();
    tries(&owner, "ann", PASSWORD).await.is(303);
    tries(&owner, "ann", "a typing eror").await.is(422);
    board.sql("update sign_in_attempts set tries = 19 where tries = 1").await;
    tries(&owner, "ann", "a typing eror").await.is(422);
    tries(&owner, "ann", PASSWORD).await.is(429);
    tries(&board.anyone(), "ann", PASSWORD).await.is(303);
    // At another account it is a stranger like all others.
    with_password(&board, "ben").await;
    tries(&owner, "ben", "a guess of mine").await.is(422);
    board.clock.advance(Duration::minutes(61));
    tries(&owner, "ann", PASSWORD).await.is(303);
}

#[tokio::test]
async fn a_device_that_only_failed_is_not_known() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let (eve, answered) = (board.anyone(), tries(&board.anyone(), "ann", "a guess of mine").await);
    assert!(answered.raw.cookies.iter().all(|cookie| cookie.name() != "rejoinder-device"));
    // A token that somebody made up is nobody's.
    eve.carries("rejoinder-device", &rejoinder::db::Token::new().text());
    spend(&board, 100).await;
    tries(&eve, "ann", PASSWORD).await.is(429);
}

#[tokio::test]
async fn the_database_keeps_no_usable_device() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let cookies = tries(&board.anyone(), "ann", PASSWORD).await.raw.cookies;
    let device = cookies.iter().find(|cookie| cookie.name() == "rejoinder-device").unwrap();
    assert!(device.http_only().unwrap() && device.max_age().unwrap() > Duration::days(365));
    let token = rejoinder::db::Token::read(device.value()).unwrap();
    let hash = token.hash().map(i32::from);
    let kept = "select array_agg(get_byte(token_hash, i) order by i) from devices, generate_series(0, 31) i";
    board.sql(&format!("do $$ begin assert ({kept}) = array{hash:?}; end $$")).await;
}

#[tokio::test]
async fn the_limit_does_not_tell_whether_there_is_an_account() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let mut answers = Vec::new();
    for login in ["ann", "eve"] {
        let nobody = board.anyone();
        tries(&nobody, login, "a guess of mine").await.is(422);
        spend(&board, 99).await;
        let last = tries(&nobody, login, "a guess of mine").await;
        let late = tries(&nobody, login, "a guess of mine").await;
        assert!((3590..=3600).contains(&wait(&late)));
        let same = |answered: &Answered| {
            let minutes = regardless(&answered.text(), "wait ");
            (answered.status, minutes.replace(&format!("\"{login}\""), "\"…\""))
        };
        answers.push((same(&last), same(&late)));
    }
    assert_eq!(answers[0], answers[1]);
}

/// The text without the number that follows these words.
fn regardless(text: &str, words: &str) -> String {
    match text.split_once(words) {
        Some((before, after)) => {
            format!("{before}{words}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        None => text.to_owned(),
    }
}

#[tokio::test]
async fn what_was_counted_goes_when_its_time_is_over() {
    let board = Board::open().await;
    for last in 1..=20 {
        tries(&stranger(&board, &format!("203.0.113.{last}")), "ann", "a guess of mine").await.is(422);
    }
    board.sql("do $$ begin assert (select count(*) from sign_in_attempts) = 41; end $$").await;
    board.clock.advance(Duration::minutes(61));
    tries(&board.anyone(), "eve", "a guess of mine").await.is(422);
    board.sql("do $$ begin assert (select count(*) from sign_in_attempts) = 1; end $$").await;
}

#[tokio::test]
async fn pages_are_read_while_passwords_wait_to_be_hashed() {
    let board = Board::open().await;
    let nobody = board.anyone();
    // Ten times as many as there are connections: those that wait must hold none.
    let busy: FuturesUnordered<_> =
        (0..40).map(|_| tries(&nobody, "ann", "a guess of mine").map(|_| "tried").boxed_local()).collect();
    busy.push(
        nobody
            .gets("/")
            .map(|page| {
                page.is(200);
                "read"
            })
            .boxed_local(),
    );
    let order: Vec<&str> = busy.collect().await;
    let read = order.iter().position(|what| *what == "read").unwrap();
    assert!(read < 20, "the page came after {read} of 40 passwords");
}
