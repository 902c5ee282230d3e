//! What members and visitors do on the board, and what the board does by the clock.

use super::addresses::{secret, ticket};
use super::judge::Watch;
use super::{Filled, Planned, desk};
use crate::support::{Article, Board, OLD, Person, Refusing};
use rejoinder::accounts::passwords;
use rejoinder::db::ArticleId;
use rejoinder::{comments, moderation, own_data, quotes, rules, search};
use time::Duration;
use uuid::Uuid;

const THREAD: &str = "/a/1/headline-1";

/// What is done the first time and the second time is not done to the same.
pub fn time(watch: &Watch) -> i64 {
    i64::from(watch.planned == Planned::Without)
}

/// Sends a form, which has to work, and judges what was carried out.
pub async fn does(what: &str, (person, path): (&Person, &str), fields: &[(&str, &str)], watch: &mut Watch) {
    let answered = person.posts(path, fields).await;
    let text = answered.text();
    let faults: Vec<&str> = text.lines().filter(|line| line.contains("fault")).collect();
    assert!(matches!(answered.status, 200 | 204 | 303), "{what}: {} {faults:?}", answered.status);
    watch.looks_at(what);
}

/// Members write: comments, articles, edits, flags.
pub async fn writing(filled: &Filled, board: &Board, watch: &mut Watch) {
    // What was written the time before is not too much at once.
    board.clock.advance(Duration::minutes(20) * i32::try_from(time(watch)).expect("a time"));
    let reader = filled.person("reader", board).await;
    says(filled, board, &reader, watch).await;
    let own = filled.comment("author_id = 33 and state = 'published' and id > 1000000").await;
    let page = reader.opens(format!("/c/{own}/edit")).await;
    let text = "> #5991\n> says something\n\nAnother text.";
    page.fills("body", text).presses("Save").await.is(200);
    watch.looks_at("an edit");
    let author = filled.person("author", board).await;
    let at = |act: &str| format!("/c/{own}/{act}");
    let spam = [("reason", "spam")];
    does("a flag", (&author, &at("flag")), &spam, watch).await;
    does("a flag that is taken back", (&author, &at("flag/end")), &[], watch).await;
    does("a flag again", (&author, &at("flag")), &spam, watch).await;
    does("a recommendation", (&author, &at("recommendation")), &[], watch).await;
    does("a recommendation that is taken back", (&author, &at("recommendation")), &[], watch).await;
    let mo = filled.person("mo", board).await;
    desk::decides_on("a flag that comes to nothing", filled, (&mo, own, "ignore"), watch).await;
    does("a comment that its author deletes", (&reader, &at("deletion")), &[], watch).await;
    for (what, path) in [
        ("an author who is muted", "/u/author/mute"),
        ("an author who is no longer muted", "/u/author/mute/end"),
        ("a thread that is muted", "/a/1/mute"),
        ("a thread that is no longer muted", "/a/1/mute/end"),
        ("what was told is read", "/inbox/read"),
    ] {
        does(what, (&reader, path), &[("until", "10000")], watch).await;
    }
    articles(filled, board, watch).await;
}

async fn says(filled: &Filled, board: &Board, reader: &Person, watch: &mut Watch) {
    let article = Article { id: ArticleId(1), path: THREAD.to_owned() };
    let time = time(watch);
    for (what, words) in [
        ("a comment that quotes another", "> #5990\n> says something\n\nAnd @author said so, too."),
        ("a comment that quotes the article", "> ¶1\n> Words of the article\n\nOf which I say more here."),
        ("a comment whose quote is found nowhere", "> says what nobody ever said before\n\nWho says so?"),
    ] {
        reader.replies_to(&article, &format!("{words} For the time of {time}.")).await.is(200);
        watch.looks_at(what);
    }
    let page = reader.opens(format!("{THREAD}/reply?to=5990")).await;
    page.fills("body", "The same words, which have been said before, and are said again by many.")
        .presses("Post comment")
        .await;
    watch.looks_at("an answer of words that many said");
    let new = filled.person(&format!("person{}", 101 + 3 * time), board).await;
    new.replies_to(&article, "A first comment, with https://one.example/ in it.").await.says("waiting");
    watch.looks_at("a comment that waits");
    let (nobody, draft) = (board.anyone(), [("body", "Half a sentence")]);
    for (who, person) in [("a member", reader), ("nobody", &nobody)] {
        does(&format!("a draft of {who}"), (person, "/a/1/draft"), &draft, watch).await;
        does(&format!("a draft of {who} again"), (person, "/a/1/draft"), &draft, watch).await;
        person.opens(format!("{THREAD}/reply")).await.is(200);
        watch.looks_at(&format!("a draft that {who} goes on with"));
    }
}

async fn articles(filled: &Filled, board: &Board, watch: &mut Watch) {
    let mo = filled.person("mo", board).await;
    let (key, link) = (Uuid::now_v7().to_string(), format!("https://paper.example/{}", 12 + time(watch)));
    let fields = [
        ("headline", "News"),
        ("publication", "Paper 12"),
        ("text", "Words of an article.\n\nAnd more of them."),
        ("key", &key),
        ("link", &link),
    ];
    mo.posts("/articles", &fields).await.is(422);
    watch.looks_at("an article whose link was posted before");
    does("an article", (&mo, "/articles"), &fields[..4], watch).await;
    let page = mo.opens("/a/1/edit").await;
    let text =
        format!("Words of the article, corrected for the time of {}.\n\nAnd more of them.", time(watch));
    page.fills("text", &text).presses("Save").await.is(200);
    watch.looks_at("a corrected article");
}

