//! Migrations: up, down, up again, and on a full table; a database of a newer program is refused.

use crate::support::{Board, database, example_database};
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use rejoinder::db::{Conn, MigrateError, migrate, migrate_down, pending};

#[tokio::test]
async fn every_migration_goes_up_down_and_up_again() {
    let url = database().await;
    let all = migrate_down(&url).unwrap();
    assert_eq!(pending(&url).unwrap(), all);
    assert_eq!(migrate(&url).unwrap(), all);
    assert_eq!(migrate(&url).unwrap(), 0);
}

#[tokio::test]
async fn a_full_board_can_be_taken_down() {
    let url = example_database().await;
    assert!(migrate_down(&url).unwrap() > 0);
    assert!(migrate(&url).unwrap() > 0);
}

#[tokio::test]
async fn several_programs_may_start_at_once() {
    let url = database().await;
    migrate_down(&url).unwrap();
    let runs: Vec<usize> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| migrate(&url).unwrap())).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    assert_eq!(runs.iter().filter(|run| **run > 0).count(), 1, "{runs:?}");
}

#[tokio::test]
async fn an_older_program_refuses_a_newer_database() {
    let url = database().await;
    let mut conn = Conn::establish(&url).await.unwrap();
    conn.batch_execute("insert into __diesel_schema_migrations (version) values ('9999')").await.unwrap();
    assert!(matches!(migrate(&url), Err(MigrateError::Newer(version)) if version == "9999"));
}

#[tokio::test]
async fn a_page_of_a_thread_is_one_index_range() {
    let board = Board::with_example().await;
    board.sql("analyze; set enable_seqscan = off").await;
    board.sql("do $$ declare plan text := ''; line text; begin
        for line in execute 'explain select id from comments where article_id = (select id from articles order by comments desc limit 1) and number between 51 and 100' loop
            plan := plan || line;
        end loop;
        assert plan like '%comments_article_id_number_key%', plan;
    end $$").await;
}
