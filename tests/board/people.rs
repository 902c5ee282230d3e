//! What a member says of themselves, and the page on which others read it with what they wrote.

use crate::support::{Board, Page, Person};

async fn says_of_themselves(who: &Person, tagline: &str) -> Page {
    who.opens("/settings/profile").await.fills("tagline", tagline).presses("Keep").await
}

#[tokio::test]
async fn a_tagline_passes_the_rules() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, new) = (board.member("ann").await, board.newcomer("new").await);
    board.comment(&ann, &article, "Something to stand beside.").await;
    says_of_themselves(&ann, "Third mate, retired").await.says("Your profile is kept");
    board.sql("update rules set action = 'refuse' where kind <> 'learned'; update word_lists set action = 'refuse'").await;
    let capitals = "EVERYBODY SHOULD READ THIS LINE FROM ITS BEGINNING TO ITS VERY END, RIGHT NOW";
    for (line, why) in [
        ("No numbskulls", "“numbskulls”"),
        ("https://a.example https://b.example https://c.example", "3 links; known members may post 2"),
        (capitals, "100 % of its letters are capitals"),
    ] {
        let page = says_of_themselves(&ann, line).await;
        page.is(422).says("do not let that stand here").says(why).has("#tagline-fault");
        assert_eq!(page.attribute("input[name=tagline]", "value"), line);
    }
    board.anyone().reads(&article).await.says("Third mate, retired").does_not_say("numbskull");
    says_of_themselves(&ann, "https://a.example").await.says("Your profile is kept");
    says_of_themselves(&new, "https://a.example").await.is(422).says("new members may post 0");
    says_of_themselves(&new, "Here for the first time").await.says("Your profile is kept");
    says_of_themselves(&board.moderator("mo").await, "No numbskulls").await.says("Your profile is kept");
}

#[tokio::test]
async fn a_tagline_that_stands_may_stay_when_a_rule_comes_after_it() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    says_of_themselves(&ann, "Collector of barnacles").await.is(200);
    board.sql("update word_lists set words = 'barnacle'").await;
    let page = ann.opens("/settings/profile").await.fills("about", "On ships.").presses("Keep").await;
    page.says("Your profile is kept");
    says_of_themselves(&ann, "Barnacles!").await.says("waits for a moderator");
    says_of_themselves(&ann, "").await.says("Your profile is kept");
}

#[tokio::test]
async fn what_one_who_is_silenced_says_anew_waits() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let sql = "insert into sanctions (account_id, kind, reason, starts_at) select id, 'silenced', 'shouting', joined_at from accounts where name = 'ann'";
    board.sql(sql).await;
    says_of_themselves(&ann, "Perfectly polite").await.says("waits for a moderator");
    board.anyone().opens("/u/ann").await.does_not_say("Perfectly polite");
    board.moderator("mo").await.opens("/queue").await.says("Perfectly polite").says("shouting");
    says_of_themselves(&ann, "").await.says("Your profile is kept.").does_not_say("waits for a moderator");
}

#[tokio::test]
async fn both_lists_of_a_person_go_on_to_their_end() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    board.sql("update rules set enabled = false").await;
    for number in 1..=41 {
        board.comment(&ann, &article, &format!("Comment {number} of ann’s.")).await;
        let fields = [("headline", &*format!("Headline {number}")), ("text", "Words."), ("key", "")];
        let key = uuid::Uuid::now_v7().to_string();
        ann.posts("/articles", &[fields[0], fields[1], ("key", &key)]).await.is(303);
    }
    let nobody = board.anyone();
    let first = nobody.opens("/u/ann").await;
    assert_eq!((first.count("article.written"), first.count("ul.plain li")), (20, 20));
    first.says("Comment 41 of").says("Headline 41").has_no("a[href='/settings/profile']");
    let second = nobody.opens(first.attribute("a[href*='?before=']", "href")).await;
    second.says("Comment 21 of").says("Comment 2 of").has_no("ul.plain li");
    let third = nobody.opens(second.attribute("a[href*='?before=']", "href")).await;
    assert_eq!(third.count("article.written"), 1);
    third.says("Comment 1 of").has_no("a[rel=next]");
    let second = nobody.opens(first.attribute("a[href*='articles_before=']", "href")).await;
    second.says("Headline 21").says("Headline 2").has_no("article.written");
    let third = nobody.opens(second.attribute("a[href*='articles_before=']", "href")).await;
    third.says("Headline 1").has_no("a[rel=next]").has("a[href='/u/ann']");
    ann.opens("/u/ann").await.has("a[href='/settings/profile']");
}

#[tokio::test]
async fn what_readers_may_not_see_stands_on_no_page_of_a_person() {
    let board = Board::open().await;
    board.sql("update rules set enabled = false").await;
    let (article, gone) = (board.article("The alliance").await, board.article("A removed thread").await);
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    board.comment(&ann, &gone, "In a thread that was removed.").await;
    for (text, state) in [
        ("Held.", "held"),
        ("Rejected.", "rejected"),
        ("Removed.", "removed"),
        ("Hidden.", "hidden"),
        ("Deleted.", "deleted"),
    ] {
        let id = board.comment(&ann, &article, &format!("This was once {text}")).await;
        board.sql(&format!("update comments set state = '{state}' where id = {id}")).await;
    }
    board.comment(&ann, &article, "This one stands.").await;
    ann.posts(
        "/articles",
        &[("headline", "Gone too"), ("text", "Words."), ("key", &uuid::Uuid::now_v7().to_string())],
    )
    .await
    .is(303);
    board
        .sql(&format!(
            "update articles set state = 'removed' where id = {} or headline = 'Gone too'",
            gone.id
        ))
        .await;
    for who in [&board.anyone(), &mo, &ann] {
        let page = who.opens("/u/ann").await;
        page.says("This one stands.")
            .does_not_say("This was once")
            .does_not_say("removed")
            .does_not_say("Gone too");
    }
}
