//! The rules on the way of a text: what they refuse, hold and mark, and what they do not look at.

use crate::support::{Article, Board, Person};
use rejoinder::rules::{how_right, met_lately};
use time::Duration;

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, boss) = (board.member("ann").await, board.administrator("boss").await);
    (board, article, ann, boss)
}

/// Turns a rule on with these fields.
async fn turns_on(boss: &Person, rule: &str, fields: &[(&str, &str)]) {
    let fields: Vec<(&str, &str)> = [("turned_on", "yes")].iter().chain(fields).copied().collect();
    boss.posts(&format!("/moderation/rules/{rule}"), &fields).await.is(303);
}

async fn lists(boss: &Person, name: &str, action: &str, words: &str) {
    let fields = [("name", name), ("action", action), ("words", words)];
    boss.posts("/moderation/rules/lists", &fields).await.is(303);
}

#[tokio::test]
async fn what_a_list_refuses_is_not_stored_and_comes_back() {
    let (board, article, ann, boss) = stage().await;
    lists(&boss, "Pills", "refuse", "cheap pills\nviagr*").await;
    for text in ["Get CHEAP pills here.", "Vіаgrа for all."] {
        let page = ann.replies_to(&article, text).await;
        page.is(422).says("The rules of this board do not take this text").does_not_say("Pills,");
        assert_eq!(page.words_of("textarea[name=body]"), text);
    }
    assert_eq!(board.dump_of("comments").await + &board.dump_of("rule_hits").await, "");
    ann.replies_to(&article, "Pills that are cheap.").await.has("#c1");
}

#[tokio::test]
async fn a_refusal_is_counted_and_nothing_of_its_text_is_kept() {
    let (board, article, ann, boss) = stage().await;
    lists(&boss, "Pills", "refuse", "quinquereme").await;
    boss.opens("/moderation/rules").await.does_not_say("It refused");
    ann.replies_to(&article, "A Quinquereme of Nineveh.").await.is(422);
    boss.opens("/moderation/rules").await.says("It refused 1 text in the last 90 days.");
    ann.opens("/settings/profile").await.fills("tagline", "Quinquereme!").presses("Keep").await.is(422);
    let id = board.comment(&ann, &article, "About ships.").await;
    let page = ann.opens(format!("/c/{id}/edit")).await.fills("body", "About a quinquereme.");
    page.presses("Save").await.is(422);
    boss.opens("/moderation/rules").await.says("It refused 3 texts in the last 90 days.");
    for table in ["comments", "comment_revisions", "drafts", "rule_hits", "accounts", "taglines", "cases"] {
        assert!(!board.dump_of(table).await.to_lowercase().contains("quinquereme"), "{table}");
    }
    assert!(!board.dump_of("rule_refusals").await.contains("ann"));
    board.clock.advance(Duration::days(91));
    assert_eq!(met_lately(&board.db().await, board.clock.now()).await.expect("the figures"), []);
}

#[tokio::test]
async fn links_to_the_board_itself_are_not_counted() {
    let (board, article, ann, _) = stage().await;
    let own = format!(
        "See http://board.example{0} and http://board.example/c/1 and {0} and http://board.example/.",
        article.path
    );
    board.newcomer("new").await.replies_to(&article, &own).await;
    board
        .moderator("mo")
        .await
        .opens("/queue")
        .await
        .says("first comment")
        .does_not_say("links; new members");
    ann.replies_to(&article, &format!("Again: {own}")).await.has("#c1");
    let away = "See http://board.example.org/1 http://board.example:81/2 http://board.example@a.example/3";
    ann.replies_to(&article, away).await.has("[data-state=held]");
    let page = ann
        .opens("/settings/profile")
        .await
        .fills("tagline", "http://board.example http://board.example/ http://board.example/c/1");
    page.presses("Keep").await.says("Your profile is kept.").does_not_say("waits for a moderator");
}

#[tokio::test]
async fn an_edit_is_refused_like_a_comment() {
    let (board, article, ann, boss) = stage().await;
    lists(&boss, "Pills", "refuse", "cheap pills").await;
    let id = board.comment(&ann, &article, "Something harmless.").await;
    let page =
        ann.opens(format!("/c/{id}/edit")).await.fills("body", "Now cheap pills.").presses("Save").await;
    page.is(422).says("do not take this text: “cheap pills”");
    assert_eq!(page.words_of("textarea[name=body]"), "Now cheap pills.");
    board.anyone().reads(&article).await.says("Something harmless.");
}

#[tokio::test]
async fn words_are_not_held_against_who_quotes_them() {
    let (board, article, ann, boss) = stage().await;
    let ben = board.member("ben").await;
    ben.replies_to(&article, "It is a harbinger of doom.").await.has("#c1");
    lists(&boss, "Omens", "refuse", "harbinger").await;
    ann.replies_to(&article, "> #1\n> a harbinger of doom\n\nIs it?").await.has("#c2");
    ann.replies_to(&article, "> #1\n> a harbinger of doom\n\nA harbinger!").await.is(422);
}

