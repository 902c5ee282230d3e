//! Later lives: whatever becomes of a comment shows in every quote of it, and goes again when it is taken back.

mod behind_the_scenes;

use crate::support::{Article, Board, Page, Person};
use rejoinder::db::CommentId;

const SAID: &str = "The harbour of Tartus was leased for forty-nine years.";
const QUOTE: &str = "> #1\n> leased for forty-nine years\n\nSo long?";
const REMOVED: &str = "[the quoted words were removed]";

/// A thread in which crab wrote #1, ben quotes it as #2 and ann quotes ben quoting it as #3; another thread in which
/// ann quotes it as #1; and a newcomer's quote of it that waits.
struct Stage {
    board: Board,
    article: Article,
    other: Article,
    crab: Person,
    ben: Person,
    ann: Person,
    mo: Person,
    id: CommentId,
    second: CommentId,
}

impl Stage {
    async fn set() -> Self {
        let board = Board::open().await;
        let (article, other) = (board.article("The alliance").await, board.article("Another thread").await);
        let (crab, ben, ann) =
            (board.member("crab").await, board.member("ben").await, board.member("ann").await);
        let (new, mo) = (board.newcomer("new").await, board.moderator("mo").await);
        let id = board.comment(&crab, &article, SAID).await;
        let second = board.comment(&ben, &article, QUOTE).await;
        board.comment(&ann, &article, "> #2\n> leased for forty-nine years\n\nHe says.").await;
        board.comment(&ann, &other, &format!("> /c/{id}\n> {SAID}\n\nThere as well.")).await;
        board.comment(&new, &article, "> #1\n> leased for forty-nine years\n\nThis waits.").await;
        Self { board, article, other, crab, ben, ann, mo, id, second }
    }

    async fn page(&self) -> Page {
        self.board.anyone().reads(&self.article).await
    }

    async fn edits(&self, body: &str) {
        let form = self.crab.opens(format!("/c/{}/edit", self.id)).await;
        form.fills("body", body).presses("Save").await.says("Your comment is changed");
    }

    /// A reader points at #1, and a moderator takes it away.
    async fn removes(&self, quotes: &str) {
        let fields = [("reason", "private"), ("note", "")];
        self.ben.posts(&format!("/c/{}/flag", self.id), &fields).await.is(303);
        let case = self.case().await;
        self.mo.opens(&case).await.fills("quotes", quotes).presses("6").await.says("Removed");
    }

    /// The case of #1.
    async fn case(&self) -> String {
        let sql = format!("select id from cases where comment_id = {} and state = 'open'", self.id);
        format!("/queue/{}", self.number(&sql).await)
    }

    /// The versions of both threads.
    async fn versions(&self) -> (i64, i64) {
        let version =
            async |id| self.number(&format!("select version as id from articles where id = {id}")).await;
        (version(self.article.id).await, version(self.other.id).await)
    }

    async fn number(&self, sql: &str) -> i64 {
        let mut db = self.board.db().await;
        let row: Number =
            diesel_async::RunQueryDsl::get_result(diesel::sql_query(sql), &mut db).await.expect(sql);
        row.id
    }

    /// Every text in which a quote of #1 stands, as the database has it.
    async fn texts(&self) -> Vec<String> {
        let mut db = self.board.db().await;
        let rows: Vec<Line> = diesel_async::RunQueryDsl::load(
            diesel::sql_query(format!(
                "select t.source || E'\\n\\n' || t.html || E'\\n\\n' || c.body_html as line
                   from comment_revisions t join comments c on c.id = t.comment_id
                  where t.comment_id <> {} order by t.comment_id, t.revision",
                self.id
            )),
            &mut db,
        )
        .await
        .unwrap();
        rows.into_iter().map(|row| row.line).collect()
    }
}

#[derive(diesel::QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    id: i64,
}

#[derive(diesel::QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    line: String,
}

/// The notes over the quotes of #1 in both threads.
async fn notes(stage: &Stage) -> Vec<String> {
    let (here, there) = (stage.page().await, stage.board.anyone().reads(&stage.other).await);
    let note = |page: &Page, comment: &str| {
        let selector = format!("{comment} figure.quote figcaption .altered");
        if page.count(&selector) == 0 { String::new() } else { page.words_of(&selector) }
    };
    vec![note(&here, "#c2"), note(&here, "#c3"), note(&there, "#c1")]
}

