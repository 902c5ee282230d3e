//! How the statements of every page, act and job find their rows, on a board with many.
//!
//! [`read`] reads from Postgres's log by which plan each statement was carried out and what it has read, [`judge`] says
//! whether that will do on a board of ten million comments, [`exceptions`] lists what may read more, and why.
//! [`addresses`] says what is asked for where a route has parameters, [`walk`] asks for it, and [`acts`] and [`desk`] do
//! what people do. What the board holds stands in `fill.sql`.

mod acts;
mod addresses;
mod desk;
mod exceptions;
mod judge;
mod read;
mod walk;

use crate::support::{Board, Person, database};
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use exceptions::{EXCEPTIONS, Exception, SMALL};
use judge::{MOST, Watch};
use read::{Planned, explaining};
use rejoinder::app::routes;

/// A board with much on it. What is done on it by itself is not looked at; there are others on its database whose
/// statements are explained.
struct Filled {
    quiet: Board,
    explained: [(Planned, Board); 2],
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

impl Filled {
    async fn open() -> Self {
        let quiet = Board::on(database().await, routes()).await;
        quiet.sql(include_str!("plans/fill.sql")).await;
        quiet.sql("vacuum analyze").await;
        let mut explained = Vec::new();
        for planned in [Planned::WithParameters, Planned::Without] {
            explained.push((planned, Board::on(explaining(&quiet.url, planned), routes()).await));
        }
        Self { quiet, explained: explained.try_into().ok().expect("two") }
    }

    /// The first comment for which this holds.
    async fn comment(&self, which: &str) -> i64 {
        self.id(&format!("id from comments where {which} order by article_id, number limit 1")).await
    }

    /// The id that this selects.
    async fn id(&self, what: &str) -> i64 {
        let query = diesel::sql_query(format!("select {what}"));
        query.get_result::<Id>(&mut self.quiet.db().await).await.expect(what).id
    }

    /// The member of this name, or nobody, at a board.
    async fn person(&self, name: &str, board: &Board) -> Person {
        if name.is_empty() { board.anyone() } else { self.quiet.signed_in_as(name).await.at(board) }
    }

    /// The tables that have fewer rows than tell anything, and are not called small.
    async fn too_empty(&self) -> Vec<String> {
        let query = "select relname::text as name, reltuples::bigint as rows from pg_class
                      where relnamespace = 'public'::regnamespace and relkind = 'r'";
        let tables: Vec<Table> =
            diesel::sql_query(query).load(&mut self.quiet.db().await).await.expect("tables");
        let is_small = |name: &str| SMALL.iter().any(|(small, _)| *small == name);
        let few = tables.into_iter().filter(|table| !is_small(&table.name) && table.rows < 2 * MOST);
        few.map(|table| format!("{} has {} rows", table.name, table.rows)).collect()
    }
}

#[tokio::test]
async fn every_statement_goes_by_an_index() {
    let filled = Filled::open().await;
    assert_eq!(filled.too_empty().await, Vec::<String>::new(), "fill.sql must fill these");
    let mut watch = Watch::over(&filled.quiet).await;
    walk::pages(&filled, &mut watch).await;
    for (planned, board) in &filled.explained {
        watch.planned = *planned;
        acts::writing(&filled, board, &mut watch).await;
        desk::deciding(&filled, board, &mut watch).await;
        desk::acting_on_people(&filled, board, &mut watch).await;
        acts::coming_and_going(&filled, board, &mut watch).await;
        acts::jobs(board, &mut watch).await;
    }
    walk::forms(&filled, &mut watch).await;
    assert!(watch.statements() > 300, "{} statements were explained", watch.statements());
    assert_eq!(watch.told(), "");
    assert_eq!(watch.unused(), Vec::<&Exception>::new(), "nothing needs these any more");
}

#[tokio::test]
async fn what_walks_through_a_table_is_found() {
    let board = Board::open().await;
    board
        .sql(
            "insert into sign_in_attempts (key_hash, tries, ends_at)
              select sha256(n::text::bytea), 1, now() from generate_series(1, 1500) n; analyze",
        )
        .await;
    let mut watch = Watch::over(&board).await;
    let explained = Board::on(explaining(&board.url, Planned::Without), routes()).await;
    let mut db = explained.db().await;
    let walks = [
        ("select from comments where body_html like '%x%'", "reads all of comments"),
        ("select tries from sign_in_attempts order by key_hash", "1500 rows of sign_in_attempts"),
        (
            "select tries from sign_in_attempts where tries > 1 order by key_hash limit 1",
            "1500 rows of sign_in",
        ),
        (
            "select from recommendations where account_id = 7 order by comment_id",
            "all of recommendations_pkey",
        ),
        ("select * from sign_in_attempts order by key_hash limit 50", ""),
        ("select tries from sign_in_attempts where key_hash = sha256('7')", ""),
        ("select from publications where name like '%x%'", ""),
    ];
    for (statement, found) in walks {
        db.batch_execute(statement).await.expect(statement);
        watch.looks_at("a page");
        let told = watch.told();
        assert!(told.contains(found) && told.is_empty() == found.is_empty(), "{statement}: {told}");
        assert!(told.is_empty() || told.contains("a page") && told.contains(statement), "{told}");
        watch = Watch::over(&board).await;
    }
    assert_eq!(watch.unused().len(), EXCEPTIONS.len());
}
