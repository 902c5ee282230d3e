//! Articles pass the rules: what they hold waits in the queue, and nobody but its poster and moderators learns of it.

use crate::support::{Board, Page, Person};
use time::Duration;

mod afterwards;

const LINK: &str = "https://span.example/bridge";
const TEXT: &str = "Any numbskull can see that it is old.\n\nThe ferry still runs.";

async fn stage() -> (Board, Person, Person) {
    let board = Board::open().await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    (board, ann, mo)
}

async fn posts(who: &Person, headline: &str, link: &str, text: &str) -> Page {
    let fields = [("headline", headline), ("publication", "Span"), ("link", link), ("text", text)];
    who.sends("/articles", &fields).await
}

/// An article of ann's that waits: its address without the headline.
async fn waits(ann: &Person) -> String {
    let page = posts(ann, "The bridge", LINK, TEXT).await;
    page.is(200).has("[data-state=held]");
    page.path.trim_end_matches("/the-bridge").to_owned()
}

async fn corrects(who: &Person, article: &str, text: &str) -> Page {
    who.opens(format!("{article}/edit")).await.fills("text", text).presses("Save the correction").await
}

/// The address for a decision on the case that is open, and what its form carries.
fn seen(page: &Page) -> (String, [(&'static str, String); 2]) {
    let field = |name: &str| page.attribute(&format!(".decide input[name={name}]"), "value");
    let path = format!("/queue/{}/decision", page.attribute("[data-case]", "data-case"));
    (path, [("version", field("version")), ("revision", field("revision"))])
}

#[tokio::test]
async fn an_article_that_a_rule_holds_waits_and_one_key_publishes_it() {
    let (board, ann, mo) = stage().await;
    board.article("An older one").await;
    board.clock.advance(Duration::minutes(5));
    let page = posts(&ann, "The bridge", LINK, TEXT).await;
    page.is(200)
        .says("Your article is waiting for a moderator, only you see this")
        .says("The ferry still runs.");
    page.has_no("textarea").has_no("a[href^='/queue']");
    ann.opens("/articles/new").await.says("The bridge").says("waits for a moderator");
    ann.gets("/queue").await.is(404);
    board.clock.advance(Duration::hours(3));
    let mo_reads = mo.opens(&page.path).await;
    mo_reads.says("This article is waiting for a moderator.").has("a[href^='/queue/']");
    let case = mo.opens("/queue").await;
    case.says("Held article of ann: The bridge").says("Watched words").has("[data-case] .prose mark");
    case.says("span.example");
}

#[tokio::test]
async fn what_waits_is_not_there_for_anybody_else() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    let ben = board.member("ben").await;
    for who in [&board.anyone(), &ben] {
        for path in ["", "/the-bridge", "/the-bridge?page=1", "/the-bridge/reply", "/history"] {
            who.gets(&format!("{article}{path}")).await.is(404);
        }
        for path in ["/", "/?sort=new", "/u/ann"] {
            who.opens(path).await.is(200).does_not_say("The bridge");
        }
        who.gets("/p/span").await.is(404);
        who.gets("/articles/new").await;
    }
    ben.opens("/articles/new").await.does_not_say("The bridge");
    ben.gets(&format!("{article}/edit")).await.is(404);
    ben.posts(&format!("{article}/edit"), &[("headline", "Mine"), ("text", "x"), ("revision", "1")])
        .await
        .is(404);
    for (path, fields) in [("/comments", [("body", "I see it.")]), ("/mute", [("back", "/")])] {
        let answer = ben.posts(&format!("{article}{path}"), &fields).await;
        assert!(answer.status >= 400 && !answer.text().contains("The bridge"), "{path}: {}", answer.status);
    }
    for path in ["/closure", "/reopening", "/moderation", "/moderation/end"] {
        mo.posts(&format!("{article}{path}"), &[]).await.is(404);
    }
    let preview = [("article", article.trim_start_matches("/a/")), ("body", "> ¶1\n> Any numbskull\n\nYes.")];
    ben.posts("/preview", &preview).await.is(404);
    assert!(board.dump_of("comments").await.is_empty());
    ann.gets(&article).await.is(303).leads_to(&format!("{article}/the-bridge"));
}

#[tokio::test]
async fn an_approved_article_stands_where_the_new_ones_are_and_its_poster_is_told() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    board.clock.advance(Duration::hours(3));
    board.article("A newer one").await;
    board.clock.advance(Duration::minutes(1));
    let page = mo.opens("/queue").await;
    let (path, [version, revision]) = seen(&page);
    let fields = [("decision", "approve"), (version.0, &*version.1), (revision.0, &*revision.1)];
    ann.posts(&path, &fields).await.is(404);
    for kind in ["edit", "remove", "ignore", "restore"] {
        let fields = [("decision", kind), ("note", "x"), ("reason", "spam"), fields[1], fields[2]];
        mo.posts(&path, &fields).await.is(422);
    }
    page.presses("Approve").await.says("Approved: readers see it");
    let list = board.anyone().opens("/?sort=new").await;
    assert!(list.words().find("The bridge") < list.words().find("A newer one"), "{}", list.words());
    board.anyone().opens(format!("{article}/the-bridge")).await.says("The ferry still runs.").has("#p2");
    board.anyone().opens("/p/span").await.says("The bridge");
    mo.opens("/moderation/decided").await.says("approved").says("ann on The bridge");
    board.anyone().opens(format!("{article}/history")).await.says("It was never corrected");
    for table in ["decisions", "log"] {
        assert!(!board.dump_of(table).await.contains("numbskull"), "{table}");
    }
    board.tells().await;
    ann.opens("/inbox").await.does_not_say("Your article");
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    let inbox = ann.opens("/inbox").await;
    inbox
        .says("Your article was published")
        .says("The ferry still runs.")
        .has(&format!("a[href='{article}']"));
    let letters = board.letters_to("ann@people.example").await;
    assert!(letters[0].subject.contains("Your article was published: “The bridge”"), "{letters:?}");
    assert!(letters[0].text.contains(&format!("http://board.example{article}")), "{letters:?}");
}