#[tokio::test]
async fn an_edit_that_leaves_the_words_says_nothing() {
    let stage = Stage::set().await;
    let before = (stage.texts().await, stage.versions().await.1);
    stage.edits("The harbour of Tartus, they say: leased for  “forty-nine” years.").await;
    assert_eq!(notes(&stage).await[2], "from an earlier version", "the whole sentence is gone");
    stage.edits(&format!("Well now. {SAID} And more.")).await;
    assert_eq!(notes(&stage).await, ["", "", ""]);
    assert_eq!(stage.texts().await, before.0);
    stage.page().await.says("✓ verbatim");
}

#[tokio::test]
async fn words_that_were_edited_away_are_from_an_earlier_version() {
    let stage = Stage::set().await;
    let (before, versions) = (stage.texts().await, stage.versions().await);
    stage.edits("The harbour was sold.").await;
    assert_eq!(notes(&stage).await, ["from an earlier version"; 3]);
    let page = stage.page().await;
    page.has("#c2 figure[data-life=earlier][data-fidelity=verbatim][data-source='#1']");
    page.says("leased for forty-nine years").has_no("#c2 figcaption .verbatim");
    let link = page.attribute("#c2 figcaption .altered", "href");
    assert_eq!(link, format!("/c/{}/history#r1", stage.id));
    stage.board.anyone().opens(&link).await.has("#r1").says("leased for forty-nine years");
    let after = stage.versions().await;
    assert!(after.0 > versions.0 && after.1 > versions.1, "both threads have changed");
    stage.edits(SAID).await;
    assert_eq!(notes(&stage).await, ["", "", ""]);
    assert_eq!(stage.texts().await, before, "edited back, all is as it was");
}

#[tokio::test]
async fn what_a_shortened_quote_left_out_may_change() {
    let stage = Stage::set().await;
    let ann = stage.board.member("cid").await;
    ann.replies_to(&stage.article, "> #1\n> The harbour […] was leased\n\nHm.").await.has("#c4");
    stage.edits("The harbour of Latakia was leased. No more.").await;
    stage.page().await.has_no("#c4 figcaption .altered").has("#c2 figcaption .altered");
    stage.edits("The city of Latakia was leased. No more.").await;
    let page = stage.page().await;
    page.has("#c4 figcaption .altered").has("#c4 figcaption .shortened");
}

#[tokio::test]
async fn an_edit_that_waits_changes_no_quote_before_it_is_approved() {
    let stage = Stage::set().await;
    let form = stage.crab.opens(format!("/c/{}/edit", stage.id)).await;
    let body = "See https://a.example https://b.example https://c.example instead.";
    form.fills("body", body).presses("Save").await.says("waits for a moderator");
    assert_eq!(notes(&stage).await, ["", "", ""]);
    let case = stage.case().await;
    stage.mo.opens(&case).await.presses("Approve").await.says("Approved");
    assert_eq!(notes(&stage).await, ["from an earlier version"; 3]);
    let quote = "> #1\n> See https://a.example https://b.example\n\nThose?";
    stage.mo.replies_to(&stage.article, quote).await.has("#c4 figure[data-fidelity=verbatim]");
    stage.mo.opens("/queue").await.presses("Undo last").await.says("Taken back");
    assert_eq!(notes(&stage).await, ["", "", ""]);
    stage.page().await.has("#c4 figure[data-life=hidden]").has_no("#c4 a[href*=history]");
}

#[tokio::test]
async fn a_deleted_comment_is_said_to_be_deleted_over_its_words() {
    let stage = Stage::set().await;
    stage.ben.posts(&format!("/c/{}/deletion", stage.id), &[]).await.is(404);
    assert_eq!(notes(&stage).await, ["", "", ""]);
    stage.crab.posts(&format!("/c/{}/deletion", stage.id), &[]).await.is(303);
    assert_eq!(notes(&stage).await, ["deleted since"; 3]);
    let page = stage.page().await;
    page.says("leased for forty-nine years").has("#c1.stub");
    assert!(page.attribute("#c2 figcaption a", "href").ends_with("#c1"), "the credit leads to the stub");
}

#[tokio::test]
async fn a_removed_comment_leaves_its_quotes_where_the_moderator_says_so() {
    let stage = Stage::set().await;
    let before = stage.texts().await;
    stage.removes("keep").await;
    assert_eq!(notes(&stage).await, ["removed since"; 3]);
    stage.page().await.says("leased for forty-nine years");
    stage.mo.opens("/moderation/log").await.does_not_say("quotes blanked");
    stage.mo.opens("/queue").await.presses("Undo last").await;
    assert_eq!(notes(&stage).await, ["", "", ""]);
    assert_eq!(stage.texts().await, before);
}