/// People come in and go.
pub async fn coming_and_going(filled: &Filled, board: &Board, watch: &mut Watch) {
    let time = time(watch);
    let hash = passwords::hash(OLD.to_owned()).await.expect("a hash");
    let known =
        format!("update accounts set password_hash = '{hash}' where id in (34, 200, {})", 2401 + time);
    filled.quiet.sql(&known).await;
    let nobody = board.anyone();
    let wrong = [("login", "person34"), ("password", "something else")];
    nobody.posts("/sign-in", &wrong).await.is(422);
    watch.looks_at("a wrong password");
    let right = [("login", "person34@people.example"), ("password", OLD)];
    does("signing in", (&nobody, "/sign-in"), &right, watch).await;
    let careful = board.anyone();
    does(
        "signing in with two steps",
        (&careful, "/sign-in"),
        &[("login", "person200"), ("password", OLD)],
        watch,
    )
    .await;
    careful.gets("/sign-in/code").await.is(200);
    careful.posts("/sign-in/code", &[("code", "abcd-efgh-ijkl-mnop")]).await.is(422);
    watch.looks_at("a wrong code");
    let (name, email) = (format!("somebody-new-{time}"), format!("new{time}@people.example"));
    let fields = [("name", name.as_str()), ("email", &email), ("password", OLD)];
    does("joining", (&board.anyone(), "/join"), &fields, watch).await;
    let invited = format!("somebody-invited-{time}");
    let invitation = secret(&format!("invitation {}", 3 + time));
    let fields = [("name", invited.as_str()), ("password", OLD), ("invitation", &invitation)];
    let email = format!("invited{time}@people.example");
    does(
        "joining by invitation",
        (&board.anyone(), "/join"),
        &[&fields[..], &[("email", &email)]].concat(),
        watch,
    )
    .await;
    let lost = [("login", if time == 0 { "person35" } else { "person36@people.example" })];
    does("a forgotten password", (&board.anyone(), "/password/forgotten"), &lost, watch).await;
    links(board, watch).await;
    settings(filled, board, watch).await;
}

/// Links of mails are followed.
async fn links(board: &Board, watch: &mut Watch) {
    let nobody = board.anyone();
    for (what, place, link) in [
        ("an e-mail is confirmed", "email/confirm", 8),
        ("another e-mail is confirmed", "email/confirm", 10),
        ("a change of e-mail is taken back", "email/take-back", 11),
        ("another password", "password/reset", 9),
    ] {
        let path = format!("/{place}/{}", secret(&format!("link {}", link + 4 * time(watch))));
        nobody.posts(&path, &[("password", "quite another sentence")]).await;
        watch.looks_at(what);
    }
    let path = format!("/unsubscribe/{}", ticket());
    does("no more mails", (&nobody, &path), &[("List-Unsubscribe", "One-Click")], watch).await;
}

async fn settings(filled: &Filled, board: &Board, watch: &mut Watch) {
    let time = time(watch);
    let member = filled.quiet.signed_in_as(&format!("person{}", 2401 + time)).await.at(board);
    let (email, name) = (format!("other{time}@people.example"), format!("renamed-{time}"));
    let tagline = [("tagline", "Reads on"), ("about", "Little.")];
    does("a tagline", (&member, "/settings/profile"), &tagline, watch).await;
    let given = ("password", OLD);
    does("another name", (&member, "/settings/profile/name"), &[("name", &name), given], watch).await;
    does("another e-mail", (&member, "/settings/email"), &[("email", &email), given], watch).await;
    does("ways of telling", (&member, "/settings/notifications"), &[("reply", "mail")], watch).await;
    does("two steps", (&member, "/settings/two-step"), &[given], watch).await;
    does("asking to be deleted", (&member, "/settings/data/deletion"), &[("words", "go"), given], watch)
        .await;
}

/// What the board does by the clock.
pub async fn jobs(board: &Board, watch: &mut Watch) {
    board.tells().await;
    watch.looks_at("the job that tells members");
    board.delivers(&Refusing("no such mailbox")).await;
    watch.looks_at("the job that sends mail");
    let mut db = board.db().await;
    let later = board.clock.now() + Duration::days(8);
    rules::trials::work(&mut db, "http://board.example", board.clock.now()).await.expect("work");
    watch.looks_at("the job that tries rules");
    own_data::deletion::carry_out_due(&mut db, later).await.expect("work");
    watch.looks_at("the job that deletes accounts");
    moderation::erase_rejected(&mut db, later).await.expect("work");
    watch.looks_at("the job that erases what was rejected");
    quotes::lives::catch_up(&mut db).await.expect("work");
    watch.looks_at("the job that looks at quotes again");
    quotes::passages::catch_up(&mut db).await.expect("work");
    watch.looks_at("the job that looks for passages");
    comments::render_anew(&mut db).await.expect("work");
    watch.looks_at("the job that renders anew");
    quotes::fingerprint_older(&db).await.expect("work");
    watch.looks_at("the job that makes fingerprints");
    rules::learned::catch_up(&mut db).await.expect("work");
    watch.looks_at("the job that learns");
    search::read_some(&mut db).await.expect("work");
    watch.looks_at("the job that reads for the search");
}
