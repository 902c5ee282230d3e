//! The inbox: what is unread stands first, is counted, and is read by reading it.

use crate::support::{Article, Board, Page, Person, Trips};
use time::Duration;

/// Two threads, in each of which ann wrote #1.
async fn stage() -> (Board, [Article; 2], Person, Person) {
    let board = Board::open().await;
    let articles = [board.article("The alliance").await, board.article("The harbour").await];
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    board.comment(&ann, &articles[0], "The lease was signed for forty-nine years.").await;
    board.comment(&ann, &articles[1], "Ice keeps the port shut for forty-nine years of fifty.").await;
    (board, articles, ann, ben)
}

/// Somebody quotes ann, who is told of it.
async fn quotes(board: &Board, who: &Person, article: &Article, words: &str) {
    board.comment(who, article, &format!("> #1\n> forty-nine years\n\n{words}")).await;
    board.tells().await;
    // The board does not take comments as fast as a story is told.
    board.clock.advance(Duration::minutes(2));
}

fn threads(page: &Page, read: &str) -> usize {
    page.count(&format!("[data-thread][data-read={read}]"))
}

#[tokio::test]
async fn what_is_unread_is_counted_and_read_in_its_thread() {
    let (board, [one, other], ann, ben) = stage().await;
    ann.opens("/").await.says("Inbox").has_no(".top .pill");
    quotes(&board, &ben, &one, "First.").await;
    quotes(&board, &ben, &other, "Second.").await;
    quotes(&board, &ben, &one, "Third.").await;
    let bar = ann.opens("/").await;
    assert_eq!(bar.words_of(".top .pill"), "3 unread");
    for _ in 0..2 {
        let page = ann.opens("/inbox").await;
        assert_eq!((threads(&page, "no"), threads(&page, "yes")), (2, 0), "looking reads nothing");
        let words = page.words();
        assert!(words.find("Third.") < words.find("First.") && words.find("First.") < words.find("Second."));
    }
    let page = ann.reads(&one).await;
    assert_eq!(page.words_of(".top .pill"), "1 unread", "the bar of this very page knows");
    let page = ann.opens("/inbox").await;
    assert_eq!((threads(&page, "no"), threads(&page, "yes")), (1, 1));
    let words = page.words();
    assert!(words.find("Second.") < words.find("Third."), "the unread first: {words}");
    ben.reads(&other).await;
    assert_eq!(ann.opens("/").await.words_of(".top .pill"), "1 unread", "others read nothing for her");
    ann.reads(&other).await.has_no(".top .pill");
}

#[tokio::test]
async fn a_page_of_a_thread_reads_what_stands_on_it_and_no_more() {
    let (board, [one, _], ann, ben) = stage().await;
    board
        .sql(&format!(
            "insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key)
             select {0}, n, {1}, 'published', '', now() - interval '1 day', now(), gen_random_uuid() from generate_series(2, 60) n;
             update articles set last_number = 60 where id = {0}",
            one.id,
            ben.member().id
        ))
        .await;
    quotes(&board, &ben, &one, "On the second page.").await;
    ann.opens(&one.path).await.has(".top .pill");
    ann.opens(format!("{}?page=2", one.path)).await.says("On the second page.").has_no(".top .pill");
}

#[tokio::test]
async fn buttons_read_a_thread_or_all_but_what_came_meanwhile() {
    let (board, [one, other], ann, ben) = stage().await;
    quotes(&board, &ben, &one, "First.").await;
    quotes(&board, &ben, &other, "Second.").await;
    let page = ann.opens("/inbox").await;
    quotes(&board, &ben, &one, "Came meanwhile.").await;
    let page = page.presses("Mark all as read").await;
    page.says("All is marked as read.");
    assert_eq!(page.words_of(".top .pill"), "1 unread");
    assert!(page.words_of("[data-read=no]").contains("Came meanwhile."));
    quotes(&board, &ben, &other, "Fourth.").await;
    let page = ann.opens("/inbox").await.presses("Mark as read: The harbour").await;
    assert_eq!(threads(&page, "no"), 1);
    assert!(page.words_of("[data-read=no]").contains("Came meanwhile."));
    // Nobody reads for somebody else, and a form has to say up to where.
    let everything = [("until", "9000000")];
    ben.posts("/inbox/read", &everything).await.is(303);
    assert_eq!(threads(&ann.opens("/inbox").await, "no"), 1);
    ann.posts("/inbox/read", &[]).await.is(400);
    ann.posts("/inbox/read", &everything).await.is(303);
    ann.opens("/inbox").await.has_no("[data-read=no]").has_no(".top .pill").has_no(".buttons form");
}

