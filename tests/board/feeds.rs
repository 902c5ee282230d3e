//! Feeds: what is new, whole, for who reads it elsewhere; what readers may not see is in `quoting_unseen`.

use crate::support::{Article, Board, Person};
use actix_web::test::TestRequest;
use std::io::Read;
use time::Duration;

const WORDS: &str = "The treaty text is public, **and** it was read by few.";

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance & its <treaty>").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    (board, article, ann, ben)
}

fn feed_of(article: &Article) -> String {
    format!("/a/{}/feed.atom", article.id)
}

#[tokio::test]
async fn a_thread_is_read_elsewhere_with_every_word_of_it() {
    let (board, article, ann, ben) = stage().await;
    board.clock.advance(Duration::minutes(5));
    board.comment(&ann, &article, WORDS).await;
    board.clock.advance(Duration::minutes(5));
    let page = ben.opens(format!("{}/reply?to=1", article.path)).await;
    page.fills("body", "> #1\n> it was read by few\n\nBy @ann, for one.")
        .presses("Post comment")
        .await
        .is(200);
    let feed = board.feed(&feed_of(&article)).await;
    assert_eq!(feed.titles(), ["#2 by ben", "#1 by ann", "The alliance & its <treaty>"]);
    assert_eq!(feed.title, "The alliance & its <treaty> · Rejoinder");
    assert_eq!(feed.page, format!("http://board.example{}", article.path));
    let [answer, first, about] = feed.entries.as_slice() else { panic!("{feed:?}") };
    assert_eq!(first.page, format!("http://board.example{}#c1", article.path));
    assert!(first.html.contains("<strong>and</strong>"), "{}", first.html);
    assert_eq!((answer.answers.as_ref(), first.answers.as_ref()), (Some(&first.id), Some(&about.id)));
    assert!(about.answers.is_none() && about.html.contains("secure its bases in the west"), "{}", about.html);
    for said in [
        "In reply to <a href=\"http://board.example/a/",
        "ann #1</a>:",
        "ann, #1",
        "it was read by few",
        "<a href=\"http://board.example/u/ann\"",
    ] {
        assert!(answer.html.contains(said), "{said}: {}", answer.html);
    }
    assert_eq!((&*answer.author, &*first.author, &answer.updated), ("ben", "ann", &answer.published));
    assert!(first.published < answer.published);
}

#[tokio::test]
async fn the_board_a_topic_a_publication_and_a_person_have_feeds_of_their_own() {
    let (board, article, ann, _) = stage().await;
    board
        .sql(
            "insert into topics (name, slug, position) values ('Sea & ships', 'sea', 1), ('Land', 'land', 2)",
        )
        .await;
    board.clock.advance(Duration::minutes(5));
    let fields = [
        ("headline", "The harbour"),
        ("publication", "Span"),
        ("text", "It is *deep*.\n\nAnd wide."),
        ("link", "https://span.example/?a=1&b=2"),
        ("byline", "O. N. \"Quay\""),
    ];
    let path = ann.posts("/articles", &fields).await.location.unwrap();
    board.sql("update articles set topic_id = (select id from topics where slug = 'sea') where headline = 'The harbour'")
        .await;
    board.clock.advance(Duration::minutes(5));
    board.comment(&ann, &article, WORDS).await;
    let all = board.feed("/feed.atom").await;
    assert_eq!(all.titles(), ["The harbour", "The alliance & its <treaty>"], "the last posted first");
    let harbour = all.entry("The harbour");
    assert_eq!((harbour.topic.as_deref(), &*harbour.author), (Some("sea"), "ann"));
    for said in [
        "Span",
        "by O. N. &quot;Quay&quot;",
        "https://span.example/?a=1&amp;b=2",
        "<em>deep</em>",
        "And wide.",
    ] {
        assert!(harbour.html.contains(said), "{said}: {}", harbour.html);
    }
    for path in ["/feed.atom?topic=sea", "/p/span/feed.atom"] {
        let feed = board.feed(path).await;
        assert_eq!(feed.entries, std::slice::from_ref(harbour), "{path}");
        assert_ne!(feed.id, all.id);
    }
    assert!(board.feed("/feed.atom?topic=land").await.entries.is_empty());
    let hers = board.feed("/u/ann/feed.atom").await;
    assert_eq!(hers.titles(), ["#1 in “The alliance & its <treaty>”", "The harbour"]);
    assert_eq!(hers.entries[1], *harbour);
    let there = board.feed(&feed_of(&article)).await;
    assert_eq!(hers.entries[0].id, there.entries[0].id, "a comment has one name, wherever it stands");
    ann.opens(&path).await.has("head link[rel=alternate][type='application/atom+xml'][href^='/a/']");
    for (page, feed) in [
        ("/", "/feed.atom"),
        ("/?topic=sea", "/feed.atom?topic=sea"),
        ("/p/span", "/p/span/feed.atom"),
        ("/u/ann", "/u/ann/feed.atom"),
        (&article.path, &feed_of(&article)),
    ] {
        let page = board.anyone().opens(page).await;
        assert_eq!(page.attribute("head link[rel=alternate]", "href"), feed);
        page.has(&format!("main a[href='{feed}']"));
    }
}

