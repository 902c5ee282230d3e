//! Every decision on every kind of case: what the state was, who tried, what came, and the way back.

use crate::support::{Article, Board, Person};
use rejoinder::comments::{self, CommentState};
use rejoinder::db::{CaseId, CommentId, Word};
use rejoinder::moderation;

const WORDS: &str = "The bridge at Latakia was closed that week.";

/// What waits when a moderator decides.
#[derive(Clone, Copy, Debug)]
enum Waits {
    Held,
    Edit,
    Flagged,
    Hidden,
    RejectedAndAppealed,
    RemovedAndAppealed,
}

use Waits::{Edit, Flagged, Held, Hidden, RejectedAndAppealed, RemovedAndAppealed};

/// What waits, what is decided, and what state and revision come of it.
type Row = (Waits, &'static str, CommentState, i32);

const TABLE: [Row; 22] = [
    (Held, "approve", CommentState::Published, 1),
    (Held, "edit", CommentState::Published, 2),
    (Held, "revise", CommentState::Held, 1),
    (Held, "reject", CommentState::Rejected, 1),
    (Edit, "approve", CommentState::Published, 2),
    (Edit, "edit", CommentState::Published, 3),
    (Edit, "revise", CommentState::Published, 1),
    (Edit, "reject", CommentState::Published, 1),
    (Edit, "remove", CommentState::Removed, 1),
    (Flagged, "approve", CommentState::Published, 1),
    (Flagged, "ignore", CommentState::Published, 1),
    (Flagged, "edit", CommentState::Published, 2),
    (Flagged, "revise", CommentState::Published, 1),
    (Flagged, "remove", CommentState::Removed, 1),
    (Hidden, "approve", CommentState::Published, 1),
    (Hidden, "ignore", CommentState::Published, 1),
    (Hidden, "edit", CommentState::Published, 2),
    (Hidden, "remove", CommentState::Removed, 1),
    (RejectedAndAppealed, "approve", CommentState::Published, 1),
    (RejectedAndAppealed, "reject", CommentState::Rejected, 1),
    (RemovedAndAppealed, "approve", CommentState::Published, 1),
    (RemovedAndAppealed, "reject", CommentState::Removed, 1),
];

const DECISIONS: [&str; 7] = ["approve", "edit", "revise", "reject", "remove", "restore", "ignore"];

struct Scene {
    board: Board,
    article: Article,
    comment: CommentId,
    /// Who decides.
    max: Person,
    reader: Person,
}

impl Scene {
    async fn set(waits: Waits) -> Self {
        let board = Board::open().await;
        let article = board.article("The alliance").await;
        let (mo, max) = (board.moderator("mo").await, board.moderator("max").await);
        let reader = board.member("reader").await;
        let new = matches!(waits, Held | RejectedAndAppealed);
        let ann = if new { board.newcomer("ann").await } else { board.member("ann").await };
        let comment = board.comment(&ann, &article, WORDS).await;
        let scene = Self { board, article, comment, max, reader };
        match waits {
            Held => {}
            Edit => {
                let fields = [("body", "The bridge was closed, you idiot."), ("revision", "1")];
                ann.posts(&format!("/c/{comment}/edit"), &fields).await.is(303);
            }
            Flagged => scene.is_flagged().await,
            Hidden => {
                scene.is_flagged().await;
                let db = scene.board.db().await;
                let found = comments::find(&db, comment).await.unwrap().unwrap();
                let now = scene.board.clock.now();
                comments::change_state(&db, &found, CommentState::Hidden, now).await.unwrap();
            }
            RejectedAndAppealed => {
                scene.decides(&mo, "reject").await;
                scene.is_appealed(&ann).await;
            }
            RemovedAndAppealed => {
                scene.is_flagged().await;
                scene.decides(&mo, "remove").await;
                scene.is_appealed(&ann).await;
            }
        }
        scene
    }

    /// Somebody quotes it and somebody points at it.
    async fn is_flagged(&self) {
        let quote = format!("> #1\n> {WORDS}\n\nWas it?");
        self.board.comment(&self.reader, &self.article, &quote).await;
        let path = format!("/c/{}/flag", self.comment);
        self.reader.posts(&path, &[("reason", "abuse")]).await.is(303);
    }

    async fn is_appealed(&self, ann: &Person) {
        let path = format!("/c/{}/appeal", self.comment);
        ann.posts(&path, &[("text", "It was closed, look it up.")]).await.is(303);
    }

    async fn case(&self) -> CaseId {
        moderation::case_of(&self.board.db().await, self.comment).await.unwrap().unwrap().0
    }

    async fn decides(&self, who: &Person, decision: &str) -> u16 {
        let case = self.case().await;
        let db = self.board.db().await;
        let seen = moderation::case(&db, case).await.unwrap().unwrap();
        let (version, revision) = (seen.version.to_string(), seen.revision.to_string());
        let fields = [
            ("decision", decision),
            ("reason", "spam"),
            ("note", "A word to you."),
            ("text", "The bridge was closed."),
            ("version", &version),
            ("revision", &revision),
        ];
        who.posts(&format!("/queue/{case}/decision"), &fields).await.status
    }

    /// Everything that a decision may touch, but for the number, which stays for ever.
    async fn stands(&self) -> String {
        let mut all = String::new();
        for table in [
            "(select id, state, revision, body_html, withheld, quoted, replies from comments order by id)",
            "(select comment_id, revision, state, source, html from comment_revisions order by 1, 2)",
            "(select comment_id, revision, ordinal, life, unsettled from quotes order by 1, 2, 3)",
            "(select name, standing from accounts order by id)",
            "(select id, comments from articles)",
            "(select id, state, kind, rules from cases order by id)",
        ] {
            all += &self.board.dump_of(table).await;
        }
        all
    }
}

#[tokio::test]
async fn each_decision_does_what_the_table_says_and_is_taken_back_without_a_trace() {
    for (waits, decision, state, revision) in TABLE {
        let scene = Scene::set(waits).await;
        let before = scene.stands().await;
        assert_eq!(scene.decides(&scene.reader, decision).await, 404, "{waits:?} {decision} by a member");
        assert_eq!(scene.stands().await, before, "{waits:?} {decision} by a member");
        assert_eq!(scene.decides(&scene.max, decision).await, 303, "{waits:?} {decision}");
        let after = comments::find(&scene.board.db().await, scene.comment).await.unwrap().unwrap();
        assert_eq!((after.state, after.revision), (state, revision), "{waits:?} {decision}");
        let page = scene.board.anyone().reads(&scene.article).await;
        let seen = page.words().contains("The bridge");
        assert_eq!(seen, state == CommentState::Published, "{waits:?} {decision}");
        let undo = scene.max.opens("/queue").await.attribute("form.undo", "action");
        scene.reader.posts(&undo, &[]).await.is(404);
        scene.max.posts(&undo, &[]).await.is(303);
        assert_eq!(scene.stands().await, before, "{waits:?} {decision} taken back");
        let again = comments::find(&scene.board.db().await, scene.comment).await.unwrap().unwrap();
        assert_eq!(again.number, after.number, "{waits:?} {decision}: a number stays");
    }
}

#[tokio::test]
async fn what_is_not_in_the_table_cannot_be_decided() {
    for waits in [Held, Edit, Flagged, Hidden, RejectedAndAppealed, RemovedAndAppealed] {
        let scene = Scene::set(waits).await;
        let before = scene.stands().await;
        let possible = |decision: &str| {
            TABLE.iter().any(|row| format!("{:?}", row.0) == format!("{waits:?}") && row.1 == decision)
        };
        for decision in DECISIONS.into_iter().filter(|decision| !possible(decision)) {
            assert_eq!(scene.decides(&scene.max, decision).await, 422, "{waits:?} {decision}");
            assert_eq!(scene.stands().await, before, "{waits:?} {decision}");
        }
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_one_decision() {
    let scene = Scene::set(Held).await;
    let page = scene.max.opens("/queue").await;
    let again = scene.max.opens(&page.path).await;
    page.presses("Approve").await.says("Approved");
    again.presses("Approve").await.is(409);
    scene.board.sql("do $$ begin assert (select count(*) from decisions) = 1; end $$").await;
    let scene = Scene::set(Held).await;
    let page = scene.max.opens("/queue").await;
    let case = scene.case().await;
    let key = page.attribute(".decide input[name=key]", "value");
    let fields = [("decision", "approve"), ("version", "1"), ("revision", "1"), ("key", key.as_str())];
    let path = format!("/queue/{case}/decision");
    let (one, other) =
        futures_util::future::join(scene.max.posts(&path, &fields), scene.max.posts(&path, &fields)).await;
    one.is(303);
    other.is(303);
    scene.board.sql("do $$ begin assert (select count(*) from decisions) = 1; end $$").await;
}

#[tokio::test]
async fn a_moderators_text_is_marked_and_its_author_sees_what_was_changed() {
    let scene = Scene::set(Held).await;
    let page = scene
        .max
        .opens("/queue")
        .await
        .fills("text", "The bridge was open.")
        .presses("Publish this text")
        .await;
    page.says("Approved with your changes");
    let readers = scene.board.anyone().reads(&scene.article).await;
    readers.says("The bridge was open.").does_not_say("Latakia");
    let history = scene.board.anyone().opens(format!("/c/{}/history", scene.comment)).await;
    history.says("by a moderator").does_not_say("Latakia");
    let ann = scene.board.signed_in_as("ann").await;
    let told = ann.opens(format!("/c/{}/appeal", scene.comment)).await;
    told.says("published, as a moderator changed it").has(".diff del").has(".diff ins");
    assert!(told.words_of(".diff").contains("Latakia"));
    scene.reader.gets(&format!("/c/{}/appeal", scene.comment)).await.is(404);
}

#[tokio::test]
async fn a_moderators_text_has_to_be_a_text() {
    let scene = Scene::set(Held).await;
    let before = scene.stands().await;
    let page = scene.max.opens("/queue").await.fills("text", "> #1\n> Nobody said that.\n\nNo.");
    let page = page.presses("Publish this text").await;
    page.is(422).says("Nothing is posted yet");
    assert!(page.words_of("textarea[name=text]").contains("Nobody said that."));
    assert_eq!(scene.stands().await, before);
}

#[tokio::test]
async fn a_text_that_was_sent_back_comes_again_with_what_was_changed() {
    let scene = Scene::set(Held).await;
    let ann = scene.board.signed_in_as("ann").await;
    let page = scene.max.opens("/queue").await;
    page.presses("Send it back").await.is(422).says("in your own words");
    let page = scene.max.opens("/queue").await.fills("note", "Say which week.").presses("Send it back").await;
    page.says("Returned").says("Nothing waits");
    let own = ann.reads(&scene.article).await;
    own.says("asks you to change this comment").says("Say which week.").has("[data-state=held]");
    scene.board.anyone().reads(&scene.article).await.does_not_say("Latakia");
    let form = ann.opens(format!("/c/{}/edit", scene.comment)).await;
    form.says("Say which week.");
    form.fills("body", "The bridge at Latakia was closed in June.").presses("Save").await.says("is waiting");
    let page = scene.max.opens("/queue").await;
    page.says("changed the text as a moderator asked").has(".changes ins").has(".changes del");
    page.presses("Approve").await.says("Approved");
    scene.board.anyone().reads(&scene.article).await.says("closed in June.");
}

#[tokio::test]
async fn an_edit_that_was_sent_back_comes_again_even_late() {
    let scene = Scene::set(Edit).await;
    let ann = scene.board.signed_in_as("ann").await;
    scene.board.clock.advance(time::Duration::hours(30));
    let path = format!("/c/{}/edit", scene.comment);
    let fields = [("body", "The bridge was closed then."), ("revision", "2")];
    ann.posts(&path, &fields).await.is(422);
    scene.decides(&scene.max, "revise").await;
    ann.opens(&path).await.says("A word to you.").says("you idiot");
    ann.posts(&path, &fields).await.is(303);
    scene.board.anyone().reads(&scene.article).await.says(WORDS);
    scene.max.opens("/queue").await.says("as a moderator asked").presses("Approve").await;
    scene.board.anyone().reads(&scene.article).await.says("The bridge was closed then.");
}

#[tokio::test]
async fn what_the_board_asks_for_has_to_be_said() {
    let scene = Scene::set(Held).await;
    let against = |reason: &'static str, note: &'static str| {
        let scene = &scene;
        async move {
            let path = format!("/queue/{}/decision", scene.case().await);
            let fields = [
                ("decision", "reject"),
                ("reason", reason),
                ("note", note),
                ("version", "1"),
                ("revision", "1"),
            ];
            scene.max.posts(&path, &fields).await
        }
    };
    against("", "").await.is(422);
    against("nonsense", "").await.is(422);
    scene.board.sql("update settings set words_required = true").await;
    let refused = against("spam", "").await;
    assert!(refused.is(422).text().contains("in your own words"));
    against("spam", &"x".repeat(2001).leak()[..]).await.is(422);
    scene.board.sql("update settings set words_required = false, reason_required = false").await;
    scene.max.opens("/queue").await.has(".why-not button");
    against("", "").await.is(303);
}

#[tokio::test]
async fn what_was_decided_is_reversed_by_another_with_a_note() {
    let scene = Scene::set(Held).await;
    let ann = scene.board.signed_in_as("ann").await;
    let case = scene.case().await;
    scene.decides(&scene.max, "reject").await;
    scene.board.clock.advance(time::Duration::days(3));
    let mo = scene.board.signed_in_as("mo").await;
    let path = format!("/queue/{case}");
    mo.opens(&path).await.presses("Let readers see it").await.is(422).says("Say why");
    scene.reader.posts(&format!("{path}/reversal"), &[("note", "x"), ("version", "2")]).await.is(404);
    let stale = [("note", "We were wrong."), ("version", "1")];
    mo.posts(&format!("{path}/reversal"), &stale).await.is(409);
    let page = mo.opens(&path).await.fills("note", "We were wrong.").presses("Let readers see it").await;
    page.says("Reversed");
    scene.board.anyone().reads(&scene.article).await.says(WORDS).has("#c1");
    ann.opens(format!("/c/{}/appeal", scene.comment))
        .await
        .says("Readers see your comment again")
        .says("We were wrong.");
    let undo = mo.opens("/queue").await.attribute("form.undo", "action");
    mo.posts(&undo, &[]).await.is(303);
    scene.board.anyone().reads(&scene.article).await.does_not_say(WORDS);
    scene.max.opens("/queue").await.says("Nothing waits");
    let page = mo.opens(&path).await.fills("note", "We were wrong.").presses("Let readers see it").await;
    page.says("Reversed");
    let page = mo.opens(&path).await.fills("note", "No, we were not.").presses("Spam").await;
    page.says("Reversed");
    scene.board.anyone().reads(&scene.article).await.has("#c1.stub");
    scene.board.sql("do $$ begin assert (select count(*) from decisions) = 5; end $$").await;
}

#[tokio::test]
async fn every_word_of_a_state_is_reached_by_the_table() {
    let reached: std::collections::BTreeSet<&str> = TABLE.iter().map(|row| row.2.word()).collect();
    assert_eq!(reached.into_iter().collect::<Vec<_>>(), ["held", "published", "rejected", "removed"]);
}
