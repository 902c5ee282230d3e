//! What happened is told: to whom, once, not before it may be, and not when it may no longer be.

use crate::support::{Article, Board, Page, Person};
use rejoinder::db::CommentId;
use rejoinder::notices::drain;
use time::Duration;

/// A thread in which ann wrote #1.
async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    board.comment(&ann, &article, "The harbour was leased for forty-nine years.").await;
    (board, article, ann, ben)
}

/// Answers a comment; leads back to the thread.
async fn answers(who: &Person, article: &Article, number: i32, body: &str) -> Page {
    let page = who.opens(format!("{}/reply?to={number}", article.path)).await;
    page.fills("body", body).presses("Post comment").await
}

/// What stands in somebody's inbox after all that is due was told.
async fn inbox(board: &Board, who: &Person) -> Page {
    board.tells().await;
    who.opens("/inbox").await
}

fn id_of(page: &Page, number: i32) -> CommentId {
    CommentId(page.attribute(&format!("#c{number}"), "data-id").parse().unwrap())
}

#[tokio::test]
async fn an_answer_is_told_with_its_words_and_its_place() {
    let (board, article, ann, ben) = stage().await;
    answers(&ben, &article, 1, "> #1\n> The harbour was leased\n\nNot quite: it was *lent*.").await;
    let page = inbox(&board, &ann).await;
    page.says("ben answered you").says("The alliance").says("Not quite: it was lent.");
    page.does_not_say("The harbour was leased");
    let place = page.attribute("[data-notice] a.no", "href");
    assert!(ann.gets(&place).await.location.unwrap().ends_with("#c2"), "{place}");
    inbox(&board, &ben).await.says("Nobody has answered").has_no("[data-notice]");
    assert_eq!(board.anyone().gets("/inbox").await.location.as_deref(), Some("/sign-in?back=%2Finbox"));
}

#[tokio::test]
async fn a_comment_that_answers_quotes_and_mentions_is_told_once() {
    let (board, article, ann, ben) = stage().await;
    answers(&ben, &article, 1, "> #1\n> forty-nine years\n\nAsk @ann.").await;
    let page = inbox(&board, &ann).await;
    assert_eq!(page.count("[data-notice]"), 1);
    page.has("[data-kind=reply]");
    board.comment(&ben, &article, "> #1\n> forty-nine years\n\nOnce more.").await;
    board.comment(&ben, &article, "Ask @ann about it.").await;
    let page = inbox(&board, &ann).await;
    page.says("ben quoted you").says("ben mentioned you");
    assert_eq!(page.count("[data-notice]"), 3);
    assert_eq!(page.count("[data-thread]"), 1, "those of a thread stand side by side");
}

#[tokio::test]
async fn nobody_is_told_of_their_own() {
    let (board, article, ann, ben) = stage().await;
    answers(&ann, &article, 1, "I, @ann, say it again.").await;
    inbox(&board, &ann).await.has_no("[data-notice]");
    answers(&ben, &article, 1, "And so do I.").await;
    inbox(&board, &ann).await.has("[data-notice]");
}

#[tokio::test]
async fn what_waits_for_a_moderator_is_told_when_it_is_published() {
    let (board, article, ann, _) = stage().await;
    let new = board.newcomer("new").await;
    let mo = board.moderator("mo").await;
    answers(&new, &article, 1, "A first word.").await.says("waiting for a moderator");
    inbox(&board, &ann).await.has_no("[data-notice]");
    mo.opens("/queue").await.presses("Approve").await;
    inbox(&board, &ann).await.says("new answered you").says("A first word.");
    mo.opens("/queue").await.presses("Undo last").await;
    inbox(&board, &ann).await.has_no("[data-notice]").does_not_say("A first word.");
    mo.opens("/queue").await.presses("Approve").await;
    let page = inbox(&board, &ann).await;
    assert_eq!(page.count("[data-notice]"), 1, "told again, and not twice");
}

