//! What moderators do with people: each act with its reason and its end, told, lifted, taken back; and with whom not.

use crate::support::{Article, Board, Page, Person};
use time::Duration;

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    (board, article, ann, mo)
}

fn page_of(who: &Person) -> String {
    format!("/moderation/people/{}", who.member().id)
}

/// A moderator does something with somebody, for these words.
async fn acts(by: &Person, on: &Person, button: &str, words: &str) -> Page {
    by.opens(page_of(on)).await.fills("words", words).presses(button).await
}

async fn inbox(board: &Board, who: &Person) -> Page {
    board.tells().await;
    who.opens("/inbox").await
}

#[tokio::test]
async fn what_a_silenced_member_writes_waits_until_the_time_is_over() {
    let (board, article, ann, mo) = stage().await;
    ann.replies_to(&article, "Before it.").await.has("#c1");
    let page = acts(&mo, &ann, "Silence for 7 days", "Shouting at people.").await;
    page.says("Silenced: everything they write waits").says("silenced in force").says("Shouting at people.");
    page.says("by mo");
    ann.reads(&article).await.says("You are silenced until").says("Shouting at people.").says("Before it.");
    ann.opens(format!("{}/reply", article.path)).await.says("what you write waits");
    board.anyone().reads(&article).await.does_not_say("silenced").does_not_say("Shouting");
    ann.replies_to(&article, "During it.").await.has("[data-state=held]");
    mo.opens(page_of(&ann)).await.says("1 held comment stays held").says("1 published, 1 waiting");
    board.clock.advance(Duration::days(7) - Duration::minutes(1));
    ann.replies_to(&article, "Still during it.").await.has("[data-state=held]").has_no("#c2");
    board.clock.advance(Duration::minutes(2));
    ann.reads(&article).await.does_not_say("You are silenced");
    ann.replies_to(&article, "After it, and said at once.").await.has("#c2");
    mo.opens(page_of(&ann)).await.says("silenced").does_not_say("in force").says("2 held comments stay held");
}

#[tokio::test]
async fn who_is_suspended_is_out_at_once_and_reads_why_with_the_password_alone() {
    let board = Board::open().await;
    let (ann, browser) = board.ann().await;
    let mo = board.moderator("mo").await;
    ann.gets("/inbox").await.is(200);
    acts(&mo, &ann, "Suspend for 7 days", "Went after one person.").await.says("signed out everywhere");
    ann.gets("/inbox").await.is(303);
    let signs_in = async |password: &'static str| {
        browser.sends("/sign-in", &[("login", "ann"), ("password", password)]).await
    };
    signs_in("not the password").await.is(422).does_not_say("suspended").does_not_say("one person");
    let page = signs_in(crate::support::OLD).await;
    page.is(422).says("This account is suspended until").says("Went after one person.");
    board.clock.advance(Duration::days(7) - Duration::minutes(1));
    assert!(!board.lets_in("ann", crate::support::OLD).await);
    board.clock.advance(Duration::minutes(2));
    assert!(board.lets_in("ann", crate::support::OLD).await);
}

#[tokio::test]
async fn what_was_done_is_told_after_ten_minutes_in_the_inbox_and_by_mail() {
    let (board, _, ann, mo) = stage().await;
    let page = mo.opens(page_of(&ann)).await.fills("code", "abuse").fills("words", "Calm down, please.");
    page.presses("Warn").await.says("Warned.").says("Abuse");
    board.clock.advance(Duration::minutes(10) - Duration::seconds(20));
    inbox(&board, &ann).await.has_no("[data-notice]");
    board.clock.advance(Duration::seconds(21));
    let page = inbox(&board, &ann).await;
    page.says("A moderator warned you").says("It attacks a person").says("“Calm down, please.”");
    page.says("Your account").does_not_say("mo ").has("[data-kind=sanction]").has(".top .pill");
    page.presses("Mark as read").await.has_no(".top .pill");
    let letters = board.letters_to("ann@people.example").await;
    let [letter] = letters.as_slice() else { panic!("one letter, not {letters:?}") };
    assert_eq!(letter.subject, "[Rejoinder] A moderator warned you");
    assert!(letter.text.contains("Calm down, please."), "{}", letter.text);
    mo.opens("/inbox").await.has_no("[data-notice]");
    mo.opens("/moderation/log").await.says("warn").says("abuse: Calm down, please.");
}

