//! Pages from memory: the same bytes, the same promises. What changes them is in `cached_changes`.

use crate::support::{Article, Board, Person, database};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use futures_util::future::join_all;
use rejoinder::db::Token;
use rejoinder::web::Pages;
use std::io::Read;

const CODINGS: [(&str, Option<&str>); 3] = [("", None), ("gzip", Some("gzip")), ("gzip, br", Some("br"))];

async fn stage() -> (Board, Article, Person) {
    let (board, _) = Board::listening(database().await).await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    board.comment(&ann, &article, "The treaty text is public.").await;
    (board, article, ann)
}

fn asking(accepted: &str) -> TestRequest {
    TestRequest::get().insert_header(("accept-encoding", accepted))
}

fn plain(coding: Option<&str>, bytes: &[u8]) -> String {
    let mut text = String::new();
    match coding {
        Some("br") => brotli::Decompressor::new(bytes, 4096).read_to_string(&mut text),
        Some("gzip") => flate2::read::GzDecoder::new(bytes).read_to_string(&mut text),
        _ => (&mut &*bytes).read_to_string(&mut text),
    }
    .expect("a text");
    text
}

#[tokio::test]
async fn a_page_from_memory_is_the_page_that_was_made() {
    let (board, article, _) = stage().await;
    let fresh = board.fresh(&article.path).await;
    for (accepted, coding) in CODINGS {
        let made = board.anyone().asks(asking(accepted), &article.path).await;
        let before = board.pages.figures().hits;
        let kept = board.anyone().asks(asking(accepted), &article.path).await;
        assert_eq!(board.pages.figures().hits, before + 1, "{accepted}: from memory");
        assert_eq!(kept.header("content-encoding"), coding);
        assert_eq!(plain(coding, &kept.raw.body), fresh.text(), "{accepted}");
        assert_eq!(kept.raw.body, made.raw.body);
        let sorted = |mut headers: Vec<(String, String)>| {
            headers.sort();
            headers
        };
        assert_eq!(sorted(kept.raw.headers.clone()), sorted(made.raw.headers.clone()), "{accepted}");
        for (name, value) in fresh.raw.headers.iter().filter(|(name, _)| name != "vary") {
            assert_eq!(kept.header(name), Some(value.as_str()), "{name}");
        }
        assert_eq!(kept.header("vary"), Some("accept-encoding, cookie"));
    }
    assert_eq!(board.pages.figures().made, 1, "packed from what was there");
}

#[tokio::test]
async fn who_has_a_page_already_is_told_so() {
    let (board, article, _) = stage().await;
    let mut tags: Vec<String> = Vec::new();
    for (accepted, _) in CODINGS {
        for place in ["made", "from memory"] {
            let page = board.anyone().asks(asking(accepted), &article.path).await;
            let tag = page.header("etag").expect("a tag").to_owned();
            for known in [&*tag, "*", &format!("\"other\", {tag}"), &format!("W/{tag}")] {
                let again = asking(accepted).insert_header(("if-none-match", known));
                let again = board.anyone().asks(again, &article.path).await;
                assert!(again.is(304).raw.body.is_empty(), "{known}");
                assert_eq!(again.header("etag"), Some(&*tag), "{place}");
                assert_eq!(again.header("cache-control"), page.header("cache-control"));
                assert_eq!(again.header("vary"), page.header("vary"));
                assert!(again.header("content-encoding").is_none());
            }
            for other in tags.iter().filter(|other| **other != tag) {
                let again = asking(accepted).insert_header(("if-none-match", other.as_str()));
                board.anyone().asks(again, &article.path).await.is(200);
            }
            tags.push(tag);
        }
    }
    tags.dedup();
    assert_eq!(tags.len(), 3, "each coding has its own: {tags:?}");
    assert!(board.pages.figures().not_modified >= 24);
    let head = board.anyone().asks(TestRequest::default().method(Method::HEAD), &article.path).await;
    assert_eq!(head.is(200).header("etag"), tags.first().map(String::as_str));
}