#[tokio::test]
async fn what_was_withdrawn_is_told_no_more_and_comes_back_with_its_text() {
    let (board, article, ann, ben) = stage().await;
    answers(&ben, &article, 1, "A word too much.").await;
    let told = inbox(&board, &ann).await;
    told.says("A word too much.").has(".top .pill");
    for state in ["removed", "hidden", "deleted", "held"] {
        board.sql(&format!("update comments set state = '{state}' where number = 2")).await;
        ann.opens("/inbox").await.has_no("[data-notice]").does_not_say("too much").has_no(".top .pill");
    }
    board.sql("update comments set state = 'published' where number = 2").await;
    ann.opens("/inbox").await.says("A word too much.").has(".top .pill");
    board.sql("update articles set state = 'removed'").await;
    ann.opens("/inbox").await.has_no("[data-notice]");
    board.sql("update articles set state = 'published'").await;
    let page = ben.reads(&article).await;
    ben.posts(&format!("/c/{}/deletion", id_of(&page, 2)), &[]).await.is(303);
    ann.opens("/inbox").await.has_no("[data-notice]").does_not_say("too much");
}

#[tokio::test]
async fn what_is_withdrawn_before_it_was_told_leaves_nothing() {
    let (board, article, ann, ben) = stage().await;
    answers(&ben, &article, 1, "A word too much.").await;
    board.sql("update comments set state = 'hidden' where number = 2").await;
    assert_eq!(board.tells().await, 1);
    board.sql("update comments set state = 'published' where number = 2").await;
    ann.opens("/inbox").await.has_no("[data-notice]");
}

#[tokio::test]
async fn a_decision_is_told_when_it_can_no_longer_be_taken_back() {
    let (board, article, _, _) = stage().await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    new.replies_to(&article, "Ropes for sale, cheap.").await;
    let page = mo.opens("/queue").await;
    page.fills("note", "Not here, please.").presses("4Spam").await.says("Rejected");
    board.clock.advance(Duration::minutes(10) - Duration::seconds(20));
    inbox(&board, &new).await.has_no("[data-notice]");
    board.clock.advance(Duration::seconds(21));
    let told = inbox(&board, &new).await;
    told.says("Your comment was not published").says("It advertises something");
    told.says("The moderator’s own words: “Not here, please.”").says("write it anew");
    told.says("Ropes for sale, cheap.").does_not_say("mo ");
    inbox(&board, &mo).await.has_no("[data-notice]");
}

#[tokio::test]
async fn a_decision_that_was_taken_back_is_never_told() {
    let (board, article, _, _) = stage().await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    new.replies_to(&article, "Something first.").await;
    mo.opens("/queue").await.presses("4Spam").await;
    board.clock.advance(Duration::minutes(9));
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    mo.opens("/queue").await.presses("Approve").await;
    board.clock.advance(Duration::minutes(2));
    inbox(&board, &new).await.has_no("[data-notice]");
    board.clock.advance(Duration::minutes(9));
    let told = inbox(&board, &new).await;
    told.says("Your comment was published").does_not_say("not published");
    assert_eq!(told.count("[data-notice]"), 1);
}

#[tokio::test]
async fn a_held_edit_is_told_as_one_with_the_words_that_were_decided_on() {
    let (board, article, ann, _) = stage().await;
    let mo = board.moderator("mo").await;
    let id = id_of(&ann.reads(&article).await, 1);
    let edit = ann.opens(format!("/c/{id}/edit")).await;
    edit.fills("body", "You numbskull, it was lent.").presses("Save").await;
    mo.opens("/queue").await.presses("2Abuse").await;
    board.clock.advance(Duration::minutes(11));
    let told = inbox(&board, &ann).await;
    told.says("Your edit was not published").says("It attacks a person").says("You can edit it again");
    told.says("You numbskull, it was lent.");
}

