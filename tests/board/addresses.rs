//! Addresses are confirmed and changed, passwords are forgotten and chosen anew.

use crate::support::{Board, NEW, OLD, link_in};
use futures_util::future::join_all;
use time::Duration;

#[tokio::test]
async fn a_new_member_confirms_the_address() {
    let board = Board::open().await;
    let nobody = board.anyone();
    let page = nobody.opens("/join").await.fills("name", "Annette").fills("email", "annette@people.example");
    page.fills("password", OLD).presses("Join").await.is(200);
    nobody.opens("/settings/email").await.says("not confirmed yet");
    let link = board.link_to("annette@people.example").await;
    for _ in 0..2 {
        // Programs that look through mail open links; that changes nothing.
        board.anyone().opens(&link).await.is(200).has("form button");
    }
    nobody.opens("/settings/email").await.says("not confirmed yet");
    nobody.opens(&link).await.presses("Yes, confirm it").await.says("confirmed on");
    nobody.opens(&link).await.is(404).says("no longer works");
    nobody.posts(&link, &[]).await.is(404);
}

#[tokio::test]
async fn the_mail_to_confirm_comes_again_but_not_at_once() {
    let board = Board::open().await;
    let nobody = board.anyone();
    let page = nobody.opens("/join").await.fills("name", "Annette").fills("email", "annette@people.example");
    page.fills("password", OLD).presses("Join").await.is(200);
    let first = board.link_to("annette@people.example").await;
    let page = nobody.opens("/settings/email").await;
    page.presses("Send the mail to confirm it again").await.says("only minutes ago");
    board.clock.advance(Duration::minutes(6));
    let page = nobody.opens("/settings/email").await;
    page.presses("Send the mail to confirm it again").await.says("on its way");
    let second = board.link_to("annette@people.example").await;
    assert_ne!(first, second);
    board.clock.advance(Duration::days(7) - Duration::minutes(1));
    nobody.opens(&first).await.is(404);
    nobody.opens(&second).await.presses("Yes, confirm it").await.says("confirmed on");
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_within_the_hour() {
    let board = Board::open().await;
    for (minutes, works) in [(59, true), (61, false)] {
        let name = format!("ann{minutes}");
        let address = format!("{name}@people.example");
        let signed_in = board.member(&name).await;
        board.forgets(&address.to_uppercase()).await;
        let link = board.link_to(&address).await;
        let open = board.anyone().opens(&link).await;
        board.clock.advance(Duration::minutes(minutes));
        let sent = open.fills("password", NEW).presses("Set the password").await;
        assert_eq!(sent.words().contains("The password is set"), works, "{minutes}: {}", sent.words());
        assert_eq!(board.lets_in(&name, NEW).await, works);
        assert_eq!(signed_in.gets("/settings/profile").await.status == 303, works, "its sessions ended");
        let told = board.letters_to(&address).await;
        assert_eq!(told.iter().any(|letter| letter.subject.contains("was changed")), works);
    }
}

#[tokio::test]
async fn a_weak_new_password_leaves_the_link_as_it_is() {
    let board = Board::open().await;
    let (_, nobody) = board.ann().await;
    board.forgets("ann").await;
    let link = board.link_to("ann@people.example").await;
    let page = nobody.opens(&link).await.fills("password", "short").presses("Set the password").await;
    page.is(422).says("at least 10 characters");
    page.fills("password", NEW).presses("Set the password").await.says("The password is set");
    assert!(board.lets_in("ann", NEW).await && !board.lets_in("ann", OLD).await);
}

#[tokio::test]
async fn of_twenty_who_use_one_link_at_once_one_sets_the_password() {
    let board = Board::open().await;
    board.ann().await;
    board.forgets("ann").await;
    let link = board.link_to("ann@people.example").await;
    let tries = (0..20).map(|number| {
        let (nobody, link) = (board.anyone(), link.clone());
        async move {
            let password = format!("the sentence of try {number}");
            nobody.posts(&link, &[("password", &password)]).await.status
        }
    });
    let answers = join_all(tries).await;
    assert_eq!(answers.iter().filter(|status| **status == 303).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 404).count(), 19, "{answers:?}");
}

#[tokio::test]
async fn who_asks_learns_nothing_about_accounts() {
    let board = Board::open().await;
    board.ann().await;
    let known = board.forgets("ann").await;
    assert_eq!(known, board.forgets("nobody-at-all").await);
    assert_eq!(known, board.forgets("nobody@people.example").await);
    for _ in 0..5 {
        board.forgets("ann").await;
    }
    assert_eq!(board.letters_to("ann@people.example").await.len(), 3, "three an hour");
}

#[tokio::test]
async fn a_link_is_bound_to_the_address_that_it_was_sent_to() {
    let board = Board::open().await;
    board.ann().await;
    board.forgets("ann").await;
    let link = board.link_to("ann@people.example").await;
    board
        .sql("update accounts set email = 'b@people.example', email_folded = 'b@people.example' where name = 'ann'")
        .await;
    board.anyone().posts(&link, &[("password", NEW)]).await.is(404);
    assert!(!board.lets_in("ann", NEW).await && board.lets_in("ann", OLD).await);
}

