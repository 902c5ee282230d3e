//! An article is corrected: by who posted it for a time, by a moderator at any time. Readers see when, and what it said.

use crate::support::{Article, Board, Page, Person};
use rejoinder::comments::render_anew;
use rejoinder::db::ArticleId;

const LINK: &str = "https://paper.example/story";
const TEXT: &str = "The river is two thousand metres wide.\n\nThe ferry still runs.";

/// An article that this person posts.
async fn posts(person: &Person, headline: &str, link: &str) -> Article {
    let fields = [("headline", headline), ("publication", "Span"), ("link", link), ("text", TEXT)];
    let page = person.sends("/articles", &fields).await;
    let id = page.path.split('/').nth(2).and_then(|id| id.parse().ok()).expect("an article");
    Article { id: ArticleId(id), path: page.path }
}

async fn edits(person: &Person, article: &Article) -> Page {
    person.opens(format!("/a/{}/edit", article.id)).await
}

async fn corrects(person: &Person, article: &Article, text: &str) -> Page {
    edits(person, article).await.fills("text", text).presses("Save the correction").await
}

#[tokio::test]
async fn who_posted_an_article_corrects_it_and_readers_see_what_it_said() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let article = posts(&ann, "The bridge", LINK).await;
    board.anyone().reads(&article).await.does_not_say("corrected").has_no(".buttons a[href$='/edit']");
    let page = ann.reads(&article).await;
    page.has(&format!(".buttons a[href='/a/{}/edit']", article.id));
    board.clock.advance(time::Duration::minutes(5));
    let page = edits(&ann, &article).await.fills("headline", "The old bridge").fills("byline", "A. Person");
    let page = page.fills("text", &TEXT.replace("two thousand", "two hundred")).presses("Save").await;
    page.says("The article is corrected")
        .says("two hundred metres")
        .says("The old bridge")
        .says("by A. Person");
    assert!(page.path.ends_with("/the-old-bridge"), "{}", page.path);
    let history = format!("/a/{}/history", article.id);
    page.has(&format!(".source a[href='{history}'] time"));
    board.anyone().gets(&article.path).await.is(301).leads_to(&page.path);
    let history = board.anyone().opens(&history).await;
    history.says("Correction 1").says("First text");
    assert_eq!(history.words_of(".fact:has(ins) ins"), "old");
    assert_eq!(history.count(".fact"), 2);
    assert_eq!(
        (history.words_of(".diff del"), history.words_of(".diff ins")),
        ("thousand".into(), "hundred".into())
    );
    assert_eq!(history.count("section.revision"), 2);
}

#[tokio::test]
async fn nobody_else_corrects_it_but_a_moderator_whom_the_log_names() {
    let board = Board::open().await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let article = posts(&ann, "The bridge", LINK).await;
    let path = format!("/a/{}/edit", article.id);
    let fields = [("headline", "Mine now"), ("text", "Other words."), ("revision", "1")];
    ben.reads(&article).await.has_no(&format!("a[href='{path}']"));
    assert!(ben.gets(&path).await.is(403).text().contains("corrected by who posted it, or by a moderator"));
    ben.posts(&path, &fields).await.is(403);
    board.anyone().reads(&article).await.says("The bridge").does_not_say("corrected");
    board.clock.advance(time::Duration::days(400));
    let mo = board.moderator("mo").await;
    corrects(&mo, &article, "The river is wide.")
        .await
        .says("The article is corrected")
        .says("The river is wide.");
    mo.opens("/moderation/log").await.says("correct article").says("mo");
    let boss = board.administrator("boss").await;
    corrects(&boss, &article, "The river is narrow.").await.says("The river is narrow.");
    boss.gets("/a/1/edit").await.is(404);
    boss.posts("/a/1/edit", &fields).await.is(404);
    board.anyone().gets("/a/1/history").await.is(404);
}

