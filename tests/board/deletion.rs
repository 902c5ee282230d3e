//! A member leaves: a day to think again, then their name goes, and their words stay or go.

use crate::support::{Article, Board, Page, Person};
use rejoinder::db::AccountId;
use rejoinder::own_data::deletion::carry_out_due;
use serde_json::Value;
use time::Duration;

const PASSWORD: &str = "a long enough sentence";
const SECRET: &str = "The harbour of Tartus was leased for forty-nine years.";

async fn with_password(board: &Board, name: &str) {
    let hash = rejoinder::accounts::passwords::hash(PASSWORD.to_owned()).await.unwrap();
    board.sql(&format!("update accounts set password_hash = '{hash}' where name = '{name}'")).await;
}

async fn leaves(board: &Board, who: &Person, words: &str) -> Page {
    with_password(board, &who.member().name).await;
    who.sends("/settings/data/deletion", &[("words", words), ("password", PASSWORD)]).await
}

async fn signs_in(board: &Board, name: &str) -> Page {
    board
        .anyone()
        .sends("/sign-in", &[("login", name), ("password", PASSWORD), ("back", "/articles/new")])
        .await
}

async fn carried_out(board: &Board) -> usize {
    carry_out_due(&mut board.db().await, board.clock.now()).await.unwrap()
}

async fn a_day_later(board: &Board) {
    board.clock.advance(Duration::hours(24) + Duration::minutes(1));
    assert_eq!(carried_out(board).await, 1);
}

/// A thread in which crab wrote #1 and ben quotes it as #2; another in which ben quotes it, too.
async fn stage() -> (Board, Article, Article, Person, Person) {
    let board = Board::open().await;
    let (article, other) = (board.article("The alliance").await, board.article("Another thread").await);
    let (crab, ben) = (board.member("Crab_1").await, board.member("ben").await);
    let id = board.comment(&crab, &article, SECRET).await;
    board
        .comment(
            &ben,
            &article,
            &format!("Ask @crab_1.\n\n> #1\n> {SECRET}\n\n> ¶1\n> The main reason\n\nSo."),
        )
        .await;
    board.comment(&ben, &other, &format!("> /c/{id}\n> {SECRET}\n\nThere as well.")).await;
    (board, article, other, crab, ben)
}

#[tokio::test]
async fn it_takes_the_password_a_choice_and_a_day() {
    let (board, article, _, crab, _) = stage().await;
    with_password(&board, "Crab_1").await;
    let ask = async |words: &'static str, password: &'static str| {
        crab.sends("/settings/data/deletion", &[("words", words), ("password", password)]).await
    };
    ask("", PASSWORD).await.is(422).says("Choose what becomes of your words");
    let page = ask("go", "something else").await;
    page.is(422).says("not your present password").has("input[value=go][checked]");
    assert!(!page.html.contains("something else"), "a password is never echoed");
    ask("stay", PASSWORD).await.says("signed out everywhere");
    crab.gets("/settings/data").await.is(303);
    let mail = board.dump().await;
    assert!(
        mail.contains("Your account will be deleted") && mail.contains("crab_1@people.example"),
        "{mail}"
    );
    board.clock.advance(Duration::hours(23) + Duration::minutes(59));
    assert_eq!(carried_out(&board).await, 0);
    board.anyone().reads(&article).await.says("Crab_1");
    let page = signs_in(&board, "crab_1").await;
    assert_eq!(page.path, "/settings/data");
    page.says("about to be deleted");
    board.clock.advance(Duration::minutes(2));
    assert_eq!(carried_out(&board).await, 1);
    signs_in(&board, "crab_1").await.is(422).says("do not belong together");
    board.anyone().gets("/u/Crab_1").await.is(404);
}

