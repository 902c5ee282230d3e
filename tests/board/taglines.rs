//! The line under a name, where a rule holds it: the one from before stays up until a moderator has looked.

use crate::support::{Article, Board, Page, Person};
use time::Duration;

const LINE: &str = "Ask any numbskull";

/// A thread in which ann, who says something of herself, wrote #1.
async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    board.comment(&ann, &article, "Something to stand beside.").await;
    says(&ann, "Third mate").await.says("Your profile is kept.");
    (board, article, ann, mo)
}

async fn says(who: &Person, tagline: &str) -> Page {
    who.opens("/settings/profile").await.fills("tagline", tagline).presses("Keep").await
}

/// What a reader who is not signed in sees after the name.
async fn shown(board: &Board, article: &Article) -> String {
    board.anyone().reads(article).await.words_of("#c1 .tag")
}

/// The case that is open, and what its form carries.
fn seen(page: &Page) -> (String, [(&'static str, String); 2]) {
    let field = |name: &str| page.attribute(&format!(".decide input[name={name}]"), "value");
    let path = format!("/queue/{}/decision", page.attribute("[data-case]", "data-case"));
    (path, [("version", field("version")), ("revision", field("revision"))])
}

#[tokio::test]
async fn a_tagline_that_a_rule_holds_waits_while_the_one_before_stays() {
    let (board, article, ann, mo) = stage().await;
    let page = says(&ann, LINE).await;
    page.is(200).says("Your tagline waits for a moderator").says("Readers see Third mate until then");
    assert_eq!(page.attribute("input[name=tagline]", "value"), LINE);
    assert_eq!(shown(&board, &article).await, "Third mate");
    board.anyone().opens("/u/ann").await.says("Third mate").does_not_say("numbskull");
    ann.gets("/queue").await.is(404);
    let page = mo.opens("/queue").await;
    page.says("Held tagline of ann")
        .says("Watched words")
        .says("Before: Third mate")
        .has("[data-case] .prose mark");
    page.has_no("[data-key=c]").has_no("a[href*='/history']");
    mo.opens("/queue?kind=held_tagline").await.has("[data-item]");
    mo.opens("/queue?words=numbskull").await.has("[data-item]");
    mo.opens("/queue?words=mate").await.has_no("[data-item]");
    mo.opens("/queue?kind=held_comment").await.has_no("[data-item]");
    page.presses("Approve").await.says("Approved: readers see it");
    assert_eq!(shown(&board, &article).await, LINE);
    ann.opens("/settings/profile").await.does_not_say("waits for a moderator");
    mo.opens("/moderation/decided").await.says("ann’s tagline");
    assert!(!board.dump_of("decisions").await.contains("numbskull"));
    assert!(!board.dump_of("log").await.contains("numbskull"));
    board.tells().await;
    ann.opens("/inbox").await.does_not_say("Your tagline");
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    ann.opens("/inbox").await.says("Your tagline was published").says(LINE);
}

#[tokio::test]
async fn a_tagline_is_rejected_with_a_reason_and_its_author_reads_it() {
    let (board, article, ann, mo) = stage().await;
    says(&ann, LINE).await;
    let page = mo.opens("/queue").await;
    let (path, [version, revision]) = seen(&page);
    let fields = [("decision", "reject"), (version.0, &*version.1), (revision.0, &*revision.1)];
    mo.sends(&path, &fields).await.is(422).says("Choose a reason");
    ann.posts(&path, &fields).await.is(404);
    page.says("The tagline from before stays");
    page.fills("note", "Not that word.").presses("4Spam").await.says("Rejected");
    assert_eq!(shown(&board, &article).await, "Third mate");
    let page = ann.opens("/settings/profile").await;
    page.says("did not publish your tagline").says(LINE).says("advertises something").says("Not that word.");
    assert_eq!(page.attribute("input[name=tagline]", "value"), "Third mate");
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    let inbox = ann.opens("/inbox").await;
    inbox.says("Your tagline was not published").says("Not that word.").says("The one from before stands");
    says(&ann, "Second mate").await.does_not_say("did not publish");
}

#[tokio::test]
async fn what_asks_more_than_a_line_can_do_is_not_done_to_it() {
    let (board, _, ann, mo) = stage().await;
    says(&ann, LINE).await;
    let (path, [version, revision]) = seen(&mo.opens("/queue").await);
    for decision in ["revise", "remove", "ignore", "restore"] {
        let fields = [
            ("decision", decision),
            ("reason", "spam"),
            ("note", "Words."),
            (version.0, &*version.1),
            (revision.0, &*revision.1),
        ];
        mo.sends(&path, &fields).await.is(422).says("cannot be done with this case");
    }
    assert!(board.dump_of("decisions").await.is_empty());
}

#[tokio::test]
async fn a_moderator_says_it_in_other_words() {
    let (board, article, ann, mo) = stage().await;
    says(&ann, LINE).await;
    let page = mo.opens("/queue").await.fills("text", " ").presses("Publish this text").await;
    page.is(422).says("A tagline has 1 to 120 characters");
    page.fills("text", &"x".repeat(121)).presses("Publish this text").await.is(422);
    let page = mo.opens("/queue").await.fills("text", "Ask  anybody");
    page.presses("Publish this text").await.says("Approved with your changes");
    assert_eq!(shown(&board, &article).await, "Ask anybody");
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back").says(LINE);
    assert_eq!(shown(&board, &article).await, "Third mate");
    mo.opens("/queue").await.fills("text", "Ask anybody").presses("Publish this text").await;
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    ann.opens("/inbox").await.says("as a moderator changed it").says("Ask anybody");
}

#[tokio::test]
async fn a_newer_tagline_takes_the_place_of_the_one_that_waits() {
    let (board, article, ann, mo) = stage().await;
    says(&ann, LINE).await;
    let (path, [version, revision]) = seen(&mo.opens("/queue").await);
    says(&ann, "No moron here").await.says("waits for a moderator");
    // The same once more changes nothing.
    says(&ann, "No moron here").await.says("waits for a moderator");
    let fields = [("decision", "approve"), (version.0, &*version.1), (revision.0, &*revision.1)];
    let page = mo.sends(&path, &fields).await;
    page.is(409).says("No moron here");
    assert_eq!(shown(&board, &article).await, "Third mate");
    assert_eq!(mo.opens("/queue").await.count("[data-item]"), 1);
    // One that may stand leaves nothing to decide.
    says(&ann, "Second mate").await.does_not_say("waits for a moderator");
    mo.opens("/queue").await.has_no("[data-item]");
    assert_eq!(shown(&board, &article).await, "Second mate");
    says(&ann, LINE).await;
    says(&ann, "").await;
    mo.opens("/queue").await.has_no("[data-item]");
}

#[tokio::test]
async fn a_decision_on_a_tagline_is_taken_back_for_ten_minutes() {
    let (board, article, ann, mo) = stage().await;
    says(&ann, LINE).await;
    mo.opens("/queue").await.presses("Approve").await;
    board.clock.advance(Duration::minutes(10) - Duration::seconds(1));
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back").says("Held tagline");
    assert_eq!(shown(&board, &article).await, "Third mate");
    ann.opens("/settings/profile").await.says("waits for a moderator");
    mo.opens("/queue").await.presses("4Spam").await;
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    mo.opens("/queue").await.presses("Approve").await;
    // What came after it is not undone with it.
    says(&ann, "Second mate").await;
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    mo.posts(&undo, &[]).await.is(409);
    assert_eq!(shown(&board, &article).await, "Second mate");
    says(&ann, LINE).await;
    mo.opens("/queue").await.presses("Approve").await;
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    board.clock.advance(Duration::minutes(10) + Duration::seconds(1));
    mo.posts(&undo, &[]).await.is(409);
    board.tells().await;
    assert_eq!(ann.opens("/inbox").await.count("[data-notice]"), 2);
}

#[tokio::test]
async fn a_decision_on_a_tagline_is_reversed_later_with_a_note() {
    let (board, article, ann, mo) = stage().await;
    says(&ann, LINE).await;
    let case = mo.opens("/queue").await.attribute("[data-case]", "data-case");
    mo.opens("/queue").await.presses("4Spam").await;
    board.clock.advance(Duration::days(2));
    let page = mo.opens(format!("/queue/{case}")).await;
    page.presses("Let readers see it").await.is(422).says("Say why");
    let page = mo.opens(format!("/queue/{case}")).await.fills("note", "It is a joke.");
    page.presses("Let readers see it").await.says("Reversed");
    assert_eq!(shown(&board, &article).await, LINE);
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    assert_eq!(shown(&board, &article).await, "Third mate");
    mo.opens(format!("/queue/{case}")).await.fills("note", "It is.").presses("Let readers see it").await;
    let page = mo.opens(format!("/queue/{case}")).await.fills("note", "No joke.");
    page.presses("Spam").await.says("Reversed");
    assert_eq!(shown(&board, &article).await, "Third mate");
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    ann.opens("/inbox").await.says("Your tagline was taken away").says("No joke.");
    // Once she has said something else, that stands.
    says(&ann, "Second mate").await;
    mo.opens(format!("/queue/{case}")).await.has_no("form[action$='/reversal']");
}

#[tokio::test]
async fn many_are_decided_at_one_stroke_taglines_among_them() {
    let (board, article, ann, mo) = stage().await;
    says(&ann, LINE).await;
    board.newcomer("new").await.replies_to(&article, "A first word.").await;
    mo.opens("/queue/lot").await.presses("Approve what is ticked").await.says("2");
    assert_eq!(shown(&board, &article).await, LINE);
    mo.opens("/queue").await.presses("Undo last").await;
    assert_eq!(shown(&board, &article).await, "Third mate");
}

#[tokio::test]
async fn what_waits_is_in_the_download_and_goes_with_the_account() {
    let (board, _, ann, mo) = stage().await;
    says(&ann, LINE).await;
    let file = ann.gets("/settings/data/download").await;
    assert!(file.text().contains(LINE), "{}", file.text());
    board.sql("insert into deletions (account_id, asked_at, due_at, words) select id, joined_at, joined_at, 'stay' from accounts where name = 'ann'").await;
    let mut db = board.db().await;
    rejoinder::own_data::deletion::carry_out_due(&mut db, board.clock.now()).await.unwrap();
    mo.opens("/queue").await.has_no("[data-item]");
    for table in ["taglines", "case_reasons", "accounts"] {
        assert!(!board.dump_of(table).await.contains("numbskull"), "{table}");
    }
}
