//! Reading: the front page in its four orders, what is unread, addresses that move, people.

use crate::support::Board;
use actix_web::test::TestRequest;

fn place(words: &str, headline: &str) -> usize {
    words.find(headline).unwrap_or_else(|| panic!("{headline} is not in {words}"))
}

#[tokio::test]
async fn the_front_page_has_four_orders() {
    let board = Board::open().await;
    let old = board.article("The older one").await;
    board.clock.advance(time::Duration::hours(1));
    board.article("The newer one").await;
    let ann = board.member("ann").await;
    board.clock.advance(time::Duration::hours(1));
    board.comment(&ann, &old, "A late word.").await;
    let nobody = board.anyone();
    for (path, first, second) in [
        ("/", "The older one", "The newer one"),
        ("/?sort=new", "The newer one", "The older one"),
        ("/?sort=discussed", "The older one", "The newer one"),
    ] {
        let words = nobody.opens(path).await.words();
        assert!(place(&words, first) < place(&words, second), "{path}");
    }
    assert!(
        nobody.gets("/?sort=unread").await.is(303).location.as_deref().unwrap().starts_with("/sign-in?back=")
    );
    ann.reads(&old).await;
    ann.opens("/?sort=unread").await.says("The newer one").does_not_say("The older one");
}

#[tokio::test]
async fn reading_leaves_a_mark_and_new_comments_stand_out() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    board.comment(&ben, &article, "One.").await;
    ann.opens("/").await.has(".row.unread");
    ann.reads(&article).await;
    ann.opens("/").await.has_no(".row.unread");
    board.comment(&ben, &article, "Two.").await;
    ann.opens("/").await.has(".row.unread");
    ann.reads(&article).await.says("you have read 1").says("first unread");
    ann.reads(&article).await.says("you have read 2").does_not_say("first unread");
}

#[tokio::test]
async fn an_empty_board_says_what_to_do() {
    let board = Board::open().await;
    board.anyone().opens("/").await.is(200).has(".empty");
    board.moderator("mo").await.opens("/queue").await.says("Nothing waits");
    board.moderator("max").await.opens("/moderation/decided").await.says("Nothing was decided yet");
}

#[tokio::test]
async fn another_slug_leads_to_the_right_one_with_its_page() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let nobody = board.anyone();
    nobody
        .gets(&format!("/a/{}/wrong?page=3&sort=newest", article.id))
        .await
        .is(301)
        .leads_to(&format!("{}?page=3&sort=newest", article.path));
    nobody.gets(&format!("/a/{}", article.id)).await.is(303).leads_to(&article.path);
}

#[tokio::test]
async fn the_comment_list_is_the_same_for_everyone() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    board.comment(&ann, &article, "The words.").await;
    board.comment(&mo, &article, "More words.").await;
    let list = |html: &str| {
        let from = html.find("<article class=\"comment\" id=\"c1\"").unwrap();
        let to = html.rfind("</article>").unwrap();
        html.get(from..to).unwrap().to_owned()
    };
    let nobodys = list(&board.anyone().reads(&article).await.html);
    assert_eq!(nobodys, list(&ann.reads(&article).await.html));
    assert_eq!(nobodys, list(&mo.reads(&article).await.html));
}

#[tokio::test]
async fn a_persons_page_shows_who_they_are_and_what_readers_may_see() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.newcomer("ann").await;
    ann.opens("/settings/profile")
        .await
        .fills("tagline", "Walking  sideways")
        .fills("about", "A <b>crab</b>.")
        .presses("Keep")
        .await
        .says("is kept");
    board.comment(&ann, &article, "Waits for a moderator.").await;
    let page = board.anyone().opens("/u/ANN").await;
    page.says("Walking sideways").says("A <b>crab</b>.").does_not_say("Waits for a moderator");
    board.moderator("mo").await.opens("/queue").await.presses("Approve").await;
    board.anyone().opens("/u/ann").await.says("Waits for a moderator").says("The alliance");
    ann.opens("/settings/profile")
        .await
        .fills("tagline", &"x".repeat(121))
        .presses("Keep")
        .await
        .is(422)
        .says("at most 120");
}

#[tokio::test]
async fn headers_keep_a_page_to_itself() {
    let board = Board::open().await;
    let answered = board.anyone().gets("/").await;
    let policy = answered.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(answered.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answered.header("referrer-policy"), Some("same-origin"));
    let style = board.anyone().opens("/").await.attribute("link[rel=stylesheet]", "href");
    let style = board.anyone().gets(&style).await;
    assert_eq!(style.is(200).header("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[tokio::test]
async fn pages_leave_compressed_for_whoever_takes_it() {
    let board = Board::with_example().await;
    let nobody = board.anyone();
    let asking = |encoding: &'static str| TestRequest::get().insert_header(("accept-encoding", encoding));
    let plain = nobody.asks(asking("identity"), "/").await;
    assert_eq!(plain.header("content-encoding"), None);
    for (asked, told) in [("br, gzip", "br"), ("gzip", "gzip")] {
        let packed = nobody.asks(asking(asked), "/").await;
        assert_eq!(
            (packed.header("content-encoding"), packed.header("vary")),
            (Some(told), Some("accept-encoding"))
        );
        assert!(packed.raw.body.len() * 2 < plain.raw.body.len());
    }
}