#[tokio::test]
async fn there_is_no_feed_of_what_is_not_there() {
    let (board, ..) = stage().await;
    for path in [
        "/feed.atom?topic=nothing",
        "/p/nothing/feed.atom",
        "/u/nobody/feed.atom",
        "/a/4711/feed.atom",
        "/a/x/feed.atom",
    ] {
        board.anyone().gets(path).await.is(404);
    }
    board
        .sql(
            "update accounts set name = 'anna', name_folded = 'anna' where name = 'ann';
        insert into earlier_names (name_folded, name, account_id, given_up_at)
        select 'ann', 'ann', id, now() from accounts where name = 'anna'",
        )
        .await;
    board.anyone().gets("/u/ann/feed.atom").await.is(301).leads_to("/u/anna/feed.atom");
}

#[tokio::test]
async fn an_entry_is_known_by_its_name_whatever_is_changed_and_never_gets_older() {
    let (board, article, ann, ben) = stage().await;
    board.clock.advance(Duration::minutes(5));
    let id = board.comment(&ann, &article, WORDS).await;
    let before = board.feed(&feed_of(&article)).await;
    let first = before.entry("#1 by ann");
    board.clock.advance(Duration::minutes(5));
    let form = ann.opens(format!("/c/{id}/edit")).await;
    form.fills("body", "The treaty text is secret.").presses("Save").await.is(200);
    let edited = board.feed(&feed_of(&article)).await;
    let other = edited.entry("#1 by ann");
    assert_eq!((&first.id, &first.published, &before.id), (&other.id, &other.published, &edited.id));
    assert!(other.updated > first.updated && other.html.contains("secret"), "{other:?}");
    // Back to its first text, as when a moderator takes an edit back.
    board.sql(&format!("update comments set revision = 1, edited_at = null where id = {id}")).await;
    let again = board.feed(&feed_of(&article)).await;
    assert_eq!(again.entry("#1 by ann").updated, other.updated);
    // What is taken away leaves a feed that is not older.
    board.clock.advance(Duration::minutes(5));
    let last = board.comment(&ben, &article, "The last word.").await;
    let (full, his) = (board.feed(&feed_of(&article)).await, board.feed("/u/ben/feed.atom").await);
    ben.posts(&format!("/c/{last}/deletion"), &[]).await.is(303);
    let (gone, hers) = (board.feed(&feed_of(&article)).await, board.feed("/u/ben/feed.atom").await);
    assert_eq!((gone.entries.len(), hers.entries.len()), (full.entries.len() - 1, 0));
    assert!(gone.updated >= full.updated && hers.updated >= his.updated);
    let all = board.feed("/feed.atom").await;
    board.sql(&format!("update articles set state = 'removed' where id = {}", article.id)).await;
    assert!(board.feed("/feed.atom").await.updated >= all.updated);
}