#[tokio::test]
async fn who_is_suspended_hears_of_it_by_mail_and_of_nothing_else() {
    let (board, article, ann, mo) = stage().await;
    board.comment(&ann, &article, "A first word.").await;
    acts(&mo, &ann, "Suspend for 30 days", "A long rest.").await;
    board.comment(&board.member("ben").await, &article, "> #1\n> A first word.\n\nIndeed.").await;
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    let letters = board.letters_to("ann@people.example").await;
    let [letter] = letters.as_slice() else { panic!("one letter, not {letters:?}") };
    assert!(letter.subject.contains("Your account is suspended until"), "{}", letter.subject);
}

#[tokio::test]
async fn who_chose_so_is_told_of_sanctions_in_the_inbox_alone() {
    let (board, _, ann, mo) = stage().await;
    ann.opens("/settings/notifications").await.fills("sanction", "inbox").presses("Keep it").await;
    acts(&mo, &ann, "Warn", "A word.").await;
    board.clock.advance(Duration::minutes(11));
    inbox(&board, &ann).await.says("A moderator warned you");
    assert!(board.letters_to("ann@people.example").await.is_empty());
}

#[tokio::test]
async fn what_is_taken_back_within_ten_minutes_is_as_if_it_had_not_been() {
    let (board, article, ann, mo) = stage().await;
    for button in ["Warn", "Silence for 7 days", "Suspend for 1 day", "Watch for 30 days"] {
        let page = acts(&mo, &ann, button, "By mistake.").await;
        board.clock.advance(Duration::minutes(10) - Duration::seconds(20));
        let page = if button == "Warn" { mo.opens(page_of(&ann)).await } else { page };
        page.presses("Take it back").await.says("Taken back").says("There were none.");
        page.presses("Take it back").await.is(404);
    }
    let ann = board.signed_in(ann.member().clone()).await;
    ann.replies_to(&article, "At once.").await.has("#c1");
    board.clock.advance(Duration::minutes(30));
    inbox(&board, &ann).await.has_no("[data-notice]");
    assert!(board.letters_to("ann@people.example").await.is_empty());
    assert_eq!(board.dump_of("sanctions").await, "");
    mo.opens("/moderation/log").await.says("take back").says("a suspension").says("By mistake.");
}

#[tokio::test]
async fn what_was_told_cannot_be_taken_back() {
    let (board, _, ann, mo) = stage().await;
    let page = acts(&mo, &ann, "Warn", "Mind your words.").await;
    board.clock.advance(Duration::minutes(10) + Duration::seconds(1));
    mo.opens(page_of(&ann)).await.does_not_say("Take it back").does_not_say("Lift");
    page.presses("Take it back").await.is(409).says("they are over");
    inbox(&board, &ann).await.says("A moderator warned you");
}

#[tokio::test]
async fn what_is_in_force_is_lifted_with_a_word_why() {
    let (board, article, ann, mo) = stage().await;
    let max = board.moderator("max").await;
    acts(&mo, &ann, "Silence for 30 days", "Shouting.").await;
    board.clock.advance(Duration::minutes(11));
    inbox(&board, &ann).await.says("You are silenced until");
    let page = max.opens(page_of(&ann)).await;
    page.presses("Lift").await.is(422).says("Say why in a word");
    let page = page.fills("why", "They apologised.");
    page.presses("Lift").await.says("Lifted").says("by max: They apologised.").does_not_say("in force");
    page.presses("Lift").await.is(409).says("over already");
    ann.replies_to(&article, "At once.").await.has("#c1");
    board.clock.advance(Duration::minutes(11));
    let page = inbox(&board, &ann).await;
    page.says("You are no longer silenced").says("“They apologised.”").says("You were silenced");
    mo.opens("/moderation/log").await.says("lift").says("They apologised.").says("lifted: true");
}

