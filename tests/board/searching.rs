//! Search: texts are found by their words within seconds, as readers may see them, and never otherwise.

use crate::support::{Article, Board, Page, Person};
use diesel_async::SimpleAsyncConnection;
use rejoinder::db::CommentId;
use rejoinder::moderation::{KEEP, erase_rejected};
use rejoinder::own_data::deletion::carry_out_due;
use rejoinder::search::{Reader, count_waiting, find, read_some};
use std::collections::BTreeSet;
use time::Duration;

mod asking;

/// Does what the server does in the background: how many texts were read.
async fn reads_texts(board: &Board) -> usize {
    let (mut db, mut all) = (board.db().await, 0);
    loop {
        match read_some(&mut db).await.unwrap() {
            0 => return all,
            read => all += read,
        }
    }
}

async fn searches(who: &Person, question: &str) -> Page {
    let question: String = url::form_urlencoded::byte_serialize(question.as_bytes()).collect();
    who.opens(format!("/search?q={question}")).await
}

/// How many results there are on the page, read anew.
async fn found(who: &Person, question: &str) -> usize {
    searches(who, question).await.is(200).count("li.hit")
}

/// The same for a moderator who asks for all.
async fn found_in_all(who: &Person, question: &str) -> Page {
    who.opens(format!("/search?what=all&q={question}")).await
}

/// A thread with a comment of ann's, and all read.
async fn stage(body: &str) -> (Board, Article, Person, CommentId) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, body).await;
    reads_texts(&board).await;
    (board, article, ann, id)
}

#[tokio::test]
async fn articles_and_comments_are_found_with_their_words_marked() {
    let (board, article, _, id) = stage("The treaties were *signed*, and <b>bold</b> & “quoted”.").await;
    let page = searches(&board.anyone(), "treaty").await;
    page.is(200).says("Comment #1").says("by ann").has(&format!("li.hit a[href='/c/{id}']"));
    assert_eq!(page.words_of("li.hit mark"), "treaties");
    assert_eq!(page.words_of("li.hit .lead"), "The treaties were signed, and <b>bold</b> & “quoted”.");
    page.has_no("li.hit .lead b");
    assert_eq!(page.attribute("#q", "value"), "treaty");
    let page = searches(&board.anyone(), "recognition ALLIANCE").await;
    page.says("Article").has(&format!("li.hit a[href='{}']", article.path));
    assert_eq!(page.words_of("li.hit h2 mark"), "alliance");
    searches(&board.anyone(), "zeppelin").await.is(200).says("Nothing was found for this.");
    board.anyone().opens("/").await.has("header form[role=search][action='/search'] input[name=q]");
}

#[tokio::test]
async fn what_is_typed_is_never_more_than_text() {
    let (board, ..) = stage("Nothing <script>alert(1)</script> \"><img src=x> of that.").await;
    for typed in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; drop table comments; --",
        "a'b\\c | ! & <-> (",
        "{{7*7}}",
    ] {
        let page = searches(&board.anyone(), typed).await;
        assert_eq!(page.attribute("#q", "value"), typed);
        page.has_no("main script").has_no("main img");
    }
    let page = searches(&board.anyone(), "alert").await;
    assert!(page.words_of("li.hit .lead").contains("<script>"), "{}", page.html);
    page.has_no("main script").has_no("main img");
    let answered = board.anyone().gets("/search?q=%00").await;
    assert!((400..500).contains(&answered.status), "{}", answered.status);
}

#[tokio::test]
async fn a_text_is_found_once_it_was_read_and_an_edit_once_it_was_read_again() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    let id = board.comment(&ann, &article, "A quinquereme of Nineveh.").await;
    assert_eq!(found(&board.anyone(), "quinquereme").await, 0);
    assert!(reads_texts(&board).await > 0);
    assert_eq!(reads_texts(&board).await, 0);
    assert_eq!(found(&board.anyone(), "quinquereme").await, 1);
    let page = ann.opens(format!("/c/{id}/edit")).await;
    page.fills("body", "A stately galleon.").presses("Save").await.is(200);
    // What it said is found no more, before anybody has read it again.
    assert_eq!(found(&board.anyone(), "quinquereme").await, 0);
    reads_texts(&board).await;
    assert_eq!(found(&board.anyone(), "quinquereme").await, 0);
    assert_eq!(found(&board.anyone(), "galleons").await, 1);
}

