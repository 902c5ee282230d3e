//! The feed of the queue: what waits, for a moderator's feed reader, under an address that is secret.

use crate::support::{Board, Person};
use rejoinder::accounts::suspend_until;
use rejoinder::db::Token;
use std::io::Write;
use std::sync::{Arc, Mutex};
use time::Duration;
use tracing_subscriber::fmt::MakeWriter;

const FORM: &str = "/settings/notifications";

/// The address that a moderator gets, as a path.
async fn address_of(mo: &Person, button: &str) -> String {
    let page = mo.opens(FORM).await.presses(button).await;
    let address = page.is(200).words_of("code.secret");
    address.strip_prefix("http://board.example").expect("whole").to_owned()
}

async fn stage() -> (Board, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance & <b>").await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    board.clock.advance(Duration::minutes(5));
    new.replies_to(&article, "Words that wait, of new@people.example.").await.says("waiting for a moderator");
    (board, new, mo)
}

#[tokio::test]
async fn a_feed_reader_is_told_what_waits_where_and_why_and_nothing_more() {
    let (board, _, mo) = stage().await;
    let address = address_of(&mo, "Make an address").await;
    let feed = board.anyone().reads_feed(&address).await;
    assert_eq!(feed.titles(), ["Held comment of new: The alliance & <b>"]);
    let case = &feed.entries[0];
    assert!(case.page.starts_with("http://board.example/queue/"), "{case:?}");
    for said in [
        "<a href=\"http://board.example/a/",
        "The alliance &amp; &lt;b&gt;</a>",
        "<p>First comment</p>",
        "Waiting since",
        &case.page,
    ] {
        assert!(case.html.contains(said), "{said}: {}", case.html);
    }
    let answered = board.anyone().gets(&address).await;
    assert!(!answered.text().contains("Words that wait") && !answered.text().contains("people.example"));
    assert_eq!(answered.header("cache-control"), Some("private, no-store"));
    assert_eq!(answered.header("referrer-policy"), Some("no-referrer"));
    assert!(answered.text().contains("/feeds/queue/"), "it knows where it is");
    mo.opens("/queue").await.presses("Approve").await.is(200);
    let after = board.anyone().reads_feed(&address).await;
    assert!(after.entries.is_empty() && after.updated >= feed.updated);
}

#[tokio::test]
async fn the_address_is_shown_once_and_another_one_ends_it() {
    let (board, _, mo) = stage().await;
    let answered = mo.posts("/settings/notifications/queue-feed", &[]).await;
    assert_eq!(answered.is(200).header("cache-control"), Some("private, no-store"));
    assert_eq!(answered.header("referrer-policy"), Some("no-referrer"));
    mo.opens(FORM).await.says("cannot show it again").has_no("code.secret");
    let first = address_of(&mo, "Change the address").await;
    board.anyone().gets(&first).await.is(200);
    let second = address_of(&mo, "Change the address").await;
    assert_ne!(first, second);
    board.anyone().gets(&first).await.is(404);
    board.anyone().gets(&second).await.is(200);
    mo.opens(FORM).await.presses("End it").await.says("leads nowhere any more").has_no("code.secret");
    board.anyone().gets(&second).await.is(404);
    mo.sends("/settings/notifications/queue-feed/end", &[]).await.says("nothing more was done");
    assert_eq!(board.letters_to("mo@people.example").await.len(), 3, "told each time one was made");
    mo.opens("/moderation/log").await.says("make queue feed").says("end queue feed");
}

