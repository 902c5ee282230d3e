//! People join, sign in and out; sessions begin and end.

use crate::support::Board;
use actix_web::test::TestRequest;
use diesel_async::SimpleAsyncConnection;
use rejoinder::accounts::attempts::Trying;
use rejoinder::accounts::sessions::Browser;
use rejoinder::accounts::{SignInRefused, enter, knock};

pub const PASSWORD: &str = "a long enough sentence";

pub async fn with_password(board: &Board, name: &str) {
    board.member(name).await;
    gives_password(board, name).await;
}

/// [`PASSWORD`], to a member who is there.
pub async fn gives_password(board: &Board, name: &str) {
    let hash = rejoinder::accounts::passwords::hash(PASSWORD.to_owned()).await.unwrap();
    board.sql(&format!("update accounts set password_hash = '{hash}' where name = '{name}'")).await;
}

#[tokio::test]
async fn somebody_joins_and_is_signed_in() {
    let board = Board::open().await;
    let nobody = board.anyone();
    let page = nobody.opens("/join").await.fills("name", "Annette").fills("email", "ann@people.example");
    let page = page.fills("password", "too short").presses("Join").await;
    page.is(422).says("at least 10 characters").has("#password-fault");
    assert_eq!(page.attribute("input[name=email]", "value"), "ann@people.example");
    assert!(!page.html.contains("too short"), "a password is never echoed");
    page.fills("password", PASSWORD).presses("Join").await.says("Annette").says("Sign out");
}

#[tokio::test]
async fn names_and_addresses_are_taken_once() {
    let board = Board::open().await;
    board.member("crab").await;
    board.member("cope").await;
    let nobody = board.anyone();
    for (name, email, sentence) in [
        ("CRAB", "new@people.example", "looks just like it"),
        ("соре", "new@people.example", "looks just like it"),
        ("сrаb", "new@people.example", "letters of one script"),
        ("moderator", "new@people.example", "kept for the board"),
        ("a b", "new@people.example", "letters, digits"),
        ("newname", "CRAB@people.example", "There is an account"),
        ("newname", "people.example", "not an e-mail address"),
    ] {
        let page =
            nobody.opens("/join").await.fills("name", name).fills("email", email).fills("password", PASSWORD);
        page.presses("Join").await.is(422).says(sentence);
    }
}

#[tokio::test]
async fn one_signs_in_by_name_or_by_address() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    for login in ["ann", "ANN", "Ann@People.example"] {
        let nobody = board.anyone();
        let page = nobody.opens("/sign-in?back=%2Fsettings%2Fprofile").await;
        let page = page.fills("login", login).fills("password", PASSWORD).presses("Sign in").await;
        assert_eq!(page.path, "/settings/profile", "{}", page.words());
    }
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_read_the_same() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let nobody = board.anyone();
    let wrong = nobody.sends("/sign-in", &[("login", "ann"), ("password", "something else")]).await;
    let unknown = nobody.sends("/sign-in", &[("login", "eve"), ("password", "something else")]).await;
    wrong.is(422).says("do not belong together");
    assert_eq!(wrong.html.replace("\"ann\"", "\"eve\""), unknown.html);
}

#[tokio::test]
async fn back_never_leads_to_another_site() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    for back in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
        let answered = board
            .anyone()
            .posts("/sign-in", &[("login", "ann"), ("password", PASSWORD), ("back", back)])
            .await;
        answered.is(303).leads_to("/");
    }
}

#[tokio::test]
async fn a_session_is_new_at_sign_in_and_ends_at_sign_out() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let ann = board.anyone();
    let fields = [("login", "ann"), ("password", PASSWORD)];
    let first = ann.posts("/sign-in", &fields).await.raw.cookies;
    let second = ann.posts("/sign-in", &fields).await.raw.cookies;
    let value = |cookies: &[actix_web::cookie::Cookie<'_>]| {
        let cookie = cookies.iter().find(|cookie| cookie.name() == "rejoinder-session").unwrap();
        assert!(cookie.http_only().unwrap() && cookie.same_site() == Some(actix_web::cookie::SameSite::Lax));
        cookie.value().to_owned()
    };
    assert_ne!(value(&first), value(&second));
    let thief = board.anyone();
    thief.carries("rejoinder-session", &value(&first));
    thief.gets("/settings/profile").await.is(303);
    thief.carries("rejoinder-session", &value(&second));
    thief.gets("/settings/profile").await.is(200);
    ann.posts("/sign-out", &[]).await.is(303);
    thief.gets("/settings/profile").await.is(303);
}