#[tokio::test]
async fn the_time_for_corrections_ends_when_the_board_says_so() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let article = posts(&ann, "The bridge", LINK).await;
    board.clock.advance(time::Duration::hours(24) - time::Duration::minutes(1));
    corrects(&ann, &article, "In time.").await.says("The article is corrected").says("In time.");
    let page = edits(&ann, &article).await.fills("text", "Too late.");
    board.clock.advance(time::Duration::minutes(2));
    let page = page.presses("Save the correction").await;
    page.is(422).says("for 24 hours, and they are over");
    assert_eq!(page.words_of("textarea[name=text]"), "Too late.");
    edits(&ann, &article).await.is(200).says("they are over").has_no("textarea");
    ann.reads(&article).await.says("In time.").has_no(".buttons a[href$='/edit']");
    let boss = board.administrator("boss").await;
    boss.opens("/admin/board").await.fills("edit_hours", "25").presses("Keep").await.says("are kept");
    corrects(&ann, &article, "In time again.").await.says("In time again.");
}

#[tokio::test]
async fn who_may_not_post_an_article_may_not_write_one_anew() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let article = posts(&ann, "The bridge", LINK).await;
    let page = edits(&ann, &article).await.fills("text", "Something else.");
    let boss = board.administrator("boss").await;
    boss.opens("/admin/board").await.fills("article_posters", "trusted").presses("Keep").await;
    page.presses("Save the correction").await.is(422).says("trusted members post articles and correct them");
    board.anyone().reads(&article).await.does_not_say("Something else.");
}

#[tokio::test]
async fn a_correction_passes_the_rules_of_a_new_article_and_nothing_typed_is_lost() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let article = posts(&ann, "The bridge", LINK).await;
    let other = posts(&ann, "The tunnel", "https://paper.example/other").await;
    board.administrator("boss").await.sends("/admin/topics", &[("name", "Water")]).await;
    let (long, longer) = ("x".repeat(301), "x".repeat(201));
    for (field, value, sentence) in [
        ("headline", "", "An article has a headline"),
        ("headline", &long[..], "An article has a headline"),
        ("publication", &longer[..], "at most 120 characters"),
        ("link", "paper.example", "not a web address"),
        ("link", "http://www.paper.example/other/", "being discussed already"),
        ("byline", &longer[..], "at most 200 characters"),
        ("published_on", "12.8.2016", "A date is written as 2016-08-12"),
        ("topic", "nonsense", "There is no such topic"),
        ("text", &">".repeat(40)[..], "deep"),
        ("text", &"x".repeat(60_001)[..], "at most 60,000 characters"),
    ] {
        let page = edits(&ann, &article).await.fills("text", "Words to keep.").fills(field, value);
        let page = page.presses("Save the correction").await;
        page.is(422).says(sentence).has(&format!("[name={field}][aria-invalid=true]"));
        if field != "text" {
            assert_eq!(page.words_of("textarea[name=text]"), "Words to keep.");
        }
    }
    let page = edits(&ann, &article).await.fills("link", "http://paper.example/other").presses("Save").await;
    page.is(422).has(&format!("a[href='{}']", other.path));
    let page = edits(&ann, &article).await.fills("link", "").fills("text", "").presses("Save").await;
    page.is(422).says("Give a link to the article, or some of its text");
    board.anyone().reads(&article).await.does_not_say("corrected");
    // Its own link is no other article's.
    edits(&ann, &article)
        .await
        .fills("text", "Words.")
        .presses("Save")
        .await
        .says("The article is corrected");
}