#[tokio::test]
async fn removed_with_its_quotes_its_words_are_gone_everywhere_and_come_back_exactly() {
    let stage = Stage::set().await;
    let before = stage.texts().await;
    let fields = [("reason", "private"), ("note", "")];
    stage.ben.posts(&format!("/c/{}/flag", stage.id), &fields).await.is(303);
    let case = stage.mo.opens(stage.case().await).await;
    case.says("blanks its words in 4 quotes").has("input[name=quotes][value=blank][checked]");
    case.presses("6").await.says("Removed");
    assert_eq!(notes(&stage).await, ["removed since"; 3]);
    let page = stage.page().await;
    page.says(REMOVED).says("crab, #1").says("So long?").does_not_say("forty-nine");
    page.has("#c2 figure[data-life=blanked]").has_no("#c2 figcaption .verbatim");
    stage.board.anyone().reads(&stage.other).await.says(REMOVED).does_not_say("forty-nine");
    for text in stage.texts().await {
        assert!(!text.contains("forty-nine"), "{text}");
    }
    stage.mo.opens("/moderation/log").await.says("quotes blanked: 4");
    let queue = stage.mo.opens("/queue").await;
    queue.says("This waits.").does_not_say("forty-nine");
    let edit = stage.ben.opens(format!("/c/{}/edit", stage.second)).await;
    assert!(!edit.html.contains("forty-nine"));
    let own = stage.ben.gets("/settings/data/download").await.text();
    assert!(!own.contains("forty-nine") && own.contains("So long?"), "{own}");
    queue.presses("Undo last").await.says("Taken back");
    assert_eq!(notes(&stage).await, ["", "", ""]);
    assert_eq!(stage.texts().await, before, "byte for byte");
    stage.mo.opens("/moderation/log").await.says("quotes blanked: 4");
}

#[tokio::test]
async fn a_bare_form_blanks_the_quotes_and_only_moderators_send_it() {
    let stage = Stage::set().await;
    stage.ben.posts(&format!("/c/{}/flag", stage.id), &[("reason", "private")]).await.is(303);
    let case = stage.case().await;
    let page = stage.mo.opens(&case).await;
    let version = page.attribute(".decide input[name=version]", "value");
    let fields = [("decision", "remove"), ("reason", "private"), ("version", &version), ("revision", "1")];
    stage.crab.posts(&format!("{case}/decision"), &fields).await.is(404);
    stage.page().await.says("forty-nine");
    stage.mo.posts(&format!("{case}/decision"), &fields).await.is(303);
    stage.page().await.does_not_say("forty-nine");
}

#[tokio::test]
async fn approving_later_brings_no_removed_words_back() {
    let stage = Stage::set().await;
    stage.removes("blank").await;
    let waiting = stage.mo.opens("/queue").await;
    waiting.says("This waits.").presses("Approve").await.says("Approved");
    stage.page().await.says("This waits.").has("#c4 figure[data-life=blanked]").does_not_say("forty-nine");
}

#[tokio::test]
async fn every_version_of_a_quoting_text_follows() {
    let stage = Stage::set().await;
    let form = stage.ben.opens(format!("/c/{}/edit", stage.second)).await;
    form.fills("body", &format!("{QUOTE} Really?")).presses("Save").await.says("Really?");
    stage.removes("blank").await;
    let history = stage.board.anyone().opens(format!("/c/{}/history", stage.second)).await;
    history.says(REMOVED).says("Really?").does_not_say("forty-nine");
    stage.mo.opens("/queue").await.presses("Undo last").await;
    stage.board.anyone().opens(format!("/c/{}/history", stage.second)).await.says("forty-nine");
}

#[tokio::test]
async fn the_text_around_an_old_quote_can_still_be_edited() {
    let stage = Stage::set().await;
    let body = QUOTE.replace("So long?", "So very long?");
    let edit = format!("/c/{}/edit", stage.second);
    stage.edits("The harbour was sold.").await;
    let form = stage.ben.opens(&edit).await.fills("body", &body);
    let preview = form.presses("Preview").await;
    preview.is(200).has("#preview figure[data-source='#1']");
    form.presses("Save").await.says("So very long?");
    stage.page().await.has("#c2 figure[data-life=earlier][data-source='#1']").says("So very long?");
    stage.crab.posts(&format!("/c/{}/deletion", stage.id), &[]).await.is(303);
    let form = stage.ben.opens(&edit).await;
    form.fills("body", &body.replace("very ", "very, very ")).presses("Save").await.says("very, very");
    stage.page().await.has("#c2 figure[data-life=deleted][data-source='#1']");
    let form = stage.ben.opens(&edit).await;
    form.fills("body", &body.replace("forty-nine", "fifty")).presses("Save").await.is(422);
    let fields = [
        ("article", &*stage.article.id.to_string()),
        ("comment", &*stage.second.to_string()),
        ("body", &*body),
    ];
    stage.crab.posts("/preview", &fields).await.is(422);
    stage.ben.posts("/preview", &fields).await.is(200);
}

