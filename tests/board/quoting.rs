//! A quote with a name on it is true: found by its first line or by itself, and refused where the words do not stand.

use crate::support::{Article, Board, Person};

const OWN: &str = "The Islamic Republic is unaligned with any great power, by principle.";

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (crab, ann) = (board.member("CrabbedOne").await, board.member("ann").await);
    board.comment(&crab, &article, OWN).await;
    (board, article, crab, ann)
}

fn figure(fidelity: &str, source: &str) -> String {
    format!("figure.quote[data-fidelity='{fidelity}'][data-source='{source}']")
}

#[tokio::test]
async fn a_named_quote_is_checked_and_credited() {
    let (_, article, _, ann) = stage().await;
    let page = ann.replies_to(&article, "> #1\n> unaligned with any great power\n\nOn paper.").await;
    page.has(&figure("verbatim", "#1")).says("CrabbedOne, #1").says("✓ verbatim").says("Quoted by #2");
    let page = ann
        .replies_to(&article, "> ¶2\n> it could be argued […] that recognition is the aim\n\nCould it?")
        .await;
    page.has(&figure("shortened", "¶2")).says("From the article, ¶2");
}

#[tokio::test]
async fn a_pasted_quote_finds_its_source_by_itself() {
    let (board, article, crab, ann) = stage().await;
    let page = ann
        .replies_to(&article, "> The main reason was its desire to secure its bases\n\nSo they say.")
        .await;
    page.has(&figure("verbatim", "¶1"));
    let answer = crab.opens(format!("{}/reply?to=2", article.path)).await;
    let page = answer
        .fills("body", "> unaligned with any great power, by principle\n\nAs I said.")
        .presses("Post comment")
        .await;
    page.has(&format!("#c3 {}", figure("verbatim", "#1")));
    let page = ann.replies_to(&article, "> words that stand nowhere on this whole board\n\nHm.").await;
    page.has("#c4 figure.quote[data-fidelity=unattributed]").has_no("#c4 figcaption");
    board.anyone().reads(&article).await.says("Quoted by #3");
}

#[tokio::test]
async fn false_words_under_a_name_are_not_posted() {
    let (board, article, _, ann) = stage().await;
    let page = ann
        .replies_to(
            &article,
            "> #1\n> The Islamic Republic is aligned with every great power, by principle.\n\nAha.",
        )
        .await;
    page.is(422)
        .says("Nothing is posted yet")
        .has("input[name=choice-0][value=source]")
        .has("input[name=choice-0][value=plain]");
    page.has("fieldset del").has("fieldset ins").says("CrabbedOne, #1");
    assert!(page.words_of("textarea[name=body]").contains("aligned with every great power"));
    board.anyone().reads(&article).await.says("1 comment");
}

#[tokio::test]
async fn the_sources_words_can_be_taken_instead() {
    let (_, article, _, ann) = stage().await;
    let page = ann
        .replies_to(&article, "> #1\n> The Islamic Republic is aligned with every great power.\n\nAha.")
        .await;
    let page = page.fills("choice-0", "source").presses("Post comment").await;
    page.is(200).has(&format!("#c2 {}", figure("verbatim", "#1"))).says("Aha.");
    assert!(page.words_of("#c2 blockquote").contains("unaligned with any great power"));
}

#[tokio::test]
async fn or_the_words_stay_without_a_name() {
    let (_, article, _, ann) = stage().await;
    let page = ann.replies_to(&article, "> #1\n> The Republic is aligned with every power.\n\nAha.").await;
    let page = page.fills("choice-0", "plain").presses("Post comment").await;
    page.is(200).has("#c2 figure.quote[data-fidelity=unattributed]").has_no("#c2 figcaption");
    assert_eq!(page.words_of("#c2 blockquote"), "The Republic is aligned with every power.");
}