#[tokio::test]
async fn another_process_knows_a_list_at_once() {
    let (board, article, ann, boss) = stage().await;
    let other = Board::on(board.url.clone(), rejoinder::app::routes()).await;
    let there = ann.at(&other);
    there.replies_to(&article, "A harbinger.").await.has("#c1");
    lists(&boss, "Omens", "refuse", "harbinger").await;
    there.replies_to(&article, "A harbinger again.").await.is(422);
    board.sql("delete from word_lists where name = 'Omens'").await;
    there.replies_to(&article, "A harbinger once more.").await.has("#c2");
}

#[tokio::test]
async fn what_is_marked_is_published_and_found_by_moderators() {
    let (board, article, ann, boss) = stage().await;
    lists(&boss, "Ships", "mark", "corvette\nfrigate*").await;
    ann.replies_to(&article, "Two Frigates and a corvette.").await.has("#c1").has_no("[data-state=held]");
    let mo = board.moderator("mo").await;
    let page = mo.opens("/moderation/rules/watched_words").await;
    page.says("It marked 1 text in the last 90 days.")
        .says("marked: “Frigates”, “corvette”, of the list Ships");
    assert_eq!((page.words_of("[data-hit] mark"), page.count("[data-hit] mark")), ("Frigates".to_owned(), 2));
    mo.opens("/queue").await.has_no("[data-case]");
    mo.opens("/moderation/rules").await.says("Ships marks It marked 1 text");
}

#[tokio::test]
async fn links_go_by_their_domains() {
    let (board, article, ann, boss) = stage().await;
    let fields = [("new", "0"), ("known", "0"), ("action", "hold"), ("domains", "press.example")];
    turns_on(&boss, "links", &fields).await;
    turns_on(&boss, "blocked_domains", &[("action", "refuse"), ("domains", "https://www.pills.example/x")])
        .await;
    turns_on(&boss, "shorteners", &[("action", "hold"), ("domains", "sho.rt")]).await;
    ann.replies_to(&article, "See https://www.press.example/1").await.has("#c1");
    ann.replies_to(&article, "See https://a.pills.example/").await.is(422).says("links to pills.example");
    ann.replies_to(&article, "See https://sho.rt/x").await.has("[data-state=held]");
    let mo = board.moderator("mo").await;
    mo.opens("/queue")
        .await
        .says("a link by sho.rt does not show where it leads")
        .says("1 link; known members may post 0");
    mo.opens("/moderation/rules/shorteners").await.has("[data-hit] mark");
}

#[tokio::test]
async fn all_comments_on_a_moderated_article_are_held_until_that_ends() {
    let (board, article, ann, _) = stage().await;
    let (mo, other) = (board.moderator("mo").await, board.article("Another").await);
    ann.reads(&article).await.has_no("form[action$='/moderation']");
    mo.reads(&article)
        .await
        .presses("Look at each comment first")
        .await
        .says("From now on each comment here waits");
    board.anyone().reads(&article).await.says("Moderators look at each comment here");
    ann.replies_to(&article, "Is anybody there?").await.has("[data-state=held]");
    ann.replies_to(&other, "And here?").await.has("#c1");
    mo.opens("/queue").await.says("this article is moderated");
    mo.posts(&format!("/a/{}/moderation", article.id), &[]).await.is(409);
    mo.reads(&article).await.presses("Let comments appear at once").await.says("at once again");
    ann.replies_to(&article, "At last.").await.has("#c1");
    mo.opens("/moderation/log").await.says("end moderation of thread");
}

#[tokio::test]
async fn who_is_watched_is_held_without_being_told_why() {
    let (board, article, ann, _) = stage().await;
    board
        .sql(&format!(
            "alter table sanctions drop constraint if exists sanctions_kind_check;
             insert into sanctions (account_id, kind, reason, starts_at) values ({}, 'watched', 'second warning', now())",
            ann.member().id
        ))
        .await;
    ann.replies_to(&article, "Good morning.").await.has("[data-state=held]").does_not_say("watched");
    board.moderator("mo").await.opens("/queue").await.says("The member is watched: second warning");
}

#[tokio::test]
async fn an_old_article_is_old_from_a_day_on() {
    let (board, article, ann, boss) = stage().await;
    turns_on(&boss, "old_article", &[("days", "30"), ("action", "hold")]).await;
    board.clock.advance(Duration::days(30) - Duration::minutes(1));
    ann.replies_to(&article, "Just in time.").await.has("#c1");
    board.clock.advance(Duration::minutes(1));
    ann.replies_to(&article, "Too late.").await.has("[data-state=held]");
}

