//! At the edge: panics, a database that goes away and comes back, methods that are not there.

use crate::support::{Board, database};
use actix_web::test::TestRequest;
use rejoinder::web::{Answer, Audience, Error, Route};

async fn panics() -> Answer {
    panic!("a panic on purpose")
}

async fn breaks() -> Answer {
    Err(Error::Broken("a secret of the machine".to_owned()))
}

#[tokio::test]
async fn a_panic_is_a_page_with_the_number_of_the_request() {
    let routes = vec![
        Route::get("/panics", Audience::Anyone, panics),
        Route::get("/breaks", Audience::Anyone, breaks),
    ];
    let board = Board::on(database().await, routes).await;
    let nobody = board.anyone();
    for path in ["/panics", "/breaks", "/panics"] {
        let page = nobody.opens(path).await;
        page.is(500).says("Something broke on our side").does_not_say("secret").does_not_say("on purpose");
        assert!(page.words_of("main code").len() > 8, "the request's number");
    }
}

#[tokio::test]
async fn a_database_that_goes_away_is_a_503_and_the_board_is_well_again_after_it() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let name = board.url.split_once(":///").and_then(|(_, rest)| rest.split_once('?')).unwrap().0.to_owned();
    let keeper = Board::on(board.url.replace(&name, "postgres"), vec![]).await;
    board.anyone().reads(&article).await.is(200);
    keeper.sql(&format!("alter database {name} allow_connections false")).await;
    keeper
        .sql(&format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"))
        .await;
    let away = board.anyone().gets(&article.path).await;
    assert_eq!(away.is(503).header("retry-after"), Some("5"));
    assert!(away.text().contains("database is away"));
    board.anyone().gets("/readyz").await.is(503);
    board.anyone().gets("/healthz").await.is(200);
    keeper.sql(&format!("alter database {name} allow_connections true")).await;
    board.anyone().reads(&article).await.is(200).says("The alliance");
}

#[tokio::test]
async fn connections_that_were_cut_are_not_used_again() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    for _ in 0..3 {
        board.anyone().reads(&article).await.is(200);
        let cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
        board.sql(cut).await;
        let mut asked = 0;
        while board.anyone().gets("/readyz").await.status != 200 {
            asked += 1;
            assert!(asked < 20, "the pool goes on giving out connections that were cut");
        }
        board.anyone().reads(&article).await.is(200);
    }
}

#[tokio::test]
async fn a_method_that_is_not_there_is_not_found() {
    let board = Board::open().await;
    let nobody = board.anyone();
    nobody.asks(TestRequest::delete(), "/").await.is(404);
    nobody.posts("/queue", &[]).await.is(404);
    nobody.asks(TestRequest::default().method(actix_web::http::Method::HEAD), "/").await.is(200);
}
