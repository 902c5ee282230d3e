//! Mails about notices: what they say, to whom they go, and how one gets no more of them by one press.

use crate::support::{Article, Board, Person, Refusing, database, link_in, mail_server};
use actix_web::test::TestRequest;
use rejoinder::app::routes;
use rejoinder::mail::{Letter, Smtp};
use rejoinder::notices::drain;
use time::Duration;

const ANN: &str = "ann@people.example";

/// A thread in which ann wrote #1.
async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    board.comment(&ann, &article, "The harbour was leased for forty-nine years.").await;
    (board, article, ann, ben)
}

async fn quotes(board: &Board, who: &Person, article: &Article, words: &str) {
    board.comment(who, article, &format!("> #1\n> forty-nine years\n\n{words}")).await;
    board.tells().await;
    board.clock.advance(Duration::minutes(2));
}

async fn answers(board: &Board, who: &Person, article: &Article, words: &str) {
    let page = who.opens(format!("{}/reply?to=1", article.path)).await;
    page.fills("body", words).presses("Post comment").await.says(words);
    board.tells().await;
    board.clock.advance(Duration::minutes(2));
}

/// The way out of a letter, as a path of the board.
fn way_out(letter: &Letter) -> String {
    letter.unsubscribe.as_ref().unwrap().strip_prefix("http://board.example").unwrap().to_owned()
}

async fn only_letter(board: &Board) -> Letter {
    let mut letters = board.letters_to(ANN).await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    letters.remove(0)
}

#[tokio::test]
async fn an_answer_is_mailed_with_its_words_and_a_link_to_it() {
    let (board, article, ann, ben) = stage().await;
    answers(&board, &ben, &article, "It was lent, and not leased.").await;
    let letter = only_letter(&board).await;
    assert_eq!(letter.subject, "[Rejoinder] ben answered you in “The alliance”");
    assert!(letter.text.contains("It was lent, and not leased."), "{letter:?}");
    let link = link_in(&letter);
    assert!(link.starts_with("/c/"), "{link}");
    assert!(board.anyone().gets(&link).await.location.unwrap().ends_with("#c2"));
    ann.opens(&link).await.says("It was lent, and not leased.").has_no(".top .pill");
    assert!(board.letters_to(ANN).await.is_empty(), "once");
    assert!(board.letters_to("ben@people.example").await.is_empty());
    quotes(&board, &ben, &article, "Nothing <b>bold</b>.").await;
    let letter = only_letter(&board).await;
    assert!(letter.subject.contains("ben quoted you") && letter.text.contains("[…]"), "{letter:?}");
    assert!(!letter.html.contains("<b>"), "{letter:?}");
}

#[tokio::test]
async fn a_letter_says_how_it_is_stopped_and_what_it_belongs_to() {
    let (board, article, _, ben) = stage().await;
    answers(&board, &ben, &article, "It was lent.").await;
    quotes(&board, &ben, &article, "And once more.").await;
    let (url, taken) = mail_server("250 taken").await;
    assert_eq!(board.delivers(&Smtp::new(&url, "board@board.example").unwrap()).await, 2);
    let taken = taken.lock().unwrap().clone();
    let headers = |name: &str| {
        let folded = taken.replace("\n ", " ");
        let found = folded.lines().filter_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::trim));
        found.map(str::to_owned).collect::<Vec<_>>()
    };
    let ids = headers("Message-ID");
    assert!(ids.len() == 2 && ids[0] != ids[1], "{taken}");
    let thread = format!("<thread-{}@board.example>", article.id);
    assert_eq!(headers("In-Reply-To"), [thread.clone(), thread.clone()], "{taken}");
    assert_eq!(headers("References"), [thread.clone(), thread], "{taken}");
    assert_eq!(headers("List-Unsubscribe-Post"), ["List-Unsubscribe=One-Click"; 2]);
    for address in headers("List-Unsubscribe") {
        let address = address.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap();
        let path = address.strip_prefix("http://board.example").unwrap();
        board.anyone().gets(path).await.is(200);
    }
}

