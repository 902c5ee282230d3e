//! A member changes the password: it is given again, every other session ends, and a mail tells of it.

use crate::support::{Board, Page, Person};
use rejoinder::accounts::{OwnPasswordRefused, change_own_password, passwords};
use rejoinder::mail;

const PRESENT: &str = "a long enough sentence";
const NEW: &str = "quite another sentence, longer";

async fn with_password(board: &Board, name: &str) -> Person {
    let person = board.member(name).await;
    let hash = passwords::hash(PRESENT.to_owned()).await.unwrap();
    board.sql(&format!("update accounts set password_hash = '{hash}' where name = '{name}'")).await;
    person
}

async fn changes(person: &Person, present: &str, new: &str) -> Page {
    let page = person.opens("/settings/password").await;
    page.fills("present", present).fills("password", new).presses("Change it").await
}

async fn signs_in(board: &Board, name: &str, password: &str) -> u16 {
    board.anyone().posts("/sign-in", &[("login", name), ("password", password)]).await.status
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_and_is_told_by_mail() {
    let board = Board::open().await;
    let ann = with_password(&board, "ann").await;
    let phone = board.signed_in(ann.member().clone()).await;
    let library = board.signed_in(ann.member().clone()).await;
    let stolen = ann.copied();
    let page = changes(&ann, PRESENT, NEW).await;
    page.is(200).says("Your password is changed, and 2 other sessions have ended.");
    ann.gets("/settings/profile").await.is(200);
    for other in [phone, library, stolen] {
        other.gets("/settings/profile").await.is(303);
    }
    assert_eq!((signs_in(&board, "ann", PRESENT).await, signs_in(&board, "ann", NEW).await), (422, 303));
    let mails = mail::list(&board.db().await, None, 10).await.unwrap();
    let [told] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!((told.kind.as_str(), told.recipient.as_str()), ("notice", "ann@people.example"));
    let words = told.words().join(" ");
    assert!(
        words.contains("The password of ann was changed") && words.contains("If it was not you"),
        "{words}"
    );
}

#[tokio::test]
async fn the_sessions_of_others_go_on() {
    let board = Board::open().await;
    let (ann, ben) = (with_password(&board, "ann").await, board.member("ben").await);
    changes(&ann, PRESENT, NEW).await.says("There was no other session.");
    ben.gets("/settings/profile").await.is(200);
}

#[tokio::test]
async fn without_the_present_password_nothing_changes() {
    let board = Board::open().await;
    let ann = with_password(&board, "ann").await;
    let other = board.signed_in(ann.member().clone()).await;
    for present in ["", "another sentence altogether"] {
        let page = changes(&ann, present, NEW).await;
        page.is(422).says("That is not your present password").has("#present-fault");
        assert!(!page.html.contains(NEW), "a password is never echoed");
    }
    other.gets("/settings/profile").await.is(200);
    assert_eq!((signs_in(&board, "ann", PRESENT).await, signs_in(&board, "ann", NEW).await), (303, 422));
    assert!(mail::list(&board.db().await, None, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_password_is_held_to_the_rules_of_passwords() {
    let board = Board::open().await;
    let ann = with_password(&board, "osprey").await;
    for (new, sentence) in [
        ("too short", "at least 10 characters"),
        ("hear me, I am osprey", "has the name in it"),
        (PRESENT, "the password that you have"),
    ] {
        changes(&ann, PRESENT, new).await.is(422).says(sentence).has("#password-fault");
    }
    assert_eq!(signs_in(&board, "osprey", PRESENT).await, 303);
}

#[tokio::test]
async fn of_two_changes_at_once_in_two_sessions_one_counts() {
    let board = Board::open().await;
    let ann = with_password(&board, "ann").await;
    let other = board.signed_in(ann.member().clone()).await;
    let fields = |new: &'static str| [("present", PRESENT), ("password", new)];
    let (one, two) = (fields(NEW), fields("and a third sentence, longer"));
    let (one, two) =
        tokio::join!(ann.posts("/settings/password", &one), other.posts("/settings/password", &two));
    let left = [&ann, &other];
    let mut signed_in = 0;
    for person in left {
        signed_in += u32::from(person.gets("/settings/profile").await.status == 200);
    }
    assert_eq!(signed_in, 1, "{} and {}", one.status, two.status);
}

#[tokio::test]
async fn a_session_that_ended_meanwhile_changes_nothing() {
    let board = Board::open().await;
    let ann = with_password(&board, "ann").await;
    let other = board.signed_in(ann.member().clone()).await;
    let (mut db, now) = (board.db().await, board.clock.now());
    let refused = change_own_password(&mut db, ann.member(), &[0; 32], "*", now).await.err().unwrap();
    assert!(matches!(refused, OwnPasswordRefused::SignedOut), "{refused}");
    other.gets("/settings/profile").await.is(200);
    assert_eq!(signs_in(&board, "ann", PRESENT).await, 303);
}
