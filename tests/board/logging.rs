//! The log: added to and read by the program, changed by nobody; searched, taken along, and shown to anybody without
//! names where the board wants that.

use crate::support::{Article, Board, Person};
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use rejoinder::db::{Conn, migrate, pool, rights};
use time::Duration;

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.newcomer("ann").await, board.moderator("mo").await);
    (board, article, ann, mo)
}

/// What the database says of this SQL on a connection of the program's own.
async fn tries(board: &Board, sql: &str) -> Result<(), String> {
    let mut db = pool(&board.url, 1).get().await.unwrap();
    db.batch_execute(sql).await.map_err(|error| error.to_string())
}

#[tokio::test]
async fn the_programs_own_role_reads_the_log_adds_to_it_and_changes_nothing() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Decide on me.").await;
    mo.opens("/queue").await.presses("Approve").await;
    for table in ["log", "decisions"] {
        tries(&board, &format!("select * from {table}")).await.unwrap();
        for sql in [
            format!("update {table} set after = '{{}}'"),
            format!("delete from {table}"),
            format!("truncate {table} cascade"),
        ] {
            let refused = tries(&board, &sql).await.unwrap_err();
            assert!(refused.contains("permission denied"), "{sql}: {refused}");
        }
        let refused = tries(&board, &format!("alter table {table} disable trigger all")).await.unwrap_err();
        assert!(refused.contains("must be owner"), "{refused}");
    }
    let line =
        "insert into log (logged_at, action, subject_kind, subject_id) values (now(), 'x', 'account', 1)";
    tries(&board, line).await.unwrap();
    tries(&board, "update accounts set tagline = 'x'").await.unwrap();
    let db = pool(&board.url, 1).get().await.unwrap();
    let found = rights::rights(&db).await.unwrap();
    assert_eq!((found.role.as_str(), found.may_change), (rights::ROLE, false));
}

#[tokio::test]
async fn a_board_whose_owner_may_not_make_roles_goes_on_working() {
    let board = Board::open().await;
    let name = format!("owner_{}", std::process::id());
    let database = board.url.split_once(":///").and_then(|(_, rest)| rest.split_once('?')).unwrap().0;
    board
        .sql(&format!(
            "create role {name} login; alter database {database} owner to {name};
             do $$ declare t record; begin
                 for t in select tablename from pg_tables where schemaname = 'public' loop
                     execute format('alter table %I owner to {name}', t.tablename);
                 end loop;
             end $$"
        ))
        .await;
    let url = board.url.replace("user=rejoinder", &format!("user={name}"));
    assert_ne!(url, board.url);
    let again = url.clone();
    assert_eq!(tokio::task::spawn_blocking(move || migrate(&again)).await.unwrap().unwrap(), 0);
    let mut db = pool(&url, 1).get().await.unwrap();
    let found = rights::rights(&db).await.unwrap();
    assert!(found.may_change && found.role == name && found.owner == name, "{found:?}");
    db.batch_execute(
        "insert into log (logged_at, action, subject_kind, subject_id) values (now(), 'x', 'account', 1)",
    )
    .await
    .unwrap();
    let refused = db.batch_execute("delete from log").await.unwrap_err().to_string();
    assert!(refused.contains("never changed"), "the trigger still stands: {refused}");
    // What the doctor says to run.
    let owner = &board;
    owner.sql(&format!("grant {} to {name}", rights::ROLE)).await;
    let db = pool(&url, 1).get().await.unwrap();
    assert!(!rights::rights(&db).await.unwrap().may_change);
    let plain = Conn::establish(&url).await.unwrap();
    assert!(rights::rights(&plain).await.unwrap().may_change, "the owner is the owner");
    drop((db, plain));
    board
        .sql(&format!("reassign owned by {name} to rejoinder; drop owned by {name}; drop role {name}"))
        .await;
}

