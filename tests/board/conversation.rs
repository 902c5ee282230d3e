//! The conversation around a comment: what it answers and quotes, and what answers and quotes it.

use crate::support::{Article, Board, Page, Person};
use rejoinder::accounts::Writing;
use rejoinder::comments::{Draft, Posted, reply};
use rejoinder::db::CommentId;
use rejoinder::quotes::Limits;
use uuid::Uuid;

async fn answer(board: &Board, by: &Person, article: &Article, to: i32, body: &str) -> CommentId {
    let db = board.db().await;
    let writing = Writing { author: by.member(), now: board.clock.now(), key: Uuid::now_v7() };
    let reply_to = Some(to).filter(|to| *to > 0);
    let draft = Draft {
        article: article.id,
        body,
        reply_to,
        choices: &[],
        address: "http://board.example",
        limits: Limits::default(),
    };
    board.clock.advance(time::Duration::minutes(1));
    let (Posted::Published(id) | Posted::Held(id) | Posted::Already(id)) =
        reply(&db, writing, &draft).await.unwrap();
    id
}

/// #1 ◂ #2 ◂ #4 quotes #3, #5 answers #4; #6 stands apart; the other thread's #1 quotes #4.
struct Stage {
    board: Board,
    article: Article,
    other: Article,
    people: [Person; 3],
    ids: Vec<CommentId>,
}

impl Stage {
    async fn set() -> Self {
        let board = Board::open().await;
        let (article, other) = (board.article("The alliance").await, board.article("Another thread").await);
        let people = [board.member("ann").await, board.member("ben").await, board.member("cid").await];
        let [ann, ben, cid] = &people;
        let mut ids = vec![
            answer(&board, ann, &article, 0, "A first word about the harbour.").await,
            answer(&board, ben, &article, 1, "A second word about the harbour.").await,
            answer(&board, cid, &article, 0, "The cranes were made in Gdansk.").await,
        ];
        let both = "> #3\n> The cranes were made in Gdansk.\n\nA fourth word, on cranes.";
        let fourth = answer(&board, ann, &article, 2, both).await;
        ids.push(fourth);
        ids.push(answer(&board, ben, &article, 4, "A fifth word.").await);
        ids.push(answer(&board, cid, &article, 0, "A sixth word, apart.").await);
        let there = format!("> /c/{fourth}\n> A fourth word, on cranes.\n\nSeventh, there.");
        ids.push(answer(&board, cid, &other, 0, &there).await);
        Self { board, article, other, people, ids }
    }

    fn path(&self, number: usize) -> String {
        format!("/c/{}/conversation", self.ids.get(number - 1).expect("a comment"))
    }

    async fn talk(&self, number: usize) -> Page {
        self.board.anyone().opens(self.path(number)).await
    }
}

/// The ids of the comments in a part of the page, as numbers from 1 in the order in which they were written.
fn part(stage: &Stage, page: &Page, name: &str) -> Vec<usize> {
    let selector = format!("section[aria-labelledby={name}] article.comment");
    let html = scraper::Html::parse_document(&page.html);
    let selector = scraper::Selector::parse(&selector).unwrap();
    let ids = html.select(&selector);
    let ids = ids.map(|element| element.value().attr("data-id").unwrap().parse().unwrap());
    ids.map(|id: i64| stage.ids.iter().position(|known| known.0 == id).unwrap() + 1).collect()
}

#[tokio::test]
async fn it_goes_up_and_down_in_order_and_across_threads() {
    let stage = Stage::set().await;
    let page = stage.talk(4).await;
    page.is(200).has("meta[name=robots][content=noindex]");
    assert_eq!(part(&stage, &page, "before"), [1, 2, 3]);
    assert_eq!(part(&stage, &page, "here"), [4]);
    assert_eq!(part(&stage, &page, "after"), [5, 7]);
    page.does_not_say("apart").says("in Another thread").does_not_say("It goes on").does_not_say("It began");
    let first = stage.talk(1).await;
    assert!(part(&stage, &first, "before").is_empty());
    assert_eq!(part(&stage, &first, "after"), [2, 4, 5, 7]);
    let there = stage.talk(7).await;
    assert_eq!(part(&stage, &there, "before"), [1, 2, 3, 4]);
    there.says("in The alliance").has("section[aria-labelledby=here] #c1");
    assert_eq!(there.count("#c1"), 1, "the other thread's #1 has another mark");
}

#[tokio::test]
async fn each_comment_that_has_one_leads_to_it() {
    let stage = Stage::set().await;
    let page = stage.board.anyone().reads(&stage.article).await;
    for number in 1..=5 {
        let link = format!("#c{number} .acts a[href='{}']", stage.path(number));
        page.has(&link);
    }
    page.has_no("#c6 .acts a[href$=conversation]");
    stage.board.anyone().reads(&stage.other).await.has("#c1 .acts a[href$=conversation]");
    let alone = stage.talk(6).await;
    alone.is(200).says("nothing answers or quotes it so far");
}

