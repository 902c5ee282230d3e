//! Every route for every kind of visitor: nobody, member, author, moderator, administrator, suspended. A route
//! without a row here fails.

use crate::support::{Answered, Article, Board, Person};
use rejoinder::accounts::suspend_until;
use rejoinder::app::routes;
use rejoinder::db::{AccountId, CommentId};
use std::collections::BTreeSet;

/// What somebody gets: a page, a way on after a form, the sign-in page, nothing there, not allowed, faults of a form,
/// a refused request, a text that was changed meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gets {
    Page,
    WayOn,
    SignIn,
    Nothing,
    NotAllowed,
    Faults,
    Bad,
    Stale,
}

use Gets::{Bad, Faults, NotAllowed, Nothing, Page, SignIn, Stale, WayOn};

/// Method, path, the fields of a form; then nobody, member, author, moderator, administrator.
pub type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], [Gets; 5]);

const EVERYBODY: [Gets; 5] = [Page; 5];
const MEMBERS: [Gets; 5] = [SignIn, Page, Page, Page, Page];
const MODERATORS: [Gets; 5] = [SignIn, Nothing, Nothing, Page, Page];
const ADMINISTRATORS: [Gets; 5] = [SignIn, Nothing, Nothing, Nothing, Page];

const DECIDING: [Gets; 5] = [SignIn, Nothing, Nothing, WayOn, WayOn];
const SETTING_UP: [Gets; 5] = [SignIn, Nothing, Nothing, Nothing, WayOn];

