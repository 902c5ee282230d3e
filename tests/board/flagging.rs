//! Readers point at comments: enough of them hide one until a moderator looks, and who was right weighs more.

use crate::support::{Article, Board, Page, Person};
use rejoinder::db::CommentId;
use time::Duration;

const WORDS: &str = "You could not find it on a map.";

/// A thread with a comment of ann's in it, and six readers.
async fn stage() -> (Board, Article, CommentId, Vec<Person>, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, WORDS).await;
    let mut readers = vec![];
    for name in ["ben", "cid", "dot", "eve", "fay", "gus"] {
        readers.push(board.member(name).await);
    }
    let mo = board.moderator("mo").await;
    (board, article, id, readers, mo)
}

async fn flags(who: &Person, id: CommentId, reason: &str) -> Page {
    who.sends(&format!("/c/{id}/flag"), &[("reason", reason)]).await
}

async fn edits(who: &Person, id: CommentId, words: &str) {
    who.opens(format!("/c/{id}/edit")).await.fills("body", words).presses("Save").await.is(200);
}

/// As if moderators had decided so often on what this reader pointed at: left it, or taken it away.
async fn was(board: &Board, who: &Person, decision: &str, times: usize) {
    let sql = format!(
        "with wrote as (insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key)
             select (select min(id) from articles), 1000 * (1 + (select count(*) from flags)) + n,
                    (select id from accounts where name = 'ann'), 'published', '', now(), now(), gen_random_uuid()
               from generate_series(1, {times}) n returning id),
         flagged as (insert into flags (comment_id, revision, flagged_by, reason, flagged_at)
             select id, 1, {0}, 'spam', now() - interval '1 day' from wrote),
         opened as (insert into cases (kind, comment_id, article_id, author_id, state, opened_at, decided_at)
             select 'flagged_comment', id, (select min(id) from articles), {0}, 'decided', now(), now() from wrote returning id)
         insert into decisions (case_id, decision, decided_by, decided_at, case_version, revision, before, after)
             select id, '{decision}', {0}, now(), 1, 1, '{{}}', '{{}}' from opened",
        who.member().id
    );
    board.sql(&sql).await;
}

#[tokio::test]
async fn enough_flags_hide_a_comment_until_a_moderator_looks() {
    let (board, article, id, readers, mo) = stage().await;
    let quoting = board.comment(&readers[5], &article, &format!("> #1\n> {WORDS}\n\nIndeed not.")).await;
    for reader in &readers[..2] {
        flags(reader, id, "abuse").await.says("Thank you");
    }
    board.anyone().reads(&article).await.says(WORDS).says("2 comments");
    flags(&readers[2], id, "abuse").await.says("Thank you");
    let page = board.anyone().reads(&article).await;
    page.has("#c1.stub").says("Hidden until a moderator has looked").says("1 comment").says("hidden since");
    flags(&readers[3], id, "abuse").await.is(404);
    mo.opens("/moderation/log").await.says("hide").says("the board").says("flags that weigh 3.0");
    let page = mo.opens("/queue").await;
    page.says(WORDS).says("ben says abuse").says("dot says abuse");
    page.presses("Keep").await.says("Approved");
    let page = board.anyone().reads(&article).await;
    page.says(WORDS).says("2 comments").has("#c1").has_no("#c1.stub").does_not_say("hidden since");
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    board.anyone().reads(&article).await.has("#c1.stub").says("1 comment").says("hidden since");
    mo.opens("/queue").await.presses("2Abuse").await.says("Removed");
    let page = board.anyone().reads(&article).await;
    page.says("Removed by a moderator").says("1 comment").does_not_say("on a map");
    mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    board.anyone().reads(&article).await.says("Hidden until a moderator has looked").says("1 comment");
    assert_ne!(quoting, id);
}

#[tokio::test]
async fn a_board_may_want_more_flags_or_hide_nothing() {
    let (board, article, id, readers, _) = stage().await;
    let boss = board.administrator("boss").await;
    let page = boss.opens("/admin/board").await;
    page.fills("flags_to_hide", "101").presses("Keep the settings").await.is(422).says("from 0 to 100");
    boss.opens("/admin/board").await.fills("flags_to_hide", "4").presses("Keep the settings").await.is(200);
    for reader in &readers[..3] {
        flags(reader, id, "abuse").await;
    }
    board.anyone().reads(&article).await.says(WORDS);
    flags(&readers[3], id, "abuse").await;
    board.anyone().reads(&article).await.has("#c1.stub");
    boss.opens("/admin/board").await.fills("flags_to_hide", "0").presses("Keep the settings").await.is(200);
    let other = board.comment(&board.member("hal").await, &article, "Something else.").await;
    for reader in &readers {
        flags(reader, other, "abuse").await;
    }
    board.anyone().reads(&article).await.says("Something else.");
}

