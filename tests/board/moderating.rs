//! The queue: why a text waits, one key that decides, another that takes it back.

use crate::support::{Article, Board, Page, Person};

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The Russian-Iranian alliance that wasn’t").await;
    let (ann, mo) = (board.newcomer("ann").await, board.moderator("mo").await);
    (board, article, ann, mo)
}

fn seen(page: &Page) -> (String, String, String) {
    let field = |name: &str| page.attribute(&format!(".decide input[name={name}]"), "value");
    (page.attribute("[data-case]", "data-case"), field("version"), field("revision"))
}

#[tokio::test]
async fn a_first_comment_waits_and_one_key_publishes_it() {
    let (board, article, ann, mo) = stage().await;
    let page = ann.replies_to(&article, "The treaty text is public.").await;
    page.says("waiting for a moderator").says("The treaty text is public.").has("[data-state=held]");
    board.anyone().reads(&article).await.does_not_say("The treaty text is public.").says("0 comments");
    board.member("ben").await.reads(&article).await.does_not_say("The treaty text is public.");
    mo.opens("/queue").await.says("first comment of a new member").presses("Approve").await.says("Approved");
    board.anyone().reads(&article).await.says("The treaty text is public.").has("#c1").says("1 comment");
    ann.replies_to(&article, "And my second one.").await.has_no("[data-state=held]").has("#c2");
}

#[tokio::test]
async fn a_number_is_given_when_a_comment_is_published() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "I was first to write.").await;
    let ben = board.member("ben").await;
    ben.replies_to(&article, "I was first to be read.").await.has("#c1");
    mo.opens("/queue").await.presses("Approve").await;
    let page = board.anyone().reads(&article).await;
    assert_eq!(page.words_of("#c1 .prose"), "I was first to be read.");
    assert_eq!(page.words_of("#c2 .prose"), "I was first to write.");
}

#[tokio::test]
async fn an_approval_is_taken_back_and_given_again() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Now you see me.").await;
    mo.opens("/queue").await.presses("Approve").await;
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back").has("[data-case]");
    let page = board.anyone().reads(&article).await;
    page.does_not_say("Now you see me").has("#c1.stub").says("0 comments");
    board.member("ben").await.replies_to(&article, "Between.").await.has("#c2");
    mo.opens("/queue").await.says("first comment").presses("Approve").await;
    let page = board.anyone().reads(&article).await;
    assert_eq!(page.words_of("#c1 .prose"), "Now you see me.");
    page.says("2 comments");
}

#[tokio::test]
async fn undoing_puts_a_new_member_back_to_new() {
    let (_, article, ann, mo) = stage().await;
    ann.replies_to(&article, "A first word.").await;
    mo.opens("/queue").await.presses("Approve").await;
    mo.opens("/queue").await.presses("Undo last").await;
    ann.replies_to(&article, "Another first word.").await.has("[data-state=held]");
    assert_eq!(mo.opens("/queue").await.count("[data-item]"), 2);
}

#[tokio::test]
async fn a_rejection_names_a_reason_and_its_author_reads_it() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Buy my thing.").await;
    let page = mo.opens("/queue").await;
    let (case, version, revision) = seen(&page);
    let path = format!("/queue/{case}/decision");
    let fields = [("decision", "reject"), ("version", &version), ("revision", &revision)];
    mo.sends(&path, &fields).await.is(422).says("Choose a reason");
    page.fills("note", "Not here, please.").presses("4Spam").await.says("Rejected");
    let page = ann.reads(&article).await;
    page.has("[data-state=rejected]")
        .says("advertises something")
        .says("Not here, please.")
        .says("Buy my thing.");
    board.anyone().reads(&article).await.does_not_say("Buy my thing.").does_not_say("advertises");
    mo.opens("/moderation/decided").await.says("Spam").says("Not here, please.");
    mo.opens("/moderation/log").await.says("reject").says("spam: Not here, please.").says("hold comment");
    mo.opens("/queue").await.presses("Undo last").await;
    ann.reads(&article).await.has("[data-state=held]").has_no("[data-state=rejected]");
}

#[tokio::test]
async fn a_decision_on_what_has_changed_is_refused() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "The text that was seen.").await;
    let before = mo.opens("/queue").await;
    let own = ann.reads(&article).await;
    let edit = own.attribute("[data-state=held] a[href$='/edit']", "href");
    ann.opens(&edit)
        .await
        .fills("body", "Another text altogether.")
        .presses("Save")
        .await
        .says("waits for a moderator");
    let page = before.presses("Approve").await;
    page.is(409).says("Nothing was done").says("Another text altogether.");
    board.anyone().reads(&article).await.says("0 comments");
    page.presses("Approve").await.says("Approved");
    board.anyone().reads(&article).await.says("Another text altogether.");
}

#[tokio::test]
async fn two_moderators_never_both_decide() {
    let (board, article, ann, mo) = stage().await;
    let max = board.moderator("max").await;
    ann.replies_to(&article, "Decide on me.").await;
    let (one, other) = (mo.opens("/queue").await, max.opens("/queue").await);
    other.has_no("[data-case]");
    let case = one.attribute("[data-case]", "data-case");
    let other = max.opens(format!("/queue/{case}")).await;
    other.says("mo has this one open");
    one.presses("Approve").await.says("Approved");
    other.presses("1Off topic").await.is(409).says("mo approved it on").says("Nothing was done");
    board.anyone().reads(&article).await.says("Decide on me.");
}

