//! What comes after a decision on an article: it is taken back, reversed, told and erased.

use super::{corrects, stage, waits};
use time::Duration;

#[tokio::test]
async fn an_approval_is_taken_back_with_the_comments_that_came_and_they_come_back() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    mo.opens("/queue").await.presses("Approve").await;
    let ben = board.member("ben").await;
    let page = ben.opens(format!("{article}/the-bridge/reply")).await;
    let page = page.fills("body", "A word about it.").presses("Post comment").await;
    page.has("#c1");
    let comment = board.anyone().opens("/u/ben").await.attribute("a[href^='/c/']", "href");
    board.clock.advance(Duration::minutes(10) - Duration::seconds(1));
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    ben.posts(&undo, &[]).await.is(404);
    mo.sends(&undo, &[]).await.says("Taken back").says("Held article");
    board.anyone().gets(&format!("{article}/the-bridge")).await.is(404);
    board.anyone().gets(&comment).await.is(404);
    board.anyone().opens("/u/ben").await.does_not_say("A word about it.");
    for (act, fields) in [("recommendation", [("", "")]), ("flag", [("reason", "spam")])] {
        ann.posts(&format!("{comment}/{act}"), &fields).await.is(404);
    }
    for path in ["history", "conversation", "quoters"] {
        board.anyone().gets(&format!("{comment}/{path}")).await.is(404);
    }
    ann.opens(&article).await.says("waiting for a moderator").does_not_say("A word about it.");
    board.anyone().opens("/").await.does_not_say("The bridge");
    mo.posts(&undo, &[]).await.is(409);
    mo.opens("/queue").await.presses("Approve").await.says("Approved");
    let page = board.anyone().opens(format!("{article}/the-bridge")).await;
    page.says("1 comment").has("#c1").says("A word about it.");
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    board.clock.advance(Duration::minutes(10) + Duration::seconds(1));
    mo.posts(&undo, &[]).await.is(409);
    board.anyone().opens(format!("{article}/the-bridge")).await.has("#c1");
}

#[tokio::test]
async fn rejecting_and_asking_for_a_change_are_taken_back() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    mo.opens("/queue").await.presses("4Spam").await;
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back").says("Held article");
    ann.opens(&article).await.says("waiting for a moderator").does_not_say("advertises");
    mo.opens("/queue").await.fills("note", "Other words.").presses("Send it back").await;
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back").says("Held article");
    ann.opens(&article).await.says("waiting for a moderator").does_not_say("Other words.");
    mo.opens("/queue").await.presses("4Spam").await;
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    // What came after a decision is not undone with it.
    corrects(&ann, &article, "Other words.").await.says("waiting for a moderator");
    mo.posts(&undo, &[]).await.is(409);
    board.tells().await;
    assert_eq!(mo.opens("/queue").await.count("[data-item]"), 1);
}

#[tokio::test]
async fn a_decision_is_reversed_later_both_ways_with_a_note() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    let thread = format!("{article}/the-bridge");
    let case = mo.opens("/queue").await.attribute("[data-case]", "data-case");
    let case = format!("/queue/{case}");
    mo.opens("/queue").await.presses("4Spam").await;
    board.clock.advance(Duration::days(2));
    mo.opens(&thread).await.has(&format!("a[href='{case}']"));
    mo.opens(&case).await.presses("Let readers see it").await.is(422).says("Say why");
    ann.posts(&format!("{case}/reversal"), &[("note", "Mine."), ("version", "2")]).await.is(404);
    let page = mo.opens(&case).await.fills("note", "It is a quotation.");
    page.presses("Let readers see it").await.says("Reversed");
    board.anyone().opens(&thread).await.says("The ferry still runs.");
    mo.posts(&format!("{case}/reversal"), &[("note", "Again."), ("version", "2")]).await.is(409);
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    board.anyone().gets(&thread).await.is(404);
    mo.opens(&case).await.fills("note", "It is.").presses("Let readers see it").await.says("Reversed");
    let page = mo.opens(&case).await.fills("note", "It is not.");
    page.says("its thread with it").presses("Spam").await.says("Reversed");
    board.anyone().gets(&thread).await.is(404);
    ann.opens(&thread)
        .await
        .says("Your article was taken away")
        .says("It is not.")
        .has("[data-state=removed]");
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    board.anyone().opens(&thread).await.says("The ferry still runs.");
    mo.opens(&case).await.fills("note", "It is not.").presses("Spam").await;
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    ann.opens("/inbox").await.says("Your article was taken away").says("It is not.");
    corrects(&ann, &article, "The ferry still runs.").await.says("waiting for a moderator");
    mo.posts(&format!("{case}/reversal"), &[("note", "Once more."), ("version", "9")]).await.is(409);
    mo.opens("/queue").await.presses("Approve").await;
    board.anyone().opens(&thread).await.does_not_say("numbskull");
}

