//! Articles are posted; the same link leads to the thread that exists.

use crate::support::Board;

const LINK: &str = "https://paper.example/story";

#[tokio::test]
async fn a_known_member_posts_an_article_with_numbered_paragraphs() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let page = ann.opens("/articles/new").await;
    let page = page.fills("headline", "A bridge  too old").fills("publication", "Span").fills("link", LINK);
    let page = page.fills("byline", "A. Person").fills("published_on", "2016-08-12");
    let page = page.fills("text", "First paragraph.\n\nSecond paragraph.").presses("Post").await;
    page.is(200).says("A bridge too old").says("12 August 2016").says("by A. Person").says("posted by ann");
    page.has("#p1").has("#p2").has_no("#p3").has(&format!("a[href='{LINK}']"));
    assert!(page.path.ends_with("/a-bridge-too-old"), "{}", page.path);
    board.anyone().opens("/p/span").await.says("A bridge too old");
}

#[tokio::test]
async fn the_same_link_leads_to_the_thread_that_exists() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let fields = |key: &'static str, link: &'static str, text: &'static str| {
        [("headline", "A story"), ("link", link), ("text", text), ("key", key)]
    };
    let key = "00000000-0000-7000-8000-000000000001";
    let first = ann.posts("/articles", &fields(key, LINK, "")).await;
    let sent_twice = ann.posts("/articles", &fields(key, LINK, "")).await;
    assert_eq!((first.status, &first.location), (303, &sent_twice.location));
    let other = "00000000-0000-7000-8000-000000000002";
    let page =
        ann.sends("/articles", &fields(other, "http://www.paper.example/story/?utm_source=x", "")).await;
    page.says("being discussed already").says("A story");
    let page = ann.sends("/articles", &fields(other, LINK, "Some words of mine.")).await;
    page.is(422).says("being discussed already").has("a[href$='/a-story']");
    assert_eq!(page.words_of("textarea[name=text]"), "Some words of mine.");
    assert_eq!(board.anyone().opens("/").await.count(".row"), 1);
}

#[tokio::test]
async fn faults_stand_beside_their_fields_and_nothing_typed_is_lost() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    board.administrator("boss").await.sends("/admin/topics", &[("name", "Water")]).await;
    for (field, value, sentence) in [
        ("headline", "", "An article has a headline"),
        ("link", "paper.example", "not a web address"),
        ("published_on", "12.8.2016", "A date is written as 2016-08-12"),
        ("topic", "nonsense", "There is no such topic"),
    ] {
        let page =
            ann.opens("/articles/new").await.fills("headline", "A headline").fills("text", "Words to keep.");
        let page = page.fills(field, value).presses("Post").await;
        page.is(422)
            .says(sentence)
            .has(&format!("#{field}-fault"))
            .has(&format!("[name={field}][aria-invalid=true]"));
        assert_eq!(page.words_of("textarea[name=text]"), "Words to keep.");
    }
    let page = ann.opens("/articles/new").await.fills("headline", "A headline").presses("Post").await;
    page.is(422).says("Give a link to the article, or some of its text");
}

#[tokio::test]
async fn the_board_says_who_may_post_articles() {
    let board = Board::open().await;
    let new = board.newcomer("newcomer").await;
    new.opens("/articles/new").await.says("members who are known");
    let page = new.sends("/articles", &[("headline", "Mine"), ("text", "Words.")]).await;
    page.is(422).says("members who are known");
    let boss = board.administrator("boss").await;
    let page = boss
        .opens("/admin/board")
        .await
        .fills("article_posters", "new")
        .fills("board_name", "The Tide Board");
    page.presses("Keep").await.says("The settings are kept").says("The Tide Board");
    new.sends("/articles", &[("headline", "Mine"), ("text", "Words.")]).await.is(200).says("Words.");
}

#[tokio::test]
async fn topics_are_made_by_an_administrator_and_shelve_articles() {
    let board = Board::open().await;
    let boss = board.administrator("boss").await;
    boss.sends("/admin/topics", &[("name", "Rivers and sea")]).await.says("is kept");
    boss.posts("/admin/topics", &[("name", "Rivers and Sea!")]).await.is(400);
    let page = boss.opens("/articles/new").await.fills("headline", "Dredging").fills("text", "Mud.");
    page.fills("topic", "rivers-and-sea").presses("Post").await.says("Rivers and sea");
    board.article("Elsewhere").await;
    let shelf = board.anyone().opens("/?topic=rivers-and-sea").await;
    shelf.says("Dredging").does_not_say("Elsewhere");
    boss.sends("/admin/topics", &[("slug", "rivers-and-sea"), ("name", "Water")]).await.says("is kept");
    board.anyone().opens("/?topic=rivers-and-sea").await.says("Water");
}

#[tokio::test]
async fn an_article_written_before_signing_in_is_found_again() {
    let board = Board::open().await;
    let nobody = board.anyone();
    let page = nobody.sends("/articles", &[("headline", "Kept"), ("text", "Kept words.")]).await;
    page.says("Your text is kept");
    let hash = rejoinder::accounts::passwords::hash("a long enough sentence".to_owned()).await.unwrap();
    board.member("ann").await;
    board.sql(&format!("update accounts set password_hash = '{hash}'")).await;
    let page =
        page.fills("login", "ann").fills("password", "a long enough sentence").presses("Sign in").await;
    assert_eq!(page.words_of("textarea[name=text]"), "Kept words.");
    assert_eq!(page.attribute("input[name=headline]", "value"), "Kept");
}