#[tokio::test]
async fn who_was_right_weighs_more_and_who_was_wrong_less() {
    let (board, article, id, readers, _) = stage().await;
    for reader in &readers[..3] {
        was(&board, reader, "approve", 6).await;
        flags(reader, id, "abuse").await.says("Thank you");
    }
    board.anyone().reads(&article).await.says(WORDS);
    let other = board.comment(&board.member("hal").await, &article, "Something else.").await;
    for reader in &readers[3..5] {
        was(&board, reader, "remove", 6).await;
        board.anyone().reads(&article).await.says("Something else.");
        flags(reader, other, "abuse").await.says("Thank you");
    }
    board.anyone().reads(&article).await.does_not_say("Something else.");
}

#[tokio::test]
async fn the_same_reader_does_not_reopen_what_was_decided_for_the_same_reason() {
    let (board, _, id, readers, mo) = stage().await;
    let ben = &readers[0];
    flags(ben, id, "abuse").await.says("Thank you");
    flags(ben, id, "spam").await.is(422).says("You pointed at this text already");
    mo.opens("/queue").await.presses("Keep").await;
    flags(ben, id, "abuse").await.is(422).says("You pointed at this text already");
    let ann =
        board.signed_in(rejoinder::accounts::Member { name: "ann".to_owned(), ..author(&board).await }).await;
    edits(&ann, id, "You could not find it on any map.").await;
    flags(ben, id, "abuse").await.is(422).says("a moderator left it");
    mo.opens("/queue").await.has_no("[data-case]");
    flags(ben, id, "off-topic").await.says("Thank you");
    mo.opens("/queue").await.says("ben says off topic");
    flags(&readers[1], id, "abuse").await.says("Thank you");
}

/// Who wrote the comment.
async fn author(board: &Board) -> rejoinder::accounts::Member {
    let db = board.db().await;
    let ann = rejoinder::accounts::by_name(&db, "ann").await.unwrap().unwrap();
    rejoinder::accounts::member(&db, ann.id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_flag_is_taken_back_while_nobody_has_decided() {
    let (board, _, id, readers, mo) = stage().await;
    let (ben, cid) = (&readers[0], &readers[1]);
    ben.opens(format!("/c/{id}/flag")).await.does_not_say("Take it back");
    flags(ben, id, "abuse").await;
    flags(cid, id, "spam").await;
    cid.opens(format!("/c/{id}/flag")).await.says("You pointed at it already: Spam");
    readers[2].posts(&format!("/c/{id}/flag/end"), &[]).await.is(409);
    ben.opens(format!("/c/{id}/flag")).await.presses("Take it back").await.says("Taken back");
    mo.opens("/queue").await.says("cid says spam").does_not_say("ben says");
    ben.posts(&format!("/c/{id}/flag/end"), &[]).await.is(409);
    flags(ben, id, "off-topic").await.says("Thank you");
    ben.posts(&format!("/c/{id}/flag/end"), &[]).await.is(303);
    cid.posts(&format!("/c/{id}/flag/end"), &[]).await.is(303);
    mo.opens("/queue").await.has_no("[data-case]").says("All done");
    flags(cid, id, "spam").await.says("Thank you");
    mo.opens("/queue").await.presses("Keep").await;
    cid.posts(&format!("/c/{id}/flag/end"), &[]).await.is(409);
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    cid.opens("/inbox").await.says("that you pointed at, and left it");
    ben.opens("/inbox").await.has_no("[data-notice]");
}

#[tokio::test]
async fn what_was_hidden_stays_so_until_a_moderator_looks_even_if_flags_are_taken_back() {
    let (board, article, id, readers, mo) = stage().await;
    for reader in &readers[..3] {
        flags(reader, id, "abuse").await;
    }
    for reader in &readers[..3] {
        reader.opens(format!("/c/{id}/flag")).await.presses("Take it back").await.is(200);
    }
    board.anyone().reads(&article).await.has("#c1.stub");
    mo.opens("/queue").await.says("taken back since").presses("Keep").await;
    board.anyone().reads(&article).await.says(WORDS);
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    readers[0].opens("/inbox").await.has_no("[data-notice]");
}