#[tokio::test]
async fn only_moderators_get_an_address_and_no_other_secret_opens_anything() {
    let (board, new, mo) = stage().await;
    let (member, nobody) = (board.member("ann").await, board.anyone());
    for who in [&new, &member] {
        who.opens(FORM).await.does_not_say("The queue as a feed");
        who.posts("/settings/notifications/queue-feed", &[]).await.is(404);
        who.posts("/settings/notifications/queue-feed/end", &[]).await.is(404);
    }
    let address = address_of(&mo, "Make an address").await;
    let (before, secret) = address.rsplit_once('/').unwrap();
    let other = format!("{before}/{}{}", if secret.starts_with('A') { "B" } else { "A" }, &secret[1..]);
    for wrong in [&other, &format!("{before}/x"), &format!("{address}="), &address.replace("queue", "board")]
    {
        nobody.gets(wrong).await.is(404);
    }
    // It opens the feed, and is no session.
    nobody.carries("rejoinder-session", secret);
    nobody.gets("/queue").await.is(303);
}

#[tokio::test]
async fn an_address_dies_with_the_role() {
    let (board, _, mo) = stage().await;
    let boss = board.administrator("boss").await;
    let address = address_of(&mo, "Make an address").await;
    let id = mo.member().id;
    let account = format!("/admin/accounts/{id}");
    for role in ["member", "moderator"] {
        board.anyone().gets(&address).await.is(if role == "member" { 200 } else { 404 });
        boss.opens(&account).await.fills("role", role).presses("Give this role").await.is(200);
    }
    board.anyone().gets(&address).await.is(404);
    // Not even where the role is taken in another way.
    let mo = board.signed_in(mo.member().clone()).await;
    let address = address_of(&mo, "Make an address").await;
    board.sql(&format!("update accounts set role = 'member' where id = {id}")).await;
    board.anyone().gets(&address).await.is(404);
}

#[tokio::test]
async fn an_address_dies_when_its_moderator_is_suspended_or_signed_out_everywhere() {
    let (board, _, mo) = stage().await;
    let address = address_of(&mo, "Make an address").await;
    let until = board.clock.now() + Duration::days(1);
    let now = board.clock.now();
    suspend_until(&board.db().await, mo.member().id, "a reason", Some(until), now).await.unwrap();
    board.anyone().gets(&address).await.is(404);
    board.clock.advance(Duration::days(2));
    board.anyone().gets(&address).await.is(404);
    let mo = board.signed_in(mo.member().clone()).await;
    let address = address_of(&mo, "Make an address").await;
    // A suspension that left the address in place counts as well, while it lasts.
    let (begins, ends) = (board.clock.now(), board.clock.now() + Duration::days(1));
    board
        .sql(&format!(
            "insert into sanctions (account_id, kind, reason, starts_at, ends_at)
        values ({}, 'suspended', 'x', '{begins}', '{ends}')",
            mo.member().id
        ))
        .await;
    board.anyone().gets(&address).await.is(404);
    board.clock.advance(Duration::days(1));
    board.anyone().gets(&address).await.is(200);
    let boss = board.administrator("boss").await;
    boss.posts(&format!("/admin/accounts/{}/sessions/end", mo.member().id), &[]).await.is(303);
    board.anyone().gets(&address).await.is(404);
}

#[tokio::test]
async fn an_address_sleeps_while_two_steps_are_asked_for_and_not_set_up() {
    let (board, _, mo) = stage().await;
    let address = address_of(&mo, "Make an address").await;
    board.sql("update settings set two_step_required = true").await;
    board.anyone().gets(&address).await.is(404);
    mo.gets("/queue").await.is(303);
    board.sql("update settings set two_step_required = false").await;
    board.anyone().gets(&address).await.is(200);
}

/// A log that is kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_secret_is_in_no_log_whatever_goes_wrong() {
    let kept = Kept::default();
    let logs = tracing_subscriber::fmt().with_writer(kept.clone()).with_ansi(false).finish();
    let _listening = tracing::subscriber::set_default(logs);
    let away = Board::on("postgres://127.0.0.1:1/none".to_owned(), rejoinder::app::routes()).await;
    let secret = Token::new().text();
    away.anyone().gets(&format!("/feeds/queue/{secret}")).await.is(503);
    let logged = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("database away") && logged.contains("/feeds/queue/{secret}"), "{logged}");
    assert!(!logged.contains(&secret), "{logged}");
}