pub const TABLE: &[Row] = &[
    ("GET", "/", &[], EVERYBODY),
    ("GET", "/p/{slug}", &[], EVERYBODY),
    ("GET", "/a/{id}/live", &[], EVERYBODY),
    ("GET", "/queue/live", &[], MODERATORS),
    ("GET", "/articles/new", &[], MEMBERS),
    ("GET", "/feed.atom", &[], EVERYBODY),
    ("GET", "/p/{slug}/feed.atom", &[], EVERYBODY),
    ("GET", "/a/{id}/feed.atom", &[], EVERYBODY),
    ("GET", "/a/{id}/discussion.json", &[], EVERYBODY),
    ("GET", "/u/{name}/feed.atom", &[], EVERYBODY),
    ("GET", "/feeds/queue/{secret}", &[], [Nothing; 5]),
    ("POST", "/settings/notifications/queue-feed", &[], [SignIn, Nothing, Nothing, Page, Page]),
    ("POST", "/settings/notifications/queue-feed/end", &[], DECIDING),
    ("GET", "/robots.txt", &[], EVERYBODY),
    ("GET", "/sitemap.xml", &[], EVERYBODY),
    ("GET", "/sitemap/{part}", &[], EVERYBODY),
    ("POST", "/articles", &[("headline", "")], [SignIn, Faults, Faults, Faults, Faults]),
    ("GET", "/a/{id}", &[], [WayOn; 5]),
    ("GET", "/a/{id}/{slug}", &[], EVERYBODY),
    ("GET", "/a/{id}/{slug}/reply", &[], EVERYBODY),
    ("POST", "/a/{id}/comments", &[("body", "x")], [SignIn, Faults, Faults, Faults, Faults]),
    ("POST", "/a/{id}/draft", &[("body", "x")], EVERYBODY),
    ("GET", "/a/{id}/edit", &[], [SignIn, NotAllowed, NotAllowed, Page, Page]),
    ("POST", "/a/{id}/edit", &[("headline", "")], [SignIn, NotAllowed, NotAllowed, Stale, Stale]),
    ("GET", "/a/{id}/history", &[], EVERYBODY),
    ("POST", "/a/{id}/closure", &[], [SignIn, Nothing, Nothing, WayOn, WayOn]),
    ("POST", "/a/{id}/reopening", &[], [SignIn, Nothing, Nothing, WayOn, WayOn]),
    ("POST", "/a/{id}/moderation", &[], [SignIn, Nothing, Nothing, WayOn, WayOn]),
    ("POST", "/a/{id}/moderation/end", &[], [SignIn, Nothing, Nothing, WayOn, WayOn]),
    ("POST", "/preview", &[("article", "{id}"), ("body", "a preview")], EVERYBODY),
    ("POST", "/quote", &[("quote", "12"), ("words", "x")], EVERYBODY),
    ("GET", "/search", &[], EVERYBODY),
    ("GET", "/c/{id}", &[], [WayOn; 5]),
    ("GET", "/c/{id}/edit", &[], [SignIn, Nothing, Page, Nothing, Nothing]),
    ("POST", "/c/{id}/edit", &[("body", "")], [SignIn, Nothing, Faults, Nothing, Nothing]),
    ("GET", "/c/{id}/history", &[], EVERYBODY),
    ("GET", "/c/{id}/conversation", &[], EVERYBODY),
    ("GET", "/c/{id}/quoters", &[], EVERYBODY),
    ("POST", "/c/{id}/deletion", &[], [SignIn, Nothing, WayOn, Nothing, Nothing]),
    ("POST", "/c/{id}/recommendation", &[], [SignIn, WayOn, NotAllowed, WayOn, WayOn]),
    ("GET", "/c/{id}/flag", &[], MEMBERS),
    ("POST", "/c/{id}/flag", &[("reason", "")], [SignIn, Faults, Faults, Faults, Faults]),
    ("POST", "/c/{id}/flag/end", &[], [SignIn, Stale, Stale, Stale, Stale]),
    ("GET", "/c/{id}/appeal", &[], [SignIn, Nothing, Nothing, Nothing, Nothing]),
    ("POST", "/c/{id}/appeal", &[("text", "x")], [SignIn, Nothing, Nothing, Nothing, Nothing]),
    ("GET", "/u/{name}", &[], EVERYBODY),
    ("GET", "/join", &[], EVERYBODY),
    ("POST", "/join", &[("name", "")], [Faults; 5]),
    ("GET", "/sign-in", &[], EVERYBODY),
    ("POST", "/sign-in", &[("login", "nobody-at-all"), ("password", "x")], [Faults; 5]),
    ("GET", "/sign-in/code", &[], [WayOn; 5]),
    ("POST", "/sign-in/code", &[("code", "123456")], [WayOn; 5]),
    ("POST", "/sign-out", &[], [WayOn; 5]),
    ("GET", "/setup/{token}", &[], [Nothing; 5]),
    ("POST", "/setup/{token}", &[("name", "x")], [Nothing; 5]),
    ("GET", "/password/forgotten", &[], EVERYBODY),
    ("POST", "/password/forgotten", &[("login", "nobody-at-all")], EVERYBODY),
    ("GET", "/password/reset/{token}", &[], [Nothing; 5]),
    ("POST", "/password/reset/{token}", &[("password", "x")], [Nothing; 5]),
    ("GET", "/email/confirm/{token}", &[], [Nothing; 5]),
    ("POST", "/email/confirm/{token}", &[], [Nothing; 5]),
    ("GET", "/email/take-back/{token}", &[], [Nothing; 5]),
    ("POST", "/email/take-back/{token}", &[], [Nothing; 5]),
    ("GET", "/settings/email", &[], MEMBERS),
    ("POST", "/settings/email", &[("email", "x")], [SignIn, Faults, Faults, Faults, Faults]),
    ("POST", "/settings/email/confirmation", &[], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("GET", "/admin/metrics", &[], ADMINISTRATORS),
    ("GET", "/admin/metrics.txt", &[], ADMINISTRATORS),
    ("GET", "/admin/mail", &[], ADMINISTRATORS),
    ("GET", "/admin/mail/{id}", &[], [SignIn, Nothing, Nothing, Nothing, Nothing]),
    ("POST", "/admin/mail/{id}/opening", &[], [SignIn, Nothing, Nothing, Nothing, Nothing]),
    ("POST", "/admin/mail/test", &[], [SignIn, Nothing, Nothing, Nothing, WayOn]),
    ("GET", "/settings/profile", &[], MEMBERS),
    ("POST", "/settings/profile", &[("tagline", "x")], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("POST", "/settings/profile/name", &[("name", "x")], [SignIn, Faults, Faults, Faults, Faults]),
    ("GET", "/settings/password", &[], MEMBERS),
    ("POST", "/settings/password", &[("present", "")], [SignIn, Faults, Faults, Faults, Faults]),
    ("GET", "/settings/sessions", &[], MEMBERS),
    ("POST", "/settings/sessions/end", &[("session", "1")], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("GET", "/settings/two-step", &[], MEMBERS),
    ("POST", "/settings/two-step", &[("password", "")], [SignIn, Faults, Faults, Faults, Faults]),
    ("POST", "/settings/two-step/confirmation", &[("code", "")], [SignIn, Faults, Faults, Faults, Faults]),
    ("POST", "/settings/two-step/codes", &[("password", "")], [SignIn, Faults, Faults, Faults, Faults]),
    ("POST", "/settings/two-step/end", &[("password", "")], [SignIn, Faults, Faults, Faults, Faults]),
    ("GET", "/settings/data", &[], MEMBERS),
    ("GET", "/settings/data/download", &[], MEMBERS),
    ("POST", "/settings/data/deletion", &[("words", "")], [SignIn, Faults, Faults, Faults, Faults]),
    ("POST", "/settings/data/deletion/undo", &[], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("GET", "/inbox", &[], MEMBERS),
    ("POST", "/inbox/read", &[("until", "1")], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("GET", "/settings/notifications", &[], MEMBERS),
    ("POST", "/settings/notifications", &[("reply", "inbox")], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("POST", "/u/{name}/mute", &[], [SignIn, WayOn, NotAllowed, WayOn, WayOn]),
    ("POST", "/u/{name}/mute/end", &[], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("POST", "/a/{id}/mute", &[], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("POST", "/a/{id}/mute/end", &[], [SignIn, WayOn, WayOn, WayOn, WayOn]),
    ("GET", "/unsubscribe/{ticket}", &[], [Nothing; 5]),
    ("POST", "/unsubscribe/{ticket}", &[("List-Unsubscribe", "One-Click")], [Nothing; 5]),
    ("GET", "/queue", &[], MODERATORS),
    ("GET", "/queue/lot", &[], MODERATORS),
    ("POST", "/queue/lot", &[("decision", "approve")], [SignIn, Nothing, Nothing, Faults, Faults]),
    ("POST", "/lots/{lot}/undo", &[], [SignIn, Nothing, Nothing, Nothing, Nothing]),
    ("GET", "/queue/{case}", &[], MODERATORS),
    ("POST", "/queue/{case}/claim", &[], [SignIn, Nothing, Nothing, WayOn, WayOn]),
    ("POST", "/queue/{case}/decision", &[("decision", "shrug")], [SignIn, Nothing, Nothing, Bad, Bad]),
    ("POST", "/queue/{case}/reversal", &[("note", "")], [SignIn, Nothing, Nothing, Faults, Faults]),
    ("POST", "/decisions/{id}/undo", &[], [SignIn, Nothing, Nothing, Nothing, Nothing]),
    ("GET", "/moderation/decided", &[], MODERATORS),
    ("GET", "/moderation/figures", &[], MODERATORS),
    ("GET", "/moderation/log", &[], MODERATORS),
    ("GET", "/moderation/log.csv", &[], MODERATORS),
    ("GET", "/log", &[], [Nothing; 5]),
    ("GET", "/moderation/people", &[], MODERATORS),
    ("GET", "/moderation/people/{id}", &[], MODERATORS),
    (
        "POST",
        "/moderation/people/{id}/sanctions",
        &[("act", "warn")],
        [SignIn, Nothing, Nothing, Faults, Faults],
    ),
    ("POST", "/moderation/people/{id}/notes", &[("note", "")], [SignIn, Nothing, Nothing, Faults, Faults]),
    ("POST", "/moderation/people/{id}/standing", &[("standing", "known")], DECIDING),
    (
        "POST",
        "/moderation/sanctions/{id}/lift",
        &[("why", "x")],
        [SignIn, Nothing, Nothing, Nothing, Nothing],
    ),
    ("POST", "/moderation/sanctions/{id}/undo", &[], [SignIn, Nothing, Nothing, Nothing, Nothing]),
    ("POST", "/moderation/notes/{id}/removal", &[], [SignIn, Nothing, Nothing, Nothing, Nothing]),
    ("GET", "/moderation/rules", &[], MODERATORS),
    ("GET", "/moderation/rules/{rule}", &[], MODERATORS),
    ("POST", "/moderation/rules/{rule}", &[("new", "x")], [SignIn, Nothing, Nothing, Nothing, Faults]),
    ("POST", "/moderation/rules/{rule}/place", &[("to", "later")], SETTING_UP),
    ("POST", "/moderation/rules/{rule}/trial", &[("new", "x")], [SignIn, Nothing, Nothing, Nothing, Faults]),
    ("GET", "/moderation/rules/lists/new", &[], ADMINISTRATORS),
    ("POST", "/moderation/rules/lists", &[("words", "")], [SignIn, Nothing, Nothing, Nothing, Faults]),
    ("POST", "/moderation/rules/lists/trial", &[("words", "")], [SignIn, Nothing, Nothing, Nothing, Faults]),
    ("GET", "/moderation/rules/lists/{list}", &[], MODERATORS),
    ("POST", "/moderation/rules/lists/{list}", &[("words", "")], [SignIn, Nothing, Nothing, Nothing, Faults]),
    ("POST", "/moderation/rules/lists/{list}/end", &[], SETTING_UP),
    ("GET", "/moderation/rules/trials/{trial}", &[], MODERATORS),
    ("GET", "/admin/board", &[], ADMINISTRATORS),
    ("POST", "/admin/board", &[("board_name", "")], [SignIn, Nothing, Nothing, Nothing, Faults]),
    ("GET", "/admin/accounts", &[], ADMINISTRATORS),
    ("GET", "/admin/accounts/{id}", &[], ADMINISTRATORS),
    ("POST", "/admin/accounts/{id}/role", &[("role", "moderator")], SETTING_UP),
    ("POST", "/admin/accounts/{id}/standing", &[("standing", "trusted")], SETTING_UP),
    ("POST", "/admin/accounts/{id}/sessions/end", &[], SETTING_UP),
    ("GET", "/admin/invitations", &[], ADMINISTRATORS),
    ("POST", "/admin/invitations", &[("uses", "2"), ("days", "7")], SETTING_UP),
    ("POST", "/admin/invitations/{id}/end", &[], SETTING_UP),
    ("POST", "/admin/topics", &[("name", "")], [SignIn, Nothing, Nothing, Nothing, Bad]),
    ("GET", "/assets/{file}", &[], [Nothing; 5]),
    ("GET", "/healthz", &[], EVERYBODY),
    ("GET", "/readyz", &[], EVERYBODY),
];

/// What the addresses of the table stand for.
pub struct Stage {
    pub board: Board,
    pub article: Article,
    pub comment: CommentId,
    pub case: i64,
    pub changed: AccountId,
}

impl Stage {
    async fn set(author: &str) -> (Self, Person) {
        let board = Board::open().await;
        let article = board.article("A headline").await;
        let author = board.member(author).await;
        let comment = board.comment(&author, &article, "Something that was said.").await;
        let new = board.newcomer("newcomer").await;
        board.comment(&new, &article, "Something that waits.").await;
        let case =
            board.moderator("finder").await.opens("/queue").await.attribute("[data-case]", "data-case");
        board
            .sql("insert into word_lists (id, name, action, words) values (7, 'More words', 'mark', 'x')")
            .await;
        board
            .sql("insert into rule_trials (id, rule, numbers, asked_at) values (7, 'links', '{}', now())")
            .await;
        let changed = board.member("changed").await.member().id;
        (Self { board, article, comment, case: case.parse().unwrap(), changed }, author)
    }

    fn fill(&self, path: &str) -> String {
        let id = match path {
            path if path.starts_with("/c/") => self.comment.0,
            path if path.starts_with("/decisions/") => 1,
            path if path.starts_with("/admin/accounts/") => self.changed.0,
            path if path.starts_with("/moderation/people/") => self.changed.0,
            _ => self.article.id.0,
        };
        path.replace("{id}", &id.to_string())
            .replace("/a/{id}/{slug}", &self.article.path)
            .replace("{case}", &self.case.to_string())
            .replace("{rule}", "links")
            .replace("{list}", "7")
            .replace("{trial}", "7")
            .replace("{name}", "author")
            .replace("{token}", "AAAA")
            .replace("{ticket}", "AAAA")
            .replace("{secret}", "AAAA")
            .replace("{part}", "board.xml")
            .replace("{lot}", "00000000-0000-7000-8000-000000000000")
            .replace("{file}", "nothing.css")
            .replace("{slug}", if path.starts_with("/p/") { "al-monitor" } else { "a-headline" })
    }

    /// Asks for a row's address as somebody.
    pub async fn ask(&self, who: &Person, (method, path, fields, _): Row) -> Answered {
        let path = self.fill(path);
        if method == "GET" {
            return who.gets(&path).await;
        }
        let filled: Vec<(&str, String)> =
            fields.iter().map(|(name, value)| (*name, self.fill(value))).collect();
        let fields: Vec<(&str, &str)> = filled.iter().map(|(name, value)| (*name, value.as_str())).collect();
        who.posts(&path, &fields).await
    }
}

fn got(answered: &Answered) -> Gets {
    match (answered.status, answered.location.as_deref()) {
        (303, Some(location)) if location.starts_with("/sign-in?") => SignIn,
        (301 | 303, Some(_)) => WayOn,
        (200 | 204, _) => Page,
        (404, _) => Nothing,
        (403, _) => NotAllowed,
        (422, _) => Faults,
        (400, _) => Bad,
        (409, _) => Stale,
        other => panic!("{other:?}: {}", answered.text()),
    }
}

#[test]
fn every_route_has_a_row() {
    let rows: BTreeSet<(String, &str)> = TABLE.iter().map(|row| (row.0.to_owned(), row.1)).collect();
    let routes: BTreeSet<(String, &str)> = routes().iter().map(|r| (r.method.to_string(), r.path)).collect();
    assert_eq!(rows, routes);
}

/// Whether somebody's asking for it leaves something behind.
fn changes_something((method, _, _, gets): Row) -> bool {
    method == "POST" && gets.iter().any(|gets| matches!(gets, WayOn | Page))
}

#[tokio::test]
async fn every_route_lets_in_whom_it_should() {
    let (changing, leaving): (Vec<Row>, Vec<Row>) =
        TABLE.iter().copied().partition(|row| changes_something(*row));
    lets_in(&leaving).await;
    for row in changing {
        lets_in(&[row]).await;
    }
}

/// Each visitor asks for each of these, on one board.
async fn lets_in(rows: &[Row]) {
    let (stage, author) = Stage::set("author").await;
    let nobody = stage.board.anyone();
    let member = stage.board.member("reader").await;
    let moderator = stage.board.moderator("mo").await;
    let administrator = stage.board.administrator("boss").await;
    let visitors = [nobody, member, author, moderator, administrator];
    for row in rows {
        for (who, (person, wanted)) in visitors.iter().zip(row.3).enumerate() {
            // Closing, reopening and the like need a thread in the other state, each time.
            stage
                .board
                .sql(&format!(
                    "update articles set closed_at = {}, moderated_at = {}",
                    if row.1.ends_with("reopening") { "now()" } else { "null" },
                    if row.1.ends_with("moderation/end") { "now()" } else { "null" }
                ))
                .await;
            let answered = stage.ask(person, *row).await;
            assert_eq!(got(&answered), wanted, "{} {} for {who}: {}", row.0, row.1, answered.text());
        }
    }
}

#[tokio::test]
async fn whoever_is_suspended_is_nobody() {
    let (stage, _) = Stage::set("author").await;
    let suspended = stage.board.administrator("suspended").await;
    let db = stage.board.db().await;
    // The session is left in place: it is the sanction that must count.
    suspend_until(&db, suspended.member().id, "a reason", None, stage.board.clock.now()).await.unwrap();
    for row in TABLE {
        let again = stage.board.signed_in(suspended.member().clone()).await;
        assert_eq!(got(&stage.ask(&again, *row).await), row.3[0], "{} {}", row.0, row.1);
    }
}
