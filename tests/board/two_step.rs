//! Two-step sign-in: set up, used, lost and ended.

use crate::signing_in::{PASSWORD, with_password};
use crate::support::{Answered, Board, Page, Person};
use futures_util::future::join_all;
use scraper::{Html, Selector};
use time::Duration;
use totp_rs::{Builder, Secret, Totp};

/// An app that shows codes, by the board's clock.
pub struct App {
    board: Board,
    totp: Totp,
}

impl App {
    /// The app after it was given the letters of this page.
    pub fn reads(board: &Board, page: &Page) -> Self {
        let letters = page.words_of("code.secret").replace(' ', "");
        let secret = Secret::try_from_base32(letters).unwrap();
        Self { board: board.clone(), totp: Builder::new().with_secret(secret).build().unwrap() }
    }

    pub fn code(&self) -> String {
        self.code_in(0)
    }

    /// The code that it will show, or showed, so many seconds from now.
    fn code_in(&self, seconds: i64) -> String {
        let then = self.board.clock.now().unix_timestamp() + seconds;
        self.totp.generate(u64::try_from(then).unwrap()).to_string()
    }

    /// Waits for the next code.
    pub fn next(&self) -> String {
        self.board.clock.advance(Duration::seconds(30));
        self.code()
    }
}

/// Sets two-step sign-in up: the app, and the recovery codes.
pub async fn sets_up(board: &Board, who: &Person) -> (App, Vec<String>) {
    let page = who.opens("/settings/two-step").await.fills("password", PASSWORD).presses("Begin").await;
    let app = App::reads(board, page.has("svg.qr[role=img]"));
    let page = page.fills("code", &app.code()).presses("Turn it on").await;
    page.is(200).says("Two-step sign-in is on");
    (app, codes_of(&page))
}

pub fn codes_of(page: &Page) -> Vec<String> {
    let codes = Selector::parse(".codes code").unwrap();
    Html::parse_document(&page.html).select(&codes).map(|code| code.text().collect()).collect()
}

/// A member with two-step sign-in: signed in, with the app and the codes.
async fn ann(board: &Board) -> (Person, App, Vec<String>) {
    with_password(board, "ann").await;
    let ann = board.anyone();
    tries(&ann, PASSWORD).await.is(303).leads_to("/");
    let (app, codes) = sets_up(board, &ann).await;
    (ann, app, codes)
}

async fn tries(who: &Person, password: &str) -> Answered {
    who.posts("/sign-in", &[("login", "ann"), ("password", password)]).await
}

/// Somebody who knows the password, before the code.
async fn half_in(board: &Board) -> Person {
    let half = board.anyone();
    tries(&half, PASSWORD).await.is(303).leads_to("/sign-in/code?back=%2F");
    half
}

async fn gives(who: &Person, code: &str) -> Answered {
    who.posts("/sign-in/code", &[("code", code)]).await
}

async fn is_in(who: &Person) -> bool {
    who.gets("/settings/profile").await.status == 200
}

#[tokio::test]
async fn after_the_password_a_code_is_asked_for() {
    let board = Board::open().await;
    let (_, app, _) = ann(&board).await;
    let other = board.anyone();
    let page = other.opens("/sign-in?back=%2Fsettings%2Fprofile").await;
    let page = page.fills("login", "ann").fills("password", PASSWORD).presses("Sign in").await;
    page.says("One more step");
    assert!(!is_in(&other).await, "the password alone is no session");
    let page = page.fills("code", "000000").presses("Sign in").await;
    page.is(422).says("does not fit").has("#code-fault");
    let page = page.fills("code", &app.next()).presses("Sign in").await;
    assert_eq!(page.path, "/settings/profile", "{}", page.words());
    // Without a sign-in that awaits it there is no page for a code.
    board.anyone().gets("/sign-in/code").await.leads_to("/sign-in");
    gives(&board.anyone(), &app.next()).await.leads_to("/sign-in");
    gives(&other, &app.next()).await.leads_to("/sign-in");
}

#[tokio::test]
async fn name_password_and_code_may_come_together() {
    let board = Board::open().await;
    let (_, app, codes) = ann(&board).await;
    let fields = |code| [("login", "ann"), ("password", PASSWORD), ("code", code), ("back", "/join")];
    let (good, bad, code) = (board.anyone(), board.anyone(), app.next());
    good.posts("/sign-in", &fields(&code)).await.is(303).leads_to("/join");
    assert!(is_in(&good).await);
    bad.posts("/sign-in", &fields("000000")).await.is(422);
    assert!(!is_in(&bad).await);
    gives(&bad, &codes[0]).await.is(303);
    assert!(is_in(&bad).await);
}

#[tokio::test]
async fn a_code_works_once() {
    let board = Board::open().await;
    let (_, app, _) = ann(&board).await;
    gives(&half_in(&board).await, &app.code()).await.is(422);
    let code = app.next();
    let (first, again) = (half_in(&board).await, half_in(&board).await);
    gives(&first, &code).await.is(303);
    gives(&again, &code).await.is(422);
    gives(&again, &app.code_in(-30)).await.is(422);
    gives(&again, &app.code_in(30)).await.is(303);
}