#[tokio::test]
async fn what_the_rules_refuse_is_not_stored_and_comes_back() {
    let (board, ann, _) = stage().await;
    let boss = board.administrator("boss").await;
    let list = [("name", "Pills"), ("action", "refuse"), ("words", "quinquereme")];
    boss.posts("/moderation/rules/lists", &list).await.is(303);
    let page = posts(&ann, "A Quinquereme of Nineveh", "", "Words to keep.").await;
    page.is(422).says("The rules of this board do not take this text");
    assert_eq!(page.words_of("textarea[name=text]"), "Words to keep.");
    for table in ["articles", "article_revisions", "cases", "publications"] {
        assert_eq!(board.dump_of(table).await, "", "{table}");
    }
    boss.opens("/moderation/rules").await.says("It refused 1 text in the last 90 days.");
    posts(&boss, "A Quinquereme of Nineveh", "", "Moderators may.").await.has("#comments");
}

#[tokio::test]
async fn first_texts_wait_and_texts_are_counted_whatever_they_are() {
    let (board, ann, mo) = stage().await;
    let boss = board.administrator("boss").await;
    board.sql("update settings set article_posters = 'new'").await;
    let new = board.newcomer("new").await;
    posts(&new, "Hello", "", "I am new here.").await.says("waiting for a moderator");
    mo.opens("/queue?author=new").await.says("an article of a new member");
    let rule = [("turned_on", "yes"), ("texts", "2"), ("minutes", "5"), ("action", "refuse")];
    boss.posts("/moderation/rules/too_fast", &rule).await.is(303);
    let article = board.article("The alliance").await;
    posts(&ann, "One", "", "Something.").await.has("#comments");
    ann.replies_to(&article, "Two.").await.has("#c1");
    posts(&ann, "Three", "", "Something.").await.is(422).says("You posted 2 texts in 5 minutes");
    ann.replies_to(&article, "Three.").await.is(422);
    board.clock.advance(Duration::minutes(5));
    posts(&ann, "Three", "", "Something.").await.has("#comments");
}

#[tokio::test]
async fn a_rejected_article_is_corrected_and_sent_again() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    let page = mo.opens("/queue").await;
    let (path, [version, revision]) = seen(&page);
    let fields = [("decision", "reject"), (version.0, &*version.1), (revision.0, &*revision.1)];
    mo.sends(&path, &fields).await.is(422).says("Choose a reason");
    page.fills("note", "Not that word.").presses("4Spam").await.says("Rejected");
    board.anyone().gets(&format!("{article}/the-bridge")).await.is(404);
    ann.opens("/articles/new").await.says("was not published");
    let page = ann.opens(&article).await;
    page.says("Your article was not published").says("advertises something").says("Not that word.");
    page.has("[data-state=rejected]");
    // What was rejected is its poster's to mend, and nobody else's.
    mo.gets(&format!("{article}/edit")).await.is(404);
    board.clock.advance(Duration::days(3));
    corrects(&ann, &article, &TEXT.replace("numbskull", "reader")).await.says("waiting for a moderator");
    let page = mo.opens("/queue").await;
    page.says("after it was not taken").says("What was changed since it was sent back");
    assert_eq!(page.words_of(".changes ins"), "reader");
    page.presses("Approve").await.says("Approved");
    board.anyone().opens(format!("{article}/the-bridge")).await.says("Any reader can see");
    board.anyone().opens(format!("{article}/history")).await.does_not_say("numbskull");
    board.clock.advance(Duration::minutes(11));
    board.tells().await;
    ann.opens("/inbox").await.says("Your article was not published").says("Your article was published");
}

