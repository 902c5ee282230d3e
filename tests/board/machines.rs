//! What a page says to machines that read it: what it is about, under which address it is found, and what it holds, as
//! data; and the map of the board.

use crate::support::{Article, Board, Page};
use actix_web::test::TestRequest;
use rejoinder::accounts::suspend_until;
use roxmltree::Document;
use scraper::{Html, Selector};
use serde_json::Value;
use time::Duration;

const HERE: &str = "http://board.example";

async fn stage() -> (Board, Article) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    (board, article)
}

/// The block of data in a page, read as a browser finds it.
fn data(page: &Page) -> Value {
    let html = Html::parse_document(&page.html);
    let block = Selector::parse("head script[type='application/ld+json']").unwrap();
    let mut found = html.select(&block).map(|block| block.text().collect::<String>());
    let only = found.next().unwrap_or_else(|| panic!("no data on {}", page.path));
    assert!(found.next().is_none());
    serde_json::from_str(&only).unwrap_or_else(|error| panic!("{error}: {only}"))
}

/// The thread as data with the comments of this page, which its head leads to.
async fn discussion(board: &Board, page: &Page) -> Value {
    let path = page.attribute("head link[type='application/ld+json']", "href");
    let answered = board.anyone().gets(&path).await;
    assert_eq!(answered.is(200).header("content-type"), Some("application/ld+json"));
    serde_json::from_str(&answered.text()).unwrap()
}

fn property(page: &Page, name: &str) -> String {
    page.attribute(&format!("head meta[property='{name}']"), "content")
}

fn canonical(page: &Page) -> String {
    page.attribute("head link[rel=canonical]", "href")
}

/// A thread of so many comments.
async fn long(board: &Board, article: &Article, comments: i32) {
    let ann = board.member("ann").await;
    board.comment(&ann, article, "The first word.").await;
    board
        .sql(&format!(
            "insert into comments (article_id, number, author_id, state, revision, body_html, posted_at, key)
        select article_id, n, author_id, state, revision, body_html, posted_at, gen_random_uuid()
          from comments, generate_series(2, {comments}) n;
        update articles set last_number = {comments}, comments = {comments} where id = {}",
            article.id
        ))
        .await;
}

#[tokio::test]
async fn a_thread_says_what_it_is_about_and_where_it_is() {
    let (board, article) = stage().await;
    let page = board.anyone().reads(&article).await;
    let about = "The main reason was its desire to secure its bases in the west.";
    assert_eq!(page.attribute("head meta[name=description]", "content"), about);
    assert_eq!(canonical(&page), format!("{HERE}{}", article.path));
    for (name, said) in [
        ("og:title", "The alliance"),
        ("og:description", about),
        ("og:type", "article"),
        ("og:url", &canonical(&page)),
        ("og:site_name", "Rejoinder"),
    ] {
        assert_eq!(property(&page, name), said);
    }
    assert!(property(&page, "article:published_time").ends_with('Z'));
    page.has_no("head meta[name=robots]").has_no("head meta[property='og:image']");
    let member = board.member("ann").await.reads(&article).await;
    member.has("head link[rel=canonical]").has("head link[rel=alternate]");
    member.has_no("head meta[property]").has_no("script[type='application/ld+json']");
}

#[tokio::test]
async fn each_page_of_a_thread_has_one_address_and_other_orders_lead_there() {
    let (board, article) = stage().await;
    long(&board, &article, 120).await;
    let at = async |query: &str| board.anyone().opens(format!("{}{query}", article.path)).await;
    let own = |query: &str| format!("{HERE}{}{query}", article.path);
    let (first, second, last) = (at("?page=1").await, at("?page=2").await, at("?page=3").await);
    let neighbour = |page: &Page, rel: &str| page.attribute(&format!("head link[rel={rel}]"), "href");
    assert_eq!((canonical(&first), neighbour(&first, "next")), (own(""), own("?page=2")));
    assert_eq!((canonical(&second), neighbour(&second, "prev")), (own("?page=2"), own("")));
    assert_eq!(neighbour(&second, "next"), own("?page=3"));
    assert_eq!((canonical(&last), neighbour(&last, "prev")), (own("?page=3"), own("?page=2")));
    first.has_no("head link[rel=prev]").has_no("head meta[name=robots]");
    last.has_no("head link[rel=next]").has_no("head meta[name=robots]");
    assert_eq!(second.words_of("title"), "The alliance, page 2 · Rejoinder");
    let description = second.attribute("head meta[name=description]", "content");
    assert_eq!(description, "Page 2 of the comments on “The alliance”, from Al-Monitor.");
    for other in ["?sort=newest", "?sort=newest&page=2", "?sort=quoted", "?passage=p1.nothing"] {
        let page = at(other).await;
        assert_eq!(canonical(&page), own(""), "{other}");
        page.has("head meta[name=robots][content=noindex]").has_no("script[type='application/ld+json']");
        page.has_no("head link[rel=next]");
    }
}