#[tokio::test]
async fn links_lead_to_the_places_in_the_threads() {
    let stage = Stage::set().await;
    let page = stage.talk(4).await;
    assert_eq!(page.attribute("#c2 .no", "href"), format!("{}#c2", stage.article.path));
    assert_eq!(page.attribute("#c2 .reply-to a", "href"), format!("{}#c1", stage.article.path));
    let there = format!("#x{}", stage.ids[6]);
    assert_eq!(page.attribute(&format!("{there} .no"), "href"), format!("{}#c1", stage.other.path));
    assert_eq!(
        page.attribute(&format!("{there} .acts a"), "href"),
        format!("/a/{}/-/reply?to=1", stage.other.id)
    );
}

#[tokio::test]
async fn what_is_gone_leaves_a_stub_and_the_talk_goes_on() {
    let stage = Stage::set().await;
    stage.people[1].posts(&format!("/c/{}/deletion", stage.ids[1]), &[]).await.is(303);
    let page = stage.talk(4).await;
    assert_eq!(part(&stage, &page, "before"), [1, 2, 3]);
    page.has("#c2.stub").says("Deleted by its author.").does_not_say("A second word");
    let gone = stage.talk(2).await;
    gone.is(200).has("section[aria-labelledby=here] .stub").does_not_say("A second word");
    assert_eq!(part(&stage, &gone, "after"), [4, 5, 7]);
}

#[tokio::test]
async fn a_quote_in_a_text_that_is_gone_is_not_followed() {
    let stage = Stage::set().await;
    stage.people[0].posts(&format!("/c/{}/deletion", stage.ids[3]), &[]).await.is(303);
    let cranes = stage.talk(3).await;
    assert!(part(&stage, &cranes, "after").is_empty(), "what quoted it is gone, and says so to nobody");
    assert_eq!(part(&stage, &stage.talk(5).await, "before"), [1, 2, 4]);
}

#[tokio::test]
async fn what_one_may_not_see_is_not_found() {
    let stage = Stage::set().await;
    let (new, mo) = (stage.board.newcomer("new").await, stage.board.moderator("mo").await);
    let held = answer(&stage.board, &new, &stage.article, 1, "This waits, as an answer.").await;
    for person in [&stage.board.anyone(), &new, &mo, &stage.people[0]] {
        person.gets(&format!("/c/{held}/conversation")).await.is(404);
        person.gets("/c/999999/conversation").await.is(404);
        person.gets(&format!("{}?page=2", stage.path(1))).await.is(404);
        person.opens(stage.path(1)).await.is(200).does_not_say("This waits");
    }
    mo.opens("/queue").await.presses("Approve").await;
    stage.talk(1).await.says("This waits, as an answer.");
}

#[tokio::test]
async fn an_edit_may_close_a_circle_and_nobody_goes_round() {
    let stage = Stage::set().await;
    let form = stage.people[0].opens(format!("/c/{}/edit", stage.ids[0])).await;
    let body = "> #5\n> A fifth word.\n\nA first word about the harbour.";
    form.fills("body", body).presses("Save").await.says("Your comment is changed");
    for number in [1, 2, 4, 5] {
        let page = stage.talk(number).await;
        let (before, after) = (part(&stage, &page, "before"), part(&stage, &page, "after"));
        assert!(
            before.iter().all(|one| !after.contains(one) && *one != number),
            "{number}: {before:?} {after:?}"
        );
        assert_eq!(before.len() + after.len(), 5, "{number}: {before:?} {after:?}");
    }
}

#[tokio::test]
async fn a_long_talk_has_pages() {
    let stage = Stage::set().await;
    stage
        .board
        .sql(&format!(
            "insert into comments (article_id, number, author_id, reply_to, state, body_html, posted_at, published_at, key)
               select {}, 1000 + n, {}, 6, 'published', '', now() + n * interval '1 minute', now() + n * interval '1 minute', gen_random_uuid()
                 from generate_series(1, 60) n",
            stage.article.id,
            stage.people[0].member().id
        ))
        .await;
    let first = stage.talk(6).await;
    first.says("#1050").does_not_say("#1051");
    let second = stage.board.anyone().opens(format!("{}?page=2", stage.path(6))).await;
    second.says("#1060").says("#1051").says("A sixth word").does_not_say("#1050");
    stage.board.anyone().gets(&format!("{}?page=3", stage.path(6))).await.is(404);
}

#[tokio::test]
async fn of_an_endless_talk_the_nearest_part_is_followed() {
    let stage = Stage::set().await;
    stage
        .board
        .sql(&format!(
            "insert into comments (id, article_id, number, author_id, reply_to, state, body_html, posted_at, published_at, key)
               select 1000 + n, {}, 1000 + n, {}, case n when 1 then 6 else 999 + n end, 'published', '', now(), now() + n * interval '1 minute', gen_random_uuid()
                 from generate_series(1, 40) n",
            stage.article.id,
            stage.people[0].member().id
        ))
        .await;
    let page = stage.talk(6).await;
    page.says("#1024").does_not_say("#1025").says("It goes on after").does_not_say("It began before");
    let page = stage.board.anyone().opens(format!("/c/{}/conversation", 1040)).await;
    page.has("#c1016").has_no("#c1015").says("It began before").does_not_say("It goes on after");
}