#[tokio::test]
async fn many_are_decided_at_one_stroke_articles_among_them() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    let other = board.article("The alliance").await;
    board.newcomer("new").await.replies_to(&other, "A first word.").await;
    mo.opens("/queue/lot").await.presses("Approve what is ticked").await.says("2");
    board.anyone().opens(format!("{article}/the-bridge")).await.has("#comments");
    mo.opens("/queue").await.presses("Undo last").await.says("2 wait again");
    board.anyone().gets(&format!("{article}/the-bridge")).await.is(404);
}

#[tokio::test]
async fn what_was_rejected_is_erased_after_30_days() {
    let (board, ann, mo) = stage().await;
    let erased = async || {
        let (mut db, now) = (board.db().await, board.clock.now());
        rejoinder::moderation::erase_rejected(&mut db, now).await.unwrap()
    };
    let article = waits(&ann).await;
    assert_eq!(erased().await, 0);
    mo.opens("/queue").await.presses("4Spam").await;
    board.clock.advance(rejoinder::moderation::KEEP - Duration::seconds(1));
    assert_eq!(erased().await, 0);
    board.clock.advance(Duration::seconds(2));
    assert_eq!((erased().await, erased().await), (1, 0));
    let all = board.dump().await;
    for words in ["ferry", "The bridge", "span.example", "Span"] {
        assert!(!all.contains(words), "{words}");
    }
    assert!(!board.dump_of("case_reasons").await.contains("numbskull"));
    let (ann, mo) = (board.signed_in_as("ann").await, board.signed_in_as("mo").await);
    ann.opens(&article).await.says("no longer kept").has_no("a[href$='/edit']");
    ann.gets(&format!("{article}/edit")).await.is(404);
    ann.opens("/articles/new").await.does_not_say("erased");
    let case = mo.opens("/moderation/decided").await.attribute("a[href^='/queue/']", "href");
    mo.opens(&case).await.says("no longer kept").has_no("form[action$='/reversal']");
    mo.posts(&format!("{case}/reversal"), &[("note", "After all."), ("version", "2")]).await.is(409);
    mo.opens("/moderation/log?action=erase").await.says("30 days after it was rejected");
}

#[tokio::test]
async fn what_waits_is_in_the_download_and_goes_with_the_account() {
    let (board, ann, mo) = stage().await;
    waits(&ann).await;
    let file = ann.gets("/settings/data/download").await.text();
    assert!(file.contains("numbskull") && file.contains("held_article"), "{file}");
    board.sql("insert into deletions (account_id, asked_at, due_at, words) select id, joined_at, joined_at, 'stay' from accounts where name = 'ann'").await;
    let mut db = board.db().await;
    rejoinder::own_data::deletion::carry_out_due(&mut db, board.clock.now()).await.unwrap();
    mo.opens("/queue").await.has_no("[data-item]");
    for table in ["articles", "article_revisions", "paragraphs", "case_reasons", "publications"] {
        let rows = board.dump_of(table).await;
        assert!(!rows.contains("numbskull") && !rows.contains("bridge"), "{table}: {rows}");
    }
}

#[tokio::test]
async fn the_public_log_says_nothing_of_what_an_article_said() {
    let (board, ann, mo) = stage().await;
    board.sql("update settings set public_log = true").await;
    waits(&ann).await;
    mo.opens("/queue").await.fills("note", "Not that word.").presses("4Spam").await;
    let page = board.anyone().opens("/log").await;
    page.says("rejected").does_not_say("bridge").does_not_say("ann").does_not_say("Not that word.");
    mo.opens("/moderation/log").await.says("hold article").says("reject");
    mo.opens("/moderation/figures").await.is(200);
}

#[tokio::test]
async fn texts_from_before_an_approval_are_erased_in_time() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    corrects(&ann, &article, "Any reader can see that it is old.").await;
    // Decided between these two: the clock goes on while a page is made.
    let before = board.clock.now();
    mo.opens("/queue").await.presses("Approve").await;
    let after = board.clock.now();
    let keeps = async || board.dump().await.contains("ferry");
    let erased = async |now| rejoinder::moderation::erase_rejected(&mut board.db().await, now).await.unwrap();
    let early = before + rejoinder::moderation::KEEP - Duration::seconds(1);
    assert_eq!((erased(early).await, keeps().await), (0, true));
    let due = after + rejoinder::moderation::KEEP;
    assert_eq!((erased(due).await, keeps().await, erased(due).await), (1, false, 0));
    board.anyone().opens(&article).await.says("Any reader can see that it is old.");
    board.anyone().opens(format!("{article}/history")).await.says("It was never corrected");
}