#[tokio::test]
async fn a_changed_page_has_another_tag() {
    let (board, article, ann) = stage().await;
    let before = board.anyone().gets(&article.path).await;
    let tag = before.header("etag").expect("a tag");
    ann.replies_to(&article, "It is, since yesterday.").await;
    let again = asking("").insert_header(("if-none-match", tag));
    let again = board.anyone().asks(again, &article.path).await;
    assert_ne!(again.is(200).header("etag"), Some(tag));
    assert!(again.text().contains("It is, since yesterday."));
}

#[tokio::test]
async fn what_is_somebodys_is_neither_from_memory_nor_in_it() {
    let (board, article, ann) = stage().await;
    let (told, drafted, visitor) = (board.anyone(), board.anyone(), board.anyone());
    told.carries("rejoinder-told", "S2VwdC4");
    let draft = format!("/a/{}/draft", article.id);
    drafted.posts(&draft, &[("body", "Half a sentence"), ("keep", "yes")]).await.is(303);
    visitor.carries("rejoinder-visitor", &Token::default().text());
    let all = async || {
        ann.reads(&article).await.says("Sign out");
        told.carries("rejoinder-told", "S2VwdC4");
        told.reads(&article).await.says("Kept.");
        drafted.reads(&article).await.says("We kept this for you").says("Half a sentence");
        visitor.reads(&article).await.is(200);
    };
    all().await;
    let figures = board.pages.figures();
    assert_eq!((figures.pages, figures.made), (0, 0));
    for _ in 0..2 {
        board
            .anyone()
            .reads(&article)
            .await
            .does_not_say("Sign out")
            .does_not_say("Kept.")
            .does_not_say("Half");
    }
    let before = board.pages.figures();
    assert_eq!((before.hits, before.made), (1, 1));
    all().await;
    assert_eq!(board.pages.figures(), before);
    // A browser in which somebody signed in once sees what everybody sees.
    let stranger = board.anyone();
    stranger.carries("rejoinder-device", &Token::default().text());
    stranger.reads(&article).await.is(200);
    assert_eq!(board.pages.figures().hits, before.hits + 1);
}

#[tokio::test]
async fn a_thread_is_kept_once_however_it_is_asked_for() {
    let (board, article, _) = stage().await;
    let page = board.anyone().gets(&article.path).await;
    for query in ["?page=1", "?sort=oldest", "?utm_source=mail", "?page=1&x=y"] {
        let other = board.anyone().gets(&format!("{}{query}", article.path)).await;
        assert_eq!(other.text(), page.text(), "{query}");
    }
    assert_eq!((board.pages.figures().pages, board.pages.figures().made), (1, 1));
    for (path, status) in [("?page=2", 404), ("?sort=wrong", 404), ("?passage=p1-0-4", 200), ("-wrong", 301)]
    {
        board.anyone().gets(&format!("{}{path}", article.path)).await.is(status);
    }
    assert_eq!(board.pages.figures().pages, 1);
    board.anyone().gets(&format!("{}?sort=newest", article.path)).await.is(200);
    assert_eq!(board.pages.figures().pages, 2);
}

#[tokio::test]
async fn fifty_who_ask_at_once_have_it_made_once() {
    let (board, article, ann) = stage().await;
    let crowd = async |words: &str| {
        let readers: Vec<Person> = (0..50).map(|_| board.anyone()).collect();
        for page in join_all(readers.iter().map(|reader| reader.gets(&article.path))).await {
            assert!(page.is(200).text().contains(words));
        }
    };
    crowd("treaty text").await;
    assert_eq!(board.pages.figures().made, 1);
    ann.replies_to(&article, "One more.").await;
    crowd("One more.").await;
    assert_eq!(board.pages.figures().made, 2);
}