#[tokio::test]
async fn another_address_is_confirmed_there_and_told_to_the_old_one() {
    let board = Board::open().await;
    let (ann, _) = board.ann().await;
    let page = ann.opens("/settings/email").await.fills("email", "new@people.example");
    let page = page.fills("password", "not the password").presses("Change it").await;
    page.is(422).says("not your present");
    let page = page.fills("password", OLD).presses("Change it").await;
    page.says("A mail is on its way to new@people.example").says("ann@people.example , confirmed");
    let link = board.link_to("new@people.example").await;
    ann.opens(&link).await.presses("Yes, confirm it").await.says("new@people.example , confirmed");
    let told = board.letters_to("ann@people.example").await;
    let [letter] = told.as_slice() else { panic!("{told:?}") };
    assert!(letter.text.contains("is new@people.example now"), "{}", letter.text);

    // The old address takes it back, on the seventh day, without being signed in.
    let back = link_in(letter);
    board.clock.advance(Duration::days(7) - Duration::minutes(1));
    let nobody = board.anyone();
    nobody.opens(&back).await.presses("Take the change back").await.says("the old one again");
    ann.gets("/settings/email").await.is(303);
    let reset = board.link_to("ann@people.example").await;
    nobody.opens(&reset).await.fills("password", NEW).presses("Set the password").await.says("is set");
    assert!(board.lets_in("ann@people.example", NEW).await);
    assert!(!board.lets_in("new@people.example", NEW).await);
}

#[tokio::test]
async fn a_change_cannot_be_taken_back_on_the_eighth_day_nor_confirmed_on_the_second() {
    let board = Board::open().await;
    let (ann, nobody) = board.ann().await;
    let fields = [("email", "new@people.example"), ("password", OLD)];
    ann.posts("/settings/email", &fields).await.is(303);
    let link = board.link_to("new@people.example").await;
    board.clock.advance(Duration::hours(25));
    ann.posts(&link, &[]).await.is(404);
    ann.posts("/settings/email", &fields).await.is(303);
    let link = board.link_to("new@people.example").await;
    ann.posts(&link, &[]).await.is(303);
    let back = board.link_to("ann@people.example").await;
    board.clock.advance(Duration::days(7) + Duration::minutes(1));
    nobody.posts(&back, &[]).await.is(404);
    ann.opens("/settings/email").await.says("new@people.example");
}

#[tokio::test]
async fn who_takes_an_account_over_cannot_lock_the_first_address_out() {
    let board = Board::open().await;
    let (thief, nobody) = board.ann().await;
    let mut ways_back = Vec::new();
    for (from, to) in [("ann", "first"), ("first", "second")] {
        let to = format!("{to}@thieves.example");
        let from =
            if from == "ann" { "ann@people.example".to_owned() } else { format!("{from}@thieves.example") };
        thief.posts("/settings/email", &[("email", &to), ("password", OLD)]).await.is(303);
        thief.posts(&board.link_to(&to).await, &[]).await.is(303);
        ways_back.push(board.link_to(&from).await);
    }
    nobody.posts(&ways_back[0], &[]).await.is(303);
    nobody.posts(&ways_back[1], &[]).await.is(404);
    let reset = board.link_to("ann@people.example").await;
    nobody.posts(&reset, &[("password", NEW)]).await.is(303);
    assert!(board.lets_in("ann@people.example", NEW).await);
}

#[tokio::test]
async fn an_address_that_somebody_has_is_not_taken_nor_told() {
    let board = Board::open().await;
    let (ann, _) = board.ann().await;
    board.member("ben").await;
    let fields = [("email", "ben@people.example"), ("password", OLD)];
    ann.posts("/settings/email", &fields).await.is(303);
    let link = board.link_to("ben@people.example").await;
    ann.posts(&link, &[]).await.is(404);
    ann.opens("/settings/email").await.says("ann@people.example");
    for (email, sentence) in [("ann@people.example", "already"), ("nowhere", "not an e-mail address")] {
        let page = ann.opens("/settings/email").await.fills("email", email).fills("password", OLD);
        page.presses("Change it").await.is(422).says(sentence);
    }
    for _ in 0..2 {
        ann.posts("/settings/email", &[("email", "x@people.example"), ("password", OLD)]).await.is(303);
    }
    let page = ann.opens("/settings/email").await.fills("email", "x@people.example").fills("password", OLD);
    page.presses("Change it").await.is(422).says("Three changes");
}

#[tokio::test]
async fn one_household_asks_for_ten_links_an_hour() {
    let board = Board::open().await;
    let nobody = board.anyone();
    nobody.comes_from("203.0.113.9");
    for _ in 0..10 {
        nobody.posts("/password/forgotten", &[("login", "nobody-at-all")]).await.is(200);
    }
    board.clock.advance(Duration::minutes(59));
    let late = nobody.posts("/password/forgotten", &[("login", "ann")]).await;
    assert_eq!(late.is(429).header("retry-after"), Some("60"));
    let neighbour = board.anyone();
    neighbour.comes_from("203.0.113.10");
    neighbour.posts("/password/forgotten", &[("login", "ann")]).await.is(200);
    board.clock.advance(Duration::minutes(2));
    nobody.posts("/password/forgotten", &[("login", "ann")]).await.is(200);
}

#[tokio::test]
async fn one_household_joins_twenty_times_an_hour() {
    let board = Board::open().await;
    for number in 0..21 {
        let nobody = board.anyone();
        nobody.comes_from("203.0.113.9");
        let (name, email) = (format!("guest{number}"), format!("guest{number}@people.example"));
        let fields = [("name", name.as_str()), ("email", email.as_str()), ("password", OLD)];
        let answered = nobody.posts("/join", &fields).await;
        if number < 20 {
            answered.is(303);
        } else {
            assert!(answered.is(429).text().contains("guest20@people.example"), "what was typed is kept");
        }
    }
}
