//! Which passwords are taken: the same on every page that asks for one, and never echoed.

use crate::support::Board;
use rejoinder::accounts::invite_to_setup;

#[tokio::test]
async fn a_password_that_would_be_guessed_is_not_taken() {
    let board = Board::open().await;
    board.sql("update settings set board_name = 'The Tide Board'").await;
    let nobody = board.anyone();
    for (password, sentence) in [
        ("Qwerty12345", "one of the passwords that are tried first"),
        ("my name is Annette!", "has the name in it"),
        ("thetideboard is where I am", "has the board’s name in it"),
        ("12.04.1987", "could be guessed"),
        ("ann.wren1987", "could be guessed"),
    ] {
        let page =
            nobody.opens("/join").await.fills("name", "Annette").fills("email", "ann.wren@people.example");
        let page = page.fills("password", password).presses("Join").await;
        page.is(422).says(sentence).has("#password-fault");
        assert!(!page.html.contains(password), "a password is never echoed");
    }
    let page = nobody.opens("/join").await.fills("name", "Annette").fills("email", "ann.wren@people.example");
    page.fills("password", "four crabs under the pier").presses("Join").await.says("Sign out");
}

#[tokio::test]
async fn the_first_administrator_is_held_to_the_same() {
    let board = Board::open().await;
    let token = invite_to_setup(&board.db().await).await.unwrap().unwrap();
    let nobody = board.anyone();
    let page = nobody.opens(format!("/setup/{}", token.text())).await.fills("board_name", "The Tide Board");
    let page = page.fills("name", "boss").fills("email", "boss@people.example").fills("example", "");
    let page = page.fills("password", "we love the tide board").presses("Open the board").await;
    page.is(422).says("has the board’s name in it");
    let page = page.fills("password", "1q2w3e4r5t6y").presses("Open the board").await;
    page.is(422).says("tried first");
    page.fills("password", "four crabs under the pier")
        .presses("Open the board")
        .await
        .says("The Tide Board");
}

#[tokio::test]
async fn a_password_is_taken_exactly_as_it_was_typed() {
    let board = Board::open().await;
    let nobody = board.anyone();
    let page = nobody.opens("/join").await.fills("name", "Annette").fills("email", "ann@people.example");
    page.fills("password", " four crabs  under the pié ").presses("Join").await.says("Sign out");
    for (password, status) in [
        ("four crabs  under the pié", 422),
        (" four crabs under the pié ", 422),
        (" four crabs  under the pie\u{301} ", 422),
        (" four crabs  under the pié ", 303),
    ] {
        board.anyone().posts("/sign-in", &[("login", "annette"), ("password", password)]).await.is(status);
    }
}