#[tokio::test]
async fn a_feed_has_fifty_entries_at_most() {
    let (board, article, ann, _) = stage().await;
    board.comment(&ann, &article, "The first word.").await;
    board.sql("insert into comments (article_id, number, author_id, state, revision, body_html, posted_at, published_at, key)
        select article_id, n, author_id, state, revision, '<p>word ' || n || '</p>', posted_at + n * interval '1 second',
               published_at + n * interval '1 second', gen_random_uuid()
          from comments, generate_series(2, 60) n; update articles set last_number = 60").await;
    let feed = board.feed(&feed_of(&article)).await;
    assert_eq!(feed.entries.len(), 51, "and the article");
    assert_eq!((feed.titles()[0], feed.titles()[49]), ("#60 by ann", "#11 by ann"));
    assert!(feed.entry("#60 by ann").page.ends_with("?page=2#c60"));
    assert_eq!(board.feed("/u/ann/feed.atom").await.entries.len(), 50);
}

#[tokio::test]
async fn whoever_has_a_feed_already_is_told_so_until_it_changes() {
    let (board, article, ann, _) = stage().await;
    for word in 0..30 {
        board.clock.advance(Duration::minutes(5));
        board.comment(&ann, &article, &format!("{WORDS} So it is for the time of {word}.")).await;
    }
    let asking = |accepted: &'static str| TestRequest::get().insert_header(("accept-encoding", accepted));
    let mut tags = Vec::new();
    let plain = board.anyone().gets(&feed_of(&article)).await.text();
    for accepted in ["identity", "gzip", "gzip, br"] {
        let full = board.anyone().asks(asking(accepted), &feed_of(&article)).await;
        let mut text = String::new();
        match full.header("content-encoding") {
            Some("gzip") => flate2::read::GzDecoder::new(&*full.raw.body).read_to_string(&mut text),
            Some("br") => brotli::Decompressor::new(&*full.raw.body, 4096).read_to_string(&mut text),
            _ => (&mut &*full.raw.body).read_to_string(&mut text),
        }
        .unwrap();
        assert_eq!((text == plain, full.header("vary")), (true, Some("accept-encoding")));
        assert_eq!(full.header("content-encoding").is_some(), accepted != "identity");
        let tag = full.header("etag").unwrap().to_owned();
        assert!(tag.starts_with('"'), "a strong one");
        for known in [tag.clone(), format!("\"x\", {tag}"), "*".to_owned()] {
            let again = asking(accepted).insert_header(("if-none-match", known));
            let again = board.anyone().asks(again, &feed_of(&article)).await;
            assert!(again.is(304).raw.body.is_empty());
            assert_eq!((again.header("etag"), again.header("content-encoding")), (Some(&*tag), None));
        }
        tags.push(tag);
    }
    tags.dedup();
    assert_eq!(tags.len(), 3, "each coding has a tag of its own");
    ann.posts("/c/1/recommendation", &[]).await;
    board.comment(&ann, &article, "Something new.").await;
    let again = asking("identity").insert_header(("if-none-match", tags[0].clone()));
    board.anyone().asks(again, &feed_of(&article)).await.is(200);
    let dated = TestRequest::get().insert_header(("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"));
    board.anyone().asks(dated, &feed_of(&article)).await.is(200);
}

#[tokio::test]
async fn whatever_is_said_a_feed_can_be_read() {
    let (board, article, ann, _) = stage().await;
    let nasty = "]]> <![CDATA[ &amp; &#0; &lt;script> </content> \u{2028} \u{fdd0} 𝄞 \"'";
    board.comment(&ann, &article, nasty).await;
    board
        .sql("update articles set headline = E'A \\x01\\x1f\\x0b]]> & \\uFFFE <b>', byline = E'\\x07bell'")
        .await;
    board.sql("update comments set body_html = body_html || E'<p>\\x02\\uFFFF</p>'").await;
    let feed = board.feed(&feed_of(&article)).await;
    assert_eq!(feed.titles(), ["#1 by ann", "A ]]> &  <b>"]);
    let html = &feed.entries[0].html;
    assert!(
        html.contains("]]&gt; &lt;![CDATA[") && html.contains('𝄞') && html.ends_with("<p></p>"),
        "{html}"
    );
    board.feed("/feed.atom").await;
    board.feed("/u/ann/feed.atom").await;
}

#[tokio::test]
async fn words_that_were_taken_out_of_a_quote_are_in_no_feed() {
    let (board, article, ann, ben) = stage().await;
    let mo = board.moderator("mo").await;
    let id = board.comment(&ann, &article, "The harbour was leased for forty-nine years.").await;
    board.comment(&ben, &article, "> #1\n> leased for forty-nine years\n\nSo long?").await;
    let read = async || board.anyone().gets(&feed_of(&article)).await.text();
    assert_eq!(read().await.matches("forty-nine").count(), 2);
    ben.posts(&format!("/c/{id}/flag"), &[("reason", "private"), ("note", "")]).await.is(303);
    mo.opens("/queue").await.fills("quotes", "blank").presses("6").await.says("Removed");
    let told = read().await;
    assert!(!told.contains("forty-nine") && told.contains("[the quoted words were removed]"), "{told}");
    assert!(told.contains("So long?"));
    assert!(!board.anyone().gets("/u/ben/feed.atom").await.text().contains("forty-nine"));
}
