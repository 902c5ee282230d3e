//! Two moderators at two processes of one board, at the same moment.

use crate::program::{Folder, Serving, program};
use crate::support::{Board, Person, database};
use rejoinder::app::routes;
use std::thread;

/// So many cases are decided by both.
const DECIDED: usize = 500;

/// So many are approved while their author edits them.
const EDITED: usize = 200;

/// Two processes that serve one board.
struct Desks {
    board: Board,
    one: Serving,
    other: Serving,
    _folders: [Folder; 2],
}

impl Desks {
    async fn open() -> Self {
        let board = Board::on(database().await, routes()).await;
        let serve = |name: &str| {
            let folder = Folder::new(name);
            let mut command = program(&folder.0);
            command
                .env("DATABASE_URL", &board.url)
                .env("REJOINDER_SECRET", "the same for each of the two desks");
            (Serving::with(command), folder)
        };
        // Before there is anybody, for a board that nobody has set up says where it is ready.
        let ((one, folder), (other, beside)) = (serve("desk-one"), serve("desk-two"));
        Self { board, one, other, _folders: [folder, beside] }
    }

    fn close(self) {
        for mut process in [self.one, self.other] {
            process.signal("-TERM");
            assert!(process.child.wait().unwrap().success());
        }
    }
}

/// Posts a form as this person: the status, and the whole answer.
fn posts(desk: &Serving, cookie: &str, path: &str, form: &str) -> (u16, String) {
    let head = format!(
        "POST {path} HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nCookie: rejoinder-session={cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
        form.len()
    );
    let answer = desk.asks(&head, form);
    let status = answer.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, answer)
}

fn cookie_of(person: &Person) -> String {
    person.cookies().into_iter().next().unwrap()
}

/// The ids of a query.
async fn ids(board: &Board, query: &str) -> Vec<i64> {
    let rows = board.dump_of(&format!("({query})")).await;
    rows.lines().map(|row| row.trim_matches(['(', ')']).parse().unwrap()).collect()
}

#[tokio::test]
async fn of_two_who_decide_everything_at_once_each_case_has_one_decision() {
    let desks = Desks::open().await;
    let (mo, max) = (desks.board.moderator("mo").await, desks.board.moderator("max").await);
    for number in 0..5 {
        let article = desks.board.article(&format!("Article {number}")).await;
        let author = desks.board.newcomer(&format!("author{number}")).await;
        desks.board.many_wait(&article, &author, DECIDED / 5).await;
    }
    let cases = ids(&desks.board, "select id from cases order by id").await;
    let decides = |desk: &Serving, person: String, decision: &str| -> Vec<u16> {
        let form = format!("decision={decision}&reason=spam&version=1&revision=1");
        let answers =
            cases.iter().map(|case| posts(desk, &person, &format!("/queue/{case}/decision"), &form));
        let polite = |(status, answer): (u16, String)| {
            let told = answer.contains("Nothing was done") && answer.contains("it on");
            assert!(status == 303 || status == 409 && told, "{answer}");
            status
        };
        answers.map(polite).collect()
    };
    let (mo, max) = (cookie_of(&mo), cookie_of(&max));
    let (ours, theirs) = thread::scope(|scope| {
        let ours = scope.spawn(|| decides(&desks.one, mo, "approve"));
        let theirs = scope.spawn(|| decides(&desks.other, max, "reject"));
        (ours.join().unwrap(), theirs.join().unwrap())
    });
    for (one, other) in ours.iter().zip(&theirs) {
        assert_eq!(one + other, 303 + 409);
    }
    let told = format!(
        "do $$ begin
            assert (select count(*) from decisions) = {DECIDED};
            assert (select count(distinct case_id) from decisions) = {DECIDED};
            assert (select count(*) from log where action in ('approve', 'reject')) = {DECIDED};
            assert not exists (select from cases where state = 'open' or version <> 2);
            assert not exists (select from decisions join cases on cases.id = case_id join comments on comments.id = comment_id
                where comments.state <> case decision when 'approve' then 'published' else 'rejected' end);
            assert not exists (select from articles where comments <>
                (select count(*) from comments where article_id = articles.id and comments.state = 'published'));
            assert not exists (select from articles where last_number <>
                (select coalesce(max(number), 0) from comments where article_id = articles.id));
            assert (select count(*) from lessons) = {DECIDED};
            assert not exists (select from learned_counts full join
                (select bucket, count(*) filter (where label = 'approved') as good, count(*) filter (where label = 'rejected') as bad
                   from lessons, unnest(buckets) as bucket group by bucket) as anew using (bucket)
                where (approved, rejected) is distinct from (good::integer, bad::integer));
         end $$"
    );
    desks.board.sql(&told).await;
    desks.close();
}

#[tokio::test]
async fn what_is_shown_is_what_was_approved_however_its_author_edits_meanwhile() {
    let desks = Desks::open().await;
    let (mo, ann) = (desks.board.moderator("mo").await, desks.board.newcomer("ann").await);
    let article = desks.board.article("The alliance").await;
    desks.board.many_wait(&article, &ann, EDITED).await;
    // What she edits waits, whether she is new by then or known; and she may be quick.
    desks.board.sql("update rules set enabled = false where kind <> 'watched_words'").await;
    let cases = ids(&desks.board, "select id from cases order by id").await;
    let comments = ids(&desks.board, "select comment_id from cases order by id").await;
    let (moderator, author) = (cookie_of(&mo), cookie_of(&ann));
    let (approved, edited) = thread::scope(|scope| {
        let approves = scope.spawn(|| -> Vec<u16> {
            let form = "decision=approve&version=1&revision=1";
            let path = |case: &i64| format!("/queue/{case}/decision");
            cases.iter().map(|case| posts(&desks.one, &moderator, &path(case), form).0).collect()
        });
        let edits = scope.spawn(|| -> Vec<u16> {
            let path = |comment: &i64| format!("/c/{comment}/edit");
            let form = "body=Another+text,+you+idiot.&revision=1";
            comments.iter().map(|comment| posts(&desks.other, &author, &path(comment), form).0).collect()
        });
        (approves.join().unwrap(), edits.join().unwrap())
    });
    assert!(edited.iter().all(|status| *status == 303), "{edited:?}");
    assert!(approved.iter().all(|status| matches!(status, 303 | 409)), "{approved:?}");
    desks
        .board
        .sql(
            "do $$ begin
                assert not exists (select from comments where state = 'published' and body_html like '%idiot%');
                assert not exists (select from comments join cases on comment_id = comments.id join decisions on case_id = cases.id
                    where comments.revision <> decisions.revision or comments.state <> 'published');
                assert not exists (select from comments where state = 'held' and
                    (exists (select from decisions join cases on case_id = cases.id where comment_id = comments.id)
                     or not exists (select from cases where comment_id = comments.id and cases.state = 'open')));
             end $$",
        )
        .await;
    desks.close();
}