#[tokio::test]
async fn a_case_can_be_taken_over() {
    let (board, article, ann, mo) = stage().await;
    let max = board.moderator("max").await;
    ann.replies_to(&article, "Decide on me.").await;
    let case = mo.opens("/queue").await.attribute("[data-case]", "data-case");
    let page = max.opens(format!("/queue/{case}")).await.presses("Take it over").await;
    page.does_not_say("has this one open");
    mo.opens(format!("/queue/{case}")).await.says("max has this one open");
    board.clock.advance(time::Duration::minutes(6));
    mo.opens(format!("/queue/{case}")).await.does_not_say("has this one open");
}

#[tokio::test]
async fn a_decision_can_be_taken_back_for_ten_minutes() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Decide on me.").await;
    mo.opens("/queue").await.presses("Approve").await;
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    board.clock.advance(time::Duration::minutes(9));
    mo.opens("/queue").await.has("form.undo");
    board.clock.advance(time::Duration::minutes(2));
    mo.opens("/queue").await.has_no("form.undo");
    let answered = mo.posts(&undo, &[]).await;
    assert!(answered.is(409).text().contains("they are over"));
    board.anyone().reads(&article).await.says("Decide on me.");
}

#[tokio::test]
async fn what_was_taken_back_is_not_taken_back_twice() {
    let (_, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Decide on me.").await;
    mo.opens("/queue").await.presses("Approve").await;
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    mo.posts(&undo, &[]).await.is(303);
    mo.posts(&undo, &[]).await.is(409);
}

#[tokio::test]
async fn a_flag_brings_a_comment_before_a_moderator() {
    let (board, article, _, mo) = stage().await;
    let (ben, cid) = (board.member("ben").await, board.member("cid").await);
    let id = board.comment(&ben, &article, "You could not find it on a map.").await;
    let path = format!("/c/{id}/flag");
    cid.opens(&path).await.presses("Send").await.is(422).says("Choose what is wrong");
    cid.opens(&path)
        .await
        .fills("reason", "abuse")
        .fills("note", "Rude.")
        .presses("Send")
        .await
        .says("Thank you");
    cid.opens(&path).await.fills("reason", "abuse").presses("Send").await.is(422).says("already");
    ben.opens(&path).await.fills("reason", "abuse").presses("Send").await.is(422).says("yours");
    board.anyone().reads(&article).await.says("You could not find it on a map.");
    let page = mo.opens("/queue").await;
    page.says("cid says abuse: “Rude.”").says("Keep");
    page.presses("2Abuse").await.says("Removed");
    board
        .anyone()
        .reads(&article)
        .await
        .has("#c1.stub")
        .says("Removed by a moderator")
        .does_not_say("on a map");
    mo.opens("/queue").await.presses("Undo last").await;
    board.anyone().reads(&article).await.says("You could not find it on a map.").has("#c1");
    mo.opens("/queue").await.presses("Keep").await;
    board.anyone().reads(&article).await.says("You could not find it on a map.");
}

#[tokio::test]
async fn evidence_is_marked_in_the_text() {
    let (_, article, ann, mo) = stage().await;
    ann.replies_to(
        &article,
        "All of it is at https://cheap-pills.example/offer and at https://pills2.example for you.",
    )
    .await;
    let page = mo.opens("/queue").await;
    page.says("2 links; new members may post 0").has(".case .prose mark");
    assert_eq!(page.count(".case .prose mark"), 2);
}

#[tokio::test]
async fn the_rules_refuse_what_comes_too_fast_and_keep_the_text() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    for word in ["one", "two", "three", "four", "five", "six"] {
        board.comment(&ann, &article, word).await;
    }
    let page = ann.replies_to(&article, "And seven.").await;
    page.is(422).says("Wait a little");
    assert_eq!(page.words_of("textarea[name=body]"), "And seven.");
    board.anyone().reads(&article).await.says("6 comments");
    board.clock.advance(time::Duration::minutes(5));
    page.presses("Post comment").await.has("#c7");
}

#[tokio::test]
async fn decisions_and_the_log_are_never_changed() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Decide on me.").await;
    mo.opens("/queue").await.presses("Approve").await;
    for sql in [
        "update log set why = 'x'",
        "delete from log",
        "update decisions set note = 'x'",
        "delete from decisions",
    ] {
        let refused = diesel_async::SimpleAsyncConnection::batch_execute(&mut board.db().await, sql).await;
        assert!(refused.unwrap_err().to_string().contains("never changed"), "{sql}");
    }
}

#[tokio::test]
async fn an_author_sees_what_waits_however_long_and_what_was_rejected_for_30_days_from_then_on() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Too soon to say?").await.has("[data-state=held]");
    board.clock.advance(time::Duration::days(40));
    let reads = async || board.signed_in_as("ann").await.reads(&article).await;
    reads().await.has("[data-state=held]").says("Too soon to say?");
    let mo = board.signed_in(mo.member().clone()).await;
    mo.opens("/queue").await.presses("4Spam").await.says("Rejected");
    reads().await.has("[data-state=rejected]");
    board.clock.advance(time::Duration::days(29));
    reads().await.has("[data-state=rejected]");
    board.clock.advance(time::Duration::days(2));
    reads().await.has_no("[data-state=rejected]").has_no("[data-state=held]");
}