#[tokio::test]
async fn a_decision_is_read_in_the_inbox_alone() {
    let (board, [one, _], ann, _) = stage().await;
    let mo = board.moderator("mo").await;
    let id = ann.reads(&one).await.attribute("#c1", "data-id");
    mo.posts(&format!("/c/{id}/flag"), &[("reason", "spam")]).await.is(303);
    mo.opens("/queue").await.presses("4Spam").await;
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    ann.reads(&one).await.says("Removed by a moderator.").has(".top .pill");
    ann.opens("/inbox")
        .await
        .says("It advertises something")
        .presses("Mark as read")
        .await
        .has_no(".top .pill");
}

/// So many notices for ann, each about a comment of its own by ben; of two, the later is unread.
async fn many(board: &Board, article: &Article, ann: &Person, ben: &Person, how_many: i32) {
    board
        .sql(&format!(
            "with said as (
               insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key)
               select {0}, n, {1}, 'published', '', now(), now(), gen_random_uuid()
                 from generate_series(100, 99 + {3}) n returning id, number)
             insert into notices (account_id, kind, article_id, comment_id, happened_at, read_at)
             select {2}, 'quote', {0}, id, now(), case when number < 100 + {3} / 2 then now() end
               from said order by number",
            article.id,
            ben.member().id,
            ann.member().id,
            how_many
        ))
        .await;
}

#[tokio::test]
async fn a_long_inbox_has_pages_that_lose_and_repeat_nothing() {
    let (board, [one, _], ann, ben) = stage().await;
    many(&board, &one, &ann, &ben, 150).await;
    let (mut path, mut pages, mut seen) = ("/inbox".to_owned(), 0, Vec::new());
    loop {
        let page = ann.opens(&path).await;
        pages += 1;
        let ids = page.html.split("data-notice=\"").skip(1).filter_map(|rest| rest.split('"').next());
        seen.extend(ids.map(|id| id.parse::<i64>().unwrap()));
        if page.count("a[rel=next]") == 0 {
            break;
        }
        path = page.attribute("a[rel=next]", "href");
    }
    assert_eq!((pages, seen.len()), (5, 150));
    let mut newest_first = seen.clone();
    newest_first.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
    newest_first.dedup();
    assert_eq!(seen, newest_first, "the unread are the later ones here, so all come in one order");
    assert_eq!(ann.opens("/").await.words_of(".top .pill"), "75 unread");
    ann.opens("/inbox?read_before=1").await.says("nothing further down");
}

#[tokio::test]
async fn an_inbox_of_ten_thousand_costs_what_one_of_ten_costs() {
    let (board, [one, other], ann, ben) = stage().await;
    let others = board.member("others").await;
    many(&board, &one, &ann, &ben, 10_000).await;
    // Of a board that is worth an index.
    many(&board, &other, &others, &ben, 100_000).await;
    board.sql("analyze notices; analyze comments").await;
    assert_eq!(ann.opens("/").await.words_of(".top .pill"), "99+ unread");
    ann.opens("/inbox").await.has("a[rel=next]");
    let (ann, one) = (ann.member().id, one.id);
    let told = "from notices join comments on comments.id = notices.comment_id
                join articles on articles.id = notices.article_id
               where (case when notices.kind in ('decision', 'flag') then true else comments.state = 'published' and
                      not exists (select from mutes where mutes.account_id = notices.account_id
                                     and mutes.muted_id = comments.author_id) end)";
    for (query, index) in [
        (
            format!(
                "select notices.id {told} and account_id = {ann} and read_at is null and notices.id < 9000000 order by notices.id desc limit 31"
            ),
            "notices_unread",
        ),
        (
            format!(
                "select notices.id {told} and account_id = {ann} and read_at is not null and notices.id < 9000000 order by notices.id desc limit 31"
            ),
            "notices_read",
        ),
        (
            format!(
                "select count(*) {told} and notices.id in (select id from notices newest where account_id = {ann} and read_at is null order by id desc limit 100)"
            ),
            "notices_unread",
        ),
        (
            format!(
                "select from notices where account_id = {ann} and article_id = {one} and read_at is null limit 1"
            ),
            "notices_unread",
        ),
    ] {
        board
            .sql(&format!(
                "do $$ declare plan text := ''; line text; begin
                    for line in execute $q$explain {query}$q$ loop plan := plan || line || E'\\n'; end loop;
                    assert plan like '%{index}%' and plan not like '%Seq Scan on notices%'
                       and plan not like '%Seq Scan on comments%' and plan not like '%Sort%', plan;
                end $$"
            ))
            .await;
    }
}