#[tokio::test]
async fn of_twenty_who_give_a_code_at_once_one_comes_in() {
    let board = Board::open().await;
    let (_, app, codes) = ann(&board).await;
    for code in [app.next(), codes[0].clone()] {
        let mut people = Vec::new();
        for _ in 0..20 {
            people.push(half_in(&board).await);
        }
        let answers = join_all(people.iter().map(|who| gives(who, &code))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
    }
}

#[tokio::test]
async fn a_clock_may_be_half_a_minute_off_and_no_more() {
    let board = Board::open().await;
    let (_, app, _) = ann(&board).await;
    board.clock.advance(Duration::minutes(10));
    let off = half_in(&board).await;
    gives(&off, &app.code_in(-60)).await.is(422);
    gives(&off, &app.code_in(60)).await.is(422);
    gives(&off, &app.code_in(-30)).await.is(303);
    gives(&half_in(&board).await, &app.code_in(30)).await.is(303);
}

#[tokio::test]
async fn a_recovery_code_lets_one_in_once() {
    let board = Board::open().await;
    let (ann, _, codes) = ann(&board).await;
    assert_eq!(codes.len(), 10);
    ann.opens("/settings/two-step").await.says("You have 10 recovery codes left");
    gives(&half_in(&board).await, &codes[0].to_lowercase().replace('-', " ")).await.is(303);
    gives(&half_in(&board).await, &codes[0]).await.is(422);
    ann.opens("/settings/two-step").await.says("You have 9 recovery codes left");
    let page = ann.opens("/settings/two-step").await.fills("password", PASSWORD);
    let page = page.presses("New recovery codes").await;
    let new = codes_of(&page);
    gives(&half_in(&board).await, &codes[1]).await.is(422);
    gives(&half_in(&board).await, &new[1]).await.is(303);
}

#[tokio::test]
async fn a_second_step_waits_five_minutes_and_five_codes() {
    let board = Board::open().await;
    let (_, app, codes) = ann(&board).await;
    let (slow, slower, guessing) = (half_in(&board).await, half_in(&board).await, half_in(&board).await);
    for _ in 0..5 {
        gives(&guessing, "000000").await.is(422);
    }
    let gone = gives(&guessing, &codes[0]).await;
    assert!(gone.is(422).text().contains("Please begin again"), "{}", gone.text());
    board.clock.advance(Duration::seconds(290));
    gives(&slow, &app.code()).await.is(303);
    board.clock.advance(Duration::seconds(11));
    gives(&slower, &app.next()).await.is(422);
    slower.gets("/sign-in/code").await.leads_to("/sign-in");
}

#[tokio::test]
async fn a_change_of_password_ends_what_waits_for_a_code() {
    let board = Board::open().await;
    let (ann, app, _) = ann(&board).await;
    let half = half_in(&board).await;
    let new = "quite another long sentence";
    ann.posts("/settings/password", &[("present", PASSWORD), ("password", new)]).await.is(303);
    assert!(gives(&half, &app.next()).await.is(422).text().contains("Please begin again"));
    assert!(!is_in(&half).await);
}

#[tokio::test]
async fn wrong_codes_count_like_wrong_passwords() {
    let board = Board::open().await;
    let (_, app, _) = ann(&board).await;
    let eve = board.anyone();
    eve.comes_from("203.0.113.9");
    for _ in 0..2 {
        tries(&eve, PASSWORD).await.is(303);
        gives(&eve, "000000").await.is(422);
        gives(&eve, "000001").await.is(422);
    }
    tries(&eve, PASSWORD).await.is(303);
    gives(&eve, "000002").await.is(422);
    let late = gives(&eve, &app.next()).await;
    assert!(late.is(429).header("retry-after").is_some() && late.text().contains("Too many tries"));
    tries(&eve, PASSWORD).await.is(429);
    board.clock.advance(Duration::minutes(1));
    gives(&eve, &app.code()).await.is(303);
}

#[tokio::test]
async fn each_change_asks_for_the_password_again() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let someone = board.anyone();
    tries(&someone, PASSWORD).await.is(303);
    let wrong = [("password", "not my password")];
    let answered = someone.posts("/settings/two-step", &wrong).await;
    assert!(answered.is(422).text().contains("not your present password"), "{}", answered.text());
    someone.opens("/settings/two-step").await.has_no("svg.qr");
    sets_up(&board, &someone).await;
    someone.posts("/settings/two-step/codes", &wrong).await.is(422);
    someone.posts("/settings/two-step/end", &wrong).await.is(422);
    someone.posts("/settings/two-step", &[("password", PASSWORD)]).await.is(422);
    someone.opens("/settings/two-step").await.says("You have 10 recovery codes left");
    // Guessing here is no way around the limits of the sign-in page.
    someone.comes_from("203.0.113.9");
    for _ in 0..5 {
        someone.posts("/settings/two-step/end", &wrong).await.is(422);
    }
    someone.posts("/settings/two-step/end", &[("password", PASSWORD)]).await.is(429);
}