#[tokio::test]
async fn what_readers_do_not_see_is_found_by_moderators_alone() {
    let (board, _, ann, id) = stage("A quinquereme of Nineveh.").await;
    let (mo, ben) = (board.moderator("mo").await, board.member("ben").await);
    for (state, told) in [
        ("held", "waits for a moderator"),
        ("rejected", "rejected"),
        ("removed", "removed"),
        ("hidden", "hidden by flags"),
    ] {
        board.sql(&format!("update comments set state = '{state}' where id = {id}")).await;
        // Both before and after it was read again.
        for _ in 0..2 {
            for who in [&board.anyone(), &ann, &ben] {
                assert_eq!(found(who, "quinquereme").await, 0, "{state}");
                let page = found_in_all(who, "quinquereme").await;
                page.has_no("li.hit").has_no("input[name=what]").does_not_say("Nineveh");
            }
            assert_eq!(found(&mo, "quinquereme").await, 0, "{state}");
            let page = found_in_all(&mo, "quinquereme").await;
            page.has("input[name=what][checked]").says("Nineveh");
            assert_eq!(page.words_of("li.hit[data-state=unseen] .pill"), told);
            reads_texts(&board).await;
        }
    }
    board.sql(&format!("update comments set state = 'deleted' where id = {id}")).await;
    found_in_all(&mo, "quinquereme").await.has_no("li.hit");
    reads_texts(&board).await;
    assert!(!board.dump_of("search_documents").await.contains("quinquerem"));
    board.sql(&format!("update comments set state = 'published' where id = {id}")).await;
    reads_texts(&board).await;
    assert_eq!(found(&board.anyone(), "quinquereme").await, 1);
    found_in_all(&mo, "quinquereme").await.has("li.hit").has_no("[data-state=unseen]");
}

#[tokio::test]
async fn of_an_article_that_is_not_seen_nothing_is_found() {
    let (board, article, _, _) = stage("A quinquereme of Nineveh.").await;
    let mo = board.moderator("mo").await;
    for state in ["held", "rejected", "removed"] {
        board.sql(&format!("update articles set state = '{state}' where id = {}", article.id)).await;
        for _ in 0..2 {
            assert_eq!(found(&board.anyone(), "quinquereme").await, 0);
            assert_eq!(found(&board.anyone(), "alliance").await, 0);
            searches(&board.anyone(), &format!("x in:{}", article.id))
                .await
                .is(422)
                .says("There is no topic");
            searches(&board.anyone(), "x publication:al-monitor")
                .await
                .is(422)
                .says("There is no publication");
            found_in_all(&mo, "quinquereme").await.says("in a thread that readers do not see");
            found_in_all(&mo, "alliance").await.has("li.hit[data-state=unseen]");
            reads_texts(&board).await;
        }
    }
}

#[tokio::test]
async fn of_an_edit_that_waits_readers_find_only_what_was_published() {
    let (board, _, _, id) = stage("A quinquereme of Nineveh.").await;
    let mo = board.moderator("mo").await;
    board
        .sql(&format!(
            "insert into comment_revisions select comment_id, 2, 'held', 'A galleon.', 'A galleon.', 'a galleon.',
                    '<p>A galleon.</p>', renderer, saved_by, saved_at from comment_revisions where comment_id = {id}"
        ))
        .await;
    reads_texts(&board).await;
    assert_eq!(found(&board.anyone(), "galleon").await, 0);
    assert_eq!(found(&board.anyone(), "quinquereme").await, 1);
    found_in_all(&mo, "galleon").await.says("an edit that waits");
    board
        .sql(&format!(
            "update comment_revisions set state = 'rejected' where comment_id = {id} and revision = 2"
        ))
        .await;
    reads_texts(&board).await;
    found_in_all(&mo, "galleon").await.has_no("li.hit");
}

