//! A member takes another name: everything follows, links to the old one work, and nobody else steps into it.

use crate::support::{Board, Page, Person};
use rejoinder::own_data::deletion::carry_out_due;
use time::Duration;

const SECRET: &str = "The harbour of Tartus was leased for forty-nine years.";

async fn renames(who: &Person, name: &str) -> Page {
    who.sends("/settings/profile/name", &[("name", name)]).await
}

async fn joins(board: &Board, name: &str) -> Page {
    let email = format!("{name}.new@people.example");
    let fields = [("name", name), ("email", &email), ("password", "a bicycle under plum trees")];
    board.anyone().sends("/join", &fields).await
}

#[tokio::test]
async fn everything_stands_under_the_new_name_and_the_old_one_leads_to_it() {
    let board = Board::open().await;
    let (article, other) = (board.article("The alliance").await, board.article("Another thread").await);
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let id = board.comment(&ann, &article, SECRET).await;
    board.comment(&ben, &article, &format!("Ask @ann.\n\n> #1\n> {SECRET}\n\nIs it so?")).await;
    board.comment(&ben, &other, &format!("> /c/{id}\n> {SECRET}\n\nHere as well.")).await;
    renames(&ann, "Bettina").await.says("You are called Bettina from now on").has("a[href='/u/Bettina']");
    let page = board.anyone().reads(&article).await;
    assert_eq!(page.words_of("#c1 .name"), "Bettina");
    page.says("Bettina, #1").does_not_say("ann, #1").says("Ask @ann .");
    board.anyone().reads(&other).await.says("Bettina in “The alliance”, #1");
    for path in ["/u/ann", "/u/ANN"] {
        let moved = board.anyone().gets(path).await;
        assert_eq!(moved.is(301).header("location"), Some("/u/Bettina"));
        // A browser that kept it for ever would go round in circles once the name is taken back.
        assert_eq!(moved.header("cache-control"), Some("private, no-cache"));
    }
    board.anyone().opens("/u/Bettina").await.says(SECRET);
    let letters = board.letters_to("ann@people.example").await;
    assert!(letters.iter().any(|letter| letter.text.contains("changed from ann to Bettina")));
    // What is written from now on quotes her by the new name.
    board.comment(&ben, &article, &format!("> #1\n> {SECRET}\n\nOnce more.")).await;
    assert_eq!(board.anyone().reads(&article).await.words().matches("Bettina, #1").count(), 2);
}

#[tokio::test]
async fn one_signs_in_by_the_new_name() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    crate::signing_in::gives_password(&board, "ann").await;
    renames(&ann, "Bettina").await.is(200);
    assert!(board.lets_in("bettina", crate::signing_in::PASSWORD).await);
    assert!(!board.lets_in("ann", crate::signing_in::PASSWORD).await);
}

#[tokio::test]
async fn a_name_stays_for_thirty_days() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    renames(&ann, "Bettina").await.is(200).says("can be changed again from").has_no("input[name=name]");
    board.clock.advance(Duration::days(30) - Duration::minutes(1));
    let ann = board.signed_in(ann.member().clone()).await;
    let page = renames(&ann, "Clara").await;
    page.is(422).says("A name stays for 30 days at least").has("#name-fault");
    assert_eq!(page.attribute("input[name=name]", "value"), "Clara");
    board.anyone().gets("/u/Clara").await.is(404);
    board.clock.advance(Duration::minutes(1));
    renames(&ann, "Clara").await.says("You are called Clara");
    for earlier in ["/u/ann", "/u/Bettina"] {
        assert_eq!(board.anyone().gets(earlier).await.is(301).header("location"), Some("/u/Clara"));
    }
}

#[tokio::test]
async fn names_that_cannot_be_had_are_refused() {
    let board = Board::open().await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    renames(&ben, "Benedict").await.is(200);
    for (name, why) in [
        ("ann", "That is your name already"),
        ("Benedict", "Somebody has that name"),
        ("Βenedict", "letters of one script"),
        ("ΒΕΝ", "Somebody has that name"),
        ("ben", "Somebody has that name"),
        ("admin", "kept for the board"),
        ("a b", "letters, digits"),
        ("", "2 to 32 characters"),
    ] {
        renames(&ann, name).await.is(422).says(why);
        assert!(board.letters_to("ann@people.example").await.is_empty());
    }
    joins(&board, "ben").await.is(422).says("Somebody has that name");
    joins(&board, "benno").await.is(200);
    renames(&ann, "Ann").await.says("You are called Ann from now on");
    board.anyone().opens("/u/ann").await.is(200);
}

#[tokio::test]
async fn a_name_can_be_taken_back() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    renames(&ann, "Bettina").await.is(200);
    board.clock.advance(Duration::days(30));
    let ann = board.signed_in(ann.member().clone()).await;
    renames(&ann, "ann").await.says("You are called ann");
    assert_eq!(board.anyone().gets("/u/bettina").await.is(301).header("location"), Some("/u/ann"));
    board.anyone().opens("/u/ann").await.is(200);
    renames(&ann, "Clara").await.is(422);
}

#[tokio::test]
async fn of_two_who_take_one_name_at_once_one_has_it() {
    let board = Board::open().await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let (one, two) = tokio::join!(renames(&ann, "Clara"), renames(&ben, "clara"));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
}

#[tokio::test]
async fn administrators_see_earlier_names_and_a_deletion_takes_them() {
    let board = Board::open().await;
    let (ann, admin) = (board.member("ann").await, board.administrator("ada").await);
    crate::signing_in::gives_password(&board, "ann").await;
    renames(&ann, "Bettina").await.is(200);
    let account = format!("/admin/accounts/{}", ann.member().id);
    admin.opens(&account).await.says("Called before").says("ann until");
    assert!(ann.gets("/settings/data/download").await.text().contains(r#""name":"ann""#));
    let fields = [("words", "stay"), ("password", crate::signing_in::PASSWORD)];
    ann.sends("/settings/data/deletion", &fields).await.says("signed out everywhere");
    board.clock.advance(Duration::hours(25));
    assert_eq!(carry_out_due(&mut board.db().await, board.clock.now()).await.unwrap(), 1);
    board.anyone().gets("/u/ann").await.is(404);
    admin.opens(&account).await.does_not_say("Called before");
    joins(&board, "ann").await.is(200);
}