#[tokio::test]
async fn one_press_ends_mails_of_a_kind_and_of_one_account() {
    let (board, article, ann, ben) = stage().await;
    answers(&board, &ben, &article, "It was lent.").await;
    let out = way_out(&only_letter(&board).await);
    let page = board.anyone().opens(&out).await;
    page.says("no more mails when somebody answers you");
    answers(&board, &ben, &article, "Looking at the page stops nothing.").await;
    only_letter(&board).await;
    // As a mail service sends it: no cookie, no origin, and a body that is no form of ours.
    let one_click =
        "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    let request = TestRequest::post()
        .insert_header(("content-type", "multipart/form-data; boundary=b"))
        .set_payload(one_click);
    board.anyone().asks(request, &out).await.is(200);
    answers(&board, &ben, &article, "Not mailed any more.").await;
    assert!(board.letters_to(ANN).await.is_empty());
    ann.opens("/inbox").await.says("Not mailed any more.");
    quotes(&board, &ben, &article, "Quotes go on.").await;
    only_letter(&board).await;
    // Of ben, whose ticket it is not, nothing changed.
    let his = board.comment(&ben, &article, "A word of ben's own.").await;
    let number = ben.reads(&article).await.attribute(&format!("[data-id='{his}']"), "id").replace('c', "");
    let page = ann.opens(format!("{}/reply?to={number}", article.path)).await;
    page.fills("body", "An answer to ben.").presses("Post comment").await;
    board.tells().await;
    assert_eq!(board.letters_to("ben@people.example").await.len(), 1);
}

#[tokio::test]
async fn a_press_works_again_and_in_the_letter_too_and_leaves_a_choice_alone() {
    let (board, article, ann, ben) = stage().await;
    answers(&board, &ben, &article, "It was lent.").await;
    let letter = only_letter(&board).await;
    let out = way_out(&letter);
    assert!(letter.text.contains(&out) && letter.html.contains(&out), "{letter:?}");
    for _ in 0..2 {
        let page = board.anyone().opens(&out).await.presses("No more such mails").await;
        page.is(200).says("You get no more mails when somebody answers you");
    }
    let fields = [("List-Unsubscribe", "One-Click")];
    board.anyone().posts(&out, &fields).await.is(200);
    ann.opens("/settings/notifications").await.has("#reply option[value=inbox][selected]");
    ann.posts("/settings/notifications", &[("reply", "never")]).await.is(303);
    board.anyone().posts(&out, &fields).await.is(200);
    ann.opens("/settings/notifications").await.has("#reply option[value=never][selected]");
    ann.posts("/settings/notifications", &[("reply", "mail")]).await.is(303);
    board.anyone().posts(&out, &fields).await.is(200);
    ann.opens("/settings/notifications").await.has("#reply option[value=inbox][selected]");
}

#[tokio::test]
async fn a_ticket_opens_nothing_else_and_nothing_else_is_a_ticket() {
    let (board, article, ann, ben) = stage().await;
    answers(&board, &ben, &article, "It was lent.").await;
    let out = way_out(&only_letter(&board).await);
    let ticket = out.rsplit('/').next().unwrap().to_owned();
    let thief = board.anyone();
    thief.carries("rejoinder-session", &ticket);
    thief.gets("/settings/notifications").await.is(303);
    for path in ["/password/reset/", "/email/confirm/", "/email/take-back/", "/setup/"] {
        board.anyone().gets(&format!("{path}{ticket}")).await.is(404);
    }
    let session = ann.cookies().remove(0);
    let cut = ticket[1..].to_owned();
    for wrong in [session, cut, "AAAA".to_owned(), format!("{ticket}A")] {
        board.anyone().gets(&format!("/unsubscribe/{wrong}")).await.is(404);
        board.anyone().posts(&format!("/unsubscribe/{wrong}"), &[]).await.is(404);
    }
    // A page of another site presses nothing, not even this.
    let foreign = TestRequest::post().insert_header(("Origin", "https://evil.example"));
    board.anyone().asks(foreign, &out).await.is(403);
    ann.opens("/settings/notifications").await.has("#reply option[value=mail][selected]");
    assert!(!board.dump().await.contains(&ticket));
}

