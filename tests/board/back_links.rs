//! Back-links: who quotes a comment stands under it, in its own thread and in others, as every reader may know it.

use crate::support::{Article, Board, Person};
use rejoinder::db::CommentId;

const SAID: &str = "The airfield was used for a week before anyone said so.";
const QUOTE: &str = "> #1\n> The airfield was used for a week\n\nIndeed.";

async fn stage() -> (Board, Article, Person, CommentId) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, SAID).await;
    (board, article, ann, id)
}

#[tokio::test]
async fn three_are_named_and_of_more_two_with_the_way_to_all() {
    let (board, article, _, id) = stage().await;
    for (name, says) in [
        ("ben", "Quoted by #2"),
        ("cid", "Quoted by #2 and #3"),
        ("dan", "Quoted by #2 , #3 and #4"),
        ("eve", "Quoted by #2 , #3 and 2 more"),
    ] {
        let person = board.member(name).await;
        let page = person.replies_to(&article, QUOTE).await;
        let words = page.words_of("#c1 .back").replace(" ,", ",");
        assert_eq!(words, says.replace(" ,", ","));
    }
    let page = board.anyone().reads(&article).await;
    let way = page.attribute("#c1 .back a:last-child", "href");
    assert_eq!(way, format!("/c/{id}/quoters"));
    let list = board.anyone().opens(&way).await;
    list.is(200)
        .says("4 comments quote it.")
        .says("In this thread")
        .has("meta[name=robots][content=noindex]");
    for number in ["#2", "#3", "#4", "#5"] {
        list.says(number);
    }
    list.says("Indeed.").does_not_say("for a week");
    assert_eq!(list.count("article.written"), 4);
}

#[tokio::test]
async fn one_that_quotes_twice_is_one() {
    let (board, article, _, id) = stage().await;
    let ben = board.member("ben").await;
    let page = ben.replies_to(&article, &format!("{QUOTE}\n\n> #1\n> before anyone said so\n\nTwice.")).await;
    assert_eq!(page.words_of("#c1 .back"), "Quoted by #2");
    board.anyone().opens(format!("/c/{id}/quoters")).await.says("1 comment quotes it.");
}

#[tokio::test]
async fn they_are_looked_up_where_nobody_has_counted_them_yet() {
    let (board, article, _, _) = stage().await;
    let ben = board.member("ben").await;
    ben.replies_to(&article, QUOTE).await;
    board.sql("update comments set quoters = null").await;
    assert_eq!(ben.reads(&article).await.words_of("#c1 .back"), "Quoted by #2");
}

#[tokio::test]
async fn other_threads_are_named() {
    let (board, article, ann, id) = stage().await;
    let other = board.article("Another thread").await;
    let ben = board.member("ben").await;
    board.comment(&ben, &other, "Something before.").await;
    board.comment(&ben, &other, &QUOTE.replace("#1", &format!("/c/{id}"))).await;
    let page = board.anyone().reads(&article).await;
    assert_eq!(page.words_of("#c1 .back"), "Quoted once");
    let way = page.attribute("#c1 .back a", "href");
    let list = board.anyone().opens(&way).await;
    list.says("In Another thread").does_not_say("In this thread").says("#2").says("ben");
    let cid = board.member("cid").await;
    cid.replies_to(&article, QUOTE).await;
    let list = ann.opens(&way).await;
    list.says("In this thread").says("In Another thread").says("2 comments quote it.");
    assert!(list.words().find("cid") < list.words().find("ben"), "its own thread stands first");
    let page = board.anyone().reads(&article).await;
    assert_eq!(page.words_of("#c1 .back"), "Quoted by #2 and 1 more");
}

#[tokio::test]
async fn what_readers_do_not_see_quotes_nothing() {
    let (board, article, ann, id) = stage().await;
    let (new, mo, ben) =
        (board.newcomer("new").await, board.moderator("mo").await, board.member("ben").await);
    new.replies_to(&article, QUOTE).await.has("[data-state=held]");
    let second = board.comment(&ben, &article, QUOTE).await;
    let list = format!("/c/{id}/quoters");
    for person in [&board.anyone(), &ann, &new, &mo] {
        person.opens(&list).await.says("1 comment quotes it.").says("ben").has_no("a[href='/u/new'].name");
        assert_eq!(person.reads(&article).await.words_of("#c1 .back"), "Quoted by #2");
    }
    mo.opens("/queue").await.presses("Approve").await;
    board.anyone().opens(&list).await.says("2 comments quote it.").has("a[href='/u/new'].name");
    ben.posts(&format!("/c/{second}/deletion"), &[]).await.is(303);
    board.anyone().opens(&list).await.says("1 comment quotes it.").has_no("a[href='/u/ben'].name");
    assert_eq!(board.anyone().reads(&article).await.words_of("#c1 .back"), "Quoted by #3");
}

#[tokio::test]
async fn only_of_what_readers_see_it_is_said_who_quotes_it() {
    let (board, article, ann, id) = stage().await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    let held = board.comment(&new, &article, "This waits.").await;
    for person in [&board.anyone(), &new, &mo] {
        person.gets(&format!("/c/{held}/quoters")).await.is(404);
        person.gets(&format!("/c/{id}/quoters?page=2")).await.is(404);
        person.gets(&format!("/c/{id}/quoters?page=0")).await.is(404);
        person.opens(format!("/c/{id}/quoters")).await.is(200).says("Nobody quotes it so far.");
    }
    ann.posts(&format!("/c/{id}/deletion"), &[]).await.is(303);
    board.anyone().gets(&format!("/c/{id}/quoters")).await.is(404);
    board.anyone().gets("/c/999999/quoters").await.is(404);
}

#[tokio::test]
async fn a_quoter_in_another_thread_changes_the_page_of_the_quoted() {
    let (board, article, _, id) = stage().await;
    let other = board.article("Another thread").await;
    let ben = board.member("ben").await;
    let version = async || {
        let db = board.db().await;
        rejoinder::articles::find(&db, article.id).await.unwrap().unwrap().version
    };
    let before = version().await;
    let quoting = board.comment(&ben, &other, &QUOTE.replace("#1", &format!("/c/{id}"))).await;
    let with = version().await;
    assert!(with > before);
    ben.posts(&format!("/c/{quoting}/deletion"), &[]).await.is(303);
    assert!(version().await > with);
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let (board, article, ann, id) = stage().await;
    board
        .sql(&format!(
            "insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key)
               select {0}, 1000 + n, {1}, 'published', '', now(), now(), gen_random_uuid() from generate_series(1, 60) n;
             insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_at)
               select id, 1, 'published', '', 'word', '', '', 1, now() from comments where number > 1000;
             insert into quotes (comment_id, revision, ordinal, source_kind, source_id, source_revision, exact, fidelity)
               select id, 1, 0, 'comment', {id}, 1, '', 'verbatim' from comments where number > 1000",
            article.id,
            ann.member().id
        ))
        .await;
    let first = board.anyone().opens(format!("/c/{id}/quoters")).await;
    first.says("60 comments quote it.").says("#1050").does_not_say("#1051");
    board.anyone().opens(format!("/c/{id}/quoters?page=2")).await.says("#1060").says("#1051");
    board.anyone().gets(&format!("/c/{id}/quoters?page=3")).await.is(404);
}