#[tokio::test]
async fn a_thread_is_data_with_the_comments_of_its_page() {
    let (board, article) = stage().await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let id = board.comment(&ann, &article, "The treaty text is **public**.").await;
    board.comment(&ben, &article, "> #1\n> is public\n\nSo it is.").await;
    let gone = board.comment(&ben, &article, "A slip.").await;
    ben.posts(&format!("/c/{gone}/deletion"), &[]).await.is(303);
    ben.posts(&format!("/c/{id}/recommendation"), &[]).await.is(303);
    let page = board.anyone().reads(&article).await;
    let said = discussion(&board, &page).await;
    for said in [&said, &data(&page)] {
        assert_eq!((&said["@context"], &said["commentCount"]), (&"https://schema.org".into(), &2.into()));
        assert_eq!(
            (&said["@type"], &said["headline"]),
            (&"DiscussionForumPosting".into(), &"The alliance".into())
        );
        assert_eq!(said["url"], format!("{HERE}{}", article.path));
        assert!(said["text"].as_str().unwrap().starts_with("The main reason was its desire"));
    }
    assert!(said["text"].as_str().unwrap().ends_with("recognition is the aim."));
    assert_eq!(said["interactionStatistic"]["userInteractionCount"], 2);
    let [first, second] = said["comment"].as_array().unwrap().as_slice() else { panic!("{said}") };
    assert_eq!((&first["@type"], &first["text"]), (&"Comment".into(), &"The treaty text is public.".into()));
    assert_eq!(first["author"]["url"], format!("{HERE}/u/ann"));
    assert_eq!(first["url"], format!("{HERE}{}#c1", article.path));
    assert_eq!(first["interactionStatistic"]["userInteractionCount"], 1);
    assert_eq!(second["text"], "So it is.", "what is quoted is said by another");
    assert!(second["datePublished"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn nothing_that_is_said_breaks_out_of_the_data() {
    let (board, article) = stage().await;
    let ann = board.member("ann").await;
    let nasty = [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "\\u003c/script> &lt;/script&gt;",
        "\u{2028} \"}]",
    ];
    for text in nasty {
        board.clock.advance(Duration::minutes(5));
        board.comment(&ann, &article, text).await;
    }
    board.sql("update articles set headline = '</script><b id=out>x</b><!--', byline = '</SCRIPT >'").await;
    board.sql("update accounts set tagline = '</script><b id=out>', about = '--></script><b id=out>x' where name = 'ann'")
        .await;
    let page = board.anyone().reads(&article).await;
    let said = discussion(&board, &page).await;
    assert_eq!(data(&page)["headline"], "</script><b id=out>x</b><!--");
    assert_eq!(said["comment"].as_array().unwrap().len(), nasty.len());
    assert_eq!(said["comment"][0]["text"], nasty[0]);
    page.has_no("#out").has("main h1");
    let person = board.anyone().opens("/u/ann").await;
    assert_eq!(data(&person)["mainEntity"]["description"], "--></script><b id=out>x");
    person.has_no("#out").has("main h1");
    let csp = board.anyone().gets(&article.path).await;
    assert!(csp.header("content-security-policy").unwrap().contains("script-src 'self';"), "no word of data");
}

#[tokio::test]
async fn data_change_with_the_page() {
    let (board, article) = stage().await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, "The treaty text is public.").await;
    let comments =
        async || discussion(&board, &board.anyone().reads(&article).await).await["comment"].clone();
    assert_eq!(comments().await[0]["text"], "The treaty text is public.");
    ann.opens(format!("/c/{id}/edit")).await.fills("body", "It is secret.").presses("Save").await.is(200);
    assert_eq!(comments().await[0]["text"], "It is secret.");
    board.sql(&format!("update comments set state = 'hidden' where id = {id}")).await;
    assert_eq!(comments().await, Value::Array(vec![]));
}

#[tokio::test]
async fn the_data_of_a_page_are_its_own_and_are_sent_once() {
    let (board, article) = stage().await;
    long(&board, &article, 120).await;
    let visitor = board.anyone();
    let count = async |query: &str| {
        let said = discussion(&board, &visitor.opens(format!("{}{query}", article.path)).await).await;
        (said["comment"].as_array().unwrap().len(), said["comment"][0]["url"].as_str().unwrap().to_owned())
    };
    let at = |number: i32| format!("{HERE}{}?page={}#c{number}", article.path, number / 50 + 1);
    assert_eq!(count("").await, (50, format!("{HERE}{}#c1", article.path)));
    assert_eq!(count("?page=3").await, (20, at(101)));
    let path = format!("/a/{}/discussion.json", article.id);
    let first = visitor.gets(&path).await;
    let tag = first.is(200).header("etag").expect("a tag").to_owned();
    let again = visitor.asks(TestRequest::get().insert_header(("if-none-match", tag)), &path).await;
    assert!(again.is(304).text().is_empty());
    for nothing in ["?page=4", "?page=0", "?page=x", "?page=99999999999"] {
        visitor.gets(&format!("{path}{nothing}")).await.is(404);
    }
}

#[tokio::test]
async fn what_readers_do_not_see_is_in_no_data() {
    let (board, article) = stage().await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    board.clock.advance(Duration::minutes(5));
    board.newcomer("new").await.replies_to(&article, "It waits.").await.says("waiting for a moderator");
    board.comment(&ann, &article, "It is there.").await;
    let path = format!("/a/{}/discussion.json", article.id);
    for who in [&board.anyone(), &ann, &mo] {
        let said: Value = serde_json::from_str(&who.gets(&path).await.is(200).text()).unwrap();
        let comments = said["comment"].as_array().unwrap();
        assert!(comments.len() == 1 && comments[0]["text"] == "It is there.", "{said}");
    }
    board.sql(&format!("update articles set state = 'held' where id = {}", article.id)).await;
    for who in [&board.anyone(), &ann, &mo] {
        who.gets(&path).await.is(404);
    }
    board.anyone().gets("/a/999999/discussion.json").await.is(404);
}

#[tokio::test]
async fn lists_have_one_address_each_and_other_orders_lead_there() {
    let (board, article) = stage().await;
    board
        .sql("insert into topics (name, slug, position) values ('Sea', 'sea', 1), ('Land', 'land', 2)")
        .await;
    board.sql("update articles set topic_id = (select id from topics where slug = 'sea')").await;
    for (path, address, is_found) in [
        ("/", "/", true),
        ("/?topic=sea", "/?topic=sea", true),
        ("/p/al-monitor", "/p/al-monitor", true),
        ("/?sort=new", "/", false),
        ("/?topic=sea&sort=discussed", "/?topic=sea", false),
        ("/p/al-monitor?sort=new", "/p/al-monitor", false),
        ("/?publication=al-monitor", "/p/al-monitor", false),
        ("/p/al-monitor?topic=sea", "/p/al-monitor", false),
        ("/?topic=land", "/", false),
        ("/?topic=nothing", "/", false),
        ("/?page=9", "/", false),
    ] {
        let page = board.anyone().opens(path).await;
        assert_eq!(canonical(&page), format!("{HERE}{address}"), "{path}");
        assert_eq!(page.count("head meta[name=robots][content=noindex]") == 0, is_found, "{path}");
    }
    board.sql("insert into articles (publication_id, headline, slug, byline, lead, revision, posted_by, posted_at, key, state,
            last_number, comments, active_at, version)
        select publication_id, headline || n, slug, byline, lead, revision, posted_by, posted_at, gen_random_uuid(), state,
               0, 0, active_at, 1 from articles, generate_series(1, 35) n").await;
    let second = board.anyone().opens("/?page=2").await;
    assert_eq!(canonical(&second), format!("{HERE}/?page=2"));
    assert_eq!(second.attribute("head link[rel=prev]", "href"), format!("{HERE}/"));
    second.has_no("head meta[name=robots]");
    assert!(!article.path.is_empty());
}

#[tokio::test]
async fn a_person_is_found_who_wrote_something_and_is_not_suspended() {
    let (board, article) = stage().await;
    let (ann, new) = (board.member("Ann.é").await, board.member("silent").await);
    board.comment(&ann, &article, "The treaty text is public.").await;
    let page = board.anyone().opens("/u/Ann.%C3%A9").await;
    assert_eq!(canonical(&page), format!("{HERE}/u/Ann.%C3%A9"));
    assert_eq!(property(&page, "og:type"), "profile");
    assert_eq!(
        (&data(&page)["@type"], &data(&page)["mainEntity"]["name"]),
        (&"ProfilePage".into(), &"Ann.é".into())
    );
    page.has_no("head meta[name=robots]");
    ann.opens("/u/Ann.%C3%A9").await.has_no("script[type='application/ld+json']");
    let older = board.anyone().opens("/u/Ann.%C3%A9?before=99999").await;
    older.has("head meta[name=robots]").has_no("script[type='application/ld+json']");
    board.anyone().opens(format!("/u/{}", new.member().name)).await.has("head meta[name=robots]");
    let until = board.clock.now() + Duration::days(1);
    let db = board.db().await;
    suspend_until(&db, ann.member().id, "a reason", Some(until), board.clock.now()).await.unwrap();
    let page = board.anyone().opens("/u/Ann.%C3%A9").await;
    page.has("head meta[name=robots]").has_no("script[type='application/ld+json']");
    board.clock.advance(Duration::days(2));
    board.anyone().opens("/u/Ann.%C3%A9").await.has_no("head meta[name=robots]");
}

#[tokio::test]
async fn what_is_nobodys_to_index_says_so() {
    let (board, article) = stage().await;
    let mo = board.moderator("mo").await;
    let id = board.comment(&mo, &article, "The treaty text is public.").await;
    for path in [
        format!("{}/reply", article.path),
        format!("/a/{}/history", article.id),
        format!("/c/{id}/conversation"),
        format!("/c/{id}/quoters"),
        format!("/c/{id}/history"),
        "/sign-in".to_owned(),
        "/join".to_owned(),
        "/password/forgotten".to_owned(),
        "/nothing-at-all".to_owned(),
    ] {
        let page = board.anyone().opens(&path).await;
        assert_eq!(page.count("head meta[name=robots][content=noindex]"), 1, "{path}");
        page.has_no("head link[rel=canonical]").has_no("head meta[property]");
    }
    for path in ["/queue", "/settings/profile", "/inbox", "/moderation/log"] {
        mo.opens(path).await.is(200).has("head meta[name=robots][content=noindex]");
    }
}

/// The addresses in a map, and what stands beside them.
async fn map(board: &Board, path: &str) -> Vec<(String, Option<String>)> {
    let answered = board.anyone().gets(path).await;
    answered.is(200);
    assert_eq!(answered.header("content-type"), Some("application/xml; charset=utf-8"));
    let text = answered.text();
    let document = Document::parse(&text).unwrap();
    let lines = document.root_element().children().filter(roxmltree::Node::is_element);
    let of = |node: roxmltree::Node<'_, '_>, name: &str| {
        let found = node.children().find(|child| child.tag_name().name() == name);
        found.and_then(|child| child.text()).map(str::to_owned)
    };
    lines.map(|line| (of(line, "loc").unwrap(), of(line, "lastmod"))).collect()
}

#[tokio::test]
async fn the_map_of_the_board_has_what_readers_see_and_nothing_else() {
    let (board, article) = stage().await;
    let (hidden, far) = (board.article("A hidden one").await, board.article("A far one").await);
    let id = far.id.0 + 60_000;
    board.sql(&format!("insert into topics (name, slug, position) values ('Sea & ships', 'sea', 1);
        update articles set state = 'held' where id = {};
        insert into articles select (a).* from (select jsonb_populate_record(articles, jsonb_build_object('id', {id}, 'key',
            gen_random_uuid())) as a from articles where id = {}) copied", hidden.id, far.id)).await;
    let robots = board.anyone().gets("/robots.txt").await.is(200).text();
    assert!(robots.starts_with("User-agent: *\nDisallow: /admin/\n"), "{robots}");
    assert!(robots.ends_with(&format!("\nSitemap: {HERE}/sitemap.xml\n")), "{robots}");
    for path in ["/settings/", "/queue", "/moderation/", "/sign-in", "/preview"] {
        assert!(robots.contains(&format!("Disallow: {path}\n")), "{path}");
    }
    let parts: Vec<String> = map(&board, "/sitemap.xml").await.into_iter().map(|line| line.0).collect();
    assert!(parts.iter().all(|part| part.starts_with(&format!("{HERE}/sitemap/"))), "{parts:?}");
    assert!(parts.len() >= 4 && parts.len() < 6, "one or two ranges of ids: {parts:?}");
    let mut pages = Vec::new();
    for part in &parts {
        pages.extend(map(&board, part.strip_prefix(HERE).unwrap()).await);
    }
    let addresses: Vec<&str> = pages.iter().map(|line| line.0.as_str()).collect();
    for path in ["/", "/?topic=sea", "/p/al-monitor", &article.path, &far.path, &format!("/a/{id}/a-far-one")]
    {
        assert!(addresses.contains(&&*format!("{HERE}{path}")), "{path}: {addresses:?}");
    }
    assert!(!addresses.iter().any(|address| address.contains("hidden")), "{addresses:?}");
    assert!(pages.iter().filter(|page| page.0.contains("/a/")).all(|page| page.1.is_some()));
    board.anyone().gets("/sitemap/threads-19.xml").await.is(404);
    board.anyone().gets("/sitemap/people-0.xml").await.is(404);
    board.anyone().gets("/sitemap/threads-99999999999999999999.xml").await.is(404);
}
