//! The example discussion, as a reader meets it.

use crate::support::Board;

#[tokio::test]
async fn crabbed_ones_comment_carries_its_citation_and_three_true_quotes() {
    let board = Board::with_example().await;
    let nobody = board.anyone();
    let front = nobody.opens("/?sort=discussed").await;
    assert_eq!(front.count(".row"), 12);
    let thread = front.attribute(".row a[href*='the-russian-iranian-alliance']", "href");
    let page = nobody.opens(thread).await;
    assert_eq!(page.words_of("#c1 .name"), "CrabbedOne");
    assert_eq!(page.words_of("#c1 .tag"), "Walking sideways snippily");
    assert_eq!(page.words_of("#c1 .cite"), "In Al Monitor The Russian-Iranian alliance that wasn't");
    for (ordinal, begins) in [
        (1, "The main reason for Russia’s decision"),
        (2, "Thus, it could be argued"),
        (3, "Under these circumstances"),
    ] {
        let figure = format!("#c1 figure.quote[data-fidelity=verbatim][data-source='¶{ordinal}']");
        assert!(page.words_of(&format!("{figure} blockquote")).contains(begins));
        assert!(page.words_of(&format!("#p{ordinal}")).starts_with(begins));
    }
    assert_eq!(page.count("#c1 figure.quote"), 3);
    page.has("#c4 figure.quote[data-source='#1']").has("#c50").has_no("#c51");
}

#[tokio::test]
async fn eight_cases_wait_for_different_reasons() {
    let board = Board::with_example().await;
    let page = board.moderator("helper").await.opens("/queue").await;
    assert_eq!(page.count("[data-item]"), 8);
    for reason in
        ["Links", "First comment", "Watched words", "Flag", "Mostly quotation", "Capitals", "Same text again"]
    {
        page.says(reason);
    }
}

#[tokio::test]
async fn every_quote_of_the_example_has_been_found_true() {
    let board = Board::with_example().await;
    board
        .sql(
            "do $$ begin
        assert (select count(*) from quotes where fidelity in ('verbatim', 'shortened')) > 150;
        assert not exists (select from quotes where fidelity not in ('verbatim', 'shortened'));
        assert (select count(*) from comments where state = 'published') >= 400;
        assert (select count(*) from accounts) = 42;
    end $$",
        )
        .await;
}

#[tokio::test]
async fn the_moderator_has_been_at_work() {
    let board = Board::with_example().await;
    let helper = board.moderator("helper").await;
    helper.opens("/queue").await.says("median, 7 days").says("approved of held");
    helper.opens("/moderation/decided").await.says("approved").says("SaltWater");
}