#[tokio::test]
async fn so_many_comments_are_taken_in_a_day() {
    let (board, article, ann, boss) = stage().await;
    turns_on(&boss, "too_many", &[("hour", "3"), ("day", "4"), ("action", "refuse")]).await;
    for (text, minutes) in [("One.", 20), ("Two.", 20), ("Three.", 19)] {
        ann.replies_to(&article, text).await.is(200);
        board.clock.advance(Duration::minutes(minutes));
    }
    ann.replies_to(&article, "Four.").await.is(422).says("You posted 3 texts in an hour");
    board.clock.advance(Duration::minutes(1));
    ann.replies_to(&article, "Four.").await.has("#c4");
    board.clock.advance(Duration::hours(20));
    ann.replies_to(&article, "Five.").await.is(422).says("4 texts in 24 hours");
    board.clock.advance(Duration::hours(4));
    ann.replies_to(&article, "Five.").await.has("#c5");
}

#[tokio::test]
async fn a_text_is_known_again_for_so_many_days() {
    let (board, article, ann, boss) = stage().await;
    turns_on(&boss, "same_text", &[("days", "2"), ("characters", "20"), ("action", "refuse")]).await;
    let (ben, other) = (board.member("ben").await, board.article("Another").await);
    ann.replies_to(&article, "The treaty text is “public” by now.").await.has("#c1");
    board.clock.advance(Duration::days(1));
    let page = ben.replies_to(&other, "The treaty text is \"public\"   by now.").await;
    page.is(422).says("word for word what stands in “The alliance”, posted yesterday");
    board.clock.advance(Duration::days(1));
    page.presses("Post comment").await.has("#c1");
    ben.replies_to(&other, "I agree.").await.has("#c2");
    ann.replies_to(&other, "I agree.").await.has("#c3");
}

#[tokio::test]
async fn a_source_is_not_quoted_whole() {
    let (board, _, ann, boss) = stage().await;
    let long = format!("{}\n\nThe end.", "The river is wide. ".repeat(20).trim());
    let article = board.article_with("The river", &long).await;
    turns_on(&boss, "one_source", &[("percent", "60"), ("characters", "300"), ("action", "hold")]).await;
    let quoted =
        |times: usize| format!("> ¶1\n> {}\n\nSo it is.", "The river is wide. ".repeat(times).trim());
    ann.replies_to(&article, &quoted(10)).await.has("#c1");
    ann.replies_to(&article, &quoted(15)).await.has("[data-state=held]");
    board.moderator("mo").await.opens("/queue").await.says("it quotes 73 % of the article");
}

#[tokio::test]
async fn how_often_a_rule_was_right_follows_decisions_and_their_undoing() {
    let (board, article, _, _) = stage().await;
    let mo = board.moderator("mo").await;
    let right = async || {
        let right = how_right(&board.db().await, board.clock.now()).await.expect("the figures");
        right.into_iter().map(|one| (one.rule.clone(), one.approved, one.rejected)).collect::<Vec<_>>()
    };
    for name in ["ben", "cid"] {
        board.newcomer(name).await.replies_to(&article, &format!("{name} says hello.")).await;
    }
    assert_eq!(right().await, []);
    mo.opens("/moderation/rules").await.says("It held 2 texts in the last 90 days: none was decided yet.");
    mo.opens("/queue").await.presses("Approve").await;
    mo.opens("/queue").await.presses("4Spam").await.says("Rejected");
    assert_eq!(right().await, [("first_comments".to_owned(), 1, 1)]);
    mo.opens("/moderation/rules/first_comments").await.says("1 was approved, 1 rejected.");
    mo.opens("/queue").await.presses("Undo last").await;
    assert_eq!(right().await, [("first_comments".to_owned(), 1, 0)]);
    board.clock.advance(Duration::days(91));
    assert_eq!(right().await, []);
}

#[tokio::test]
async fn nothing_is_left_of_what_was_found_in_words_that_went_with_their_writer() {
    let (board, article, _, boss) = stage().await;
    lists(&boss, "Ships", "mark", "quinquereme").await;
    let crab = board.member("crab").await;
    crab.replies_to(&article, "A quinquereme of Nineveh.").await.has("#c1");
    board.sql("update word_lists set words = 'x'").await;
    assert!(board.dump_of("rule_hits").await.contains("quinquereme"));
    let id = crab.member().id;
    board
        .sql(&format!(
            "insert into deletions (account_id, asked_at, due_at, words) values ({id}, now(), now(), 'go')"
        ))
        .await;
    board.clock.advance(Duration::minutes(1));
    let mut db = board.db().await;
    rejoinder::own_data::deletion::carry_out_due(&mut db, board.clock.now()).await.expect("the deletion");
    assert!(!board.dump_of("rule_hits").await.contains("quinquereme"));
}
