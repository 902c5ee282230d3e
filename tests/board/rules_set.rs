//! Administrators set the rules; moderators read them.

use crate::support::{Board, Page, Person};

async fn stage() -> (Board, Person, Person) {
    let board = Board::open().await;
    let (boss, mo) = (board.administrator("boss").await, board.moderator("mo").await);
    (board, boss, mo)
}

fn order(page: &Page) -> Vec<String> {
    let lines = page.html.split("data-rule=\"").skip(1);
    lines.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn each_rule_says_what_it_does_with_its_numbers() {
    let (_, boss, mo) = stage().await;
    let page = mo.opens("/moderation/rules").await;
    assert_eq!(page.count("[data-rule]"), 16);
    page.says("A text by somebody who has posted 6 in the last 5 minutes is refused")
        .says("More links than 0 from a new member, or than 2 from a known one is held")
        .says("Watched words holds")
        .has_no("main form");
    mo.opens("/moderation/rules/links").await.says("More links than 0").has_no("main form");
    boss.opens("/moderation/rules/links").await.has("main form #domains");
    mo.opens("/moderation/rules/nothing").await.is(404);
    mo.opens("/queue").await.has("nav a[href='/moderation/rules']");
}

#[tokio::test]
async fn a_rule_is_changed_and_counts_at_once() {
    let (board, boss, mo) = stage().await;
    let (article, ann) = (board.article("The alliance").await, board.member("ann").await);
    let page = boss.opens("/moderation/rules/links").await.fills("known", "1").fills("action", "refuse");
    page.presses("Keep the rule").await.says("“Links” is kept").says("than 1 from a known one is refused");
    ann.replies_to(&article, "https://a.example https://b.example")
        .await
        .is(422)
        .says("known members may post 1");
    mo.opens("/moderation/log").await.says("change rule").says("\"known\":1").says("\"known\":2");
    let fields = [("new", "0"), ("known", "1"), ("action", "hold"), ("domains", "")];
    boss.posts("/moderation/rules/links", &fields).await.is(303);
    ann.replies_to(&article, "https://a.example https://b.example").await.has("#c1");
    boss.opens("/moderation/rules/links").await.says("It is off.");
}

#[tokio::test]
async fn what_was_typed_is_kept_beside_what_is_wrong_with_it() {
    let (_, boss, mo) = stage().await;
    let page = boss.opens("/moderation/rules/links").await;
    let page =
        page.fills("known", "many").fills("domains", "fine.example\nnot a domain").presses("Keep").await;
    page.is(422)
        .says("A number from 0 to 100.")
        .says("Line 2, “not a domain”, is no domain")
        .has("#known[autofocus]");
    assert_eq!(page.attribute("#known", "value"), "many");
    assert_eq!(page.words_of("#domains"), "fine.example not a domain");
    mo.opens("/moderation/rules/links").await.says("than 2 from a known one");
    let page = boss.opens("/moderation/rules/lists/new").await;
    let page = page.fills("name", "Watched words").fills("words", "fine\n**").presses("Keep the list").await;
    page.is(422).says("Line 2, “**”, has no letter or digit in it.");
    assert_eq!(page.words_of("#words"), "fine **");
    page.fills("words", "fine").presses("Keep the list").await.is(422).says("There is a list of that name.");
    for rule in ["watched_member", "first_comments"] {
        let fields = [("action", "refuse"), ("comments", "1")];
        boss.posts(&format!("/moderation/rules/{rule}"), &fields).await.is(422);
    }
}

#[tokio::test]
async fn rules_are_put_in_another_order() {
    let (_, boss, mo) = stage().await;
    let before = order(&mo.opens("/moderation/rules").await);
    assert_eq!(before[..3], ["too_fast", "too_many", "silenced"]);
    let page = boss.opens("/moderation/rules").await;
    page.has_no("[data-rule=too_fast] button[value=earlier]")
        .has_no("[data-rule=old_article] button[value=later]");
    let page = boss.sends("/moderation/rules/silenced/place", &[("to", "earlier")]).await;
    assert_eq!(order(page.says("is asked earlier now"))[..3], ["too_fast", "silenced", "too_many"]);
    boss.posts("/moderation/rules/too_fast/place", &[("to", "earlier")]).await.is(303);
    boss.posts("/moderation/rules/old_article/place", &[("to", "later")]).await.is(303);
    let after = order(&mo.opens("/moderation/rules").await);
    assert_eq!((after[1].as_str(), after.last()), ("silenced", before.last()));
    mo.opens("/moderation/log").await.says("move rule");
}

#[tokio::test]
async fn a_list_is_made_changed_and_taken_away() {
    let (board, boss, mo) = stage().await;
    let (article, ann) = (board.article("The alliance").await, board.member("ann").await);
    let page = boss
        .opens("/moderation/rules/lists/new")
        .await
        .fills("name", " Sea  beasts ")
        .fills("words", "kraken");
    page.presses("Keep the list").await.says("The list “Sea beasts” is kept").says("Sea beasts holds");
    let page = ann.replies_to(&article, "A kraken!").await;
    page.has("[data-state=held]");
    let list = boss.opens("/moderation/rules").await.attribute("[data-list]:nth-child(2) a", "href");
    mo.opens(&list).await.says("kraken").has_no("main form").has("[data-hit] mark");
    let page = boss.opens(&list).await.fills("words", "serpent").fills("action", "refuse");
    page.presses("Keep the list").await.says("Sea beasts refuses");
    ann.replies_to(&article, "A Serpent?").await.is(422);
    boss.opens(&list)
        .await
        .presses("Take the list away")
        .await
        .says("The list is gone")
        .does_not_say("Sea beasts");
    ann.replies_to(&article, "A serpent.").await.has("#c1");
    boss.opens(&list).await.is(404);
    boss.posts(&list, &[("name", "x"), ("action", "hold"), ("words", "x")]).await.is(404);
    mo.opens("/moderation/log").await.says("make word list").says("end word list");
}

#[tokio::test]
async fn what_a_rule_met_is_a_list_in_pages() {
    let (board, _, mo) = stage().await;
    let (article, ann) = (board.article("The alliance").await, board.member("ann").await);
    let id = board.comment(&ann, &article, "Something that was said.").await;
    board
        .sql(&format!(
            "insert into rule_hits (rule, comment_id, revision, hit_at, action, words, outcome)
             select 'capitals', {id}, 1, now(), 'mark', 'number ' || n || '.', 'published' from generate_series(1, 60) n"
        ))
        .await;
    let page = mo.opens("/moderation/rules/capitals").await;
    page.says("number 60.").says("number 11.").does_not_say("number 10.");
    let older = mo.opens(page.attribute(".pager a", "href")).await;
    older.says("number 10.").says("number 1.").does_not_say("number 11.").has_no(".pager a");
}