#[tokio::test]
async fn who_pointed_at_a_text_is_told_what_came_of_it() {
    let (board, article, ann, ben) = stage().await;
    let (cid, mo) = (board.member("cid").await, board.moderator("mo").await);
    let id = id_of(&ben.reads(&article).await, 1);
    for reader in [&ben, &cid] {
        reader.posts(&format!("/c/{id}/flag"), &[("reason", "spam"), ("note", "sells ropes")]).await.is(303);
    }
    mo.opens("/queue").await.presses("Keep").await;
    board.clock.advance(Duration::minutes(11));
    for reader in [&ben, &cid] {
        inbox(&board, reader)
            .await
            .says("A moderator looked at a comment of ann that you pointed at, and left it");
    }
    inbox(&board, &ann).await.has_no("[data-notice]").does_not_say("ropes");

    let second = board.comment(&ann, &article, "Ropes for sale.").await;
    ben.posts(&format!("/c/{second}/flag"), &[("reason", "spam")]).await.is(303);
    let page = mo.opens("/queue").await;
    page.fills("note", "No trade here.").presses("4Spam").await.says("Removed");
    board.clock.advance(Duration::minutes(11));
    let told = inbox(&board, &ben).await;
    told.says("A comment of ann that you pointed at was removed").does_not_say("Ropes for sale");
    told.does_not_say("No trade here.");
    let told = inbox(&board, &ann).await;
    told.says("Your comment was removed").says("It advertises something").says("No trade here.");
    told.says("Ropes for sale.").does_not_say("ben");
    assert_eq!(inbox(&board, &cid).await.count("[data-notice]"), 1, "of the other text, nothing");
}

#[tokio::test]
async fn a_moderator_is_not_told_of_what_they_decide_themselves() {
    let (board, article, _, ben) = stage().await;
    let mo = board.moderator("mo").await;
    let id = board.comment(&mo, &article, "A word of mine.").await;
    ben.posts(&format!("/c/{id}/flag"), &[("reason", "off-topic")]).await.is(303);
    mo.opens("/queue").await.presses("1Off topic").await.says("Removed");
    board.clock.advance(Duration::minutes(11));
    inbox(&board, &mo).await.has_no("[data-notice]");
    inbox(&board, &ben).await.says("was removed");
}

/// An event of each kind that is due: an answer for ann, and for new what was decided.
async fn due() -> (Board, Person, Person) {
    let (board, article, ann, ben) = stage().await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    new.replies_to(&article, "Ropes for sale.").await;
    mo.opens("/queue").await.presses("4Spam").await;
    board.clock.advance(Duration::minutes(11));
    answers(&ben, &article, 1, "An answer.").await;
    (board, ann, new)
}

#[tokio::test]
async fn a_worker_that_dies_between_any_two_steps_loses_and_doubles_nothing() {
    let (board, ann, new) = due().await;
    board
        .sql("create function die() returns trigger language plpgsql as $$ begin raise 'died'; end $$")
        .await;
    for (when, table) in [
        ("after insert", "notices"),
        ("before insert", "outbox"),
        ("after insert", "outbox"),
        ("before update", "events"),
        ("after update", "events"),
    ] {
        board.sql(&format!("create trigger dies {when} on {table} execute function die()")).await;
        let (mut db, now) = (board.db().await, board.clock.now());
        assert!(drain(&mut db, true, now).await.is_err(), "{when} {table}");
        board.sql(&format!("drop trigger dies on {table}")).await;
        let left = board.dump_of("notices").await + &board.dump_of("outbox").await;
        assert_eq!(left, "", "{when} {table}");
    }
    assert_eq!(board.tells().await, 2);
    // As if the worker had died after all was written, and nobody knew.
    board.sql("update events set drained_at = null").await;
    assert_eq!(board.tells().await, 2);
    for (who, words) in [(&ann, "ben answered you"), (&new, "not published")] {
        let page = who.opens("/inbox").await;
        assert_eq!(page.says(words).count("[data-notice]"), 1);
        let address = format!("{}@people.example", who.member().name);
        let mails = board.dump_of("outbox").await;
        assert_eq!(mails.matches(&address).count(), 1, "{mails}");
    }
}