#[tokio::test]
async fn a_poster_is_asked_for_a_change_and_the_article_comes_back_with_it() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    let page = mo.opens("/queue").await;
    page.presses("Send it back").await.is(422).says("Say it in your own words");
    page.fills("note", "Leave the insult out.").presses("Send it back").await.says("Returned");
    mo.opens("/queue").await.has_no("[data-item]");
    let page = ann.opens(&article).await;
    page.says("A moderator asks you to change this article").says("Leave the insult out.");
    corrects(&ann, &article, &TEXT.replace("numbskull", "reader")).await.says("waiting for a moderator");
    let page = mo.opens("/queue").await;
    page.says("changed the text as a moderator asked");
    assert_eq!(
        (page.words_of(".changes del"), page.words_of(".changes ins")),
        ("numbskull".into(), "reader".into())
    );
    page.presses("Approve").await.says("Approved");
    board.anyone().opens(format!("{article}/the-bridge")).await.has("#comments");
}

#[tokio::test]
async fn who_decides_on_an_older_text_is_shown_the_newer() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    let (path, [version, revision]) = seen(&mo.opens("/queue").await);
    corrects(&ann, &article, "Any moron can see that it is old.").await.says("waiting for a moderator");
    let fields = [("decision", "approve"), (version.0, &*version.1), (revision.0, &*revision.1)];
    let page = mo.sends(&path, &fields).await;
    page.is(409).says("It has changed since you opened it").says("Any moron");
    assert_eq!(page.words_of("[role=alert] ins"), "moron");
    board.anyone().gets(&format!("{article}/the-bridge")).await.is(404);
    assert!(board.dump_of("decisions").await.is_empty());
    // A moderator corrects it first, and decides on that.
    let page = corrects(&mo, &article, "Any reader can see that it is old.").await;
    page.says("Decide on it as it reads now")
        .says("a moderator corrected it")
        .presses("Approve")
        .await
        .says("Approved");
    board.anyone().opens(format!("{article}/the-bridge")).await.says("Any reader");
    board.anyone().opens(format!("{article}/history")).await.does_not_say("moron");
}

#[tokio::test]
async fn of_two_moderators_one_decides_and_a_form_sent_twice_decides_once() {
    let (board, ann, mo) = stage().await;
    waits(&ann).await;
    let max = board.moderator("max").await;
    let (path, [version, revision]) = seen(&mo.opens("/queue").await);
    let key = "00000000-0000-7000-8000-000000000001";
    let fields =
        [("decision", "approve"), ("key", key), (version.0, &*version.1), (revision.0, &*revision.1)];
    mo.posts(&path, &fields).await.is(303);
    mo.posts(&path, &fields).await.is(303);
    let late = [("decision", "reject"), ("reason", "spam"), fields[2], fields[3]];
    max.sends(&path, &late).await.is(409).says("mo approved it");
    board.sql("do $$ begin assert (select count(*) from decisions) = 1; end $$").await;
}

#[tokio::test]
async fn the_queue_finds_articles_by_kind_rule_author_thread_words_and_age() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    let id = article.trim_start_matches("/a/").to_owned();
    let by_id = format!("article={id}");
    for found in
        ["kind=held_article", "rule=watched_words", "author=ann", "words=ferry", "words=span.example", &by_id]
    {
        mo.opens(format!("/queue?{found}")).await.has("[data-item]").says("The bridge");
    }
    for none in ["kind=held_comment", "rule=links", "author=mo", "words=tunnel", "hours=1", "article=1"] {
        mo.opens(format!("/queue?{none}")).await.has_no("[data-item]");
    }
    board.clock.advance(Duration::hours(1));
    mo.opens("/queue?hours=1&order=weight").await.has("[data-item]");
}

