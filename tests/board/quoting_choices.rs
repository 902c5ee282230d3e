//! Words that do not stand in the source that they name: nothing is stored before their writer has chosen.

use crate::support::{Article, Board, Person};

const OWN: &str = "The Islamic Republic is unaligned with any great power, by principle.";
const FALSE: &str = "> #1\n> The Islamic Republic is aligned with every great power, by principle.";

async fn stage() -> (Board, Article, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    board.comment(&board.member("CrabbedOne").await, &article, OWN).await;
    let ann = board.member("ann").await;
    (board, article, ann)
}

#[tokio::test]
async fn both_texts_stand_side_by_side_and_the_difference_is_heard_too() {
    let (_, article, ann) = stage().await;
    let page = ann.replies_to(&article, &format!("{FALSE}\n\nAha.")).await;
    page.is(422).says("the words do not stand in CrabbedOne, #1").has("#body-fault[role=alert]");
    assert_eq!(page.words_of(".doubt del"), "(not there: aligned )");
    assert_eq!(page.words_of(".doubt ins"), "(not in your quote: unaligned )");
    assert_eq!(page.count(".doubt input[type=radio]"), 2);
}

#[tokio::test]
async fn each_quote_has_a_choice_of_its_own() {
    let (_, article, ann) = stage().await;
    let body =
        format!("{FALSE}\n\nAha.\n\n> #1\n> Words from nowhere.\n\nOh.\n\n> #1\n> any great power\n\nSo.");
    let page = ann.replies_to(&article, &body).await;
    page.is(422).says("the words of 2 quotes are not in what they name");
    let page = page.fills("choice-0", "source").presses("Post comment").await;
    page.is(422).has("input[name=choice-0][value=source][checked]").has_no("input[name=choice-1][checked]");
    let page = page.fills("choice-1", "plain").presses("Post comment").await;
    page.is(200).has("#c2 figure.quote:nth-of-type(1)[data-fidelity=verbatim]");
    page.has("#c2 figure.quote[data-fidelity=unattributed]").says("Words from nowhere.");
    assert_eq!(page.count("#c2 figure.quote[data-fidelity=verbatim]"), 2);
}

#[tokio::test]
async fn a_choice_is_not_taken_for_another_quote() {
    let (board, article, ann) = stage().await;
    let page = ann.replies_to(&article, &format!("{FALSE}\n\nAha.")).await;
    let other = format!("> #1\n> He is aligned with Moscow.\n\nNew.\n\n{FALSE}\n\nAha.");
    let page = page.fills("choice-0", "plain").fills("body", &other).presses("Post comment").await;
    page.is(422).has("input[name=choice-0]").has("input[name=choice-1]").has_no("input[checked][type=radio]");
    board.anyone().reads(&article).await.says("1 comment");
}

#[tokio::test]
async fn the_preview_asks_as_well_and_keeps_what_was_chosen() {
    let (_, article, ann) = stage().await;
    let page = ann.opens(format!("{}/reply", article.path)).await;
    let page = page.fills("body", &format!("{FALSE}\n\nAha.")).presses("Preview").await;
    page.is(422).has(".doubt").has_no("#preview");
    let page = page.fills("choice-0", "source").presses("Preview").await;
    page.is(200).has("#preview figure.quote[data-fidelity=verbatim]");
}

#[tokio::test]
async fn an_edit_asks_as_well() {
    let (board, article, ann) = stage().await;
    for (choice, fidelity) in [("source", "verbatim"), ("plain", "unattributed")] {
        let id = board.comment(&ann, &article, "Hm.").await;
        let page = ann.opens(format!("/c/{id}/edit")).await;
        let page = page.fills("body", &format!("{FALSE}\n\nAha.")).presses("Save").await;
        page.is(422).has(".doubt del").has(".doubt ins");
        board.anyone().reads(&article).await.does_not_say("Aha.");
        let page = page.fills("choice-0", choice).presses("Save").await;
        page.is(200).has(&format!("figure.quote[data-fidelity={fidelity}]"));
        board.sql(&format!("update comments set state = 'removed' where id = {id}")).await;
    }
}

#[tokio::test]
async fn a_quote_kept_without_a_name_stays_a_quote_however_it_was_typed() {
    let (_, article, ann) = stage().await;
    for (number, body) in [(2, "> #1\nlazy words of mine\n\nAha."), (3, "> #1\n> #1\n> twice named\n\nAha.")]
    {
        let page = ann.replies_to(&article, body).await.fills("choice-0", "plain");
        let page = page.presses("Post comment").await;
        page.is(200).has(&format!("#c{number} figure.quote[data-fidelity=unattributed]"));
    }
}
