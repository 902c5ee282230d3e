//! Readers answer: numbers, keys, lost sessions, and what becomes of a text that cannot be posted.

use crate::support::Board;
use actix_web::test::TestRequest;

#[tokio::test]
async fn a_comment_gets_the_next_number_and_its_place() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    ann.replies_to(&article, "The treaty text is public.").await.says("The treaty text is public.");
    let page = ben.opens(format!("{}/reply?to=1", article.path)).await;
    let page = page.fills("body", "Where?").presses("Post comment").await;
    page.says("in reply to ann #1").has("article.comment#c2[data-id] .name");
    board.anyone().reads(&article).await.says("2 comments").says("1 reply");
}

#[tokio::test]
async fn the_same_form_sent_twice_posts_once() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let page = ann.opens(format!("{}/reply", article.path)).await;
    let key = page.attribute("input[name=key]", "value");
    let path = format!("/a/{}/comments", article.id);
    let first = ann.posts(&path, &[("body", "Once."), ("key", &key)]).await;
    let second = ann.posts(&path, &[("body", "Once."), ("key", &key)]).await;
    assert_eq!((first.status, &first.location), (303, &second.location));
    board.anyone().reads(&article).await.says("1 comment");
    ann.sends(&path, &[("body", "Twice."), ("key", "00000000-0000-7000-8000-000000000001")]).await;
    board.anyone().reads(&article).await.says("2 comments");
}

#[tokio::test]
async fn a_text_outlives_a_session_that_ended_meanwhile() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.newcomer("ann").await;
    let page = ann.opens(format!("{}/reply", article.path)).await;
    ann.loses_cookies();
    let page = page.fills("body", "Written before the session ended.").presses("Post comment").await;
    page.says("Your text is kept");
    let join = page.attribute("main a[href^='/join']", "href");
    let page = ann.opens(join).await;
    let page = page.fills("name", "annette").fills("email", "annette@people.example");
    let page = page.fills("password", "a long enough sentence").presses("Join").await;
    page.has("textarea[name=body]");
    assert!(page.words_of("textarea[name=body]").contains("Written before the session ended."));
    page.presses("Post comment").await.says("Written before the session ended.").has("[data-state=held]");
}

#[tokio::test]
async fn a_closed_thread_keeps_the_text_and_reopens() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    let page = ann.opens(format!("{}/reply", article.path)).await;
    mo.reads(&article).await.presses("Close the thread").await.says("The thread is closed");
    let page = page.fills("body", "Too late?").presses("Post comment").await;
    page.is(422).says("This thread was closed");
    assert_eq!(page.words_of("textarea[name=body]"), "Too late?");
    ann.reads(&article).await.has_no("form#reply").says("Closed since");
    mo.reads(&article).await.presses("Reopen the thread").await.says("open again");
    page.presses("Post comment").await.says("Too late?").is(200);
}

#[tokio::test]
async fn texts_of_every_length_get_an_answer() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    ann.replies_to(&article, " ").await.is(422).says("There is nothing in it yet");
    let chinese = "盟".repeat(20_000);
    ann.replies_to(&article, &chinese).await.is(200).says("1 comment");
    let long = "a".repeat(20_001);
    let page = ann.replies_to(&article, &long).await;
    page.is(422).says("this one has 20001");
    assert_eq!(page.words_of("textarea[name=body]").len(), 20_001);
    let path = format!("/a/{}/comments", article.id);
    ann.posts(&path, &[("body", &"a".repeat(700_000))]).await.is(413);
}

#[tokio::test]
async fn broken_bytes_are_refused_in_a_sentence() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let path = format!("/a/{}/comments", article.id);
    ann.posts(&path, &[("body", "a\0b")]).await.is(400);
    let form = |bytes: &'static [u8]| {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        TestRequest::post().insert_header(kind).set_payload(bytes)
    };
    let answered = ann.asks(form(b"body=%FF%FE"), &path).await;
    assert!(answered.is(400).text().contains("not UTF-8"));
    ann.asks(form(b"body=\xff"), &path).await.is(400);
    ann.gets("/a/1/%00").await.is(400);
    ann.gets("/?topic=%FF").await.is(400);
    board.anyone().reads(&article).await.says("0 comments");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    for path in [
        "/a/1",
        "/a/1/x",
        "/a/x/y",
        "/c/1",
        "/c/99999999999999999999",
        "/u/nobody",
        "/p/nothing",
        "/?sort=best",
        "/?page=0",
    ] {
        ann.gets(path).await.is(404);
    }
    ann.gets(&format!("{}?page=2", article.path)).await.is(404);
    ann.posts("/a/1/comments", &[("body", "Into the void.")]).await.is(404);
}

