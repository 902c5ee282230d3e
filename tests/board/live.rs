//! Open pages are told what is new, in the process that did it and in others, and of what readers may see alone.

use crate::support::{Article, Board, Stream, database};
use rejoinder::app::tell_what_is_new;
use rejoinder::web::Pages;

/// A board that tells what is new, as one that serves does.
async fn telling(url: String) -> Board {
    let (board, _) = Board::listening(url).await;
    tokio::spawn(tell_what_is_new(board.site.clone()));
    board
}

/// The stream of an open page, of which the first word was this.
async fn follows(board: &Board, article: &Article, first: &str) -> Stream {
    let answered = board.anyone().gets(&format!("/a/{}/live", article.id)).await;
    answered.is(200);
    assert_eq!(answered.header("content-type"), Some("text/event-stream"));
    assert_eq!(answered.header("content-encoding"), None, "what is packed arrives late");
    assert_eq!(answered.header("cache-control"), Some("no-store"));
    assert_eq!(answered.text(), format!("retry: 3000\ndata: {first}\n\n"));
    answered.raw.stream.clone().expect("a stream")
}

#[tokio::test]
async fn a_thread_says_how_far_it_has_come() {
    let board = telling(database().await).await;
    let beside = telling(board.url.clone()).await;
    let (article, other) = (board.article("The alliance").await, board.article("Another thread").await);
    let (ann, ben, mo) =
        (board.member("ann").await, board.newcomer("ben").await, board.moderator("mo").await);
    let here = follows(&board, &article, "0").await;
    let there = follows(&beside, &article, "0").await;
    let elsewhere = follows(&board, &other, "0").await;
    ann.replies_to(&article, "The treaty text is public.").await;
    for stream in [&here, &there] {
        assert_eq!(stream.next().await.as_deref(), Some("data: 1\n\n"));
    }
    // What waits for a moderator is not told, not even that there is something.
    ben.replies_to(&article, "Is it?").await.says("waiting for a moderator");
    ben.at(&beside).replies_to(&other, "Here, too.").await.says("waiting for a moderator");
    mo.opens("/queue").await.presses("Approve").await;
    for stream in [&here, &there] {
        assert_eq!(stream.next().await.as_deref(), Some("data: 2\n\n"));
    }
    mo.at(&beside).opens("/queue").await.presses("Approve").await;
    assert_eq!(
        elsewhere.next().await.as_deref(),
        Some("data: 1\n\n"),
        "in another thread, by another process"
    );
    assert_eq!(board.site.live().count(), 2);
    drop((here, elsewhere));
    assert_eq!(board.site.live().count(), 0);
}

#[tokio::test]
async fn a_stream_that_comes_back_has_missed_nothing() {
    let board = telling(database().await).await;
    let (article, ann) = (board.article("The alliance").await, board.member("ann").await);
    let broken = follows(&board, &article, "0").await;
    let stays = follows(&board, &article, "0").await;
    drop(broken);
    ann.replies_to(&article, "The treaty text is public.").await;
    let back = follows(&board, &article, "1").await;
    assert_eq!(stays.next().await.as_deref(), Some("data: 1\n\n"));
    // A process that heard nothing for a while looks, once it hears again.
    board
        .sql(
            "select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and query like '%rejoinder_changes%' and pid <> pg_backend_pid()",
        )
        .await;
    board.comes_to(|pages| pages.figures().losses == 1).await;
    board.comment(&ann, &article, "Written beside it.").await;
    board.comes_to(Pages::is_listening).await;
    loop {
        match stays.next().await.as_deref() {
            Some("data: 2\n\n") => break,
            told => assert_eq!(told, Some(":\n\n")),
        }
    }
    drop(back);
}

#[tokio::test]
async fn what_readers_do_not_see_is_not_followed() {
    let board = telling(database().await).await;
    let (article, ann) = (board.article("The alliance").await, board.member("ann").await);
    board.anyone().gets("/a/999999/live").await.is(404);
    let stream = follows(&board, &article, "0").await;
    board.sql("update articles set state = 'held'").await;
    ann.posts("/settings/profile", &[("tagline", "Harbour pilot")]).await.is(303);
    assert_eq!(stream.next().await, None, "the thread is gone");
    board.anyone().gets(&format!("/a/{}/live", article.id)).await.is(404);
}

#[tokio::test]
async fn moderators_are_told_how_the_queue_stands() {
    let board = telling(database().await).await;
    let (article, ben) = (board.article("The alliance").await, board.newcomer("ben").await);
    let (mo, cid) = (board.moderator("mo").await, board.member("cid").await);
    let queue = mo.gets("/queue/live").await;
    queue.is(200);
    assert_eq!(queue.text(), "retry: 3000\ndata: {\"newest\":[],\"waiting\":0}\n\n");
    let stream = queue.raw.stream.expect("a stream");
    ben.replies_to(&article, "This waits.").await;
    let told = stream.next().await.expect("news");
    assert!(told.starts_with("data: {\"newest\":[1") && told.ends_with("],\"waiting\":1}\n\n"), "{told}");
    // A page that is opened now knows of it.
    let page = mo.opens("/queue").await;
    let known = page.attribute("[data-follows]", "data-known");
    assert!(told.contains(&format!("[{known}]")), "{told}");
    // A flag is a case, too; an approval leaves one less.
    page.presses("Approve").await;
    assert_eq!(stream.next().await.as_deref(), Some("data: {\"newest\":[],\"waiting\":0}\n\n"));
    let said = board.comment(&ben, &article, "Vile.").await;
    cid.sends(&format!("/c/{said}/flag"), &[("reason", "abuse")]).await.is(200);
    assert!(stream.next().await.expect("news").ends_with("\"waiting\":1}\n\n"));
    // Who is no moderator follows nothing.
    cid.gets("/queue/live").await.is(404);
    assert_eq!(
        board.anyone().gets("/queue/live").await.is(303).location.as_deref(),
        Some("/sign-in?back=%2Fqueue%2Flive")
    );
}