#[tokio::test]
async fn it_can_be_taken_back_for_a_day_and_by_nobody_else() {
    let (board, article, _, crab, ben) = stage().await;
    leaves(&board, &crab, "go").await;
    ben.posts("/settings/data/deletion/undo", &[]).await.is(303);
    ben.opens("/settings/data").await.does_not_say("about to be deleted");
    let again = board.signed_in(crab.member().clone()).await;
    leaves(&board, &again, "go").await.is(422).says("under way already");
    again.opens("/settings/data").await.presses("Keep my account").await.says("Your account stays");
    board.clock.advance(Duration::hours(25));
    assert_eq!(carried_out(&board).await, 0);
    board.anyone().reads(&article).await.says("Crab_1").says(SECRET);
    leaves(&board, &again, "go").await;
    board.clock.advance(Duration::hours(24));
    let late = board.signed_in(crab.member().clone()).await;
    late.sends("/settings/data/deletion/undo", &[]).await.says("The 24 hours are over");
    assert_eq!(carried_out(&board).await, 1);
    late.gets("/settings/data").await.is(303);
}

#[tokio::test]
async fn words_that_stay_are_a_former_members() {
    let (board, article, other, crab, _) = stage().await;
    let new = board.newcomer("new").await;
    new.replies_to(&article, "> #1\n> forty-nine years\n\nThis waits, and quotes.").await;
    leaves(&board, &crab, "stay").await;
    a_day_later(&board).await;
    let page = board.anyone().reads(&article).await;
    page.says(SECRET).says("former member, #1").says("Ask @crab_1.").says("✓ verbatim").says("Quoted by #2");
    page.does_not_say("Crab_1").has_no("a[href^='/u/crab']").has_no("a[href*='former']");
    board.anyone().reads(&other).await.says("former member in “The alliance”, #1").does_not_say("Crab_1");
    board
        .moderator("mo")
        .await
        .opens("/queue")
        .await
        .says("This waits")
        .says("former member, #1")
        .does_not_say("Crab_1");
    let left = board.dump().await;
    assert!(!left.contains("Crab_1") && !left.contains("crab_1@"), "{left}");
}

#[tokio::test]
async fn words_that_go_leave_stubs_and_empty_quotes() {
    let (board, article, other, crab, ben) = stage().await;
    board.sql("update settings set edit_hours = 48").await;
    leaves(&board, &crab, "go").await;
    a_day_later(&board).await;
    let page = board.anyone().reads(&article).await;
    page.says("Deleted by its author.").has("#c1.stub").says("1 comment").does_not_say("Tartus");
    page.says("former member, #1")
        .says("[words withdrawn by their author]")
        .says("The main reason")
        .says("So.");
    assert_eq!(page.count("#c2 figure.quote"), 2);
    assert_eq!(page.words().matches("✓ verbatim").count(), 1, "nothing is said of words that are gone");
    board.anyone().reads(&other).await.says("There as well.").says("[words withdrawn").does_not_say("Tartus");
    let left = board.dump().await;
    assert!(!left.contains("Tartus") && !left.contains("Crab_1"), "{left}");
    let id = page.attribute("#c2", "data-id");
    let edit = ben.opens(format!("/c/{id}/edit")).await;
    let text = edit.words_of("textarea[name=body]").replace("So.", "Otherwise.");
    assert!(text.contains("words withdrawn"), "{text}");
    let source = "> \\[words withdrawn by their author]\n\nOtherwise.";
    edit.fills("body", source).presses("Save").await.is(200).says("Otherwise.");
}

