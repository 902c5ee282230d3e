//! A board may ask two steps of its moderators and administrators; and whoever lost everything is helped by who runs it.

use crate::signing_in::PASSWORD;
use crate::support::{Board, Person};
use crate::two_step::sets_up;
use rejoinder::accounts::passwords;
use std::process::{Command, Output};

async fn gives_a_password(board: &Board, who: &Person) {
    let hash = passwords::hash(PASSWORD.to_owned()).await.unwrap();
    let id = who.member().id;
    board.sql(&format!("update accounts set password_hash = '{hash}' where id = {id}")).await;
}

/// An administrator ticks the box, and the page comes back ticked.
async fn requires(boss: &Person) {
    let page = boss.opens("/admin/board").await;
    page.has_no("input[name=two_step_required][checked]");
    let page = page.fills("two_step_required", "yes").presses("Keep the settings").await;
    // The box asks two steps of who ticked it, too.
    assert_eq!(page.path, "/settings/two-step");
}

#[tokio::test]
async fn a_moderator_without_two_steps_is_a_member_until_they_are_set_up() {
    let board = Board::open().await;
    let article = board.article("A headline").await;
    let (boss, mo, ann) =
        (board.administrator("boss").await, board.moderator("mo").await, board.member("ann").await);
    gives_a_password(&board, &mo).await;
    mo.gets("/queue").await.is(200);
    requires(&boss).await;
    for path in ["/queue", "/moderation/log", "/moderation/decided"] {
        mo.gets(path).await.is(303).leads_to("/settings/two-step");
        boss.gets(path).await.is(303).leads_to("/settings/two-step");
        ann.gets(path).await.is(404);
    }
    let close = format!("/a/{}/closure", article.id);
    mo.posts(&close, &[]).await.is(303).leads_to("/settings/two-step");
    mo.posts("/queue/1/decision", &[("decision", "approve")]).await.is(303).leads_to("/settings/two-step");
    boss.gets("/admin/board").await.is(303).leads_to("/settings/two-step");
    mo.gets("/admin/board").await.is(404);
    mo.reads(&article).await.is(200).says("A headline").does_not_say("Closed since");
    mo.opens("/settings/profile").await.is(200);
    mo.opens("/settings/two-step").await.says("asks two steps of its moderators");
    ann.opens("/settings/two-step").await.does_not_say("asks two steps of its moderators");
    sets_up(&board, &mo).await;
    mo.gets("/queue").await.is(200);
    mo.posts(&close, &[]).await.is(303);
    mo.reads(&article).await.says("Closed since");
    boss.gets("/queue").await.is(303).leads_to("/settings/two-step");
}

#[tokio::test]
async fn a_barred_moderator_writes_like_a_member() {
    let board = Board::open().await;
    let article = board.article("A headline").await;
    let (mo, free) = (board.moderator("mo").await, board.moderator("free").await);
    gives_a_password(&board, &free).await;
    sets_up(&board, &free).await;
    free.posts(&format!("/a/{}/closure", article.id), &[]).await.is(303);
    board.sql("update settings set two_step_required = true").await;
    let path = format!("/a/{}/comments", article.id);
    mo.posts(&path, &[("body", "One more word.")]).await.is(422);
    free.posts(&path, &[("body", "One more word.")]).await.is(303);
    board.sql("update settings set two_step_required = false").await;
    mo.posts(&path, &[("body", "One last word.")]).await.is(303);
}

fn command(board: &Board, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rejoinder"));
    command.env_clear().env("DATABASE_URL", &board.url).env("REJOINDER_LOG", "warn");
    command.args(arguments).output().unwrap()
}

#[tokio::test]
async fn who_lost_everything_is_let_in_by_who_runs_the_board() {
    let board = Board::open().await;
    let mo = board.moderator("mo").await;
    gives_a_password(&board, &mo).await;
    let none = command(&board, &["account", "two-step", "mo", "off"]);
    assert!(String::from_utf8_lossy(&none.stderr).contains("is off. Nothing was changed"), "{none:?}");
    sets_up(&board, &mo).await;
    let sign_in = async || board.anyone().posts("/sign-in", &[("login", "mo"), ("password", PASSWORD)]).await;
    sign_in().await.leads_to("/sign-in/code?back=%2F");
    let done = command(&board, &["account", "two-step", "MO", "off"]);
    assert!(done.status.success(), "{done:?}");
    sign_in().await.leads_to("/");
    mo.opens("/moderation/log").await.says("two-step off").says("on the command line");
    let mails = rejoinder::mail::list(&board.db().await, None, 1).await.unwrap();
    assert_eq!(mails[0].subject, "Two-step sign-in is off");
    assert!(!command(&board, &["account", "two-step", "mo", "on"]).status.success());
}
