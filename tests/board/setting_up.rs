//! The first start: a one-time link makes the first administrator.

use crate::support::Board;
use rejoinder::accounts::invite_to_setup;

async fn link(board: &Board) -> Option<String> {
    let token = invite_to_setup(&board.db().await).await.unwrap();
    token.map(|token| format!("/setup/{}", token.text()))
}

#[tokio::test]
async fn the_link_sets_the_board_up_once() {
    let board = Board::open().await;
    let path = link(&board).await.unwrap();
    let nobody = board.anyone();
    let page = nobody.opens(&path).await.fills("board_name", "The Tide Board").fills("name", "boss");
    let page = page.fills("email", "boss@people.example").fills("password", "short").fills("example", "");
    let page = page.presses("Open the board").await;
    page.is(422).says("at least 10 characters");
    let page = page.fills("password", "a long enough sentence").presses("Open the board").await;
    page.says("The Tide Board").says("boss").says("Settings");
    nobody.opens("/admin/board").await.is(200);
    board.anyone().gets(&path).await.is(404);
    board
        .anyone()
        .posts(
            &path,
            &[
                ("board_name", "Mine"),
                ("name", "eve"),
                ("email", "e@e.example"),
                ("password", "a long enough sentence"),
            ],
        )
        .await
        .is(404);
    assert_eq!(link(&board).await, None);
}

#[tokio::test]
async fn only_the_latest_link_works() {
    let board = Board::open().await;
    let (first, second) = (link(&board).await.unwrap(), link(&board).await.unwrap());
    board.anyone().gets(&first).await.is(404);
    board.anyone().gets(&second).await.is(200);
    board.anyone().gets("/setup/x").await.is(404);
}

#[tokio::test]
async fn a_board_with_an_administrator_needs_no_link() {
    let board = Board::open().await;
    board.administrator("boss").await;
    assert_eq!(link(&board).await, None);
}

#[tokio::test]
async fn the_example_comes_with_the_set_up_if_wanted() {
    let board = Board::open().await;
    let path = link(&board).await.unwrap();
    let nobody = board.anyone();
    let page = nobody.opens(&path).await.fills("board_name", "The Tide Board").fills("name", "boss");
    let page = page
        .fills("email", "boss@people.example")
        .fills("password", "a long enough sentence")
        .fills("example", "yes");
    page.presses("Open the board").await.says("The Russian-Iranian alliance").says("Queue 8 waiting");
    let signed_in = board.anyone().posts("/sign-in", &[("login", "SaltWater"), ("password", "*")]).await;
    signed_in.is(422);
}