#[tokio::test]
async fn what_was_edited_held_or_rejected_goes_from_the_database() {
    let (board, article, _, crab, _) = stage().await;
    let mo = board.moderator("mo").await;
    let id = board.comment(&crab, &article, "An early wording about submarines.").await;
    let page = crab.opens(format!("/c/{id}/edit")).await;
    page.fills("body", "A later wording about frigates.").presses("Save").await;
    crab.replies_to(&article, "You numbskull, said of corvettes.").await;
    mo.opens("/queue").await.presses("2Abuse").await;
    crab.replies_to(&article, "You numbskull, said of minesweepers.").await;
    mo.opens("/queue").await.says("minesweepers");
    let before = board.dump().await;
    for word in ["submarines", "frigates", "corvettes", "minesweepers"] {
        assert!(before.contains(word), "{word}");
    }
    leaves(&board, &crab, "go").await;
    a_day_later(&board).await;
    let after = board.dump().await;
    for word in ["submarines", "frigates", "corvettes", "minesweepers", "numbskull, "] {
        assert!(!after.contains(word), "{word}: {after}");
    }
    let untold = "do $$ begin assert (select count(*) from comment_revisions where folded = '') > 3
        and not exists (select from comment_revisions where folded = '' and fingerprints <> '{}'); end $$";
    board.sql(untold).await;
    mo.opens("/queue").await.has_no("[data-case]");
    mo.opens("/moderation/log").await.says("delete account").does_not_say("frigates");
}

#[tokio::test]
async fn with_words_that_stay_goes_what_nobody_saw() {
    let (board, article, _, crab, ben) = stage().await;
    let mo = board.moderator("mo").await;
    crab.replies_to(&article, "You numbskull, said of minesweepers.").await;
    let first = board.anyone().reads(&article).await.attribute("#c1", "data-id");
    let edit = crab.opens(format!("/c/{first}/edit")).await;
    edit.fills("body", "You numbskull, said of corvettes.").presses("Save").await;
    crab.posts(&format!("/a/{}/draft", article.id), &[("body", "a draft on barges")]).await;
    let flagged = board.comment(&crab, &article, "This is pointed at.").await;
    ben.posts(&format!("/c/{flagged}/flag"), &[("reason", "spam"), ("note", "")]).await.is(303);
    leaves(&board, &crab, "stay").await;
    a_day_later(&board).await;
    let after = board.dump().await;
    for word in ["minesweepers", "corvettes", "barges"] {
        assert!(!after.contains(word), "{word}: {after}");
    }
    board.anyone().reads(&article).await.says(SECRET).says("3 comments");
    let queue = mo.opens("/queue").await;
    queue.says("This is pointed at.").says("former member").has_no("a[href*='former']");
}

#[tokio::test]
async fn counts_stay_true() {
    let (board, article, _, crab, ben) = stage().await;
    let second = board.anyone().reads(&article).await.attribute("#c2", "data-id");
    crab.posts(&format!("/c/{second}/recommendation"), &[]).await.is(303);
    let answer = crab.opens(format!("{}/reply?to=2&quote=2", article.path)).await;
    let answer = answer.fills("body", "> #2\n> Ask @crab_1.\n\nWhy me?");
    answer.presses("Post comment").await.says("Recommend · 1").says("Quoted by #3");
    ben.posts(&format!("/c/{second}/flag"), &[("reason", "spam")]).await;
    leaves(&board, &crab, "go").await;
    a_day_later(&board).await;
    let page = board.anyone().reads(&article).await;
    page.says("1 comment").does_not_say("Recommend · 1").does_not_say("Quoted by #3").does_not_say("1 reply");
    board.anyone().opens("/").await.does_not_say("Crab_1").says("ben");
}

#[tokio::test]
async fn who_pointed_at_a_text_is_a_former_member_to_moderators() {
    let (board, article, _, crab, ben) = stage().await;
    let id = board.comment(&ben, &article, "Ropes for sale.").await;
    let fields = [("reason", "spam"), ("note", "sells ropes")];
    crab.posts(&format!("/c/{id}/flag"), &fields).await.is(303);
    leaves(&board, &crab, "stay").await;
    a_day_later(&board).await;
    let mo = board.moderator("mo").await;
    mo.opens("/queue").await.says("a former member says spam: “sells ropes”").does_not_say("Crab_1");
}

