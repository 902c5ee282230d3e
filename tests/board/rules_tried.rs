//! A rule is tried on earlier texts before it counts.

use crate::support::{Article, Board, Person};
use rejoinder::rules::trials::work;
use time::Duration;

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    board.sql("update rules set enabled = false where kind <> 'first_comments'").await;
    let article = board.article("The alliance").await;
    let (boss, mo) = (board.administrator("boss").await, board.moderator("mo").await);
    (board, article, boss, mo)
}

const ADDRESS: &str = "http://board.example";

async fn works(board: &Board) {
    let mut db = board.db().await;
    while work(&mut db, ADDRESS, board.clock.now()).await.expect("a trial") {}
}

#[tokio::test]
async fn a_list_is_tried_on_what_was_approved_rejected_and_published() {
    let (board, article, boss, mo) = stage().await;
    let ann = board.member("ann").await;
    ann.replies_to(&article, "An early kraken.").await.has("#c1");
    board.clock.advance(Duration::days(31));
    for (name, text) in [("ben", "A kraken, approved."), ("cid", "A kraken, rejected.")] {
        board.newcomer(name).await.replies_to(&article, text).await;
    }
    // Nobody stays signed in for a month without looking in.
    let (ann, boss) = (board.signed_in_as("ann").await, board.signed_in_as(&boss.member().name).await);
    let mo = board.signed_in_as(&mo.member().name).await;
    mo.opens("/queue").await.presses("Approve").await;
    mo.opens("/queue").await.presses("4Spam").await;
    ann.replies_to(&article, "Kraken! Nobody looked.").await;
    ann.replies_to(&article, "A whale.").await;
    mo.replies_to(&article, "I said kraken.").await;
    board.newcomer("dan").await.replies_to(&article, "This kraken waits.").await;

    let page =
        boss.opens("/moderation/rules/lists/new").await.fills("name", "Beasts").fills("words", "kraken");
    let page = page.presses("Try it first").await;
    page.says("A text with a word of the list “Beasts”")
        .says("It begins in a few seconds")
        .has("a[href*='/trials/']");
    works(&board).await;
    let page = mo.opens(&page.path).await;
    page.says("It would have met 4 of 5 texts: 1 of them were approved, 1 rejected or removed, 1 published without a moderator’s look, 1 still wait.");
    page.does_not_say("It begins").does_not_say("early").does_not_say("I said");
    assert_eq!((page.count("[data-hit]"), page.count("[data-hit] mark")), (4, 4));
    assert_eq!(page.words_of("[data-hit] mark"), "kraken");
    mo.opens("/moderation/rules").await.does_not_say("Beasts");
    ann.replies_to(&article, "Nothing was changed: kraken.").await.has_no("[data-state=held]");
}

#[tokio::test]
async fn what_was_typed_wrongly_is_not_tried() {
    let (_, _, boss, _) = stage().await;
    let page =
        boss.opens("/moderation/rules/capitals").await.fills("percent", "0").presses("Try it first").await;
    page.is(422).says("A number from 1 to 100.");
    let page =
        boss.opens("/moderation/rules/lists/new").await.fills("name", "x").presses("Try it first").await;
    page.is(422).says("Write at least one word");
    boss.posts("/moderation/rules/watched_words/trial", &[]).await.is(404);
    boss.opens("/moderation/rules/trials/999").await.is(404);
}

#[tokio::test]
async fn a_rule_is_asked_as_it_would_have_been_then() {
    let (board, article, boss, mo) = stage().await;
    let ann = board.member("ann").await;
    for text in
        ["The first of three in a row.", "The second of three in a row.", "The third of three in a row."]
    {
        ann.replies_to(&article, text).await;
        board.clock.advance(Duration::minutes(1));
    }
    board.clock.advance(Duration::hours(1));
    ann.replies_to(&article, "The second of three in a row.").await;
    let tries = async |rule: &str, fields: &[(&str, &str)]| {
        let trial = boss.posts(&format!("/moderation/rules/{rule}/trial"), fields).await;
        works(&board).await;
        mo.opens(trial.location.as_deref().unwrap_or_default()).await
    };
    let page = tries("too_fast", &[("texts", "2"), ("minutes", "5"), ("action", "refuse")]).await;
    page.says("met 1 of 4 texts").says("The third of three").says("Texts that were refused then");
    let page = tries("same_text", &[("days", "1"), ("characters", "10"), ("action", "hold")]).await;
    page.says("met 1 of 4 texts").says("word for word what stands in “The alliance”, posted today");
    tries("old_article", &[("days", "1"), ("action", "hold")]).await.says("met 0 of 4 texts");
    boss.opens("/moderation/rules/too_fast").await.says("met 1 of 4 texts");
}

#[tokio::test]
async fn two_processes_share_a_trial_and_one_goes_on_where_another_died() {
    let (board, article, boss, mo) = stage().await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, "A kraken.").await;
    board
        .sql(&format!(
            "insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at)
             select {id}, n, 'published', 'A kraken.', 'A kraken.', 'A kraken.', '', 1, {}, now() from generate_series(2, 250) n",
            ann.member().id
        ))
        .await;
    let fields = [("name", "Beasts"), ("action", "hold"), ("words", "kraken")];
    let trial = boss.posts("/moderation/rules/lists/trial", &fields).await.location.expect("a trial");
    let (mut one, mut other) = (board.db().await, board.db().await);
    assert!(work(&mut one, ADDRESS, board.clock.now()).await.expect("a trial"));
    mo.opens(&trial)
        .await
        .says("100 of 250 texts were looked at")
        .says("So far it would have met 100 of 100 texts");
    diesel_async::SimpleAsyncConnection::batch_execute(
        &mut one,
        "begin; select 1 from rule_trials for update",
    )
    .await
    .unwrap();
    assert!(!work(&mut other, ADDRESS, board.clock.now()).await.expect("nothing to do"));
    diesel_async::SimpleAsyncConnection::batch_execute(&mut one, "rollback").await.unwrap();
    works(&board).await;
    mo.opens(&trial).await.says("It would have met 250 of 250 texts");
    let page = mo.opens(&trial).await;
    assert_eq!(page.count("[data-hit]"), 50);
    mo.opens(page.attribute(".pager a", "href")).await.has("[data-hit='50']").has_no("[data-hit='49']");
}