#[tokio::test]
async fn the_link_of_what_waits_is_free_and_one_thread_has_it_in_the_end() {
    let (board, ann, mo) = stage().await;
    let article = waits(&ann).await;
    let ben = board.member("ben").await;
    posts(&ben, "Another headline", LINK, "The ferry is late.").await.is(200).has("#comments");
    let page = mo.opens("/queue").await.presses("Approve").await;
    page.is(422).says("What it links to is discussed already, in “Another headline”");
    board.anyone().gets(&format!("{article}/the-bridge")).await.is(404);
    let lot = mo.opens("/queue/lot").await.presses("Approve what is ticked").await;
    lot.says("0 are decided, 1 left as they were");
    let page = mo.opens(format!("{article}/edit")).await.fills("link", "https://span.example/other");
    page.presses("Save the correction").await.presses("Approve").await.says("Approved");
    board.anyone().opens(format!("{article}/the-bridge")).await.has("#comments");
}

#[tokio::test]
async fn corrections_of_what_readers_see_pass_the_rules_and_do_not_wait() {
    let (board, ann, mo) = stage().await;
    let page = posts(&ann, "The bridge", LINK, "It is old.").await;
    page.has("#comments");
    let article = page.path.trim_end_matches("/the-bridge").to_owned();
    let boss = board.administrator("boss").await;
    let list = [("name", "Pills"), ("action", "refuse"), ("words", "quinquereme")];
    boss.posts("/moderation/rules/lists", &list).await.is(303);
    let page = corrects(&ann, &article, "A quinquereme passes.").await;
    page.is(422).says("The rules of this board do not take this text");
    assert_eq!(page.words_of("textarea[name=text]"), "A quinquereme passes.");
    boss.opens("/moderation/rules").await.says("It refused 1 text");
    let page = corrects(&ann, &article, TEXT).await;
    page.is(422).says("a thread cannot wait while readers discuss it");
    board.anyone().opens(&article).await.says("It is old.").does_not_say("numbskull");
    assert_eq!(board.dump_of("cases").await, "");
    corrects(&mo, &article, TEXT).await.says("The article is corrected").says("numbskull");
    corrects(&ann, &article, "It is very old.").await.says("The article is corrected");
}

#[tokio::test]
async fn whatever_a_silenced_member_posts_waits_and_what_stands_is_not_corrected() {
    let (board, ann, mo) = stage().await;
    let page = posts(&ann, "The bridge", LINK, "It is old.").await;
    let article = page.path.trim_end_matches("/the-bridge").to_owned();
    let person = format!("/moderation/people/{}", ann.member().id);
    let act = [("act", "silence 7"), ("words", "Cool down.")];
    mo.posts(&format!("{person}/sanctions"), &act).await.is(303);
    posts(&ann, "The ferry", "", "It still runs.").await.says("waiting for a moderator");
    mo.opens("/queue?author=ann").await.says("The member is silenced: Cool down.").says("The ferry");
    corrects(&ann, &article, "It is very old.").await.is(422).says("a thread cannot wait");
    board.clock.advance(Duration::days(7));
    posts(&board.signed_in_as("ann").await, "The tide", "", "It is high.").await.has("#comments");
}

#[tokio::test]
async fn what_is_shown_is_what_was_approved_however_its_author_corrects_it_meanwhile() {
    let (board, ann, mo) = stage().await;
    for _ in 0..20 {
        board.clock.advance(Duration::minutes(20));
        let article = waits(&ann).await;
        let (path, [version, revision]) = seen(&mo.opens("/queue").await);
        let decision = [("decision", "approve"), (version.0, &*version.1), (revision.0, &*revision.1)];
        let other = [("headline", "The bridge"), ("text", "Any moron can see it."), ("revision", "1")];
        let edit = format!("{article}/edit");
        let (approved, corrected) = tokio::join!(mo.posts(&path, &decision), ann.posts(&edit, &other));
        assert!(
            matches!((approved.status, corrected.status), (303, 422) | (409, 303)),
            "{approved:?} {corrected:?}"
        );
        let case = mo.opens("/queue").await;
        if approved.status == 409 {
            case.says("Any moron");
            case.fills("note", "No.").presses("4Spam").await.says("Rejected");
        } else {
            case.has_no("[data-item]");
            mo.posts(
                &format!("/queue/{}/reversal", path.split('/').nth(2).unwrap()),
                &[("note", "x"), ("reason", "spam"), ("version", "2")],
            )
            .await
            .is(303);
        }
    }
    board
        .sql(
            "do $$ begin
                assert not exists (select from articles where state in ('published', 'held'));
                assert not exists (select from articles join cases on article_id = articles.id join decisions on case_id = cases.id
                    where articles.revision <> decisions.revision);
                assert not exists (select from articles where state = 'removed' and revision <> 1);
             end $$",
        )
        .await;
}