#[tokio::test]
async fn what_is_withdrawn_or_no_longer_wanted_before_it_left_is_not_mailed() {
    for change in [
        "update comments set state = 'hidden' where number = 2",
        "update comments set state = 'removed' where number = 2",
        "update comments set state = 'deleted' where number = 2",
        "insert into notice_ways select id, 'reply', 'inbox', now() from accounts where name = 'ann'",
        "insert into notice_ways select id, 'reply', 'never', now() from accounts where name = 'ann'",
        "insert into mutes select a.id, b.id, now() from accounts a, accounts b where a.name = 'ann' and b.name = 'ben'",
        "insert into thread_mutes select a.id, t.id, now() from accounts a, articles t where a.name = 'ann'",
        "update accounts set email_confirmed_at = null where name = 'ann'",
        "update accounts set email = 'another@people.example' where name = 'ann'",
        "insert into sanctions (account_id, kind, reason, starts_at) select id, 'suspended', 'x', now() - interval '1 hour' from accounts where name = 'ann'",
    ] {
        let (board, article, _, ben) = stage().await;
        answers(&board, &ben, &article, "A word too much.").await;
        board.sql(change).await;
        assert!(board.letters_to(ANN).await.is_empty(), "{change}");
        let boss = board.administrator("boss").await;
        boss.opens("/admin/mail").await.says("no longer to be told").does_not_say("too much");
    }
}

#[tokio::test]
async fn a_mail_says_what_the_text_says_when_it_leaves() {
    let (board, article, _, ben) = stage().await;
    answers(&board, &ben, &article, "Said in anger.").await;
    let id = ben.reads(&article).await.attribute("#c2", "data-id");
    let boss = board.administrator("boss").await;
    boss.opens("/admin/mail").await.says("Somebody answers you").does_not_say("anger");
    assert!(!board.dump_of("outbox").await.contains("anger"), "words are not kept with the mail");
    ben.opens(format!("/c/{id}/edit")).await.fills("body", "Said in peace.").presses("Save").await;
    let letter = only_letter(&board).await;
    assert!(letter.text.contains("Said in peace.") && !letter.text.contains("anger"), "{letter:?}");
}

#[tokio::test]
async fn mail_goes_to_confirmed_addresses_of_members_who_are_here() {
    for state in [
        "update accounts set email_confirmed_at = null where name = 'ann'",
        "insert into sanctions (account_id, kind, reason, starts_at) select id, 'suspended', 'x', now() - interval '1 hour' from accounts where name = 'ann'",
    ] {
        let (board, article, _, ben) = stage().await;
        board.sql(state).await;
        answers(&board, &ben, &article, "It was lent.").await;
        assert_eq!(board.dump_of("outbox").await, "", "{state}");
        assert_eq!(board.dump_of("notices").await.lines().count(), 1, "the inbox has it: {state}");
    }
}

#[tokio::test]
async fn each_kind_is_told_as_its_member_chose() {
    let (board, article, ann, ben) = stage().await;
    let page = ann.opens("/settings/notifications").await;
    page.does_not_say("daily").does_not_say("weekly");
    page.fills("reply", "inbox").fills("quote", "never").presses("Keep it").await.says("Kept");
    answers(&board, &ben, &article, "An answer for the inbox.").await;
    quotes(&board, &ben, &article, "A quote for nobody.").await;
    assert!(board.letters_to(ANN).await.is_empty());
    ann.opens("/inbox").await.says("An answer for the inbox.").does_not_say("A quote for nobody.");
    ann.posts("/settings/notifications", &[("quote", "mail")]).await.is(303);
    let page = ann.opens("/settings/notifications").await;
    page.has("#reply option[value=inbox][selected]").has("#quote option[value=mail][selected]");
    quotes(&board, &ben, &article, "A quote by mail.").await;
    only_letter(&board).await;
    ann.posts("/settings/notifications", &[("quote", "weekly")]).await.is(400);
    ann.posts("/settings/notifications", &[]).await.is(303);
    ann.opens("/settings/notifications").await.has("#quote option[value=mail][selected]");
    ben.opens("/settings/notifications").await.has("#reply option[value=mail][selected]");
}

