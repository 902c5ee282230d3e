//! Later lives behind the scenes: very many quotes, processes that die, races, accounts that go, and a later renderer.

use super::{QUOTE, SAID, Stage};
use rejoinder::articles;
use rejoinder::comments::{prepare, render_anew};
use rejoinder::quotes::lives::catch_up;
use rejoinder::quotes::{Asked, Limits};

#[tokio::test]
async fn an_account_that_goes_with_its_words_takes_them_for_good() {
    let stage = Stage::set().await;
    stage.removes("blank").await;
    stage.board.sql(&format!(
        "insert into deletions (account_id, asked_at, due_at, words) values ({}, now() - interval '2 days', now() - interval '1 day', 'go')",
        stage.crab.member().id
    )).await;
    let now = stage.board.clock.now();
    let mut db = stage.board.db().await;
    assert_eq!(rejoinder::own_data::deletion::carry_out_due(&mut db, now).await.unwrap(), 1);
    let left = stage.board.dump().await;
    assert!(!left.contains("forty-nine"), "{left}");
    catch_up(&mut db).await.unwrap();
    let page = stage.page().await;
    page.says("[words withdrawn by their author]").says("former member, #1").has_no("#c2 [data-life]");
    let undo = stage.mo.opens("/queue").await;
    undo.presses("Undo last").await.is(409);
    assert!(!stage.board.dump().await.contains("forty-nine"));
}

#[tokio::test]
async fn words_that_stay_after_an_account_keep_what_became_of_them() {
    let stage = Stage::set().await;
    stage.edits("The harbour was sold.").await;
    stage.board.sql(&format!(
        "insert into deletions (account_id, asked_at, due_at, words) values ({}, now() - interval '2 days', now() - interval '1 day', 'stay')",
        stage.crab.member().id
    )).await;
    let now = stage.board.clock.now();
    rejoinder::own_data::deletion::carry_out_due(&mut stage.board.db().await, now).await.unwrap();
    let page = stage.page().await;
    page.says("former member, #1").says("from an earlier version").says("leased for forty-nine years");
    assert!(!stage.board.dump().await.contains("crab"), "neither in the text nor in its original");
}

#[tokio::test]
async fn however_many_quote_it_none_shows_removed_words_after_the_answer() {
    let stage = Stage::set().await;
    // Copies of ben's comment, more than one transaction writes.
    stage.board.sql(&format!(
        "insert into comments (article_id, number, author_id, state, revision, body_html, posted_at, published_at, key)
           select article_id, 1000 + n, author_id, state, revision, body_html, posted_at, published_at, gen_random_uuid()
             from comments, generate_series(1, 450) n where id = {0};
         insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_at)
           select c.id, t.revision, t.state, t.source, t.plain, t.folded, t.html, t.renderer, t.saved_at
             from comments c, comment_revisions t where t.comment_id = {0} and c.number > 1000;
         insert into quotes (comment_id, revision, ordinal, source_kind, source_id, source_revision, exact, fidelity)
           select c.id, q.revision, q.ordinal, q.source_kind, q.source_id, q.source_revision, q.exact, q.fidelity
             from comments c, quotes q where q.comment_id = {0} and c.number > 1000",
        stage.second
    ))
    .await;
    let before = stage.texts().await;
    assert_eq!(before.iter().filter(|text| text.contains("forty-nine")).count(), 454);
    stage.removes("blank").await;
    assert!(stage.texts().await.iter().all(|text| !text.contains("forty-nine")));
    stage.mo.opens("/moderation/log").await.says("quotes blanked: 454");
    stage.mo.opens("/queue").await.presses("Undo last").await;
    assert_eq!(stage.texts().await, before);
}

#[tokio::test]
async fn what_a_process_left_undone_is_done_by_the_next() {
    let stage = Stage::set().await;
    let before = stage.texts().await;
    stage
        .board
        .sql(&format!(
            "update comments set state = 'removed', withheld = true where id = {0};
             update quotes set unsettled = true where source_id = {0}",
            stage.id
        ))
        .await;
    let (mut one, mut other) = (stage.board.db().await, stage.board.db().await);
    let (one, other) = tokio::join!(catch_up(&mut one), catch_up(&mut other));
    assert!(one.unwrap() + other.unwrap() >= 4);
    assert!(stage.texts().await.iter().all(|text| !text.contains("forty-nine")));
    assert_eq!(catch_up(&mut stage.board.db().await).await.unwrap(), 0);
    stage.board.sql(&format!(
        "update comments set state = 'published', withheld = false where id = {0}; update quotes set unsettled = true where source_id = {0}",
        stage.id
    )).await;
    assert_eq!(catch_up(&mut stage.board.db().await).await.unwrap(), 4);
    assert_eq!(stage.texts().await, before);
}

#[tokio::test]
async fn a_source_that_goes_while_the_text_is_checked_is_gone_in_it() {
    let stage = Stage::set().await;
    let db = stage.board.db().await;
    let article = articles::find(&db, stage.article.id).await.unwrap().unwrap();
    let asked = Asked {
        article: &article,
        reply_to: None,
        comment: None,
        address: "http://board.example",
        limits: Limits::default(),
    };
    let text = prepare(&db, asked, QUOTE, &[]).await.unwrap();
    stage.removes("blank").await;
    // What was checked before is kept only now.
    stage.board.sql(&format!("delete from quotes where comment_id = {}", stage.second)).await;
    stage
        .board
        .sql(&format!(
            "update comment_revisions set html = $h${}$h$, source = $h${QUOTE}$h$ where comment_id = {}",
            text.html, stage.second
        ))
        .await;
    rejoinder::quotes::lives::keep(&db, stage.second, 1, &text.quotes).await.unwrap();
    stage.page().await.has("#c2 figure[data-life=blanked]").does_not_say("forty-nine");
}

#[tokio::test]
async fn what_an_older_renderer_made_is_rendered_anew_with_all_that_is_said_of_its_quotes() {
    let stage = Stage::set().await;
    stage.removes("blank").await;
    let blanked = stage.texts().await;
    stage
        .board
        .sql(
            "update comment_revisions set renderer = 0, html = replace(html, ' dir=\"auto\"', '');
              update originals set html = replace(html, ' dir=\"auto\"', '');
              update comments set body_html = replace(body_html, ' dir=\"auto\"', '')",
        )
        .await;
    assert_ne!(stage.texts().await, blanked);
    let done = render_anew(&mut stage.board.db().await).await.unwrap();
    assert_eq!(done, 5);
    assert_eq!(stage.texts().await, blanked);
    assert_eq!(render_anew(&mut stage.board.db().await).await.unwrap(), 0);
    stage.mo.opens("/queue").await.presses("Undo last").await;
    stage.page().await.says("leased for forty-nine years").says("✓ verbatim").has("#c2 [dir=auto]");
}

#[tokio::test]
async fn two_threads_that_quote_each_other_change_at_once() {
    let stage = Stage::set().await;
    let there = stage.board.anyone().reads(&stage.other).await.attribute("#c1", "data-id");
    stage.edits(&format!("> /c/{there}\n> There as well.\n\n{SAID}")).await;
    let (here, there) = (format!("/c/{}/deletion", stage.id), format!("/c/{there}/deletion"));
    let (one, other) = tokio::join!(stage.crab.posts(&here, &[]), stage.ann.posts(&there, &[]));
    one.is(303);
    other.is(303);
    stage.page().await.has("#c1.stub").has("#c2 figure[data-life=deleted]");
    stage.board.anyone().reads(&stage.other).await.has("#c1.stub");
}
