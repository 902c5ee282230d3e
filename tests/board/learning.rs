//! The learned score: what moderators decide is learned from, and texts are held or sorted by it. How it is learned, and
//! taken back, is told in `teaching.rs`.

mod teaching;

use crate::support::{Article, Board, Page, Person};
use rejoinder::db::CommentId;
use rejoinder::rules::learned::catch_up;
use time::Duration;

const SPAM: &str = "Cheap pills for you, only today!";
const FINE: &str = "The treaty text of the alliance is public.";

struct Stage {
    board: Board,
    article: Article,
    ann: Person,
    mo: Person,
    boss: Person,
}

impl Stage {
    /// A board on which the learned score alone is asked.
    async fn open() -> Self {
        let board = Board::open().await;
        board.sql("update rules set enabled = kind = 'learned'").await;
        let article = board.article("The alliance").await;
        let (mo, boss) = (board.moderator("mo").await, board.administrator("boss").await);
        let ann = board.member("ann").await;
        Self { board, article, ann, mo, boss }
    }

    /// The same, after 130 texts were approved and 90 rejected.
    async fn taught(action: &str) -> Self {
        let stage = Self::open().await;
        stage.past("approve", FINE, 130).await;
        stage.past("reject", SPAM, 90).await;
        stage.catches_up().await;
        stage.board.sql(&format!("update rules set action = '{action}' where kind = 'learned'")).await;
        stage
    }

    /// So many times a text of three people was decided on, before there was a score.
    async fn past(&self, decision: &str, text: &str, times: usize) {
        let mut people = Vec::new();
        for number in 0..3 {
            let name = format!("{decision}{number}");
            let known = rejoinder::accounts::by_name(&self.board.db().await, &name).await.unwrap();
            people.push(match known {
                Some(account) => account.id,
                None => self.board.member(&name).await.member().id,
            });
        }
        let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
        let (article, mo, now) = (self.article.id, self.mo.member().id, self.board.clock.now());
        let state = if decision == "approve" { "published" } else { "rejected" };
        self.board
            .sql(&format!(
                "with wrote as (
                    insert into comments (article_id, number, author_id, state, body_html, posted_at, key)
                    select {article}, case '{state}' when 'published' then (select last_number from articles where id = {article}) + n end,
                           (array[{}])[1 + n % 3], '{state}', '<p>', timestamptz '{now}', gen_random_uuid()
                      from generate_series(1, {times}) n returning id, author_id
                 ), texts as (
                    insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at)
                    select id, 1, '{state}', '{text}', '{text}', '{text}', '<p>', 1000, author_id, timestamptz '{now}' from wrote
                 ), opened as (
                    insert into cases (kind, comment_id, article_id, author_id, state, opened_at, decided_at)
                    select 'held_comment', id, {article}, author_id, 'decided', timestamptz '{now}', timestamptz '{now}' from wrote returning id
                 )
                 insert into decisions (case_id, decision, decided_by, decided_at, case_version, revision, before, after)
                 select id, '{decision}', {mo}, timestamptz '{now}', 1, 1, '{{}}', '{{}}' from opened order by id;
                 update articles set last_number = (select coalesce(max(number), 0) from comments where article_id = articles.id),
                        comments = (select count(*) from comments where article_id = articles.id and state = 'published')",
                ids.join(", ")
            ))
            .await;
    }

    async fn catches_up(&self) -> usize {
        let mut db = self.board.db().await;
        let mut times = 0;
        while catch_up(&mut db).await.unwrap() {
            times += 1;
        }
        times
    }

    /// Everything that was learned, in order.
    async fn learned(&self) -> String {
        let counts = self.board.dump_of("(select * from learned_counts order by bucket)").await;
        counts + &self.board.dump_of("(select * from lessons order by decision_id)").await
    }

    /// How many texts were approved and rejected, as a row; what is counted is what the lessons say.
    async fn counts(&self) -> String {
        self.board
            .sql(
                "do $$ begin
                    assert not exists (select from learned_counts full join
                        (select bucket, count(*) filter (where label = 'approved') as good,
                                count(*) filter (where label = 'rejected') as bad
                           from lessons, unnest(buckets) as bucket where superseded_by is null group by bucket) as anew using (bucket)
                        where (approved, rejected) is distinct from (coalesce(good, 0)::integer, coalesce(bad, 0)::integer));
                 end $$",
            )
            .await;
        let counts = "(select approved, rejected from learned_counts where bucket = 0)";
        self.board.dump_of(counts).await.trim().to_owned()
    }

    /// A newcomer's text waits, whatever it says.
    async fn waits(&self, name: &str, text: &str) -> CommentId {
        self.board.sql("update rules set enabled = true where kind = 'first_comments'").await;
        let new = self.board.newcomer(name).await;
        self.board.comment(&new, &self.article, text).await
    }

    /// The thread as readers see it, the last comments first.
    async fn latest(&self) -> Page {
        self.board.anyone().opens(format!("{}?sort=newest", self.article.path)).await
    }

    async fn page(&self) -> Page {
        self.mo.opens("/moderation/rules/learned").await
    }
}

