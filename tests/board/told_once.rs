//! Whoever is answered, quoted or mentioned is told once per comment, and of nothing that they may not see.

use crate::support::{Article, Board, Person};
use rejoinder::accounts::Writing;
use rejoinder::comments::{Draft, Posted, reply};
use rejoinder::db::CommentId;
use rejoinder::quotes::Limits;
use uuid::Uuid;

#[derive(diesel::QueryableByName)]
struct Told {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// Who was told of a comment, and as what, in order.
async fn told(board: &Board, id: CommentId) -> Vec<String> {
    let mut db = board.db().await;
    let sql = format!(
        "select accounts.name || ' ' || kind as line from events join accounts on accounts.id = told_id
          where comment_id = {id} and kind <> 'decision' order by events.id"
    );
    let rows: Vec<Told> = diesel_async::RunQueryDsl::load(diesel::sql_query(sql), &mut db).await.unwrap();
    rows.into_iter().map(|row| row.line).collect()
}

async fn says(board: &Board, by: &Person, article: &Article, to: Option<i32>, body: &str) -> CommentId {
    let db = board.db().await;
    let writing = Writing { author: by.member(), now: board.clock.now(), key: Uuid::now_v7() };
    let draft = Draft {
        article: article.id,
        body,
        reply_to: to,
        choices: &[],
        address: "http://board.example",
        limits: Limits::default(),
    };
    let (Posted::Published(id) | Posted::Held(id) | Posted::Already(id)) =
        reply(&db, writing, &draft).await.unwrap();
    id
}

/// ann wrote #1, ben #2.
async fn stage() -> (Board, Article, Person, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben, cid) = (board.member("ann").await, board.member("ben").await, board.member("cid").await);
    says(&board, &ann, &article, None, "The harbour was leased for long.").await;
    says(&board, &ben, &article, None, "The cranes were made in Gdansk.").await;
    (board, article, ann, ben, cid)
}

const OF_ANN: &str = "> #1\n> The harbour was leased";

#[tokio::test]
async fn answered_quoted_and_mentioned_is_told_once() {
    let (board, article, _, _, cid) = stage().await;
    let all = format!("{OF_ANN}\n\n> #1\n> leased for long\n\n@ann, @Ann and @ben: yes.");
    let id = says(&board, &cid, &article, Some(1), &all).await;
    assert_eq!(told(&board, id).await, ["ann reply", "ben mention"]);
    let id = says(&board, &cid, &article, None, &format!("{OF_ANN}\n\n@ann: yes.")).await;
    assert_eq!(told(&board, id).await, ["ann quote"]);
    let id = says(&board, &cid, &article, None, "Nobody is meant; @nobody neither.").await;
    assert_eq!(told(&board, id).await, Vec::<String>::new());
}

#[tokio::test]
async fn nobody_is_told_of_themselves() {
    let (board, article, ann, ..) = stage().await;
    let id = says(&board, &ann, &article, Some(1), &format!("{OF_ANN}\n\nI, @ann, said so.")).await;
    assert_eq!(told(&board, id).await, Vec::<String>::new());
}

#[tokio::test]
async fn an_edit_tells_only_who_was_not_told_before() {
    let (board, article, _, _, cid) = stage().await;
    let id = says(&board, &cid, &article, None, &format!("{OF_ANN}\n\nYes.")).await;
    let edit = async |body: String| {
        let form = cid.opens(format!("/c/{id}/edit")).await;
        form.fills("body", &body).presses("Save").await.says("Your comment is changed");
    };
    edit(format!("{OF_ANN}\n\n@ann: yes.")).await;
    assert_eq!(told(&board, id).await, ["ann quote"]);
    edit(format!("{OF_ANN}\n\n> #2\n> The cranes were made\n\nYes.")).await;
    assert_eq!(told(&board, id).await, ["ann quote", "ben quote"]);
    edit("Never mind.".to_owned()).await;
    edit(format!("{OF_ANN}\n\nAfter all, @ben.")).await;
    assert_eq!(told(&board, id).await, ["ann quote", "ben quote"]);
}

#[tokio::test]
async fn of_what_waits_nobody_is_told_before_it_is_approved_and_then_once() {
    let (board, article, ..) = stage().await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    let id = says(&board, &new, &article, None, &format!("{OF_ANN}\n\n@ben: yes.")).await;
    assert_eq!(told(&board, id).await, Vec::<String>::new());
    mo.opens("/queue").await.presses("Approve").await.says("Approved");
    assert_eq!(told(&board, id).await, ["ann quote", "ben mention"]);
    mo.opens("/queue").await.presses("Undo last").await;
    mo.opens("/queue").await.presses("Approve").await;
    assert_eq!(told(&board, id).await, ["ann quote", "ben mention"]);
}

#[tokio::test]
async fn what_is_rejected_and_an_edit_that_waits_tell_nobody() {
    let (board, article, _, _, cid) = stage().await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    let rejected = says(&board, &new, &article, None, &format!("{OF_ANN}\n\n@ben: yes.")).await;
    mo.opens("/queue").await.presses("4Spam").await.says("Rejected");
    assert_eq!(told(&board, rejected).await, Vec::<String>::new());
    let id = says(&board, &cid, &article, None, "Something.").await;
    let form = cid.opens(format!("/c/{id}/edit")).await;
    let body = format!("{OF_ANN}\n\nSee https://a.example https://b.example https://c.example");
    form.fills("body", &body).presses("Save").await.says("waits for a moderator");
    assert_eq!(told(&board, id).await, Vec::<String>::new());
    mo.opens("/queue").await.presses("Approve").await;
    assert_eq!(told(&board, id).await, ["ann quote"]);
}

#[tokio::test]
async fn whose_words_readers_no_longer_see_is_not_told_of_their_quote() {
    let (board, article, ann, ..) = stage().await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    let id = says(&board, &new, &article, Some(1), &format!("{OF_ANN}\n\nYes.")).await;
    let first = board.anyone().reads(&article).await.attribute("#c1", "data-id");
    ann.posts(&format!("/c/{first}/deletion"), &[]).await.is(303);
    mo.opens("/queue").await.presses("Approve").await;
    assert_eq!(told(&board, id).await, Vec::<String>::new());
}

#[tokio::test]
async fn who_left_is_told_of_nothing() {
    let (board, article, ann, _, cid) = stage().await;
    board.sql(&format!("update accounts set name = 'former member' where id = {}", ann.member().id)).await;
    let id = says(&board, &cid, &article, Some(1), &format!("{OF_ANN}\n\nYes.")).await;
    assert_eq!(told(&board, id).await, Vec::<String>::new());
}
