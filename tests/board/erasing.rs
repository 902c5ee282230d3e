//! What was rejected is kept for 30 days, and then a stub of the decision remains.

use crate::support::{Article, Board, Person};
use rejoinder::db::CommentId;
use rejoinder::moderation::{KEEP, erase_rejected};
use time::Duration;

const WORDS: &str = "Sells quinqueremes, and says so.";

async fn erased(board: &Board) -> usize {
    erase_rejected(&mut board.db().await, board.clock.now()).await.unwrap()
}

/// Whether anything of a text stands in the database yet.
async fn is_kept(board: &Board) -> bool {
    board.dump().await.contains("quinquereme")
}

/// A comment of ann's that mo rejected.
async fn stage() -> (Board, Article, Person, Person, CommentId) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.newcomer("ann").await, board.moderator("mo").await);
    let id = board.comment(&ann, &article, WORDS).await;
    mo.opens("/queue").await.presses("4Spam").await.says("Rejected");
    (board, article, ann, mo, id)
}

#[tokio::test]
async fn a_rejected_comment_is_erased_after_30_days_and_its_decision_stays() {
    let (board, _, _, mo, id) = stage().await;
    board.clock.advance(KEEP - Duration::seconds(1));
    assert_eq!(erased(&board).await, 0);
    assert!(is_kept(&board).await);
    board.clock.advance(Duration::seconds(2));
    assert_eq!(erased(&board).await, 1);
    assert!(!is_kept(&board).await);
    assert_eq!(erased(&board).await, 0);
    let mo = board.signed_in(mo.member().clone()).await;
    let page = mo.opens("/moderation/decided").await;
    page.says("rejected").says("ann on The alliance").says("Spam");
    let case = page.attribute("a[href^='/queue/']", "href");
    mo.opens(&case).await.says("no longer kept").has_no("form[action$='/reversal']");
    mo.posts(&format!("{case}/reversal"), &[("note", "After all."), ("version", "2")]).await.is(409);
    mo.opens("/moderation/log?action=erase")
        .await
        .says("30 days after it was rejected")
        .has(&format!("a[href='/c/{id}']"));
    let ann = board.signed_in_as("ann").await;
    let path = format!("/c/{id}/appeal");
    ann.opens(&path).await.says("was not published").has_no("textarea");
    ann.posts(&path, &[("text", "It was fine.")]).await.is(422);
}

#[tokio::test]
async fn nothing_is_erased_while_an_appeal_waits() {
    let (board, _, ann, _, id) = stage().await;
    board.moderator("max").await;
    ann.posts(&format!("/c/{id}/appeal"), &[("text", "It was fine.")]).await.is(303);
    board.clock.advance(KEEP + Duration::days(1));
    assert_eq!(erased(&board).await, 0);
    let max = board.signed_in_as("max").await;
    max.opens("/queue").await.presses("Let it stand").await.says("Rejected");
    assert_eq!(erased(&board).await, 0);
    board.clock.advance(KEEP - Duration::seconds(1));
    assert_eq!(erased(&board).await, 0);
    board.clock.advance(Duration::seconds(2));
    assert_eq!(erased(&board).await, 1);
    assert!(!is_kept(&board).await);
}

#[tokio::test]
async fn what_was_brought_back_is_not_erased() {
    let (board, article, _, mo, _) = stage().await;
    let case = mo.opens("/moderation/decided").await.attribute("a[href^='/queue/']", "href");
    mo.opens(&case).await.fills("note", "It is fine.").presses("Let readers see it").await;
    board.clock.advance(KEEP + Duration::days(1));
    assert_eq!(erased(&board).await, 0);
    board.anyone().reads(&article).await.says(WORDS);
}

#[tokio::test]
async fn a_rejected_edit_and_a_rejected_tagline_are_erased_and_what_stands_is_not() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    let id = board.comment(&ann, &article, "What stands.").await;
    let edit = "quinqueremes: https://a.example https://b.example https://c.example";
    ann.opens(format!("/c/{id}/edit")).await.fills("body", edit).presses("Save").await;
    mo.opens("/queue").await.says("Held edit").presses("4Spam").await;
    ann.opens("/settings/profile").await.fills("tagline", "A numbskull’s quinquereme").presses("Keep").await;
    mo.opens("/queue").await.says("Held tagline").presses("4Spam").await;
    board.clock.advance(KEEP - Duration::seconds(1));
    assert_eq!(erased(&board).await, 0);
    board.clock.advance(Duration::seconds(2));
    assert_eq!(erased(&board).await, 2);
    assert!(!is_kept(&board).await);
    board.anyone().reads(&article).await.says("What stands.").has("#c1");
    board.anyone().opens(format!("/c/{id}/history")).await.says("What stands.");
    let ann = board.signed_in_as("ann").await;
    ann.opens("/settings/profile").await.does_not_say("did not publish");
}
