//! An author who does not agree: one appeal, which another moderator decides.

use crate::support::{Article, Board, Person};
use rejoinder::db::CommentId;

async fn rejected(board: &Board, mo: &Person) -> (Article, Person, CommentId) {
    let article = board.article("The alliance").await;
    let ann = board.newcomer("ann").await;
    let comment = board.comment(&ann, &article, "Look at my harbour pictures.").await;
    mo.opens("/queue").await.fills("note", "Not here.").presses("4Spam").await.says("Rejected");
    (article, ann, comment)
}

#[tokio::test]
async fn a_rejection_is_appealed_once_and_another_moderator_decides() {
    let board = Board::open().await;
    let (mo, max) = (board.moderator("mo").await, board.moderator("max").await);
    let (article, ann, comment) = rejected(&board, &mo).await;
    let own = ann.reads(&article).await;
    own.says("What was decided, and appeal");
    let path = format!("/c/{comment}/appeal");
    let page = ann.opens(&path).await;
    page.says("It advertises something").says("Not here.").says("Look at my harbour pictures.");
    let page = page.fills("text", "x").presses("Appeal").await;
    page.is(422).says("2 to 2,000 characters");
    board.member("ben").await.posts(&path, &[("text", "It is fine.")]).await.is(404);
    page.fills("text", "They show the harbour of the article.")
        .presses("Appeal")
        .await
        .says("waits for a moderator");
    ann.posts(&path, &[("text", "And another thing.")]).await.is(422);
    ann.opens(&path).await.has_no("form[action$='/appeal']");

    // Who decided before is not given it, and cannot decide on it.
    mo.opens("/queue").await.has_no("[data-case]").says("for another moderator");
    let page = max.opens("/queue").await;
    page.says("Appeal").says("They show the harbour of the article.");
    mo.opens(&page.path).await;
    let case = page.attribute("[data-case]", "data-case");
    let mine = mo.opens(format!("/queue/{case}")).await.presses("Uphold").await;
    mine.is(422).says("You decided on this before");
    board.anyone().reads(&article).await.does_not_say("harbour pictures");
    page.presses("Uphold").await.says("Approved");
    board.anyone().reads(&article).await.says("Look at my harbour pictures.").has("#c1");
    ann.opens(&path).await.says("Your appeal was upheld");
    board.clock.advance(time::Duration::minutes(11));
    board.tells().await;
    ann.opens("/inbox").await.says("Your appeal was upheld").says("What was decided");
}

#[tokio::test]
async fn an_appeal_that_does_not_help_is_told_and_leaves_all_as_it_was() {
    let board = Board::open().await;
    let mo = board.moderator("mo").await;
    let (article, ann, comment) = rejected(&board, &mo).await;
    let path = format!("/c/{comment}/appeal");
    ann.posts(&path, &[("text", "They show the harbour.")]).await.is(303);
    // There is no other moderator.
    let page = mo.opens("/queue").await.fills("note", "Still not.").presses("Let it stand").await;
    page.says("Rejected");
    board.anyone().reads(&article).await.does_not_say("harbour pictures");
    ann.opens(&path).await.says("was not upheld").says("Still not.").has_no("form[action$='/appeal']");
    ann.reads(&article).await.has("[data-state=rejected]");
}

#[tokio::test]
async fn a_comment_that_was_removed_is_appealed_where_its_author_sees_it() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben, mo) = (board.member("ann").await, board.member("ben").await, board.moderator("mo").await);
    let comment = board.comment(&ann, &article, "You could not find it on a map.").await;
    let path = format!("/c/{comment}/appeal");
    ann.posts(&path, &[("text", "But why?")]).await.is(404);
    ben.posts(&format!("/c/{comment}/flag"), &[("reason", "abuse")]).await.is(303);
    mo.opens("/queue").await.presses("2Abuse").await;
    let own = ann.reads(&article).await;
    own.has("[data-state=removed]").says("Removed, only you see this").says("It attacks a person");
    ben.reads(&article).await.has_no("[data-state=removed]").does_not_say("on a map");
    ann.opens(&path).await.fills("text", "He asked for it.").presses("Appeal").await;
    mo.opens("/queue").await.says("He asked for it.").presses("Uphold").await;
    board.anyone().reads(&article).await.says("on a map").has("#c1");
    ann.reads(&article).await.has_no("[data-state=removed]");
}

#[tokio::test]
async fn what_stays_though_somebody_pointed_at_it_is_not_told() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben, mo) = (board.member("ann").await, board.member("ben").await, board.moderator("mo").await);
    let comment = board.comment(&ann, &article, "You could not find it on a map.").await;
    ben.posts(&format!("/c/{comment}/flag"), &[("reason", "abuse")]).await.is(303);
    mo.opens("/queue").await.presses("Ignore the flags").await.says("Kept");
    ann.gets(&format!("/c/{comment}/appeal")).await.is(404);
    board.clock.advance(time::Duration::minutes(11));
    board.tells().await;
    ann.opens("/inbox").await.does_not_say("moderator");
}
