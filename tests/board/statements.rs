//! How many statements a comment costs, begin and commit counted; and how often it waits for Postgres.

use crate::support::{Article, Board, Person, Trips};

/// What a post costs once its statements are known to the connection.
struct Cost {
    statements: Vec<String>,
    trips: u32,
}

/// A kind of comment: its name, its text, what it answers; and how many statements and round trips it takes at most.
type Kind = (&'static str, &'static str, &'static str, usize, u32);

/// What is promised of a comment without quotes that appears at once.
const MOST: usize = 8;

/// The least of five posts: once a second the board asks for its settings, too.
async fn cost_of(trips: &Trips, person: &Person, article: &Article, (text, answers): (&str, &str)) -> Cost {
    let path = format!("/a/{}/comments", article.id);
    let mut least: Option<Cost> = None;
    for time in 0..7 {
        trips.statements();
        trips.taken();
        let body = format!("{text}\n\nFor the time of {time}.");
        person.posts(&path, &[("body", &body), ("reply_to", answers)]).await.is(303);
        let (statements, trips) = (trips.statements(), trips.taken());
        if time > 1 && least.as_ref().is_none_or(|least| statements.len() < least.statements.len()) {
            least = Some(Cost { statements, trips });
        }
    }
    least.expect("five posts")
}

/// A thread with ann's comment #1, and a board whose way to Postgres is watched.
async fn stage() -> (Board, Article, Trips, Board) {
    let board = Board::open().await;
    board.sql("update rules set numbers = '{\"texts\": 100, \"minutes\": 1}' where kind = 'too_fast'").await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    board.comment(&ann, &article, "The treaty text is public, and it was read by few.").await;
    let trips = Trips::to(&board.url);
    let watched = Board::on(trips.url.clone(), rejoinder::app::routes()).await;
    (board, article, trips, watched)
}

async fn holds(kinds: &[Kind], trips: &Trips, person: &Person, article: &Article) {
    for (kind, text, answers, statements, most_trips) in kinds {
        let cost = cost_of(trips, person, article, (text, answers)).await;
        let told = format!("{kind}: {} in {} round trips", cost.statements.len(), cost.trips);
        assert!(cost.statements.len() <= *statements, "{told}, {:#?}", cost.statements);
        assert!(cost.trips <= *most_trips, "{told}, {:#?}", cost.statements);
    }
}

#[tokio::test]
async fn a_comment_takes_at_most_eight_statements() {
    let (board, article, trips, watched) = stage().await;
    let ben = watched.signed_in(board.member("ben").await.member().clone()).await;
    let kinds: [Kind; 4] = [
        ("plain", "A plain one.", "", 5, 3),
        ("an answer", "An answer.", "1", 5, 3),
        ("with a link", "See https://paper.example/story for it.", "", 5, 3),
        ("with a mention", "@ann and @ben: see there.", "1", 6, 3),
    ];
    assert!(kinds.iter().all(|kind| kind.3 <= MOST));
    holds(&kinds, &trips, &ben, &article).await;
    let mo = watched.signed_in(board.moderator("mo").await.member().clone()).await;
    holds(&[("a moderator's", "Of what is asked.", "1", 4, 3)], &trips, &mo, &article).await;
}

#[tokio::test]
async fn what_quotes_or_waits_takes_few_more() {
    let (board, article, trips, watched) = stage().await;
    let ben = watched.signed_in(board.member("ben").await.member().clone()).await;
    let quoting: [Kind; 2] = [
        ("with a quote", "> #1\n> it was read by few\n\nTrue.", "1", 22, 22),
        ("of the article", "> ¶1\n> its desire to secure its bases\n\nTrue.", "", 27, 24),
    ];
    holds(&quoting, &trips, &ben, &article).await;
    let new = watched.signed_in(board.newcomer("new").await.member().clone()).await;
    holds(&[("held", "What waits.", "1", 10, 10)], &trips, &new, &article).await;
}
