//! What decisions teach: each text once, whoever decides and however many at once, and nothing is left of what is taken back.

use super::{FINE, SPAM, Stage};
use crate::support::Person;
use futures_util::future::join_all;
use rejoinder::own_data::deletion::carry_out_due;
use time::Duration;

#[tokio::test]
async fn what_is_taken_back_leaves_everything_as_it_was() {
    let stage = Stage::taught("sort").await;
    let before = stage.learned().await;
    for (name, button) in [("one", "Approve"), ("two", "4Spam")] {
        stage.waits(name, "Words that nobody has ever used: krill, whale, cheap.").await;
        stage.mo.opens("/queue").await.presses(button).await;
        assert_ne!(stage.learned().await, before);
        stage.counts().await;
        stage.mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
        assert_eq!(stage.learned().await, before, "{button}");
        stage.mo.opens("/queue").await.presses("4Spam").await;
        stage.mo.opens("/queue").await.presses("Undo last").await;
        assert_eq!(stage.learned().await, before, "{button}, decided again");
        stage.board.sql("update cases set state = 'decided' where state = 'open'").await;
    }
    let id = stage.board.comment(&stage.ann, &stage.article, "A text that readers see.").await;
    for button in ["Ignore the flags", "4Spam"] {
        stage.board.sql("delete from flags").await;
        let reader = stage.board.member(&format!("reader{}", button.len())).await;
        reader.posts(&format!("/c/{id}/flag"), &[("reason", "spam")]).await.is(303);
        stage.mo.opens("/queue?kind=flagged_comment").await.presses(button).await;
        assert_ne!(stage.learned().await, before, "{button}");
        stage.mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
        assert_eq!(stage.learned().await, before, "{button}");
        stage.board.sql("update cases set state = 'decided' where state = 'open'").await;
    }
}

#[tokio::test]
async fn a_lot_teaches_and_is_taken_back_like_single_decisions() {
    let stage = Stage::taught("sort").await;
    let before = stage.learned().await;
    let mut fields = vec![("decision", "reject"), ("reason", "spam")];
    for name in ["one", "two", "three"] {
        stage.waits(name, &format!("{name} said {SPAM}")).await;
    }
    let page = stage.mo.opens("/queue/lot").await;
    let html = scraper::Html::parse_document(&page.html);
    let boxes = scraper::Selector::parse("input[name=case]").unwrap();
    let cases: Vec<&str> = html.select(&boxes).filter_map(|one| one.value().attr("value")).collect();
    fields.extend(cases.iter().map(|case| ("case", *case)));
    let key = page.attribute("input[name=key]", "value");
    fields.push(("key", key.as_str()));
    stage.mo.sends("/queue/lot", &fields).await.says("3 are decided");
    assert_eq!(stage.counts().await, "(130,93)");
    stage.mo.sends("/queue/lot", &fields).await;
    assert_eq!(stage.counts().await, "(130,93)", "a form that is sent twice");
    stage.mo.opens("/queue").await.presses("Undo last").await.says("Taken back: 3 wait again.");
    assert_eq!(stage.learned().await, before);
}

#[tokio::test]
async fn a_text_counts_once_as_it_was_last_decided() {
    let stage = Stage::taught("sort").await;
    stage.waits("new", "Something about the harbour.").await;
    let page = stage.mo.opens("/queue").await;
    let path = format!("/queue/{}", page.attribute("[data-case]", "data-case"));
    page.presses("4Spam").await;
    page.presses("4Spam").await;
    assert_eq!(stage.counts().await, "(130,91)", "a form that is sent twice");
    let rejected = stage.learned().await;
    stage.board.clock.advance(Duration::minutes(11));
    let reverse = async |note: &str, button: &str| {
        stage.mo.opens(&path).await.fills("note", note).presses(button).await.says("Reversed");
        stage.learned().await
    };
    reverse("We were wrong.", "Let readers see it").await;
    assert_eq!(stage.counts().await, "(131,90)");
    stage.mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    assert_eq!(stage.learned().await, rejected);
    let restored = reverse("We were wrong indeed.", "Let readers see it").await;
    reverse("No, we were not.", "Spam").await;
    assert_eq!(stage.counts().await, "(130,91)");
    stage.mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    assert_eq!(stage.learned().await, restored);
    assert_eq!(stage.counts().await, "(131,90)");
}

#[tokio::test]
async fn a_text_that_is_sent_back_teaches_nothing_and_a_changed_one_what_it_became() {
    let stage = Stage::open().await;
    stage.waits("new", "Somewhat rude words about krakens.").await;
    stage.mo.opens("/queue").await.fills("note", "Say it kindly.").presses("Send it back").await;
    assert_eq!(stage.counts().await, "(0,0)");
    stage.waits("other", "Somewhat rude words about whales.").await;
    let page = stage.mo.opens("/queue?author=other").await;
    page.fills("text", "Words about whales.")
        .presses("Publish this text")
        .await
        .says("Approved with your changes");
    assert_eq!(stage.counts().await, "(1,0)");
    stage.waits("third", "Words about whales.").await;
    stage.mo.opens("/queue?author=third").await.presses("Approve").await;
    assert_eq!(stage.counts().await, "(2,0)");
    let lengths = "(select count(distinct cardinality(buckets)) from lessons)";
    assert_eq!(stage.board.dump_of(lengths).await, "(1)\n");
}