#[tokio::test]
async fn an_edit_brings_no_removed_words_back() {
    let stage = Stage::set().await;
    stage.removes("blank").await;
    let form = stage.ben.opens(format!("/c/{}/edit", stage.second)).await;
    form.fills("body", QUOTE).presses("Save").await.is(422);
    let form = stage.ben.opens(format!("/c/{}/edit", stage.second)).await;
    let text = format!("> \\{REMOVED}\n\nSo very long?");
    form.fills("body", &text).presses("Save").await.says("So very long?");
}

#[tokio::test]
async fn two_quotes_in_one_text_follow_each_its_own_source() {
    let stage = Stage::set().await;
    let dan = stage.board.member("dan").await;
    let theirs = stage.board.comment(&dan, &stage.article, "The cranes were made in Gdansk.").await;
    let eve = stage.board.member("eve").await;
    let body = "> #1\n> leased for forty-nine years\n\n> #4\n> The cranes were made in Gdansk.\n\nBoth.";
    eve.replies_to(&stage.article, body).await.has("#c5");
    stage.removes("blank").await;
    dan.posts(&format!("/c/{theirs}/deletion"), &[]).await.is(303);
    let page = stage.page().await;
    page.has("#c5 figure[data-life=blanked]").has("#c5 figure[data-life=deleted]").says("cranes");
    stage.mo.opens("/queue").await.presses("Undo last").await;
    let page = stage.page().await;
    page.has_no("#c5 figure[data-life=blanked]").has("#c5 figure[data-life=deleted]");
    assert_eq!(page.count("#c5 .verbatim"), 1);
}

#[tokio::test]
async fn an_approval_that_is_taken_back_hides_the_quoted_comment() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (new, ben, mo) =
        (board.newcomer("new").await, board.member("ben").await, board.moderator("mo").await);
    board.comment(&new, &article, SAID).await;
    mo.opens("/queue").await.presses("Approve").await;
    board.comment(&ben, &article, QUOTE).await;
    mo.opens("/queue").await.presses("Undo last").await;
    board.anyone().reads(&article).await.has("#c2 figure[data-life=hidden]").says("hidden since");
    mo.opens("/queue").await.presses("Approve").await;
    board.anyone().reads(&article).await.has_no("[data-life]").says("✓ verbatim");
}

#[tokio::test]
async fn hidden_by_readers_a_comment_is_hidden_over_its_words() {
    let stage = Stage::set().await;
    let db = stage.board.db().await;
    let comment = rejoinder::comments::find_for_change(&db, stage.id).await.unwrap().unwrap();
    rejoinder::comments::withdraw(&db, &comment, rejoinder::comments::CommentState::Hidden).await.unwrap();
    assert_eq!(notes(&stage).await, ["hidden since"; 3]);
    let comment = rejoinder::comments::find_for_change(&db, stage.id).await.unwrap().unwrap();
    rejoinder::comments::publish_held(&db, &comment, stage.board.clock.now()).await.unwrap();
    assert_eq!(notes(&stage).await, ["", "", ""]);
}

#[tokio::test]
async fn the_conversation_and_a_new_quote_know_what_became_of_the_source() {
    let stage = Stage::set().await;
    let talk = format!("/c/{}/conversation", stage.second);
    let quote = format!("{}/reply?quote=1", stage.article.path);
    stage.ben.opens(&quote).await.says("forty-nine");
    stage.removes("blank").await;
    stage.board.anyone().opens(&talk).await.says("removed since").has(".stub").does_not_say("forty-nine");
    assert_eq!(stage.ben.opens(&quote).await.words_of("textarea[name=body]"), "");
    let fields = [("article", &*stage.article.id.to_string()), ("body", QUOTE)];
    let preview = stage.board.anyone().posts("/preview", &fields).await;
    preview.is(422);
    stage.mo.opens("/queue").await.presses("Undo last").await;
    stage.board.anyone().opens(&talk).await.says("forty-nine").has_no(".stub");
    stage.ben.opens(&quote).await.says("forty-nine");
    stage.board.anyone().posts("/preview", &fields).await.is(200);
}