#[tokio::test]
async fn two_processes_carry_it_out_once() {
    let (board, article, _, crab, _) = stage().await;
    leaves(&board, &crab, "go").await;
    board.clock.advance(Duration::hours(25));
    let (mut one, mut other) = (board.db().await, board.db().await);
    let now = board.clock.now();
    let (one, other) = tokio::join!(carry_out_due(&mut one, now), carry_out_due(&mut other, now));
    assert_eq!(one.unwrap() + other.unwrap(), 1);
    assert_eq!(carried_out(&board).await, 0);
    board.anyone().reads(&article).await.says("1 comment");
}

#[tokio::test]
async fn two_former_members_are_two() {
    let (board, article, _, crab, ben) = stage().await;
    leaves(&board, &crab, "stay").await;
    leaves(&board, &ben, "stay").await;
    board.clock.advance(Duration::hours(25));
    assert_eq!(carried_out(&board).await, 2);
    let page = board.anyone().reads(&article).await;
    assert_eq!(page.count("span.name"), 2);
    for name in ["former member", "Former%20Member", "former-member"] {
        board.anyone().gets(&format!("/u/{}", name.replace(' ', "%20"))).await.is(404);
    }
    let fields = [("name", "former member"), ("email", "new@people.example"), ("password", PASSWORD)];
    board.anyone().sends("/join", &fields).await.is(422);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let board = Board::open().await;
    let (boss, member) = (board.administrator("boss").await, board.member("ann").await);
    leaves(&board, &boss, "stay").await.is(422).says("the only administrator");
    leaves(&board, &member, "stay").await.is(200);
    let second = board.administrator("second").await;
    leaves(&board, &boss, "stay").await.says("signed out everywhere");
    leaves(&board, &second, "stay").await.is(422).says("the only administrator");
    // Whoever else could run the board is gone meanwhile.
    board.sql("update accounts set role = 'member' where name = 'second'").await;
    board.clock.advance(Duration::hours(25));
    assert_eq!(carried_out(&board).await, 1, "the member alone");
    signs_in(&board, "boss").await.says("about to be deleted");
    board.administrator("third").await;
    board.clock.advance(Duration::hours(24));
    assert_eq!(carried_out(&board).await, 1);
    let db = board.db().await;
    let id: AccountId = boss.member().id;
    assert_eq!(rejoinder::accounts::member(&db, id).await.unwrap().unwrap().name, "former member");
}

#[tokio::test]
async fn the_download_says_that_a_deletion_is_under_way() {
    let (board, _, _, crab, _) = stage().await;
    leaves(&board, &crab, "go").await;
    let again = board.signed_in(crab.member().clone()).await;
    let data: Value = serde_json::from_str(&again.gets("/settings/data/download").await.text()).unwrap();
    assert_eq!(data["account"]["deletion"]["words"], "go");
}

#[derive(diesel::QueryableByName)]
struct Named {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// A table that comes to know of people is put into the download, into what a deletion forgets, and then here.
#[tokio::test]
async fn every_table_that_knows_of_people_is_known() {
    let board = Board::open().await;
    let mut db = board.db().await;
    let tables: Vec<Named> = diesel_async::RunQueryDsl::load(
        diesel::sql_query(
            "select distinct conrelid::regclass::text as name from pg_constraint
              where contype = 'f' and confrelid = 'accounts'::regclass order by 1",
        ),
        &mut db,
    )
    .await
    .unwrap();
    let names: Vec<String> = tables.into_iter().map(|table| table.name).collect();
    let known = [
        "article_revisions",
        "articles",
        "case_reasons",
        "cases",
        "comment_revisions",
        "comments",
        "decisions",
        "deletions",
        "devices",
        "drafts",
        "earlier_names",
        "email_changes",
        "flags",
        "invitations",
        "links",
        "mutes",
        "notes",
        "notice_ways",
        "notices",
        "outbox",
        "pending_sign_ins",
        "queue_feeds",
        "read_marks",
        "recommendations",
        "sanctions",
        "sessions",
        "thread_mutes",
        "two_steps",
    ];
    assert_eq!(names, known);
}