#[tokio::test]
async fn members_share_the_list_of_comments_and_nothing_else() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let [ann, ben, cid] = [board.member("ann").await, board.member("ben").await, board.member("cid").await];
    let said = board.comment(&ann, &article, "The treaty text is public.").await;
    let lists = || board.pages.figures().lists_made;
    ann.reads(&article).await.is(200).says("Edit or delete #1");
    let before = lists();
    ben.reads(&article).await.is(200).says("The treaty text").has_no(".yours");
    ann.reads(&article).await.says("Edit or delete #1");
    assert_eq!(lists(), before, "it is there");
    cid.posts(&format!("/c/{said}/recommendation"), &[]).await.is(303);
    cid.reads(&article).await.says("you recommend #1").says("Recommend · 1");
    ben.reads(&article).await.says("Recommend · 1").has_no(".yours");
    cid.reads(&article).await.says("you recommend #1");
    assert_eq!(lists(), before + 1);
    ben.replies_to(&article, "So it is.").await;
    ben.reads(&article).await.says("Edit or delete #2");
    ann.reads(&article).await.says("So it is.").says("Edit or delete #1");
    assert_eq!(lists(), before + 2);
}

#[tokio::test]
async fn the_memory_is_bounded() {
    let most = 400_000;
    let board = Board::keeping(database().await, rejoinder::app::routes(), (None, Pages::new(most))).await;
    let text = "A sentence of the article.\n\n".repeat(300);
    let mut articles = Vec::new();
    for number in 0..40 {
        let article = board.article_with(&format!("Article {number}"), &text).await;
        board.anyone().reads(&article).await.is(200);
        assert!(board.pages.figures().bytes <= most, "{:?}", board.pages.figures());
        articles.push(article);
    }
    let before = board.pages.figures();
    assert!(before.pages > 0 && before.pages < 40, "{before:?}");
    for article in &articles {
        board.anyone().reads(article).await.is(200);
        assert!(board.pages.figures().bytes <= most, "{:?}", board.pages.figures());
    }
    assert!(board.pages.figures().made > before.made, "some were gone");
    assert!(board.pages.figures().asked_after > before.asked_after, "some were there");
}

#[tokio::test]
async fn a_cache_that_is_turned_off_keeps_nothing() {
    let board = Board::keeping(database().await, rejoinder::app::routes(), (None, Pages::new(0))).await;
    let article = board.article("The alliance").await;
    for _ in 0..2 {
        let page = board.anyone().gets(&article.path).await;
        assert!(page.is(200).header("etag").is_none());
    }
    assert_eq!((board.pages.figures().pages, board.pages.figures().hits), (0, 0));
}

#[tokio::test]
async fn administrators_read_what_the_cache_does_and_nobody_else() {
    let (board, article, ann) = stage().await;
    for _ in 0..3 {
        board.anyone().reads(&article).await.is(200);
    }
    let known = board.anyone().gets(&article.path).await.header("etag").expect("a tag").to_owned();
    let again = asking("").insert_header(("if-none-match", known));
    board.anyone().asks(again, &article.path).await.is(304);
    let boss = board.administrator("boss").await;
    let page = boss.opens("/admin/board").await;
    page.has("nav.sections a[href='/admin/metrics']");
    let page = boss.opens("/admin/metrics").await;
    page.says("80 % from memory").says("of 64.0 MB in use").says("1 page kept").has_no(".note");
    let cells = [
        "at once 4",
        "current 0",
        "made 1",
        "members’ pages 0",
        "had them 1",
        "other processes 0",
        "these notices 0",
    ];
    for words in cells {
        page.says(words);
    }
    let text = boss.gets("/admin/metrics.txt").await;
    assert_eq!(text.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let lines =
        ["rejoinder_cache_hits_total 4\n", "rejoinder_cache_made_total 1\n", "rejoinder_cache_listening 1\n"];
    assert!(lines.iter().all(|line| text.text().contains(line)), "{}", text.text());
    for path in ["/admin/metrics", "/admin/metrics.txt"] {
        ann.gets(path).await.is(404);
        board.moderator(&format!("mo{}", path.len())).await.gets(path).await.is(404);
        board.anyone().gets(path).await.is(303);
    }
    let deaf = Board::open().await;
    deaf.administrator("boss").await.opens("/admin/metrics").await.says("Other processes are not heard");
}