#[tokio::test]
async fn a_quote_of_what_one_may_not_see_is_a_quote_of_nothing() {
    let (board, article, _, ann) = stage().await;
    let new = board.newcomer("newcomer").await;
    let hidden = board.comment(&new, &article, "A secret that nobody has read so far at all.").await;
    let body = |source: &str| format!("> {source}\n> A secret that nobody has read so far at all.\n\nOh?");
    let held = ann.replies_to(&article, &body(&format!("/c/{hidden}"))).await;
    let none = ann.replies_to(&article, &body("/c/1")).await;
    assert_eq!(held.status, 422);
    let without =
        |page: &str, id: &str| page.replace(id, "ID").split("name=\"key\"").next().unwrap().to_owned();
    assert_eq!(
        without(&held.words(), &hidden.to_string()),
        without(&none.words(), "1").replace("ID", "1").replace("/c/1", "/c/ID"),
        "page"
    );
    let by_itself = ann.replies_to(&article, "> A secret that nobody has read so far at all.\n\nOh?").await;
    by_itself.has("#c2 figure.quote[data-fidelity=unattributed]");
}

#[tokio::test]
async fn words_that_a_comment_only_quotes_are_credited_to_their_writer() {
    let (board, article, _, ann) = stage().await;
    board.comment(&ann, &article, "> #1\n> unaligned with any great power\n\nSays he.").await;
    let ben = board.member("ben").await;
    let page = ben.replies_to(&article, "> #2\n> unaligned with any great power\n\nSays she?").await;
    page.has(&format!("#c3 {}", figure("verbatim", "#1")));
}

#[tokio::test]
async fn links_name_sources_here_and_elsewhere() {
    let (board, article, _, ann) = stage().await;
    let other = board.article("Another thread").await;
    let there = board.comment(&ann, &other, "Airfields have a way of staying.").await;
    let link = format!("http://board.example/c/{there}");
    let page =
        ann.replies_to(&article, &format!("> {link}\n> Airfields have a way of staying.\n\nHere too.")).await;
    page.has(&figure("verbatim", &format!("/c/{there}"))).says("ann in “Another thread”, #1");
    let page = ann.replies_to(&article, "> https://elsewhere.example/page\n> Anything at all.\n\nOh.").await;
    page.has(&figure("outside", "https://elsewhere.example/page")).says("not checked");
}

#[tokio::test]
async fn quote_links_open_the_composer_with_the_words() {
    let (board, article, _, ann) = stage().await;
    board.sql("update settings set bare_quotes = true").await;
    let path = format!("{}/reply?to=1&quote=1&quote=p1", article.path);
    let text = ann.opens(&path).await.words_of("textarea[name=body]");
    assert!(text.starts_with("> #1 > The Islamic Republic is unaligned"), "{text}");
    assert!(text.contains("> ¶1 > The main reason was its desire"), "{text}");
    let page = ann.opens(&path).await;
    page.presses("Post comment").await.has(&figure("verbatim", "#1")).has(&figure("verbatim", "¶1"));
    let hidden = board.newcomer("newcomer").await;
    board.comment(&hidden, &article, "Not yet to be read.").await;
    assert_eq!(
        ann.opens(format!("{}/reply?quote=3", article.path)).await.words_of("textarea[name=body]"),
        ""
    );
}

#[tokio::test]
async fn emphasis_that_the_quoter_added_is_said_to_be_added() {
    let (_, article, _, ann) = stage().await;
    let page = ann.replies_to(&article, "> #1\n> unaligned with **any** great power\n\nAny!").await;
    page.has(&figure("verbatim", "#1")).says("emphasis added");
}

#[tokio::test]
async fn a_comment_quotes_eight_passages_at_most() {
    let (_, article, _, ann) = stage().await;
    let quotes = |many: usize| "> #1\n> unaligned with any great power\n\nHm.\n\n".repeat(many);
    ann.replies_to(&article, &quotes(9)).await.is(422).says("at most 8 passages; this one has 9");
    ann.replies_to(&article, &quotes(8)).await.is(200).has("#c2");
}

#[tokio::test]
async fn whoever_quotes_a_comment_answers_it() {
    let (board, article, _, ann) = stage().await;
    board.sql("update settings set bare_quotes = true").await;
    let page = ann.opens(format!("{}/reply?quote=1", article.path)).await;
    page.presses("Post comment").await.has("#c2 .reply-to").says("in reply to CrabbedOne #1");
}
