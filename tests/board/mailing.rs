//! Mail: what is written goes out once, says what it should and nothing that a stranger made it say.

use crate::support::{Board, NEW, OLD, Person, Refusing, database, mail_server};
use actix_web::test::TestRequest;
use rejoinder::app::routes;
use rejoinder::mail::{self, Link, Mail, Once, Purpose, Smtp};
use time::Duration;

#[tokio::test]
async fn no_mail_names_the_host_that_a_request_names() {
    let board = Board::open().await;
    let (ann, nobody) = board.ann().await;
    let forged = |path: &str, fields: &[(&str, &str)], who: &Person| {
        let request = TestRequest::post()
            .set_form(fields)
            .insert_header(("Host", "evil.example"))
            .insert_header(("X-Forwarded-Host", "evil.example"))
            .insert_header(("Forwarded", "host=evil.example"));
        let (who, path) = (who.clone(), path.to_owned());
        async move { who.asks(request, &path).await }
    };
    let join = [("name", "Annette"), ("email", "annette@people.example"), ("password", OLD)];
    forged("/join", &join, &nobody).await.is(303);
    forged("/password/forgotten", &[("login", "ann")], &nobody).await.is(200);
    forged("/settings/email", &[("email", "new@people.example"), ("password", OLD)], &ann).await.is(303);
    let mut letters = board.letters_to("annette@people.example").await;
    assert_eq!(letters.len(), 1);
    forged("/password/forgotten", &[("login", "annette")], &nobody).await.is(200);
    letters.extend(board.letters_to("annette@people.example").await);
    forged("/settings/email/confirmation", &[], &nobody).await.is(303);
    assert_eq!(letters.len(), 2);
    for letter in letters {
        assert!(!letter.text.contains("evil") && !letter.html.contains("evil"), "{letter:?}");
    }
}

#[tokio::test]
async fn line_breaks_add_neither_header_nor_reader() {
    let board = Board::open().await;
    let (ann, nobody) = board.ann().await;
    for email in
        ["x@people.example\r\nBcc: all@people.example", "x@people.example, y@people.example", "a@b.c\n"]
    {
        let fields = [("name", "Annette"), ("email", email), ("password", OLD)];
        let joined = nobody.posts("/join", &fields).await.status;
        assert!(joined == 422 || email == "a@b.c\n", "{email:?} {joined}");
        ann.posts("/settings/email", &[("email", email), ("password", OLD)]).await;
    }
    board.forgets("ann\r\nBcc: all@people.example").await;
    board.sql("update settings set board_name = 'A board'").await;
    let (url, taken) = mail_server("250 taken").await;
    let server = Smtp::new(&url, "board@board.example").unwrap();
    board.delivers(&server).await;
    let taken = taken.lock().unwrap().clone();
    assert!(taken.contains("RCPT TO:<a@b.c>"), "{taken}");
    assert!(!taken.contains("all@people.example") && !taken.contains("y@people.example"), "{taken}");
}

#[tokio::test]
async fn a_subject_of_several_lines_stays_one_header() {
    let board = Board::open().await;
    let db = board.db().await;
    let mail = Mail {
        intent: "one".to_owned(),
        kind: "notice",
        account: None,
        to: "ann@people.example",
        subject: "A subject\r\nBcc: all@people.example".to_owned(),
        paragraphs: vec!["<b>Words</b>\r\n.\r\nMAIL FROM:<evil@people.example>".to_owned()],
        link: None,
    };
    for _ in 0..2 {
        mail::write(&db, &mail, board.clock.now()).await.unwrap();
    }
    let (url, taken) = mail_server("250 taken").await;
    assert_eq!(
        board.delivers(&Smtp::new(&url, "board@board.example").unwrap()).await,
        1,
        "one intent, one mail"
    );
    let taken = taken.lock().unwrap().clone();
    assert!(!taken.lines().any(|line| line.starts_with("Bcc:")), "{taken}");
    assert!(taken.contains("\n..\n"), "a lone dot ends nothing: {taken:?}");
    assert!(taken.contains("Message-ID: <mail-") && taken.contains("&lt;b&gt;Words"), "{taken}");
}