#[tokio::test]
async fn words_that_somebody_quotes_are_found_where_they_were_said() {
    let (board, article, _, id) = stage("A quinquereme of Nineveh.").await;
    let ben = board.member("ben").await;
    board.comment(&ben, &article, "> #1\n> A quinquereme of Nineveh.\n\nFrom distant Ophir.").await;
    reads_texts(&board).await;
    assert_eq!(found(&board.anyone(), "quinquereme").await, 1);
    assert_eq!(found(&board.anyone(), "ophir has:quote").await, 1);
    assert_eq!(found(&board.anyone(), "quinquereme has:quote").await, 0);
    board.sql(&format!("update comments set state = 'removed' where id = {id}")).await;
    assert_eq!(found(&board.anyone(), "quinquereme").await, 0);
    let quoted = board.dump_of("search_documents").await;
    assert!(quoted.contains("ophir"), "{quoted}");
}

#[tokio::test]
async fn what_is_erased_is_in_the_index_no_more() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.newcomer("ann").await, board.moderator("mo").await);
    board.comment(&ann, &article, "Sells quinqueremes, and says so.").await;
    reads_texts(&board).await;
    mo.opens("/queue").await.presses("4Spam").await.says("Rejected");
    reads_texts(&board).await;
    found_in_all(&mo, "quinqueremes").await.says("rejected");
    board.clock.advance(KEEP + Duration::seconds(1));
    assert_eq!(erase_rejected(&mut board.db().await, board.clock.now()).await.unwrap(), 1);
    reads_texts(&board).await;
    assert!(!board.dump().await.contains("quinquerem"));
}

#[tokio::test]
async fn words_that_a_member_takes_along_are_in_the_index_no_more() {
    let (board, _, ann, _) = stage("A quinquereme of Nineveh.").await;
    let hash = rejoinder::accounts::passwords::hash("a long enough sentence".to_owned()).await.unwrap();
    board.sql(&format!("update accounts set password_hash = '{hash}' where name = 'ann'")).await;
    let fields = [("words", "go"), ("password", "a long enough sentence")];
    ann.sends("/settings/data/deletion", &fields).await.is(200);
    board.clock.advance(Duration::hours(25));
    assert_eq!(carry_out_due(&mut board.db().await, board.clock.now()).await.unwrap(), 1);
    assert_eq!(found(&board.anyone(), "quinquereme").await, 0);
    reads_texts(&board).await;
    assert!(!board.dump().await.contains("quinquerem"));
}

#[tokio::test]
async fn one_process_reads_at_a_time_and_nothing_is_lost_when_it_dies() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    board.comment(&ann, &article, "A quinquereme of Nineveh.").await;
    let mut other = board.db().await;
    other
        .batch_execute("begin; select from search_progress for update; delete from search_waiting")
        .await
        .unwrap();
    assert_eq!(reads_texts(&board).await, 0);
    // It dies: its connection ends, and what it did is undone.
    drop(other);
    let waiting = async || count_waiting(&board.db().await).await.unwrap();
    assert!(waiting().await > 0);
    while reads_texts(&board).await == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(waiting().await, 0);
    assert_eq!(found(&board.anyone(), "quinquereme").await, 1);
}

