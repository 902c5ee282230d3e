//! How often a page has to wait for Postgres.

use crate::support::{Board, Person, Trips};

/// Round trips of a page, once its statements are known to the connection and its read mark is set. The least of
/// three: once a second a page also asks for the board's settings.
async fn trips_of(trips: &Trips, person: &Person, path: &str) -> u32 {
    let mut least = u32::MAX;
    for visit in 0..5 {
        trips.taken();
        person.opens(path).await.is(200);
        if visit > 1 {
            least = least.min(trips.taken());
        }
    }
    least
}

#[tokio::test]
async fn a_thread_takes_one_round_trip_and_another_one_for_what_is_ones_own() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben) = (board.member("ann").await, board.newcomer("ben").await);
    let mo = board.moderator("mo").await;
    board.comment(&ann, &article, "One.").await;
    board.comment(&ann, &article, "> #1\n> One.\n\nTwo.").await;
    board.comment(&ann, &article, "> ¶1\n> its desire to secure its bases\n\nThree.").await;
    let passage = board.anyone().reads(&article).await.attribute("a.count", "href");
    let passage = passage.strip_prefix(&article.path).expect("a passage of the thread");
    ben.replies_to(&article, "This waits for a moderator.").await;
    mo.reads(&article).await.has("[data-waits]");

    let trips = Trips::to(&board.url);
    let watched = Board::on(trips.url.clone(), rejoinder::app::routes()).await;
    // Ben's comment waits; so it does for a moderator, and how much waits on the whole board is counted in the same trip.
    let mut people = vec![("nobody", 1, watched.anyone())];
    for (person, trips) in [(&ann, 1), (&ben, 2), (&mo, 2)] {
        people.push((&person.member().name, trips, watched.signed_in(person.member().clone()).await));
    }
    for order in ["", "?sort=newest", "?sort=quoted", passage] {
        for (name, most, person) in &people {
            let path = format!("{}{order}", article.path);
            assert_eq!(trips_of(&trips, person, &path).await, *most, "{name} {path}");
        }
    }
    mo.opens("/queue").await.presses("Approve").await;
    for (person, most) in [("mo", 2), ("ben", 1)] {
        let (name, _, person) = people.pop().expect(person);
        assert_eq!(trips_of(&trips, &person, &article.path).await, most, "{name}: nothing waits");
    }
}

#[tokio::test]
async fn a_feed_takes_one_round_trip_and_a_persons_another_one_for_the_name() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    board.comment(&ann, &article, "One.").await;
    board.sql("insert into topics (name, slug, position) values ('Sea', 'sea', 1)").await;
    let page = mo.opens("/settings/notifications").await.presses("Make an address").await;
    let secret = page.words_of("code.secret");
    let queue = secret.strip_prefix("http://board.example").expect("an address");
    let trips = Trips::to(&board.url);
    let watched = Board::on(trips.url.clone(), rejoinder::app::routes()).await;
    let thread = format!("/a/{}/feed.atom", article.id);
    for (path, most) in [
        ("/feed.atom", 1),
        ("/feed.atom?topic=sea", 1),
        ("/p/al-monitor/feed.atom", 1),
        (&thread, 1),
        (queue, 1),
        ("/u/ann/feed.atom", 2),
        ("/sitemap.xml", 2),
        ("/sitemap/threads-0.xml", 1),
        ("/robots.txt", 0),
    ] {
        assert_eq!(trips_of(&trips, &watched.anyone(), path).await, most, "{path}");
    }
}