#[tokio::test]
async fn an_act_wants_a_reason_and_an_end() {
    let (board, _, ann, mo) = stage().await;
    let page = acts(&mo, &ann, "Silence for 7 days", "").await;
    page.is(422).says("Say why").has("#words-fault");
    let page = acts(&mo, &ann, "Silence until then", "Shouting.").await;
    page.is(422).says("Say until when.");
    assert_eq!(page.words_of("textarea[name=words]"), "Shouting.");
    acts(&mo, &ann, "Warn", &"x".repeat(501)).await.is(422).says("At most 500");
    let send = async |fields: &[(&'static str, &'static str)]| {
        let fields = [fields, &[("words", "Shouting.")]].concat();
        mo.sends(&format!("{}/sanctions", page_of(&ann)), &fields).await
    };
    send(&[("act", "suspend"), ("until", "2016-08-12T10:00")]).await.is(422).says("must lie in the future");
    send(&[("act", "suspend"), ("until", "9999-01-01")]).await.is(422).says("within ten years");
    send(&[("act", "suspend"), ("until", "soon")]).await.is(422).says("Give the end as a date");
    send(&[("act", "suspend"), ("days", "0")]).await.is(422).says("between 1 and 3,650");
    send(&[("act", "suspend"), ("days", "3651")]).await.is(422).says("between 1 and 3,650");
    send(&[("act", "shrug")]).await.is(400);
    send(&[("act", "silence"), ("days", "3"), ("code", "nonsense")]).await.is(422).says("Say why");
    assert_eq!(board.dump_of("sanctions").await, "");
    send(&[("act", "silence"), ("days", "3650")]).await.is(200).says("silenced in force");
    let end = (board.clock.now() + Duration::days(2)).date();
    let page = mo.opens(page_of(&ann)).await.fills("until", &end.to_string()).fills("words", "Rest.");
    page.presses("Suspend until then").await.says("suspended in force");
    send(&[("act", "watch")]).await.says("watched in force").says("without an end");
}

#[tokio::test]
async fn what_is_in_force_is_not_imposed_twice() {
    let (board, _, ann, mo) = stage().await;
    let max = board.moderator("max").await;
    let (one, other) = (mo.opens(page_of(&ann)).await, max.opens(page_of(&ann)).await);
    let (one, other) = (one.fills("words", "Shouting."), other.fills("words", "Loud."));
    let (first, second) = tokio::join!(one.presses("Silence for 7 days"), other.presses("Silence for 1 day"));
    let refused = if first.status == 200 { second } else { first };
    refused.is(422).says("ann is silenced already, until").says("Nothing was done");
    assert_eq!(board.dump_of("sanctions").await.lines().count(), 1);
    let warning = mo.opens(page_of(&ann)).await.fills("words", "Mind it.");
    warning.presses("Warn").await.says("Warned.");
    warning.presses("Warn").await.is(422).says("already, within the last ten minutes");
    warning.fills("words", "Mind that, too.").presses("Warn").await.says("Warned.");
}

