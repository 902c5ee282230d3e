//! A quote without a name finds its source by itself, and one with a name is checked down to its deepest words.

use crate::support::{Article, Board, Page, Person};
use rejoinder::quotes::fingerprint_older;

const OWN: &str = "The Islamic Republic is unaligned with any great power, by principle.";

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (crab, ann) = (board.member("CrabbedOne").await, board.member("ann").await);
    board.comment(&crab, &article, OWN).await;
    (board, article, crab, ann)
}

fn figure(number: i32, fidelity: &str, source: &str) -> String {
    format!("#c{number} figure.quote[data-fidelity='{fidelity}'][data-source='{source}']")
}

async fn answers(who: &Person, article: &Article, to: i32, body: &str) -> Page {
    let page = who.opens(format!("{}/reply?to={to}", article.path)).await;
    page.fills("body", body).presses("Post comment").await
}

#[tokio::test]
async fn first_the_comment_that_is_answered_then_the_article_then_the_newest() {
    let (board, article, crab, ann) = stage().await;
    let words = "It could be argued in general that recognition is the aim.";
    board.comment(&crab, &article, words).await;
    board.comment(&ann, &article, &format!("Well. {words}")).await;
    board.comment(&crab, &article, &format!("Once more: {OWN}")).await;
    let body = "> be argued in general that recognition is the aim\n\nCould it?";
    answers(&ann, &article, 2, body).await.has(&figure(5, "verbatim", "#2"));
    answers(&ann, &article, 1, body).await.has(&figure(6, "verbatim", "¶2"));
    let body = "> unaligned with any great power\n\nSays who?";
    answers(&ann, &article, 2, body).await.has(&figure(7, "verbatim", "#4"));
    answers(&ann, &article, 1, body).await.has(&figure(8, "verbatim", "#1"));
}

#[tokio::test]
async fn words_in_a_row_win_over_pieces() {
    let (board, article, crab, ann) = stage().await;
    board.comment(&crab, &article, "The treaty was … never signed by anybody.").await;
    board.comment(&crab, &article, "The treaty was, they say, never signed by anybody.").await;
    let body = "> The treaty was … never signed by anybody\n\nOh.";
    answers(&ann, &article, 3, body).await.has(&figure(4, "verbatim", "#2"));
    let body = "> The treaty was, […] never signed by anybody\n\nOh.";
    answers(&ann, &article, 1, body).await.has(&figure(5, "shortened", "#3"));
}

#[tokio::test]
async fn a_quote_may_run_on_from_one_paragraph_into_the_next() {
    let (_, article, _, ann) = stage().await;
    let words = "> secure its bases in the west.\n>\n> Thus it could be argued";
    let page = ann.replies_to(&article, &format!("{words}\n\nHm.")).await;
    page.has(&figure(2, "verbatim", "¶1")).says("From the article, ¶1 ff.");
    let page = ann.replies_to(&article, &format!("> ¶1\n{words}\n\nHm.")).await;
    page.has(&figure(3, "verbatim", "¶1")).says("From the article, ¶1 ff.");
    ann.replies_to(&article, &format!("> ¶2\n{words}\n\nHm.")).await.is(422);
}

#[tokio::test]
async fn a_short_passage_is_not_looked_for_in_any_script() {
    let (board, article, crab, ann) = stage().await;
    board.comment(&crab, &article, "这个条约不存在，没有问题。هذا كتاب لا يقرأه أحد").await;
    for (body, source) in [
        ("> with any great\n\nOh.", None),
        ("> with any great power\n\nOh.", Some("#1")),
        ("> 没有问题\n\nOh.", None),
        ("> 这个条约不存在，没有问题\n\nOh.", Some("#2")),
        ("> هذا كتاب لا يقرأه\n\nOh.", Some("#2")),
        ("> هذا كتاب لا\n\nOh.", None),
    ] {
        let page = ann.replies_to(&article, body).await;
        let last = page.count("article.comment");
        let quote = format!("article.comment:nth-of-type({last}) figure.quote");
        let quote = if page.count(&quote) == 1 { quote } else { format!("#c{last} figure.quote") };
        match source {
            Some(source) => assert_eq!(page.attribute(&quote, "data-source"), source, "{body}"),
            None => assert_eq!(page.attribute(&quote, "data-fidelity"), "unattributed", "{body}"),
        }
    }
}