#[tokio::test]
async fn two_windows_do_not_overwrite_each_other() {
    let board = Board::open().await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    let article = posts(&ann, "The bridge", LINK).await;
    let (one, other) = (edits(&ann, &article).await, edits(&mo, &article).await);
    one.fills("text", "The river is wide.").fills("headline", "A bridge").presses("Save").await.is(200);
    let page = other.fills("text", "Third text.").presses("Save").await;
    page.is(409).says("was corrected meanwhile").says("What was corrected meanwhile");
    assert!(page.words_of(".diff del").contains("two thousand metres"), "{}", page.words_of(".diff del"));
    assert_eq!((page.words_of(".fact del"), page.words_of(".fact ins")), ("The".into(), "A".into()));
    assert_eq!(page.words_of("textarea[name=text]"), "Third text.");
    board.anyone().reads(&article).await.says("The river is wide.");
    page.presses("Save").await.says("Third text.");
    let nonsense = mo.posts(&format!("/a/{}/edit", article.id), &[("headline", "x"), ("text", "y")]).await;
    assert!(nonsense.is(409).text().contains("was corrected meanwhile"));
}

#[tokio::test]
async fn what_stays_as_it_was_is_no_correction() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let article = posts(&ann, "The bridge", LINK).await;
    edits(&ann, &article).await.presses("Save").await.says("Nothing was changed.").does_not_say("corrected");
    board.administrator("boss").await.sends("/admin/topics", &[("name", "Water")]).await;
    let page = edits(&ann, &article).await.fills("topic", "water").presses("Save").await;
    page.says("stands under its new topic").says("Water").has_no(".source time");
    let history = board.anyone().opens(format!("/a/{}/history", article.id)).await;
    history.says("It was never corrected");
    assert_eq!(history.count("section.revision"), 1);
}

#[tokio::test]
async fn a_correction_written_before_signing_in_is_found_again() {
    let board = Board::open().await;
    let (ann, nobody) = board.ann().await;
    let article = posts(&ann, "The bridge", LINK).await;
    let path = format!("/a/{}/edit", article.id);
    nobody.gets(&path).await.is(303);
    let fields = [("headline", "The bridge"), ("text", "Kept words."), ("link", LINK), ("revision", "1")];
    let page = nobody.sends(&path, &fields).await;
    page.says("Your text is kept");
    let page = page.fills("login", "ann").fills("password", crate::support::OLD).presses("Sign in").await;
    page.says("We kept this for you");
    assert_eq!(page.words_of("textarea[name=text]"), "Kept words.");
    corrects(&board.moderator("mo").await, &article, "A moderator was quicker.").await.is(200);
    let page = nobody.opens(&path).await.presses("Save").await;
    page.is(409).says("was corrected meanwhile");
    page.presses("Save").await.says("Kept words.");
    nobody.opens(&path).await.does_not_say("We kept this for you");
}

#[tokio::test]
async fn a_headline_is_never_the_address_of_another_page() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let article = posts(&ann, "History", LINK).await;
    assert!(article.path.ends_with("/history-thread"), "{}", article.path);
    ann.reads(&article).await.says("The ferry still runs");
    let page = edits(&ann, &article).await.fills("headline", "Edit!").presses("Save").await;
    assert!(page.path.ends_with("/edit-thread"), "{}", page.path);
}

#[tokio::test]
async fn a_later_renderer_says_again_what_was_corrected() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let article = posts(&ann, "The bridge", LINK).await;
    board.comment(&ann, &article, "> ¶1\n> The river is two thousand metres wide\n\nIs it?").await;
    let page = corrects(&ann, &article, &TEXT.replace("two thousand", "two hundred")).await;
    let figure = |page: &Page| {
        let (_, rest) = page.html.split_once("<figure").expect("a quote");
        rest.split("</figure>").next().map(str::to_owned)
    };
    assert_eq!(page.words_of("#c1 .since ins"), "hundred");
    board.sql("update comment_revisions set renderer = 0, html = replace(html, ' dir=\"auto\"', '')").await;
    assert_eq!(render_anew(&mut board.db().await).await.unwrap(), 1);
    let again = board.anyone().reads(&article).await;
    again.has("#c1 blockquote[dir=auto]");
    assert_eq!(figure(&again), figure(&page));
}