#[tokio::test]
async fn nobody_acts_on_themselves_nor_on_an_administrator_and_a_moderator_not_on_another() {
    let (board, _, ann, mo) = stage().await;
    let (max, boss) = (board.moderator("max").await, board.administrator("boss").await);
    let other = board.administrator("other").await;
    for (by, on, why) in [
        (&mo, &mo, "your own account"),
        (&mo, &boss, "This is an administrator"),
        (&mo, &max, "only an administrator acts"),
        (&boss, &boss, "your own account"),
        (&boss, &other, "This is an administrator"),
    ] {
        by.opens(page_of(on)).await.says(why).has_no("#words").has_no("#note").has_no("#standing");
        for (path, fields) in [
            ("sanctions", [("act", "warn"), ("words", "x")]),
            ("notes", [("note", "x"), ("", "")]),
            ("standing", [("standing", "new"), ("why", "x")]),
        ] {
            let answered = by.posts(&format!("{}/{path}", page_of(on)), &fields).await;
            assert!(answered.is(403).text().contains(why), "{path}");
        }
    }
    acts(&boss, &mo, "Warn", "Be kinder.").await.says("Warned.");
    let lift = acts(&boss, &mo, "Watch, until", "To see.").await.attribute("form.line", "action");
    for path in [lift.clone(), lift.replace("lift", "undo")] {
        mo.posts(&path, &[("why", "because")]).await.is(403);
        max.posts(&path, &[("why", "because")]).await.is(403);
        ann.posts(&path, &[("why", "because")]).await.is(404);
    }
    ann.opens(page_of(&mo)).await.is(404);
    mo.posts("/moderation/people/999999999/sanctions", &[("act", "warn"), ("words", "x")]).await.is(404);
}

#[tokio::test]
async fn notes_are_for_colleagues_and_go_with_who_wrote_them() {
    let (board, _, ann, mo) = stage().await;
    let (max, boss) = (board.moderator("max").await, board.administrator("boss").await);
    mo.opens(page_of(&ann)).await.presses("Keep the note").await.is(422).says("Write what your colleagues");
    let page = mo.opens(page_of(&ann)).await.fills("note", &"x".repeat(2001));
    page.presses("Keep the note").await.is(422).says("At most 2,000");
    let page = mo.opens(page_of(&ann)).await.fills("note", "Writes well after midnight.");
    let page = page.presses("Keep the note").await;
    let removal = page.says("Writes well after midnight.").attribute("[data-note] form", "action");
    max.opens(page_of(&ann)).await.says("Writes well").says("mo,").does_not_say("Take it out");
    max.posts(&removal, &[]).await.is(404);
    for nobody in [&board.anyone(), &ann] {
        nobody.opens("/u/ann").await.does_not_say("after midnight").does_not_say("What moderators know");
    }
    mo.opens("/u/ann").await.says("What moderators know of ann").has(&format!("a[href='{}']", page_of(&ann)));
    assert!(!ann.gets("/settings/data/download").await.text().contains("after midnight"));
    assert!(mo.gets("/settings/data/download").await.text().contains("after midnight"));
    let page = boss.opens(page_of(&mo)).await.fills("note", "Quick with the r key.");
    page.presses("Keep the note").await.says("Quick with");
    mo.opens(page_of(&mo)).await.does_not_say("Quick with");
    mo.posts(&removal, &[]).await.is(303);
    max.opens(page_of(&ann)).await.does_not_say("after midnight");
    mo.opens("/moderation/log").await.says("take note out").does_not_say("after midnight");
}

#[tokio::test]
async fn a_standing_is_given_by_hand_and_trust_by_administrators() {
    let (board, article, _, mo) = stage().await;
    let (new, boss) = (board.newcomer("new").await, board.administrator("boss").await);
    let page = mo.opens(page_of(&new)).await.fills("standing", "known");
    page.presses("Give this standing").await.is(422).says("Say why in a word");
    let page = page.fills("why", "Known from the old board.");
    page.presses("Give this standing").await.says("The standing is given.");
    page.presses("Give this standing").await.says("Nothing changed");
    new.replies_to(&article, "A first word, at once.").await.has("#c1");
    let path = format!("{}/standing", page_of(&new));
    let trusted = [("standing", "trusted"), ("why", "A friend.")];
    mo.posts(&path, &trusted).await.is(403);
    mo.posts(&path, &[("standing", "shiny"), ("why", "x")]).await.is(400);
    boss.posts(&path, &trusted).await.is(303);
    mo.posts(&path, &[("standing", "new"), ("why", "x")]).await.is(403);
    mo.opens("/moderation/log").await.says("Known from the old board.").says("standing: known");
    let letters = board.letters_to("new@people.example").await;
    assert!(letters[0].text.contains("Known from the old board."), "{letters:?}");
}