#[tokio::test]
async fn ended_it_asks_for_the_password_alone_and_mails_say_so() {
    let board = Board::open().await;
    let (ann, _, _) = ann(&board).await;
    let page = ann.opens("/settings/two-step").await.fills("password", PASSWORD);
    page.presses("End two-step").await.says("Two-step sign-in is off").says("Begin");
    tries(&board.anyone(), PASSWORD).await.is(303).leads_to("/");
    let mails = rejoinder::mail::list(&board.db().await, None, 10).await.unwrap();
    let told: Vec<_> =
        mails.iter().map(|m| (m.recipient.as_str(), m.kind.as_str(), m.subject.as_str())).collect();
    let (to, kind) = ("ann@people.example", "notice");
    assert_eq!(told, [(to, kind, "Two-step sign-in is off"), (to, kind, "Two-step sign-in is on")]);
}

#[tokio::test]
async fn an_offer_waits_fifteen_minutes_and_counts_only_with_a_code() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let someone = board.anyone();
    tries(&someone, PASSWORD).await.is(303);
    let begins = async || {
        let page = someone.opens("/settings/two-step").await.fills("password", PASSWORD);
        page.presses("Begin").await
    };
    let first = begins().await;
    let app = App::reads(&board, &first);
    let page = first.fills("code", "000000").presses("Turn it on").await;
    page.is(422).says("That is not the code").has("svg.qr");
    tries(&board.anyone(), PASSWORD).await.is(303).leads_to("/");
    board.clock.advance(Duration::minutes(16));
    someone.opens("/settings/two-step").await.has_no("svg.qr");
    someone.posts("/settings/two-step/confirmation", &[("code", &app.code())]).await.is(422);
    let app = App::reads(&board, &begins().await);
    board.clock.advance(Duration::minutes(14));
    let answered = someone.posts("/settings/two-step/confirmation", &[("code", &app.code())]).await;
    assert_eq!(answered.is(200).header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn other_sessions_end_when_it_is_turned_on() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let (here, elsewhere) = (board.anyone(), board.anyone());
    tries(&here, PASSWORD).await.is(303);
    tries(&elsewhere, PASSWORD).await.is(303);
    sets_up(&board, &here).await;
    assert!(is_in(&here).await && !is_in(&elsewhere).await);
}

#[tokio::test]
async fn what_was_written_before_is_there_after_two_steps() {
    let board = Board::open().await;
    let article = board.article("A headline").await;
    let (_, app, _) = ann(&board).await;
    let page = board.anyone().replies_to(&article, "Written before signing in.").await;
    let page = page.fills("login", "ann").fills("password", PASSWORD).presses("Sign in").await;
    page.says("One more step");
    let page = page.fills("code", &app.next()).presses("Sign in").await;
    assert!(page.path.starts_with(&article.path), "{}", page.path);
    assert_eq!(page.words_of("#body"), "Written before signing in.");
}

#[tokio::test]
async fn a_dump_of_the_database_holds_no_usable_secret() {
    let board = Board::open().await;
    with_password(&board, "ann").await;
    let someone = board.anyone();
    tries(&someone, PASSWORD).await.is(303);
    let page = someone.opens("/settings/two-step").await.fills("password", PASSWORD).presses("Begin").await;
    let letters = page.words_of("code.secret").replace(' ', "");
    let app = App::reads(&board, &page);
    let codes = codes_of(&page.fills("code", &app.code()).presses("Turn it on").await);
    let pending = tries(&board.anyone(), PASSWORD).await.raw.cookies;
    let pending = pending.iter().find(|cookie| cookie.name() == "rejoinder-second-step").unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let secret = hex(Secret::try_from_base32(&letters).unwrap().as_bytes());
    for usable in [&letters, &secret, &codes[0], &codes[0].replace('-', ""), &pending.value().to_owned()] {
        board
            .sql(&format!(
                "do $$ begin assert (select query_to_xml('select * from two_steps', true, true, '')::text
                    || query_to_xml('select encode(secret, ''hex'') from two_steps', true, true, '')::text
                    || query_to_xml('select * from recovery_codes', true, true, '')::text
                    || query_to_xml('select * from pending_sign_ins', true, true, '')::text
                    || query_to_xml('select * from outbox', true, true, '')::text) not ilike '%{usable}%'; end $$"
            ))
            .await;
    }
}

#[tokio::test]
async fn with_the_key_lost_a_recovery_code_still_lets_one_in() {
    let board = Board::open().await;
    let (ann, app, codes) = ann(&board).await;
    board.sql("update two_steps set secret = decode(repeat('00', 60), 'hex')").await;
    let half = half_in(&board).await;
    let answered = gives(&half, &app.next()).await;
    assert!(answered.is(422).text().contains("Please use a recovery code"), "{}", answered.text());
    gives(&half, &codes[0]).await.is(303);
    let page = ann.opens("/settings/two-step").await;
    page.says("lost the key").says("set it up anew");
    page.fills("password", PASSWORD).presses("End two-step").await;
    let (app, _) = sets_up(&board, &ann).await;
    gives(&half_in(&board).await, &app.next()).await.is(303);
}