#[tokio::test]
async fn pages_have_fifty_comments_by_number() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    board.sql("update rules set enabled = false").await;
    let mut last = None;
    for number in 1..=53 {
        last = Some(board.comment(&ann, &article, &format!("Comment of rank {number} here")).await);
    }
    let page = board.anyone().reads(&article).await;
    page.has("#c1").has("#c50").has_no("#c51");
    let second = board.anyone().opens(format!("{}?page=2", article.path)).await;
    second.has("#c51").has("#c53").has_no("#c50");
    let place = format!("{}?page=2#c53", article.path);
    board.anyone().gets(&format!("/c/{}", last.unwrap())).await.is(303).leads_to(&place);
    let newest = board.anyone().opens(format!("{}?sort=newest", article.path)).await;
    assert!(newest.html.find("id=\"c53\"") < newest.html.find("id=\"c4\""));
    newest.has_no("#c3");
}

#[tokio::test]
async fn a_deleted_comment_leaves_its_number_and_nothing_else() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let id = board.comment(&ann, &article, "Words that I regret.").await;
    board.comment(&ben, &article, "Words that stay.").await;
    let page = ann.opens(format!("/c/{id}/edit")).await.presses("Delete").await;
    page.says("Your comment is deleted").says("Deleted by its author").does_not_say("Words that I regret");
    let seen = board.anyone().reads(&article).await;
    seen.has("#c1.stub").has("#c2").says("1 comment").does_not_say("regret");
    board.anyone().gets(&format!("/c/{id}/history")).await.is(404);
    ben.posts(&format!("/c/{id}/deletion"), &[]).await.is(404);
}

#[tokio::test]
async fn a_recommendation_is_given_and_taken_back() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let id = board.comment(&ann, &article, "Worth reading.").await;
    let path = format!("/c/{id}/recommendation");
    ben.sends(&path, &[]).await.says("Recommend · 1").says("you recommend #1");
    ben.sends(&path, &[]).await.does_not_say("Recommend · 1");
    ann.posts(&path, &[]).await.is(403);
    board.anyone().posts(&path, &[]).await.is(303);
}

#[tokio::test]
async fn a_preview_shows_the_comment_and_stores_nothing() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let page = ann.opens(format!("{}/reply", article.path)).await;
    let page = page.fills("body", "**Bold** words <script>alert(1)</script>").presses("Preview").await;
    page.has("#preview strong").has_no("#preview script").says("<script>alert(1)</script>");
    board.anyone().reads(&article).await.says("0 comments");
    page.presses("Post comment").await.has("#c1 strong");
}

#[tokio::test]
async fn a_citation_is_made_from_the_first_line_or_the_fields() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    ann.replies_to(&article, "In *The Ledger*: [A title](https://ledger.example/1)\n\nSee there.")
        .await
        .has("#c1 .cite a[href='https://ledger.example/1']");
    let page = ann.opens(format!("{}/reply", article.path)).await.fills("body", "And there.");
    let page = page.fills("citation_publication", "Lawfare").fills("citation_title", "On [brackets]");
    page.presses("Post comment").await.has("#c2 .cite").says("In Lawfare On [brackets]");
}

#[tokio::test]
async fn a_draft_is_kept_for_its_member_alone() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let path = format!("/a/{}/draft", article.id);
    ann.posts(&path, &[("body", "Half a thought")]).await.is(204);
    assert_eq!(ann.reads(&article).await.words_of("textarea[name=body]"), "Half a thought");
    assert_eq!(ben.reads(&article).await.words_of("textarea[name=body]"), "");
    ann.posts(&path, &[("body", "")]).await.is(204);
    assert_eq!(ann.reads(&article).await.words_of("textarea[name=body]"), "");
}
