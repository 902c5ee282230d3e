//! Sessions: their list, how one ends them, how long they last, and that they end on every process.

use crate::support::{Board, Person};
use actix_web::test::TestRequest;
use rejoinder::accounts::{passwords, suspend_until};
use rejoinder::app::routes;
use time::Duration;

const PASSWORD: &str = "a long enough sentence";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn with_password(board: &Board, name: &str) -> Person {
    let person = board.member(name).await;
    let hash = passwords::hash(PASSWORD.to_owned()).await.unwrap();
    board.sql(&format!("update accounts set password_hash = '{hash}' where name = '{name}'")).await;
    person
}

async fn signs_in_with(board: &Board, name: &str, agent: &'static str, from: &str) -> Person {
    let person = board.anyone();
    let form = [("login", name), ("password", PASSWORD)];
    let request = TestRequest::post().insert_header(("user-agent", agent)).set_form(form);
    person.asks(request.peer_addr(from.parse().unwrap()), "/sign-in").await.is(303);
    person
}

#[tokio::test]
async fn the_list_tells_browser_address_and_use() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    signs_in_with(&board, "ann", "<b>Reader</b> of the ship", "[2001:db8:1:2::7]:1").await;
    board.clock.advance(Duration::hours(3));
    let firefox = signs_in_with(&board, "ann", FIREFOX, "203.0.113.9:1").await;
    let page = firefox.opens("/settings/sessions").await;
    page.says("Firefox on Linux This one").says("203.0.113.0/24").does_not_say("203.0.113.9");
    page.says("<b>Reader</b> of the ship").says("2001:db8:1::/48").does_not_say("2001:db8:1:2");
    assert_eq!((page.count("[data-session]"), page.count("[data-session] .role")), (3, 1));
    page.says("Last seen just now from 203.0.113.0/24").says("Last seen 3 h ago from 2001:db8:1::/48");
    page.says("Last seen 3 h ago from an unknown address");
}

#[tokio::test]
async fn a_session_that_is_used_from_elsewhere_says_so() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let ann = signs_in_with(&board, "ann", FIREFOX, "203.0.113.9:1").await;
    let elsewhere = || TestRequest::get().peer_addr("198.51.100.4:1".parse().unwrap());
    for (minutes, range) in [(9, "203.0.113.0/24"), (2, "198.51.100.0/24")] {
        board.clock.advance(Duration::minutes(minutes));
        let page = ann.asks(elsewhere(), "/settings/sessions").await.is(200).text();
        assert!(page.contains(range), "{page}");
    }
}

#[tokio::test]
async fn a_member_ends_one_session_or_all_others() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let phone = board.signed_in(ann.member().clone()).await;
    let ben = board.member("ben").await;
    let page = ann.opens("/settings/sessions").await;
    page.presses("End").await.says("That session has ended.").says("There is no other session.");
    phone.gets("/settings/profile").await.is(303);
    let (desk, library) =
        (board.signed_in(ann.member().clone()).await, board.signed_in(ann.member().clone()).await);
    let page = ann.opens("/settings/sessions").await.presses("Sign out everywhere else").await;
    page.says("The 2 other sessions have ended.");
    desk.gets("/settings/profile").await.is(303);
    library.gets("/settings/profile").await.is(303);
    ann.gets("/settings/profile").await.is(200);
    ben.gets("/settings/profile").await.is(200);
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let board = Board::open().await;
    let (ann, eve) = (board.member("ann").await, board.administrator("eve").await);
    let id = ann.opens("/settings/sessions").await.attribute("[data-session]", "data-session");
    eve.sends("/settings/sessions/end", &[("session", &id)]).await.says("You have no such session");
    eve.sends("/settings/sessions/end", &[("session", "others")]).await.says("There was no other session.");
    ann.gets("/settings/profile").await.is(200);
    eve.posts("/settings/sessions/end", &[("session", "all of them")]).await.is(400);
}

#[tokio::test]
async fn the_name_of_a_session_in_the_list_opens_nothing() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let page = ann.opens("/settings/sessions").await;
    let thief = board.anyone();
    thief.carries("rejoinder-session", &page.attribute("[data-session]", "data-session"));
    thief.gets("/settings/profile").await.is(303);
}

#[tokio::test]
async fn thirty_idle_days_are_the_end() {
    let board = Board::open().await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    board.clock.advance(Duration::days(29));
    ann.gets("/settings/profile").await.is(200);
    board.clock.advance(Duration::days(2));
    ben.gets("/settings/profile").await.is(303);
    ann.opens("/settings/sessions").await.says("Last seen just now");
}

#[tokio::test]
async fn ninety_days_are_the_end_however_busy() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    for days in [25, 25, 25, 14] {
        board.clock.advance(Duration::days(days));
        ann.gets("/settings/profile").await.is(200);
    }
    board.clock.advance(Duration::days(2));
    ann.gets("/settings/profile").await.is(303);
}

#[tokio::test]
async fn what_is_over_is_cleared_away_at_the_next_sign_in() {
    let board = Board::open().await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    board.clock.advance(Duration::days(31));
    let again = board.signed_in(ann.member().clone()).await;
    again.opens("/settings/sessions").await.says("There is no other session.");
    board
        .sql(&format!(
            "do $$ begin assert (select array_agg(n order by n) from (select count(*) n from sessions where account_id in ({}, {}) group by account_id) s) = '{{1,1}}'; end $$",
            ann.member().id,
            ben.member().id
        ))
        .await;
}

#[tokio::test]
async fn suspended_at_one_process_is_refused_at_the_other() {
    let board = Board::open().await;
    let other = Board::on(board.url.clone(), routes()).await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let (ann_there, ben_there) = (ann.at(&other), ben.at(&other));
    ann_there.gets("/settings/profile").await.is(200);
    let now = board.clock.now();
    suspend_until(&board.db().await, ann.member().id, "a reason", None, now).await.unwrap();
    ann_there.gets("/settings/profile").await.is(303);
    ann.gets("/settings/profile").await.is(303);
    ben_there.gets("/settings/profile").await.is(200);
    // Even a session that was left in place is nobody's.
    board.signed_in(ann.member().clone()).await.at(&other).gets("/settings/profile").await.is(303);
}

#[tokio::test]
async fn a_new_password_at_one_process_ends_the_sessions_of_the_other() {
    let board = Board::open().await;
    let other = Board::on(board.url.clone(), routes()).await;
    let ann = with_password(&board, "ann").await;
    let there = board.signed_in(ann.member().clone()).await.at(&other);
    there.gets("/settings/profile").await.is(200);
    let fields = [("present", PASSWORD), ("password", "quite another sentence")];
    ann.posts("/settings/password", &fields).await.is(303);
    there.gets("/settings/profile").await.is(303);
    ann.at(&other).gets("/settings/profile").await.is(200);
}
