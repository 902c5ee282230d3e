//! How much a comment may quote, and who settles it.

use crate::support::{Article, Board, Person};

const OWN: &str = "The Islamic Republic is unaligned with any great power, by principle.";

async fn stage() -> (Board, Article, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    board.comment(&board.member("CrabbedOne").await, &article, OWN).await;
    let ann = board.member("ann").await;
    (board, article, ann)
}

async fn settles(board: &Board, field: &str, value: &str) {
    let boss = board.administrator(&format!("boss-{}", field.replace('_', "-"))).await;
    boss.opens("/admin/board").await.fills(field, value).presses("Keep").await.says("The settings are kept.");
}

#[tokio::test]
async fn a_comment_quotes_as_many_passages_as_the_board_allows() {
    let (board, article, ann) = stage().await;
    let quotes = |many: usize| "> #1\n> unaligned with any great power\n\nHm.\n\n".repeat(many);
    let page = ann.replies_to(&article, &quotes(9)).await;
    page.is(422).says("A comment quotes at most 8 passages; this one has 9.");
    assert!(page.words_of("textarea[name=body]").contains("Hm."));
    settles(&board, "quotes_per_comment", "1").await;
    ann.replies_to(&article, &quotes(2)).await.is(422).says("at most one passage; this one has 2.");
    ann.replies_to(&article, &quotes(1)).await.is(200).has("#c2");
}

#[tokio::test]
async fn a_quote_is_as_long_as_the_board_allows() {
    let (board, article, ann) = stage().await;
    let words = |long: usize| "word ".chars().cycle().take(long - 1).chain(['.']).collect::<String>();
    let quote = |long: usize| {
        format!("> a\n\nFirst.\n\n> {}\n\n{}", words(long), format!("Words of my own to {long}. ").repeat(90))
    };
    let page = ann.replies_to(&article, &quote(2_001)).await;
    page.is(422).says("A quote has at most 2,000 characters; quote 2 has 2,001.");
    ann.replies_to(&article, &quote(2_000)).await.is(200).has("#c2");
    let deeper = format!("> {}\n>\n> > {}\n\nOh.", words(1_500), words(601));
    ann.replies_to(&article, &deeper).await.is(422).says("quote 1 has 2,104.");
    settles(&board, "quote_length", "100").await;
    ann.replies_to(&article, &quote(101)).await.is(422).says("at most 100 characters; quote 2 has 101.");
    ann.replies_to(&article, &quote(100)).await.is(200).has("#c3");
}

#[tokio::test]
async fn a_quote_needs_a_word_of_ones_own_unless_the_board_allows_bare_ones() {
    let (board, article, ann) = stage().await;
    for bare in ["> #1\n> unaligned with any great power", "> a quote\n\n> and another", "In *A*: b\n\n> c"] {
        ann.replies_to(&article, bare).await.is(422).says("only quotes. Say something about them");
    }
    ann.replies_to(&article, "> #1\n> unaligned with any great power\n\n👍").await.is(200).has("#c2");
    settles(&board, "bare_quotes", "yes").await;
    ann.replies_to(&article, "> #1\n> unaligned with any great power").await.is(200).has("#c3");
}

#[tokio::test]
async fn quotes_stand_in_each_other_twelve_deep() {
    let (_, article, ann) = stage().await;
    let quote = |deep: usize| format!("{} a\n\nOh.", ">".repeat(deep));
    ann.replies_to(&article, &quote(13)).await.is(422).says("more than 12 deep");
    ann.replies_to(&article, &quote(12)).await.is(200).has("#c2");
}

#[tokio::test]
async fn an_edit_keeps_within_the_limits_too() {
    let (board, article, ann) = stage().await;
    let id = board.comment(&ann, &article, "Hm.").await;
    let edit =
        async |body: &str| ann.opens(format!("/c/{id}/edit")).await.fills("body", body).presses("Save").await;
    edit("> #1\n> unaligned with any great power").await.is(422).says("only quotes");
    edit(&"> a\n\nb\n\n".repeat(9)).await.is(422).says("at most 8 passages");
    edit(&format!("> {}\n\nb", "a".repeat(2_001))).await.is(422).says("at most 2,000 characters");
    edit("> #1\n> unaligned with any great power\n\nHm.").await.is(200).says("Your comment is changed");
}

#[tokio::test]
async fn what_a_setting_may_be_is_said() {
    let board = Board::open().await;
    let boss = board.administrator("boss").await;
    for (field, wrong, right, sentence) in [
        ("quotes_per_comment", ["0", "21", "x"], ["1", "20"], "from 1 to 20"),
        ("quote_length", ["99", "20001", ""], ["100", "20000"], "from 100 to 20,000"),
    ] {
        for value in wrong {
            let page = boss.opens("/admin/board").await.fills(field, value).presses("Keep").await;
            page.is(422).says(sentence).has(&format!("#{field}-fault"));
        }
        for value in right {
            let page = boss.opens("/admin/board").await.fills(field, value).presses("Keep").await;
            assert_eq!(page.attribute(&format!("#{field}"), "value"), value);
        }
    }
}

#[tokio::test]
async fn of_a_long_comment_its_beginning_is_quoted() {
    let (board, article, ann) = stage().await;
    let ben = board.member("ben").await;
    board.comment(&ben, &article, &"This sentence has exactly forty letters. ".repeat(60)).await;
    let page = ann.opens(format!("{}/reply?quote=2", article.path)).await;
    let text = page.words_of("textarea[name=body]");
    assert!(text.ends_with("exactly forty letters. …"), "{text}");
    let page =
        page.fills("body", &format!("{}\n\n{}", text.replacen(" > ", "\n> ", 1), "So long? ".repeat(60)));
    page.presses("Post comment")
        .await
        .is(200)
        .has("#c3 figure.quote[data-fidelity=verbatim][data-source='#2']");
}