#[tokio::test]
async fn the_log_is_searched() {
    let (board, article, ann, mo) = stage().await;
    let max = board.moderator("max").await;
    ann.replies_to(&article, "Ropes for sale.").await;
    mo.opens("/queue").await.fills("note", "Sells 50% ropes.").presses("4Spam").await;
    board.clock.advance(Duration::days(2));
    let max = board.signed_in(max.member().clone()).await;
    let path = format!("/moderation/people/{}/sanctions", ann.member().id);
    max.posts(&path, &[("act", "silence 7"), ("words", "Selling ropes.")]).await.is(303);
    let found = async |query: &str| {
        let page = max.opens(format!("/moderation/log?{query}")).await;
        (page.count("td a[href^='/c/']"), page.count("td a[href^='/moderation/people/']"))
    };
    assert_eq!(found("").await, (2, 1), "held, rejected, silenced");
    assert_eq!(found("who=MO").await, (1, 0));
    assert_eq!(found("who=max").await, (0, 1));
    assert_eq!(found("who=nobody").await, (0, 0));
    assert_eq!(found("action=reject").await, (1, 0));
    assert_eq!(found("words=ropes").await, (1, 1));
    assert_eq!(found("words=50%25").await, (1, 0), "a percent sign is one");
    assert_eq!(found("words=5%25s").await, (0, 0));
    assert_eq!(found("words=silenced").await, (0, 1), "in what it became, too");
    assert_eq!(found(&format!("kind=account&subject={}", ann.member().id)).await, (0, 1));
    assert_eq!(found("kind=account&subject=1").await, (0, 0));
    assert_eq!(found("subject=x").await, (0, 0));
    let day = (board.clock.now() - Duration::days(1)).date();
    assert_eq!(found(&format!("from={day}")).await, (0, 1));
    assert_eq!(found(&format!("until={day}")).await, (2, 0));
    let today = board.clock.now().date();
    assert_eq!(found(&format!("until={today}")).await, (2, 1), "the last day counts");
}

#[tokio::test]
async fn the_log_goes_on_to_its_end_and_is_taken_along_whole() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Decide on me.").await;
    let page = mo.opens("/queue").await.fills("note", "=1+1, \"he\" said");
    page.presses("4Spam").await;
    board
        .sql("insert into log (logged_at, action, subject_kind, subject_id) select now(), 'many', 'account', n from generate_series(1, 1200) n")
        .await;
    let first = mo.opens("/moderation/log?action=many").await;
    let second = mo.opens(first.attribute("a[rel=next]", "href")).await;
    assert_eq!((first.count("tbody tr"), second.count("tbody tr")), (50, 50));
    first.says("account 1200").does_not_say("account 1150");
    second.says("account 1150").does_not_say("account 1100");
    let file = mo.gets("/moderation/log.csv").await;
    file.is(200);
    assert!(file.header("content-type").unwrap().starts_with("text/csv"));
    assert!(file.header("content-disposition").unwrap().contains("log.csv"));
    let text = file.text();
    assert!(text.starts_with("id,when,who,action,kind,subject,why,before,after\r\n"));
    assert_eq!(text.matches("\"many\"").count(), 1200);
    assert!(text.contains("\"spam: =1+1, \"\"he\"\" said\""), "{}", &text[text.len() - 2000..]);
    let some = mo.gets("/moderation/log.csv?action=reject").await.text();
    assert_eq!(some.lines().count(), 2, "{some}");
    ann.gets("/moderation/log.csv").await.is(404);
}

#[tokio::test]
async fn anybody_reads_what_moderators_did_where_the_board_wants_that() {
    let (board, article, ann, mo) = stage().await;
    let boss = board.administrator("boss").await;
    ann.replies_to(&article, "A first word.").await;
    mo.opens("/queue").await.presses("Approve").await;
    ann.replies_to(&article, "You numbskull, that nobody saw.").await;
    mo.opens("/queue").await.fills("note", "Mind your tongue.").presses("2Abuse").await;
    let path = format!("/moderation/people/{}", ann.member().id);
    mo.posts(&format!("{path}/sanctions"), &[("act", "silence 7"), ("words", "Shouting at ben.")])
        .await
        .is(303);
    mo.posts(&format!("{path}/notes"), &[("note", "Known for it.")]).await.is(303);
    let nobody = board.anyone();
    nobody.gets("/log").await.is(404);
    nobody.opens("/").await.has_no("a[href='/log']");
    boss.opens("/admin/board").await.fills("public_log", "yes").presses("Keep the settings").await.is(200);
    nobody.opens("/").await.has("a[href='/log']");
    let page = nobody.opens("/log").await;
    page.says("approved").says("#1 in The alliance").says("rejected").says("Abuse").says("member silenced");
    for private in ["ann", "mo ", "boss", "numbskull", "tongue", "Shouting", "Known for it", "note"] {
        page.does_not_say(private);
    }
    assert_eq!((page.count("tbody tr"), page.count("tbody a")), (3, 1), "no link to what nobody saw");
    assert!(!page.html.contains(&format!("/{}", ann.member().id)), "no id of a member");
    boss.sends("/admin/board", &[]).await.is(422);
    board.sql("update settings set public_log = false").await;
}
