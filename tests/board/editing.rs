//! Authors change what they wrote; readers can see what it was.

use crate::support::Board;

#[tokio::test]
async fn an_edit_shows_and_its_history_tells_what_changed() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, "The old airfield was used.").await;
    let page = ann
        .opens(format!("/c/{id}/edit"))
        .await
        .fills("body", "The new airfield was used.")
        .presses("Save")
        .await;
    page.says("Your comment is changed").says("The new airfield").has("#c1 a[href$='/history']");
    let history = board.anyone().opens(format!("/c/{id}/history")).await;
    assert_eq!(
        (history.words_of("del"), history.words_of("ins")),
        ("what went".to_owned(), "What came".to_owned())
    );
    assert_eq!(history.words_of("section.revision del"), "old");
    assert_eq!(history.words_of("section.revision ins"), "new");
}

#[tokio::test]
async fn nobody_edits_anothers_words() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let id = board.comment(&ann, &article, "Mine.").await;
    ben.gets(&format!("/c/{id}/edit")).await.is(404);
    ben.posts(&format!("/c/{id}/edit"), &[("body", "His."), ("revision", "1")]).await.is(404);
    board.moderator("mo").await.gets(&format!("/c/{id}/edit")).await.is(404);
    board.anyone().reads(&article).await.says("Mine.");
}

#[tokio::test]
async fn an_edit_ends_when_the_board_says_so() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, "As it was.").await;
    let page = ann.opens(format!("/c/{id}/edit")).await;
    board.clock.advance(time::Duration::hours(25));
    let page = page.fills("body", "As it should have been.").presses("Save").await;
    page.is(422).says("for 24 hours, and they are over");
    assert_eq!(page.words_of("textarea[name=body]"), "As it should have been.");
}

#[tokio::test]
async fn a_held_edit_leaves_the_old_text_up() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    let id = board.comment(&ann, &article, "Updated with sources soon.").await;
    let sources = "Updated with sources: https://a.example https://b.example https://c.example";
    let page = ann.opens(format!("/c/{id}/edit")).await.fills("body", sources).presses("Save").await;
    page.says("Your new text waits for a moderator").says("sources soon");
    board.anyone().reads(&article).await.does_not_say("a.example").says("sources soon");
    let page = mo.opens("/queue").await;
    page.says("Held edit").says("3 links").has(".changes ins").has(".changes del");
    page.presses("Approve").await;
    board.anyone().reads(&article).await.says("a.example").has("#c1 a[href$='/history']");
    mo.opens("/queue").await.presses("Undo last").await;
    board.anyone().reads(&article).await.says("sources soon").does_not_say("a.example");
    mo.opens("/queue").await.presses("4Spam").await;
    board.anyone().reads(&article).await.says("sources soon").does_not_say("a.example");
}

#[tokio::test]
async fn a_rejected_edit_is_published_after_all() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    let id = board.comment(&ann, &article, "Updated with sources soon.").await;
    let sources = "Updated with sources: https://a.example https://b.example https://c.example";
    ann.opens(format!("/c/{id}/edit")).await.fills("body", sources).presses("Save").await;
    let case = mo.opens("/queue").await.attribute("[data-case]", "data-case");
    mo.opens("/queue").await.presses("4Spam").await;
    board.clock.advance(time::Duration::hours(2));
    let path = format!("/queue/{case}");
    let page = mo.opens(&path).await;
    page.says("Publish the edit after all").has("details .diff ins");
    page.presses("Publish the edit").await.is(422).says("Say why");
    ann.posts(&format!("{path}/reversal"), &[("decision", "approve"), ("note", "x"), ("version", "2")])
        .await
        .is(404);
    let page = mo.opens(&path).await.fills("note", "They are fine.").presses("Publish the edit").await;
    page.says("Reversed");
    board.anyone().reads(&article).await.says("a.example").has("#c1 a[href$='/history']");
    ann.opens(format!("/c/{id}/appeal")).await.says("Your edit was published").says("They are fine.");
    mo.opens(&path).await.does_not_say("Publish the edit after all");
    // Taken back, it is rejected again, and waits for nobody.
    mo.opens("/queue").await.presses("Undo last").await;
    board.anyone().reads(&article).await.says("sources soon").does_not_say("a.example");
    mo.opens("/queue").await.has_no("[data-item]");
    mo.opens(&path).await.says("Publish the edit after all");
    // What its author wrote since is newer.
    let page = ann.opens(format!("/c/{id}/edit")).await.fills("body", "Updated, without any.");
    page.presses("Save").await.says("Updated, without any.");
    let page = mo.opens(&path).await;
    page.does_not_say("Publish the edit after all");
    let version = page.attribute("[data-case]", "data-version");
    let fields = [("decision", "approve"), ("note", "x"), ("version", &*version), ("key", "")];
    mo.posts(&format!("{path}/reversal"), &fields).await.is(409);
}

#[tokio::test]
async fn two_windows_do_not_overwrite_each_other() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, "First text.").await;
    let (one, other) = (ann.opens(format!("/c/{id}/edit")).await, ann.opens(format!("/c/{id}/edit")).await);
    one.fills("body", "Second text.").presses("Save").await.says("Second text.");
    let page = other.fills("body", "Third text.").presses("Save").await;
    page.is(422).says("changed in another window");
    assert_eq!(page.words_of("textarea[name=body]"), "Third text.");
    page.presses("Save").await.says("Third text.");
}

#[tokio::test]
async fn a_false_quote_cannot_be_edited_in() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    board.comment(&ann, &article, "I never said that at all.").await;
    let id = board.comment(&ben, &article, "Fine.").await;
    let page = ben.opens(format!("/c/{id}/edit")).await;
    page.fills("body", "> #1\n> I always said exactly that.\n\nFine.")
        .presses("Save")
        .await
        .is(422)
        .has("fieldset.doubt");
}