#[tokio::test]
async fn people_are_found_by_the_beginning_of_their_names() {
    let (board, _, ann, mo) = stage().await;
    board.member("anton").await;
    board.member("bann").await;
    let page = mo.opens("/moderation/people?begins=AN").await;
    page.says("ann").says("anton").does_not_say("bann");
    assert_eq!(page.count("[data-account]"), 2);
    mo.opens("/moderation/people?begins=a%25").await.says("Nobody’s name begins so");
    mo.opens("/moderation/people?begins=ann%40people").await.says("Nobody’s name begins so");
    mo.opens("/moderation/people").await.says("Nothing is in force on anybody");
    acts(&mo, &ann, "Silence for 7 days", "Shouting.").await;
    acts(&mo, &ann, "Warn", "Shouting.").await;
    let page = mo.opens("/moderation/people").await;
    assert_eq!(page.says("silenced").does_not_say("warned").count("[data-sanction]"), 1);
    board.clock.advance(Duration::days(8));
    let mo = board.signed_in(mo.member().clone()).await;
    mo.opens("/moderation/people").await.says("Nothing is in force on anybody");
}

#[tokio::test]
async fn both_lists_of_people_go_on_to_their_end() {
    let (board, _, _, mo) = stage().await;
    for n in 101..=160 {
        board.member(&format!("zed{n}")).await;
    }
    board
        .sql(
            "insert into sanctions (account_id, kind, reason, starts_at)
             select id, 'silenced', 'Shouting.', now() from accounts where name like 'zed%'",
        )
        .await;
    for (path, one) in
        [("/moderation/people?begins=zed", "[data-account]"), ("/moderation/people", "[data-sanction]")]
    {
        let first = mo.opens(path).await;
        let second = mo.opens(first.attribute("a[rel=next]", "href")).await;
        assert_eq!((first.count(one), second.count(one)), (50, 10), "{path}");
        second.has_no("a[rel=next]");
        let both = first.words() + &second.words();
        for n in 101..=160 {
            assert!(both.contains(&format!("zed{n}")), "{path} zed{n}");
        }
    }
}

#[tokio::test]
async fn the_page_says_what_became_of_what_somebody_wrote_and_pointed_at() {
    let (board, article, ann, mo) = stage().await;
    let ben = board.member("ben").await;
    for words in ["One.", "Two.", "Three.", "You numbskull."] {
        ann.replies_to(&article, words).await;
    }
    mo.opens("/queue").await.presses("2Abuse").await;
    let id = ann.reads(&article).await.attribute("#c1", "data-id");
    ben.posts(&format!("/c/{id}/flag"), &[("reason", "spam")]).await.is(303);
    let page = mo.opens(page_of(&ann)).await;
    page.says("3 published, 0 waiting, 1 rejected, 0 removed").says("25 % of 4 rejected").says("Flags got 1");
    page.has("[data-state=rejected]").says("You numbskull.");
    mo.opens(page_of(&ben)).await.says("0 right, 0 wrong, 1 not decided").says("nothing sent");
    mo.opens("/queue").await.presses("4Spam").await.says("Removed");
    mo.opens(page_of(&ben)).await.says("1 right, 0 wrong, 0 not decided");
    mo.opens("/queue").await.presses("Undo last").await;
    mo.opens("/queue").await.presses("Keep").await;
    mo.opens(page_of(&ben)).await.says("0 right, 1 wrong, 0 not decided");
    board.clock.advance(Duration::days(31));
    let mo = board.signed_in(mo.member().clone()).await;
    mo.opens(page_of(&ann)).await.says("nothing sent");
    mo.opens("/queue").await.has("main");
}

#[tokio::test]
async fn the_authors_panel_leads_to_what_moderators_know() {
    let (board, article, _, mo) = stage().await;
    let new = board.newcomer("new").await;
    new.replies_to(&article, "A first word.").await;
    mo.opens("/queue").await.has(&format!(".side a[href='{}']", page_of(&new)));
}