#[tokio::test]
async fn the_innermost_source_is_credited_however_long_the_way() {
    let (board, article, crab, ann) = stage().await;
    let ben = board.member("ben").await;
    let quote = "> unaligned with any great power";
    board.comment(&ann, &article, &format!("> #1\n{quote}\n\nSays he.")).await;
    board.comment(&ben, &article, "> #2\n> Says he.\n\nSays she.").await;
    let page = crab.replies_to(&article, &format!("> #3\n{quote}\n\nDo I?")).await;
    page.has(&figure(4, "verbatim", "#1"));
    let page = ben.replies_to(&article, &format!("{quote}\n\nStill.")).await;
    page.has(&figure(5, "verbatim", "#1"));
}

#[tokio::test]
async fn nobody_is_said_to_quote_what_they_did_not() {
    let (board, article, _, ann) = stage().await;
    board.comment(&ann, &article, "> #1\n> unaligned with any great power\n\nSays he, on paper.").await;
    let ben = board.member("ben").await;
    let quoting = |deeper: &str| format!("> #2\n> > {deeper}\n>\n> Says he, on paper.\n\nHm.");
    let page = ben.replies_to(&article, &quoting("aligned with every great power")).await;
    page.is(422).says("the words do not stand in ann, #2");
    page.fills("choice-0", "plain").presses("Post comment").await.has("#c3 [data-fidelity=unattributed]");
    let page = ben.replies_to(&article, &quoting("#1\n> > unaligned with any great power")).await;
    page.is(200).has(&figure(4, "verbatim", "#2"));
    let page = ben.replies_to(&article, &quoting("Says he, on paper.").replace("#2\n> ", "")).await;
    page.is(200).has("#c5 [data-fidelity]");
}

#[tokio::test]
async fn a_comment_is_no_source_of_its_own_new_text() {
    let (board, article, _, ann) = stage().await;
    let id = board.comment(&ann, &article, "Words of mine that I said before.").await;
    let edit =
        async |body: &str| ann.opens(format!("/c/{id}/edit")).await.fills("body", body).presses("Save").await;
    let page = edit("> Words of mine that I said before.\n\nDid I?").await;
    page.is(200).has("#c2 figure.quote[data-fidelity=unattributed]");
    for name in ["#2".to_owned(), format!("/c/{id}")] {
        let page = edit(&format!("> {name}\n> Did I?\n\nI did.")).await;
        page.is(422).says("what this quote names is not there");
    }
    edit("> unaligned with any great power\n\nI did.").await.has(&figure(2, "verbatim", "#1"));
}

#[tokio::test]
async fn what_was_saved_before_there_were_fingerprints_gets_them() {
    let (board, article, _, ann) = stage().await;
    board.sql("update comment_revisions set fingerprints = null").await;
    let body = "> unaligned with any great power\n\nOn paper.";
    ann.replies_to(&article, body).await.has("#c2 figure.quote[data-fidelity=unattributed]");
    let db = board.db().await;
    assert_eq!((fingerprint_older(&db).await.unwrap(), fingerprint_older(&db).await.unwrap()), (1, 0));
    ann.replies_to(&article, body).await.has(&figure(3, "verbatim", "#1"));
}

#[tokio::test]
async fn words_are_found_by_an_index() {
    let board = Board::with_example().await;
    board.sql("analyze; set enable_seqscan = off").await;
    board.sql("set enable_seqscan = off; do $$ declare plan text := ''; line text; begin
        for line in execute 'explain select comment_id from comment_revisions where fingerprints @> ''{1,2,-3}'' offset 0' loop
            plan := plan || line;
        end loop;
        assert plan like '%comment_revisions_fingerprints%', plan;
    end $$").await;
}
