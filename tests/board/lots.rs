//! Many cases decided at one stroke, as they stood when they were shown, and taken back at one stroke.

use crate::support::{Article, Board, Person};

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.newcomer("ann").await, board.moderator("mo").await);
    board.comment(&ann, &article, "One, at https://pills.example/offer here.").await;
    board.comment(&ann, &article, "Two, at https://pills.example/offer again.").await;
    let other = board.newcomer("other").await;
    board.comment(&other, &article, "Three, of another author.").await;
    (board, article, ann, mo)
}

fn ticked(page: &crate::support::Page) -> Vec<String> {
    let html = scraper::Html::parse_document(&page.html);
    let boxes = scraper::Selector::parse("input[name=case]").unwrap();
    html.select(&boxes).map(|one| one.value().attr("value").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn everything_of_an_author_is_rejected_and_taken_back_at_one_stroke() {
    let (board, article, ann, mo) = stage().await;
    mo.opens("/queue")
        .await
        .says("Decide on all 2 that wait of this author")
        .says("Decide on all that wait with it");
    let page = mo.opens("/queue/lot?author=ann").await;
    page.says("One, at").says("Two, at").does_not_say("Three");
    let cases = ticked(&page);
    let key = page.attribute("input[name=key]", "value");
    let mut fields = vec![("decision", "reject"), ("key", key.as_str()), ("note", "No offers.")];
    fields.extend(cases.iter().map(|case| ("case", case.as_str())));
    ann.posts("/queue/lot", &fields).await.is(404);
    let refused = mo.posts("/queue/lot?author=ann", &fields).await;
    assert!(refused.is(422).text().contains("Choose a reason"));
    fields.push(("reason", "spam"));
    mo.sends("/queue/lot", &fields).await.says("2 are decided").says("Three, of another author.");
    mo.sends("/queue/lot", &fields).await.says("2 are decided");
    board.sql("do $$ begin assert (select count(*) from decisions) = 2; end $$").await;
    assert_eq!(ann.reads(&article).await.count("[data-state=rejected]"), 2);
    let page = mo.opens("/queue").await;
    let undo = page.attribute("form.undo", "action");
    ann.posts(&undo, &[]).await.is(404);
    page.presses("Undo last").await.says("Taken back: 2 wait again.");
    assert_eq!(ann.reads(&article).await.count("[data-state=held]"), 2);
    mo.posts(&undo, &[]).await.is(409);
    mo.posts("/lots/00000000-0000-7000-8000-000000000000/undo", &[]).await.is(404);
    mo.posts("/lots/nonsense/undo", &[]).await.is(404);
}

#[tokio::test]
async fn a_lot_is_decided_as_it_stood_when_it_was_shown() {
    let (board, article, ann, mo) = stage().await;
    let page = mo.opens("/queue/lot?words=pills.example").await;
    let cases = ticked(&page);
    assert_eq!(cases.len(), 2);
    let own = ann.reads(&article).await.attribute("[data-state=held] a[href$='/edit']", "href");
    let fields =
        [("body", "One, and nothing else to be seen at https://pills.example/offer"), ("revision", "1")];
    ann.posts(&own, &fields).await.is(303);
    let later = board.newcomer("later").await;
    board.comment(&later, &article, "Four came later, with https://pills.example/offer too.").await;
    let mut fields = vec![("decision", "approve")];
    fields.extend(cases.iter().map(|case| ("case", case.as_str())));
    let page = mo.sends("/queue/lot", &fields).await;
    page.says("1 is decided, 1 left as they were.").says("It has changed since you opened it");
    let readers = board.anyone().reads(&article).await;
    readers.says("Two, at").does_not_say("nothing else to be seen").does_not_say("Four came later");
    let none = mo.posts("/queue/lot", &[("decision", "approve")]).await;
    assert!(none.is(422).text().contains("Tick what is to be decided on."));
    mo.posts("/queue/lot", &[("decision", "undo"), ("case", "1:1:1")]).await.is(400);
}

#[tokio::test]
async fn a_lot_can_be_taken_back_for_ten_minutes() {
    let (board, article, _, mo) = stage().await;
    let mut fields = vec![("decision", "approve")];
    let cases = ticked(&mo.opens("/queue/lot").await);
    assert_eq!(cases.len(), 3);
    fields.extend(cases.iter().map(|case| ("case", case.as_str())));
    mo.sends("/queue/lot", &fields).await.says("3 are decided");
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    board.clock.advance(time::Duration::minutes(11));
    let late = mo.posts(&undo, &[]).await;
    assert!(late.is(409).text().contains("the ten minutes are over"));
    board.anyone().reads(&article).await.says("3 comments");
}

#[tokio::test]
async fn to_reject_what_readers_see_is_to_remove_it() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben, mo) = (board.member("ann").await, board.member("ben").await, board.moderator("mo").await);
    let comment = board.comment(&ann, &article, "You could not find it on a map.").await;
    ben.posts(&format!("/c/{comment}/flag"), &[("reason", "abuse")]).await.is(303);
    let cases = ticked(&mo.opens("/queue/lot?kind=flagged_comment").await);
    let fields = [("decision", "reject"), ("reason", "abuse"), ("case", cases[0].as_str())];
    mo.sends("/queue/lot", &fields).await.says("1 is decided");
    board.anyone().reads(&article).await.has("#c1.stub");
    mo.opens("/queue").await.presses("Undo last").await;
    board.anyone().reads(&article).await.says("on a map");
}