#[tokio::test]
async fn who_is_muted_is_not_heard_until_it_is_lifted() {
    let (board, [one, other], ann, ben) = stage().await;
    let cid = board.member("cid").await;
    quotes(&board, &ben, &one, "Before the mute.").await;
    let page = ann.opens("/inbox").await.presses("Mute ben").await;
    page.says("ben is muted").has_no("[data-notice]").has_no(".top .pill");
    quotes(&board, &ben, &other, "While muted.").await;
    quotes(&board, &cid, &other, "Of another.").await;
    let page = ann.opens("/inbox").await;
    page.says("Of another.").does_not_say("While muted.");
    assert_eq!(page.words_of(".top .pill"), "1 unread");
    ann.reads(&one).await.says("Before the mute.");
    ben.opens("/settings/notifications").await.has_no("[data-person]");
    ben.opens("/u/ann").await.does_not_say("muted");
    ann.opens("/u/ben").await.says("You have muted ben");
    let page = ann.opens("/settings/notifications").await;
    page.has("[data-person=ben]");
    page.presses("Lift the mute of ben").await.says("no longer muted").has_no("[data-person]");
    let page = ann.opens("/inbox").await;
    page.says("Before the mute.").does_not_say("While muted.");
    let mail = board.letters_to("ann@people.example").await;
    assert!(!mail.iter().any(|letter| letter.text.contains("While muted.")), "{mail:?}");
    quotes(&board, &ben, &other, "After it.").await;
    ann.opens("/inbox").await.says("After it.");
    ann.opens("/u/ben")
        .await
        .presses("Mute ben")
        .await
        .says("You have muted ben")
        .presses("You have muted")
        .await;
    ann.opens("/u/ben").await.does_not_say("You have muted");
}

#[tokio::test]
async fn a_muted_thread_is_not_heard_but_for_what_moderators_decide() {
    let (board, [one, other], ann, ben) = stage().await;
    let mo = board.moderator("mo").await;
    ann.reads(&one).await.presses("Mute this thread").await.says("You have muted this thread");
    ben.reads(&one).await.does_not_say("You have muted");
    board.anyone().reads(&one).await.does_not_say("Mute");
    quotes(&board, &ben, &one, "In the muted.").await;
    quotes(&board, &ben, &other, "In the other.").await;
    ann.opens("/inbox").await.does_not_say("In the muted.").says("In the other.");
    let id = ann.reads(&one).await.attribute("#c1", "data-id");
    ben.posts(&format!("/c/{id}/flag"), &[("reason", "spam")]).await.is(303);
    mo.opens("/queue").await.presses("4Spam").await;
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    ann.opens("/inbox").await.says("Your comment was removed");
    let page = ann.opens("/settings/notifications").await;
    page.presses("Lift the mute of The alliance").await.has_no("main [data-thread]");
    quotes(&board, &ben, &other, "> ¶1\n> The main reason\n\nLater.").await;
    ann.opens("/inbox").await.presses("Mute this thread").await.says("is muted");
}

#[tokio::test]
async fn nobody_mutes_themselves_or_nobody() {
    let (board, [one, _], ann, _) = stage().await;
    ann.posts("/u/ann/mute", &[]).await.is(403);
    ann.posts("/u/nobody-here/mute", &[]).await.is(404);
    ann.posts("/u/nobody-here/mute/end", &[]).await.is(404);
    ann.posts("/u/former%20member/mute", &[]).await.is(404);
    ann.posts("/a/1/mute", &[]).await.is(404);
    ann.posts("/a/1/mute/end", &[]).await.is(404);
    let away = [("back", "https://evil.example/")];
    ann.posts(&format!("/a/{}/mute", one.id), &away).await.is(303).leads_to("/");
    board.anyone().posts(&format!("/a/{}/mute", one.id), &[]).await.is(303).leads_to("/sign-in?back=%2F");
}

#[tokio::test]
async fn an_inbox_costs_a_thread_no_round_trip() {
    let (board, [one, other], ann, ben) = stage().await;
    quotes(&board, &ben, &other, "Unread, and elsewhere.").await;
    let trips = Trips::to(&board.url);
    let watched = Board::on(trips.url.clone(), rejoinder::app::routes()).await;
    let ann = watched.signed_in(ann.member().clone()).await;
    let mut least = u32::MAX;
    for visit in 0..5 {
        trips.taken();
        ann.reads(&one).await.is(200).has(".top .pill");
        if visit > 1 {
            least = least.min(trips.taken());
        }
    }
    assert_eq!(least, 1);
}

#[tokio::test]
async fn who_is_not_signed_in_sees_nothing_of_it() {
    let (board, [one, _], _, ben) = stage().await;
    quotes(&board, &ben, &one, "Something.").await;
    for path in ["/", &one.path, "/u/ben"] {
        let page = board.anyone().opens(path).await;
        page.does_not_say("Inbox").does_not_say("Mute").has_no(".top .pill");
    }
}