#[tokio::test]
async fn workers_at_the_same_time_tell_each_event_once() {
    let (board, article, ann, ben) = stage().await;
    for n in 0..12 {
        answers(&ben, &article, 1, &format!("Answer number {n} of many.")).await;
        board.clock.advance(Duration::minutes(2));
    }
    let work = async || {
        let (mut db, mut told) = (board.db().await, 0);
        while drain(&mut db, true, board.clock.now()).await.unwrap() {
            told += 1;
        }
        told
    };
    let (one, other, third) = tokio::join!(work(), work(), work());
    assert_eq!(one + other + third, 12);
    assert_eq!(ann.opens("/inbox").await.count("[data-notice]"), 12);
    assert_eq!(board.dump_of("outbox").await.lines().count(), 12);
}

#[tokio::test]
async fn what_nobody_can_make_sense_of_stops_nothing() {
    let (board, article, ann, ben) = stage().await;
    board
        .sql("insert into events (kind, happened_at) values ('sunrise', now() - interval '1 day'), ('reply', now() - interval '1 day'), ('decision', now() - interval '1 day')")
        .await;
    board
        .sql(&format!(
            "insert into events (kind, told_id, article_id, comment_id, detail, happened_at)
             select kind, {}, {}, comment, detail::jsonb, now() - interval '1 day' from (values
                 ('reply', 1, '{{}}'), ('decision', 1, '{{\"decision\": 1}}'),
                 ('decision', (select id from comments), '{{\"decision\": 1}}'),
                 ('decision', (select id from comments), '{{\"decision\": \"x\"}}')) e (kind, comment, detail)",
            ann.member().id,
            article.id
        ))
        .await;
    answers(&ben, &article, 1, "An answer.").await;
    assert_eq!(board.tells().await, 8);
    ann.opens("/inbox").await.says("ben answered you");
}

#[tokio::test]
async fn the_inbox_goes_with_the_account_and_comes_along_in_the_download() {
    let (board, article, ann, ben) = stage().await;
    answers(&ben, &article, 1, "An answer.").await;
    board.tells().await;
    ann.posts("/u/ben/mute", &[]).await.is(303);
    ann.posts(&format!("/a/{}/mute", article.id), &[]).await.is(303);
    ann.posts("/settings/notifications", &[("quote", "never")]).await.is(303);
    let data: serde_json::Value =
        serde_json::from_str(&ann.gets("/settings/data/download").await.text()).unwrap();
    assert_eq!(data["notices"][0]["kind"], "reply");
    assert_eq!(data["notice_ways"][0]["way"], "never");
    assert_eq!(data["mutes"][0]["name"], "ben");
    assert_eq!(data["thread_mutes"][0]["article"], article.id.0);
    let his: serde_json::Value =
        serde_json::from_str(&ben.gets("/settings/data/download").await.text()).unwrap();
    assert!(his["mutes"].as_array().unwrap().is_empty(), "who muted him is not told him");
    for who in [&ann, &ben] {
        let id = who.member().id;
        board.sql(&format!("insert into deletions values ({id}, now(), now(), 'stay')")).await;
    }
    board.clock.advance(Duration::hours(25));
    let mut db = board.db().await;
    assert_eq!(rejoinder::own_data::deletion::carry_out_due(&mut db, board.clock.now()).await.unwrap(), 2);
    for table in ["notices", "notice_ways", "mutes", "thread_mutes"] {
        assert_eq!(board.dump_of(table).await, "", "{table}");
    }
}

#[tokio::test]
async fn nothing_is_told_to_who_has_left() {
    let (board, article, ann, ben) = stage().await;
    answers(&ben, &article, 1, "An answer, too late.").await;
    board.sql(&format!("insert into deletions values ({}, now(), now(), 'stay')", ann.member().id)).await;
    board.clock.advance(Duration::minutes(1));
    let mut db = board.db().await;
    rejoinder::own_data::deletion::carry_out_due(&mut db, board.clock.now()).await.unwrap();
    assert_eq!(board.tells().await, 1);
    assert_eq!(board.dump_of("notices").await + &board.dump_of("outbox").await, "");
}