#[tokio::test]
async fn the_settings_say_where_mail_cannot_go() {
    let (board, _, ann, _) = stage().await;
    ann.opens("/settings/notifications").await.says("This board sends no mail");
    let (url, _) = mail_server("250 taken").await;
    let sends = Smtp::new(&url, "board@board.example").ok();
    let board = Board::sending_by(board.url.clone(), routes(), sends).await;
    let ann = ann.at(&board);
    ann.opens("/settings/notifications").await.says("Mails go to ann@people.example");
    board.sql("update accounts set email_confirmed_at = null where name = 'ann'").await;
    ann.opens("/settings/notifications").await.says("is not confirmed").says("Confirm it");
}

#[tokio::test]
async fn a_decision_is_mailed_with_its_reason_once_it_stands() {
    let (board, article, _, _) = stage().await;
    let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
    new.replies_to(&article, "Ropes for sale.").await;
    mo.opens("/queue").await.fills("note", "Not here.").presses("4Spam").await;
    board.clock.advance(Duration::minutes(10) - Duration::seconds(20));
    board.tells().await;
    assert!(board.letters_to("new@people.example").await.is_empty());
    board.clock.advance(Duration::seconds(21));
    board.tells().await;
    let letters = board.letters_to("new@people.example").await;
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert!(letter.subject.contains("Your comment was not published"), "{letter:?}");
    for words in ["It advertises something", "“Not here.”", "write it anew", "Ropes for sale."] {
        assert!(letter.text.contains(words), "{words}: {letter:?}");
    }
    new.opens(link_in(letter)).await.says("Your comment was not published");
}

#[tokio::test]
async fn a_mail_server_that_refuses_for_ten_minutes_gets_each_mail_once_after_that() {
    let (board, article, _, ben) = stage().await;
    answers(&board, &ben, &article, "One.").await;
    let refusing = Refusing("451 come back later");
    assert_eq!(board.delivers(&refusing).await, 1);
    // Posting goes on meanwhile.
    answers(&board, &ben, &article, "Two.").await;
    for _ in 0..9 {
        board.delivers(&refusing).await;
        board.clock.advance(Duration::minutes(1));
    }
    board.clock.advance(Duration::hours(1));
    let letters = board.letters_to(ANN).await;
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(letters.iter().any(|letter| letter.text.contains("One.")));
    assert!(board.letters_to(ANN).await.is_empty());
}

#[tokio::test]
async fn what_is_no_news_any_more_is_not_mailed() {
    let (board, article, ann, ben) = stage().await;
    board.comment(&ben, &article, "> #1\n> forty-nine years\n\nLong ago.").await;
    board.clock.advance(Duration::days(3) + Duration::minutes(1));
    board.tells().await;
    assert_eq!(board.dump_of("outbox").await, "");
    let again = board.signed_in(ann.member().clone()).await;
    again.opens("/inbox").await.says("Long ago.");
    board.comment(&ben, &article, "> #1\n> forty-nine years\n\nJust in time.").await;
    board.clock.advance(Duration::days(3) - Duration::minutes(1));
    board.tells().await;
    assert_eq!(board.dump_of("outbox").await.lines().count(), 1);
}

#[tokio::test]
async fn a_board_without_a_mail_server_writes_no_mails_about_notices() {
    let board = Board::on(database().await, routes()).await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    board.comment(&ann, &article, "The harbour was leased.").await;
    board.comment(&ben, &article, "> #1\n> was leased\n\nSo it was.").await;
    let mut db = board.db().await;
    assert!(drain(&mut db, false, board.clock.now()).await.unwrap());
    assert_eq!(board.dump_of("outbox").await, "");
    ann.opens("/inbox").await.says("So it was.");
}

#[tokio::test]
async fn the_ticket_of_who_has_left_leaves_nothing_behind() {
    let (board, article, ann, ben) = stage().await;
    answers(&board, &ben, &article, "It was lent.").await;
    let out = way_out(&only_letter(&board).await);
    board.sql(&format!("insert into deletions values ({}, now(), now(), 'stay')", ann.member().id)).await;
    let mut db = board.db().await;
    rejoinder::own_data::deletion::carry_out_due(&mut db, board.clock.now()).await.unwrap();
    board.anyone().posts(&out, &[]).await.is(200);
    assert_eq!(board.dump_of("notice_ways").await, "");
}
