//! Without a script, quotes of several comments and pages gather in one draft: *Keep it and read on* leads back to
//! where one was reading.

use crate::support::{Article, Board, Page, Person};
use actix_web::test::TestRequest;
use scraper::{Html, Selector};

const SAID: [&str; 2] = [
    "The first thing that was said here was about the harbour master's ledger.",
    "The second thing that was said here was about the price of a berth.",
];

async fn stage() -> (Board, Article) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let crab = board.member("CrabbedOne").await;
    for words in SAID {
        board.comment(&crab, &article, words).await;
    }
    (board, article)
}

/// Quotes by the link under it, and keeps that; says where one is then.
async fn keeps(person: &Person, article: &Article, what: &str) -> String {
    let page = person.opens(format!("{}/reply?quote={what}", article.path)).await;
    page.presses("Keep it and read on").await.path
}

/// Where keeping leads somebody who followed the link while this page was open.
async fn way_back(person: &Person, article: &Article, what: &str, from: &str) -> String {
    let request = TestRequest::get().insert_header(("referer", from));
    let answered = person.asks(request, &format!("{}/reply?quote={what}", article.path)).await;
    let text = answered.text();
    let (_, rest) = text.split_once("name=\"back\" value=\"").expect("a way back");
    rest.split('"').next().unwrap_or_default().replace("&#38;", "&")
}

/// The text as the composer has it, line by line.
fn text_of(page: &Page) -> String {
    let html = Html::parse_document(&page.html);
    let field = html.select(&Selector::parse("textarea[name=body]").unwrap()).next().expect("a composer");
    field.text().collect::<String>().trim().to_owned()
}

#[tokio::test]
async fn quotes_gather_in_one_draft_while_one_reads_on() {
    let (board, article) = stage().await;
    let ann = board.member("ann").await;
    assert_eq!(keeps(&ann, &article, "p1").await, format!("{}#p1", article.path));
    assert_eq!(keeps(&ann, &article, "1").await, format!("{}#c1", article.path));
    let page = ann.opens(format!("{}/reply?quote=2", article.path)).await;
    page.has("input[name=reply_to][value='1']");
    let text = format!("{}\n\nThree, and words of my own.", text_of(&page));
    let page = page.fills("body", &text).presses("Post comment").await;
    for source in ["¶1", "#1", "#2"] {
        page.has(&format!("#c3 figure.quote[data-fidelity=verbatim][data-source='{source}']"));
    }
    assert_eq!(text_of(&ann.reads(&article).await), "", "nothing is left of the draft");
}

#[tokio::test]
async fn somebody_who_is_not_signed_in_gathers_quotes_too() {
    let (board, article) = stage().await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let reader = board.anyone();
    keeps(&reader, &article, "1").await;
    assert_eq!(keeps(&reader, &article, "2").await, format!("{}#c2", article.path));
    let kept = text_of(&reader.reads(&article).await);
    assert!(kept.contains("> #1") && kept.contains("> #2"), "{kept}");
    for other in [&ann, &ben, &board.anyone()] {
        assert_eq!(text_of(&other.reads(&article).await), "");
    }
}

#[tokio::test]
async fn keeping_leads_to_the_page_and_the_order_in_which_one_read() {
    let (board, article) = stage().await;
    let ann = board.member("ann").await;
    let path = &article.path;
    for (what, from, back) in [
        (
            "2",
            format!("https://board.example{path}?sort=newest&page=1"),
            format!("{path}?sort=newest&page=1#c2"),
        ),
        ("p1", format!("https://board.example{path}?sort=quoted"), format!("{path}?sort=quoted#p1")),
        ("2", format!("https://board.example{path}/reply"), format!("{path}#c2")),
        ("2", "https://evil.example/".to_owned(), format!("{path}#c2")),
        ("2", "not an address".to_owned(), format!("{path}#c2")),
    ] {
        assert_eq!(way_back(&ann, &article, what, &from).await, back, "{from}");
    }
}

#[tokio::test]
async fn keeping_never_leads_off_the_board_and_loses_nothing() {
    let (board, article) = stage().await;
    let ann = board.member("ann").await;
    let draft = format!("/a/{}/draft", article.id);
    let keeping = |body, back| [("body", body), ("back", back), ("keep", "yes")];
    ann.posts(&draft, &keeping("Half a thought", "https://evil.example/")).await.is(303).leads_to("/");
    ann.posts(&draft, &keeping("Half a thought", "//evil.example/")).await.is(303).leads_to("/");
    assert_eq!(text_of(&ann.reads(&article).await), "Half a thought");

    let long = "word ".repeat(8_001);
    let page = ann.sends(&draft, &keeping(&long, &article.path)).await;
    page.is(422).says("40000 characters are kept; this has 40005");
    assert_eq!(text_of(&page), long.trim());

    ann.sends(&draft, &keeping(" ", &article.path)).await.says("There was nothing to keep.");
    assert_eq!(text_of(&ann.reads(&article).await), "");
    ann.posts("/a/99/draft", &keeping("Half a thought", "/")).await.is(404);
}