#[tokio::test]
async fn below_two_hundred_decisions_nothing_is_said_held_or_sorted() {
    let stage = Stage::open().await;
    let Stage { board, article, ann, mo, .. } = &stage;
    board.sql("update rules set action = 'hold' where kind = 'learned'").await;
    stage.past("approve", FINE, 119).await;
    stage.past("reject", SPAM, 80).await;
    stage.catches_up().await;
    let page = stage.page().await;
    page.says("Not enough decisions yet.").says("learned from 199 decisions: 119 approved, 80 rejected");
    page.has_no("[data-threshold]").does_not_say("What weighs most");
    ann.replies_to(article, SPAM).await.has("article.comment");
    stage.waits("new", FINE).await;
    board.sql("do $$ begin assert (select count(*) from cases where score <> 0) = 0; end $$").await;
    mo.opens("/queue?order=score").await.has_no("[data-score]").presses("Approve").await.says("Approved");
    stage.page().await.does_not_say("Not enough decisions yet").says("learned from 200 decisions");
    ann.replies_to(article, SPAM).await.says("waiting for a moderator");
    ann.replies_to(article, "Is the text of the treaty public?").await;
    stage.latest().await.says("Is the text of the treaty public?").says(SPAM);
    assert_eq!(board.dump_of("(select from comments where state = 'held')").await.lines().count(), 1);
}

#[tokio::test]
async fn what_is_like_rejected_texts_is_held_with_the_words_that_weighed_most() {
    let stage = Stage::taught("hold").await;
    let article = &stage.article;
    stage
        .ann
        .replies_to(article, "Only today: CHEAP PILLS, and cheap at that.")
        .await
        .says("waiting for a moderator");
    stage.ann.replies_to(article, "Where does the text of the treaty stand?").await;
    stage.latest().await.says("Where does the text").does_not_say("CHEAP");
    let page = stage.mo.opens("/queue").await;
    page.says("Learned score").says("99 of 100, for these words").has_no("[data-score]");
    assert!(page.count(".prose mark") >= 2, "{}", page.html);
    assert!(page.words_of(".prose").contains("CHEAP PILLS"));
    page.presses("4Spam").await.says("Rejected");
    assert_eq!(stage.counts().await, "(130,91)");
    let right = stage.page().await;
    right.says("It held 1 text in the last 90 days: 0 were approved, 1 rejected.");
}

#[tokio::test]
async fn an_edit_is_scored_like_a_comment() {
    let stage = Stage::taught("hold").await;
    let id = stage.board.comment(&stage.ann, &stage.article, "Something of her own.").await;
    let edit = stage.ann.opens(format!("/c/{id}/edit")).await.fills("body", SPAM).presses("Save").await;
    edit.is(200);
    stage.latest().await.does_not_say(SPAM).says("Something of her own.");
    stage
        .mo
        .opens("/queue")
        .await
        .says("Held edit")
        .says("Learned score")
        .presses("4Spam")
        .await
        .says("Rejected");
    assert_eq!(stage.counts().await, "(130,91)");
}