#[tokio::test]
async fn a_full_board_is_read_some_at_a_time_newest_first() {
    let (board, ..) = stage("A quinquereme of Nineveh.").await;
    board
        .sql(
            "set session_replication_role = replica;
             insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key)
             select article_id, 1 + n, author_id, 'published', body_html, posted_at - n * interval '1 hour',
                    published_at - n * interval '1 hour', gen_random_uuid()
               from comments, generate_series(1, 600) n;
             insert into comment_revisions
             select comments.id, 1, 'published', 'Galleon ' || number, 'Galleon ' || number, 'galleon', '', renderer, saved_by, saved_at
               from comments, comment_revisions where number > 1;
             set session_replication_role = origin;
             truncate search_documents, search_waiting; update search_progress set reading = ''",
        )
        .await;
    let mut db = board.db().await;
    let mut stretches = Vec::new();
    loop {
        match read_some(&mut db).await.unwrap() {
            0 => break,
            read => stretches.push(read),
        }
    }
    assert_eq!(stretches, [1, 250, 250, 101]);
    assert_eq!(found(&board.anyone(), "galleon").await, 20);
    assert_eq!(found(&board.anyone(), "quinquereme").await, 1);
}

#[tokio::test]
async fn another_language_reads_all_texts_anew() {
    let (board, ..) = stage("Ein altes HAUS am Fluss; the houses.").await;
    assert_eq!(found(&board.anyone(), "house").await, 1);
    assert_eq!(found(&board.anyone(), "Häuser").await, 0);
    board.sql("update settings set language = 'de'").await;
    assert!(reads_texts(&board).await > 0);
    assert_eq!(found(&board.anyone(), "Häuser").await, 1);
    assert_eq!(found(&board.anyone(), "Fluß").await, 1);
    assert_eq!(reads_texts(&board).await, 0);
}

#[tokio::test]
async fn a_corrected_publication_is_that_of_all_its_comments() {
    let (board, article, _, _) = stage("A quinquereme of Nineveh.").await;
    assert_eq!(found(&board.anyone(), "quinquereme publication:al-monitor").await, 1);
    board
        .sql(&format!(
            "insert into publications (name, name_folded, slug) values ('The Daily', 'the daily', 'daily');
             update articles set publication_id = (select id from publications where slug = 'daily') where id = {}",
            article.id
        ))
        .await;
    reads_texts(&board).await;
    assert_eq!(found(&board.anyone(), "quinquereme publication:\"the Daily\"").await, 1);
    assert_eq!(found(&board.anyone(), "alliance publication:daily").await, 1);
}

#[tokio::test]
async fn every_match_is_on_one_page_and_no_more_than_one() {
    let (board, ..) = stage("A galleon of Nineveh.").await;
    board
        .sql(
            "set session_replication_role = replica;
             insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key)
             select article_id, 1 + n, author_id, 'published', body_html, posted_at - n * interval '5 hours',
                    published_at - n * interval '5 hours', gen_random_uuid()
               from comments, generate_series(1, 3000) n;
             insert into comment_revisions
             select comments.id, 1, 'published', 'Galleon', case when number % 2 = 0 then 'A galleon of Ophir' else 'Ships' end,
                    'galleon', '', renderer, saved_by, saved_at
               from comments, comment_revisions where number > 1;
             set session_replication_role = origin; update search_progress set reading = ''",
        )
        .await;
    reads_texts(&board).await;
    for (question, expected) in
        [("galleon", 1_501), ("\"galleon of\" ophir", 1_500), ("ships", 1_500), ("nineveh", 1)]
    {
        let (mut db, mut place, mut seen, mut count) = (board.db().await, String::new(), BTreeSet::new(), 0);
        let mut stretches = 1;
        loop {
            let page = find(&mut db, question, &place, Reader::Anyone, board.clock.now()).await.unwrap();
            count += page.hits.len();
            seen.extend(page.hits.into_iter().map(|hit| hit.path));
            stretches += usize::from(page.older.is_some());
            match page.after.or(page.older) {
                Some(next) => place = next.to_string(),
                None => break,
            }
        }
        assert_eq!((seen.len(), count), (expected, expected), "{question}");
        assert_eq!(stretches > 1, expected > 1, "{question}: {stretches}");
    }
}