#[tokio::test]
async fn twenty_decisions_at_once_are_all_counted() {
    let stage = Stage::open().await;
    let max = stage.board.moderator("max").await;
    stage.board.many_wait(&stage.article, &stage.ann, 20).await;
    let cases = stage.board.dump_of("(select id from cases where state = 'open' order by id)").await;
    let cases: Vec<&str> = cases.lines().map(|row| row.trim_matches(['(', ')'])).collect();
    let decides = async |who: &Person, case: &str, decision: &str| {
        let fields = [("decision", decision), ("reason", "spam"), ("version", "1"), ("revision", "1")];
        who.posts(&format!("/queue/{case}/decision"), &fields).await.status
    };
    let both = cases.iter().enumerate().flat_map(|(at, case)| {
        let decision = if at % 2 == 0 { "approve" } else { "reject" };
        [(&stage.mo, *case, decision), (&max, *case, decision)]
    });
    let answers = join_all(both.map(|(who, case, decision)| decides(who, case, decision))).await;
    assert_eq!(answers.iter().filter(|status| **status == 303).count(), 20, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 20, "{answers:?}");
    assert_eq!(stage.counts().await, "(10,10)");
}

#[tokio::test]
async fn decisions_of_before_are_learned_from_once_and_in_order() {
    let stage = Stage::open().await;
    stage.past("approve", FINE, 6).await;
    stage.past("reject", SPAM, 4).await;
    // One was taken back, one sent its text back, and one is about a text that is gone.
    stage
        .board
        .sql(
            "insert into decisions (case_id, decision, decided_by, decided_at, case_version, revision, before, after, undoes)
             select case_id, 'undo', decided_by, decided_at, 2, 1, '{}', '{}', id from decisions order by id limit 1;
             insert into decisions (case_id, decision, decided_by, decided_at, case_version, revision, before, after)
             select case_id, 'revise', decided_by, decided_at, 2, 1, '{}', '{}' from decisions order by id desc limit 1;
             update comment_revisions set source = '', plain = '' where comment_id = (select max(id) from comments)",
        )
        .await;
    stage.waits("new", "Decided meanwhile.").await;
    stage.mo.opens("/queue?author=new").await.presses("Approve").await;
    assert_eq!(stage.counts().await, "(1,0)");
    stage.catches_up().await;
    assert_eq!(stage.counts().await, "(6,3)");
    let learned = stage.learned().await;
    assert_eq!(stage.catches_up().await, 0);
    assert_eq!(stage.learned().await, learned);
    // Of other features, everything is learned anew.
    stage
        .board
        .sql("update learning set features = 0; update learned_counts set rejected = rejected + 7")
        .await;
    stage.waits("newer", "Decided before that was done.").await;
    stage.mo.opens("/queue?author=newer").await.presses("Approve").await;
    stage.catches_up().await;
    assert_eq!(stage.counts().await, "(7,3)");
    stage.mo.opens("/queue").await.presses("Undo last").await;
    assert_eq!(stage.learned().await, learned);
}

#[tokio::test]
async fn a_decision_that_is_learned_from_late_does_not_count_over_a_later_one() {
    let stage = Stage::open().await;
    stage.past("reject", SPAM, 1).await;
    let case = stage.board.dump_of("(select id from cases)").await;
    let path = format!("/queue/{}", case.trim().trim_matches(['(', ')']));
    stage
        .mo
        .opens(&path)
        .await
        .fills("note", "We were wrong.")
        .presses("Let readers see it")
        .await
        .says("Reversed");
    assert_eq!(stage.counts().await, "(1,0)");
    stage.catches_up().await;
    assert_eq!(stage.counts().await, "(1,0)");
    stage.mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    assert_eq!(stage.counts().await, "(0,1)");
}

#[tokio::test]
async fn whoever_takes_their_words_along_leaves_counts_and_nothing_else() {
    let stage = Stage::open().await;
    let id = stage.waits("crab", "Krill and whales at low tide.").await;
    stage.mo.opens("/queue").await.presses("4Spam").await;
    stage.waits("ben", "Another text.").await;
    stage.mo.opens("/queue").await.presses("Approve").await;
    let counts = stage.board.dump_of("(select * from learned_counts order by bucket)").await;
    let now = stage.board.clock.now();
    stage
        .board
        .sql(&format!(
            "insert into deletions (account_id, words, asked_at, due_at)
             select id, 'go', timestamptz '{now}', timestamptz '{now}' from accounts where name = 'crab'"
        ))
        .await;
    stage.board.clock.advance(Duration::hours(25));
    assert_eq!(carry_out_due(&mut stage.board.db().await, stage.board.clock.now()).await.unwrap(), 1);
    assert_eq!(stage.board.dump_of("(select * from learned_counts order by bucket)").await, counts);
    let empty = "(select comment_id from lessons where buckets = '{}')";
    assert_eq!(stage.board.dump_of(empty).await, format!("({id})\n"));
    stage.catches_up().await;
    assert_eq!(stage.board.dump_of("(select * from learned_counts order by bucket)").await, counts);
}