#[tokio::test]
async fn words_that_are_quoted_are_not_held_against_who_quotes_them() {
    let stage = Stage::taught("hold").await;
    let article = stage.board.article_with("An advertisement", SPAM).await;
    let quoted = format!("> ¶1\n> {SPAM}\n\nThe text of the alliance is not so.");
    stage.ann.replies_to(&article, &quoted).await.has("#c1");
    stage.ann.replies_to(&article, SPAM).await.says("waiting for a moderator");
    // Nor is it learned from.
    stage.board.sql("update rules set enabled = kind = 'first_comments'").await;
    let mut lessons = Vec::new();
    for (name, text) in [("new", quoted.as_str()), ("newer", "The text of the alliance is not so.")] {
        let id = stage.board.comment(&stage.board.newcomer(name).await, &article, text).await;
        stage.mo.opens(format!("/queue?author={name}")).await.presses("4Spam").await.says("Rejected");
        lessons.push(
            stage.board.dump_of(&format!("(select buckets from lessons where comment_id = {id})")).await,
        );
    }
    assert_eq!(lessons[0], lessons[1]);
}

#[tokio::test]
async fn the_queue_is_sorted_by_it_where_it_only_sorts() {
    let stage = Stage::taught("sort").await;
    stage.ann.replies_to(&stage.article, SPAM).await.has("article.comment");
    stage.latest().await.says(SPAM);
    for (name, text) in [("one", FINE), ("two", "Cheap pills again."), ("three", "The alliance is public.")] {
        stage.waits(name, text).await;
        stage.board.clock.advance(Duration::minutes(1));
    }
    let order = async |path: &str| {
        let page = stage.mo.opens(path).await;
        let list = page.words_of(".items");
        let mut names: Vec<(usize, &str)> =
            ["one", "two", "three"].iter().filter_map(|name| list.find(name).map(|at| (at, *name))).collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(order("/queue").await, ["one", "two", "three"]);
    let sorted = order("/queue?order=score").await;
    assert_eq!(sorted[0], "two");
    let page = stage.mo.opens("/queue?order=score").await;
    page.has("[data-score]").says("against it").does_not_say("holds");
    assert!(page.count(".prose mark") >= 1, "{}", page.html);
    let first = page.attribute(".items a", "data-item");
    assert_eq!(order(&format!("/queue?order=score&after={first}")).await, sorted[1..]);
    stage.mo.opens("/queue?order=cleverness").await.is(404);
    stage.ann.opens("/queue?order=score").await.is(404);
}

#[tokio::test]
async fn it_is_off_until_an_administrator_turns_it_on() {
    let stage = Stage::taught("hold").await;
    let fields = [("percent", "90"), ("action", "hold")];
    stage.boss.posts("/moderation/rules/learned", &fields).await.is(303);
    stage.ann.replies_to(&stage.article, SPAM).await.has("article.comment");
    stage.waits("new", SPAM).await;
    stage.mo.opens("/queue").await.has_no("[data-score]");
    let on = [("turned_on", "yes"), ("percent", "90"), ("action", "hold")];
    stage.mo.posts("/moderation/rules/learned", &on).await.is(404);
    stage.ann.posts("/moderation/rules/learned", &on).await.is(404);
    stage.ann.gets("/moderation/rules/learned").await.is(404);
    stage.boss.posts("/moderation/rules/learned", &on).await.is(303);
    stage.ann.replies_to(&stage.article, SPAM).await.says("waiting for a moderator");
}

#[tokio::test]
async fn it_never_refuses() {
    let stage = Stage::taught("hold").await;
    for action in ["refuse", "mark"] {
        let fields = [("turned_on", "yes"), ("percent", "50"), ("action", action)];
        stage.boss.posts("/moderation/rules/learned", &fields).await.is(422);
    }
    let page = stage.boss.opens("/moderation/rules/learned").await;
    assert_eq!(page.count("#action option"), 2);
    stage
        .board
        .sql(
            "do $$ begin
                update rules set action = 'refuse' where kind = 'learned';
                raise exception 'it may refuse';
             exception when check_violation then null; end $$",
        )
        .await;
    let sorts = [("turned_on", "yes"), ("action", "sort"), ("new", "0"), ("known", "2"), ("domains", "")];
    stage.boss.posts("/moderation/rules/links", &sorts).await.is(422);
    let list = [("name", "Pills"), ("action", "sort"), ("words", "pills")];
    stage.boss.posts("/moderation/rules/lists", &list).await.is(422);
}

#[tokio::test]
async fn figures_are_of_texts_that_were_scored_before_they_were_learned_from() {
    let stage = Stage::taught("hold").await;
    // The first 200 had no score: one has been given since for each of 20 that were rejected.
    let scored = "(select count(*), min(score), max(score) from lessons where score is not null)";
    let scored = stage.board.dump_of(scored).await;
    assert!(scored.starts_with("(20,"), "{scored}");
    stage.page().await.says("Of the last 20 decisions for which there was a score");
    // Now with figures that can be counted by hand: of 5 that reached 90, 4 were rejected; of 8 rejected, 4 reached it.
    stage
        .board
        .sql(
            "update lessons set score = null;
             update lessons set score = given.score, label = given.label from
               (select *, row_number() over () as at from (values
                  (99, 'rejected'), (95, 'rejected'), (91, 'rejected'), (90, 'rejected'), (90, 'approved'),
                  (89, 'rejected'), (60, 'rejected'), (20, 'rejected'), (0, 'rejected'), (89, 'approved'),
                  (50, 'approved'), (1, 'approved')) as listed (score, label)) as given
              where decision_id = (select decision_id from lessons order by decision_id offset given.at limit 1)",
        )
        .await;
    let page = stage.page().await;
    assert_eq!(page.words_of("[data-threshold='90']"), "90, as it is set5480 %50 %");
    assert_eq!(page.words_of("[data-threshold='99']"), "9911100 %13 %");
    // What no longer counts is in no figure.
    stage.board.sql("update lessons set superseded_by = 1 where score = 99").await;
    stage.page().await.says("Of the last 11 decisions");
}

#[tokio::test]
async fn words_are_told_that_several_people_used_and_that_are_still_there() {
    let stage = Stage::taught("hold").await;
    let page = stage.page().await;
    assert!(page.words_of("dd").contains("pills"), "{}", page.html);
    page.says("the treaty");
    stage.board.sql("update comments set state = 'deleted' where author_id = (select id from accounts where name = 'reject0')").await;
    stage.page().await.does_not_say("pills").says("the treaty");
    // Nothing but numbers is kept of them.
    for table in ["learned_counts", "lessons", "learning"] {
        assert!(!stage.board.dump_of(table).await.contains("pills"));
    }
}

#[tokio::test]
async fn it_is_tried_on_texts_as_if_it_had_not_learned_from_them() {
    let stage = Stage::taught("sort").await;
    stage.board.clock.advance(Duration::minutes(1));
    let fields = [("percent", "90"), ("action", "hold")];
    let page = stage.boss.sends("/moderation/rules/learned/trial", &fields).await;
    let mut db = stage.board.db().await;
    while rejoinder::rules::trials::work(&mut db, "http://board.example", stage.board.clock.now())
        .await
        .unwrap()
    {}
    let page = stage.boss.opens(&page.path).await;
    page.says("It would have met 90 of 220 texts").says("90 rejected or removed");
    page.says("as if nothing had been learned from itself");
    stage.mo.posts("/moderation/rules/learned/trial", &fields).await.is(404);
}
