//! The figures of the queue, over 7, 30 or 90 days.

use crate::support::{Board, Page};
use time::Duration;

/// The cells of a row of a table.
fn row(page: &Page, selector: &str) -> String {
    let cells = page.count(&format!("{selector} td"));
    let cell = |n| page.words_of(&format!("{selector} td:nth-child({n})"));
    (1..=cells).map(cell).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn what_was_held_and_decided_is_counted_a_day_and_by_rule() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let mo = board.moderator("mo").await;
    let mut new = vec![];
    for name in ["ann", "ben", "cid", "dot"] {
        new.push(board.newcomer(name).await);
    }
    let page = mo.opens("/moderation/figures").await;
    page.says("0 waiting now").says("none longest wait").says("No rule held anything.").has("svg polyline");
    for who in &new {
        who.replies_to(&article, "A first word.").await;
    }
    board.clock.advance(Duration::minutes(20));
    mo.opens("/queue").await.presses("Approve").await;
    mo.opens("/queue").await.presses("Approve").await;
    board.clock.advance(Duration::minutes(40));
    mo.opens("/queue").await.presses("4Spam").await;
    let page = mo.opens("/moderation/figures?days=7").await;
    page.says("1 waiting now")
        .says("1 h longest wait")
        .says("20 min median to decide")
        .says("56 min 95 of 100");
    page.says("67 % approved of held").says("0 % of 3 decisions overturned");
    assert_eq!(row(&page, "[data-rule=first_comments]"), "First comment 4 2 1 67 %");
    assert_eq!(page.count("[data-day]"), 7);
    let days: Vec<String> =
        (0..7).map(|n| row(&page, &format!("tr[data-day]:nth-child({})", n + 1))).collect();
    let opened: i64 = days.iter().map(|day| day.split(' ').nth(3).unwrap().parse::<i64>().unwrap()).sum();
    let decided: i64 = days.iter().map(|day| day.split(' ').nth(4).unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!((opened, decided), (4, 3), "{days:?}");
    mo.opens("/queue").await.presses("Undo last").await;
    let page = mo.opens("/moderation/figures?days=7").await;
    page.says("2 waiting now").says("100 % approved of held").says("33 % of 3 decisions overturned");
    assert_eq!(row(&page, "[data-rule=first_comments]"), "First comment 4 2 0 100 %");
}

#[tokio::test]
async fn a_span_holds_what_lies_in_it() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.newcomer("ann").await, board.moderator("mo").await);
    ann.replies_to(&article, "A first word.").await;
    mo.opens("/queue").await.presses("4Spam").await;
    for (later, week, month, quarter) in
        [(6, 1, 1, 1), (1, 0, 1, 1), (22, 0, 1, 1), (1, 0, 0, 1), (59, 0, 0, 1), (1, 0, 0, 0)]
    {
        board.clock.advance(Duration::days(later));
        let mo = board.signed_in(mo.member().clone()).await;
        for (days, decided) in [(7, week), (30, month), (90, quarter)] {
            let page = mo.opens(format!("/moderation/figures?days={days}")).await;
            page.says(&format!("of {decided} decisions overturned"));
            assert_eq!(page.count("[data-rule]"), decided, "{days} days");
            assert_eq!(page.count("[data-day]"), days);
        }
    }
    let mo = board.signed_in(mo.member().clone()).await;
    mo.gets("/moderation/figures?days=8").await.is(404);
}

#[tokio::test]
async fn administrators_alone_see_what_each_moderator_decided() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (mo, max) = (board.moderator("mo").await, board.moderator("max").await);
    let boss = board.administrator("boss").await;
    for (who, by, button) in [("ann", &mo, "Approve"), ("ben", &mo, "4Spam"), ("cid", &max, "Approve")] {
        board.newcomer(who).await.replies_to(&article, "A first word.").await;
        by.opens("/queue").await.presses(button).await;
    }
    max.opens("/queue").await.presses("Undo last").await;
    let page = boss.opens("/moderation/figures").await;
    assert_eq!(row(&page, "[data-moderator=mo]"), "mo 2 1 1 0 0 min");
    assert_eq!(row(&page, "[data-moderator=max]"), "max 1 1 0 1 0 min");
    mo.opens("/moderation/figures").await.has_no("[data-moderator]").does_not_say("By moderator");
}

#[tokio::test]
async fn what_waits_is_counted_now_and_the_pace_once_a_minute() {
    let board = Board::open().await;
    let (mo, ann) = (board.moderator("mo").await, board.newcomer("ann").await);
    let article = board.article("The alliance").await;
    board.comment(&ann, &article, "The first thing that I say.").await;
    board.comment(&ann, &article, "The second thing that I say.").await;
    mo.opens("/queue").await.says("2 waiting").does_not_say("approved of held");
    board.clock.advance(Duration::seconds(59));
    mo.opens("/queue").await.presses("Approve").await.says("1 waiting").does_not_say("approved of held");
    board.clock.advance(Duration::seconds(1));
    mo.opens("/queue").await.says("100 % approved of held");
}