#[tokio::test]
async fn a_session_ends_after_thirty_idle_days_and_ninety_at_most() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    for _ in 0..3 {
        board.clock.advance(time::Duration::days(29));
        ann.gets("/settings/profile").await.is(200);
    }
    board.clock.advance(time::Duration::days(4));
    ann.gets("/settings/profile").await.is(303);
    let ben = board.member("ben").await;
    board.clock.advance(time::Duration::days(31));
    ben.gets("/settings/profile").await.is(303);
}

#[tokio::test]
async fn the_database_keeps_no_usable_session() {
    let board = Board::open().await;
    let ann = board.anyone();
    with_password(&board, "ann").await;
    let cookies = ann.posts("/sign-in", &[("login", "ann"), ("password", PASSWORD)]).await.raw.cookies;
    let token = cookies.iter().find(|c| c.name() == "rejoinder-session").unwrap().value().to_owned();
    let sql = format!(
        "do $$ begin assert (select encode(token_hash, 'base64') from sessions s join accounts a on a.id = s.account_id where a.name = 'ann' and agent = '') not like '%{token}%'; end $$"
    );
    board.sql(&sql).await;
}

#[tokio::test]
async fn a_closed_board_takes_no_new_members() {
    let board = Board::open().await;
    board.sql("update settings set joining = 'closed'").await;
    let nobody = board.anyone();
    nobody.opens("/join").await.says("does not take new members").has_no("input[name=password]");
    let fields = [("name", "annette"), ("email", "ann@people.example"), ("password", PASSWORD)];
    nobody.posts("/join", &fields).await.is(422);
}

#[tokio::test]
async fn another_site_sends_no_forms_in_anybodys_name() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let forged = |site: &'static str| {
        TestRequest::post().insert_header(("sec-fetch-site", site)).set_form([("tagline", "forged")])
    };
    ann.asks(forged("cross-site"), "/settings/profile").await.is(403);
    ann.asks(forged("same-origin"), "/settings/profile").await.is(303);
    let origin = |origin: &'static str| {
        TestRequest::post().insert_header(("origin", origin)).set_form([("tagline", "x")])
    };
    ann.asks(origin("https://evil.example"), "/settings/profile").await.is(403);
    ann.asks(origin("http://board.example"), "/settings/profile").await.is(303);
}

#[tokio::test]
async fn a_password_that_changes_while_it_is_looked_at_lets_nobody_in() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let (mut db, now, browser) = (board.db().await, board.clock.now(), Browser::default());
    let trying = Trying { login: "ann", from: None, device: None };
    let knocked = knock(&db, trying, now).await.unwrap();
    assert!(enter(&mut db, &knocked, true, &browser, now).await.is_ok());
    let knocked = knock(&db, trying, now).await.unwrap();
    board.sql("update accounts set password_hash = 'another' where name = 'ann'").await;
    let entered = enter(&mut db, &knocked, true, &browser, now).await;
    assert!(matches!(entered, Err(SignInRefused::NoMatch)));
}

/// Waits until somebody waits for a row that somebody else has taken.
const UNTIL_ONE_WAITS: &str = "set statement_timeout = '10s'; do $$ begin
    while not exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())
    loop perform pg_sleep(0.005), pg_stat_clear_snapshot(); end loop; end $$";

#[tokio::test]
async fn who_signs_in_in_the_moment_of_a_change_waits_for_it() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let (mut db, now, browser) = (board.db().await, board.clock.now(), Browser::default());
    let trying = Trying { login: "ann", from: None, device: None };
    let knocked = knock(&db, trying, now).await.unwrap();
    let mut changing = board.db().await;
    changing
        .batch_execute("begin; update accounts set password_hash = 'another' where name = 'ann'")
        .await
        .unwrap();
    let change = async {
        board.sql(UNTIL_ONE_WAITS).await;
        changing.batch_execute("delete from sessions; commit").await.unwrap();
    };
    let (entered, ()) = tokio::join!(enter(&mut db, &knocked, true, &browser, now), change);
    assert!(matches!(entered, Err(SignInRefused::NoMatch)));
    board.sql("do $$ begin assert not exists (select from sessions); end $$").await;
}