#[tokio::test]
async fn a_refused_mail_is_tried_again_later_and_given_up_in_the_end() {
    let board = Board::open().await;
    board.ann().await;
    board.forgets("ann").await;
    let boss = board.administrator("boss").await;
    let refusing = Refusing("451 the disk is full");
    assert_eq!(board.delivers(&refusing).await, 1);
    assert_eq!(board.delivers(&refusing).await, 0, "not at once");
    board.clock.advance(Duration::seconds(59));
    assert_eq!(board.delivers(&refusing).await, 0);
    board.clock.advance(Duration::seconds(2));
    assert_eq!(board.delivers(&refusing).await, 1);
    boss.opens("/admin/mail").await.says("tried 2 times: 451 the disk is full");
    let mut tries = 2;
    for _ in 0..72 {
        board.clock.advance(Duration::hours(1));
        tries += board.delivers(&refusing).await;
    }
    assert_eq!(tries, 10);
    boss.opens("/admin/mail").await.says("given up: 451 the disk is full");
}

#[tokio::test]
async fn what_waited_for_three_days_is_not_sent() {
    let board = Board::open().await;
    board.ann().await;
    board.forgets("ann").await;
    board.clock.advance(Duration::days(3) + Duration::minutes(1));
    assert!(board.letters_to("ann@people.example").await.is_empty());
    board.administrator("boss").await.opens("/admin/mail").await.says("too old");
}

#[tokio::test]
async fn without_a_mail_server_the_administrator_hands_the_link_on() {
    let board = Board::open().await;
    board.ann().await;
    let page = board.forgets("ann").await;
    assert!(page.contains("cannot send mail yet"), "{page}");
    let boss = board.administrator("boss").await;
    boss.opens("/admin/board").await.has("a[href='/admin/mail']");
    let mail = boss.opens("/admin/mail").await;
    mail.says("No mail server is set").says("ann@people.example");
    let letter = boss.opens(mail.attribute("table a", "href")).await;
    letter.says("/password/reset/…");
    let opened = letter.presses("Make the link").await;
    let words = opened.words();
    let link = words.split("http://board.example").nth(1).unwrap().split_whitespace().next().unwrap();
    board.anyone().opens(link).await.fills("password", NEW).presses("Set the password").await.says("is set");
    boss.opens("/moderation/log").await.says("open_mail");
}

#[tokio::test]
async fn a_test_mail_shows_the_servers_own_words() {
    for (answer, told) in
        [("550 no such person here", "550"), ("250 taken", "took a test to boss@people.example")]
    {
        let (url, _) = mail_server(answer).await;
        let server = Smtp::new(&url, "board@board.example").unwrap();
        let board = Board::sending_by(database().await, routes(), Some(server)).await;
        board.ann().await;
        let boss = board.administrator("boss").await;
        let page = boss.opens("/admin/mail").await.presses("Send a test mail to yourself").await;
        page.says(told).says(if told == "550" { "no such person here" } else { "a test" });
        // Where mail is sent, nobody but its reader has the link.
        board.forgets("ann").await;
        let letter = boss.opens(boss.opens("/admin/mail").await.attribute("table a", "href")).await;
        letter.has_no("form[action$=opening]");
        let path = format!("{}/opening", letter.path);
        boss.posts(&path, &[]).await.is(403);
    }
}

#[tokio::test]
async fn a_dump_holds_no_link_that_works() {
    let board = Board::open().await;
    board.ann().await;
    board.forgets("ann").await;
    let link = board.link_to("ann@people.example").await;
    let secret = link.rsplit('/').next().unwrap();
    let db = board.db().await;
    let mails = mail::list(&db, None, 10).await.unwrap();
    assert_eq!(mails.len(), 1);
    assert!(!format!("{mails:?}").contains(secret));
    // The hash that is kept is not what the address takes.
    let kept = mail::open(&db, Purpose::Reset, secret, board.clock.now()).await.unwrap();
    assert!(kept.is_some());
    let other = mail::open(&db, Purpose::Confirm, secret, board.clock.now()).await.unwrap();
    assert_eq!(other, None, "a link does one thing");
}

#[tokio::test]
async fn a_link_is_read_back_from_the_outbox_as_it_was_written() {
    let board = Board::open().await;
    let db = board.db().await;
    let link = Link {
        label: "Go".to_owned(),
        path: "/password/reset/".to_owned(),
        once: Some(Once { purpose: Purpose::Reset, minutes: 60 }),
    };
    let mail = Mail {
        intent: "one".to_owned(),
        kind: "reset",
        account: Some(board.member("ann").await.member().id),
        to: "ann@people.example",
        subject: "A subject".to_owned(),
        paragraphs: vec!["One.".to_owned(), "Two.".to_owned()],
        link: Some(link.clone()),
    };
    mail::write(&db, &mail, board.clock.now()).await.unwrap();
    let kept = mail::list(&db, None, 1).await.unwrap().remove(0);
    assert_eq!((kept.link(), kept.words()), (Some(link), mail.paragraphs));
}
