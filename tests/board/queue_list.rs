//! The list of what waits: filters, orders, pages, claims.

use crate::support::{Article, Board, Page, Person};
use time::Duration;

async fn stage() -> (Board, Article, Person, Person, Person) {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo, max) =
        (board.newcomer("ann").await, board.moderator("mo").await, board.moderator("max").await);
    (board, article, ann, mo, max)
}

fn open_case(page: &Page) -> String {
    page.attribute("[data-case]", "data-case")
}

#[tokio::test]
async fn the_list_is_filtered_by_what_is_asked() {
    let (board, article, ann, mo, _) = stage().await;
    let other = board.article("Another thread").await;
    let (ben, cid) = (board.member("ben").await, board.member("cid").await);
    board.comment(&ann, &article, "My first word, at https://pills.example/offer and so on.").await;
    board.clock.advance(Duration::hours(2));
    let flagged = board.comment(&ben, &other, "You could not find it on a map.").await;
    cid.posts(&format!("/c/{flagged}/flag"), &[("reason", "abuse")]).await.is(303);
    mo.opens("/queue").await.says("pills.example");
    let [anns, bens] = ["My first word", "could not find"];
    for (query, seen) in [
        ("", vec![anns, bens]),
        ("kind=held_comment", vec![anns]),
        ("kind=flagged_comment", vec![bens]),
        ("kind=appeal", vec![]),
        ("rule=links", vec![anns]),
        ("rule=first_comments", vec![anns]),
        ("rule=flag", vec![bens]),
        ("author=ben", vec![bens]),
        ("author=BEN", vec![bens]),
        ("author=nobody", vec![]),
        ("words=pills.example", vec![anns]),
        ("words=pills_example", vec![]),
        ("words=%25", vec![]),
        ("hours=1", vec![anns]),
        ("hours=24", vec![]),
        ("claimed=mine", vec![anns]),
        ("claimed=others", vec![]),
        ("claimed=free", vec![bens]),
        ("order=weight", vec![anns, bens]),
        ("kind=held_comment&author=ben", vec![]),
    ] {
        // A look at the list of another kind claims nothing that would change the next look.
        board.sql("update cases set claimed_until = null where kind = 'flagged_comment'").await;
        let page = mo.opens(format!("/queue?{query}")).await;
        assert_eq!(page.count("[data-item]"), seen.len(), "{query}: {}", page.words());
        for words in seen {
            assert!(page.words_of(".items").contains(words), "{query}");
        }
    }
    let thread = mo.opens(format!("/queue?article={}", other.id)).await;
    assert_eq!(thread.count("[data-item]"), 1);
    for nonsense in ["kind=shrug", "order=shrug", "claimed=shrug", "article=x", "hours=x", "after=x"] {
        mo.gets(&format!("/queue?{nonsense}")).await.is(404);
    }
    ann.gets("/queue?kind=held_comment").await.is(404);
}

#[tokio::test]
async fn a_filter_stays_while_one_decides() {
    let (board, article, ann, mo, _) = stage().await;
    let other = board.newcomer("other").await;
    board.comment(&ann, &article, "Of the first, one.").await;
    board.comment(&other, &article, "Of the second.").await;
    board.comment(&ann, &article, "Of the first, two.").await;
    let page = mo.opens("/queue?author=ann").await;
    let page = page.presses("Approve").await;
    page.says("Approved").says("Of the first, two.").does_not_say("Of the second.");
    let page = page.presses("Approve").await;
    page.says("Nothing of that kind waits");
    mo.opens("/queue").await.says("Of the second.");
}

#[tokio::test]
async fn the_heaviest_comes_first_where_that_is_asked() {
    let (board, article, ann, mo, _) = stage().await;
    board.comment(&ann, &article, "The older one.").await;
    board.clock.advance(Duration::minutes(1));
    let heavy = board.newcomer("heavy").await;
    board.comment(&heavy, &article, "The heavier one: https://a.example and https://b.example").await;
    assert!(mo.opens("/queue").await.words_of("[data-item]").contains("older"));
    let page = mo.opens("/queue?order=weight").await;
    assert!(page.words_of("[data-item]").contains("heavier"));
    assert!(page.words_of(".case .prose").contains("heavier"), "and it is the one that is opened");
}

#[tokio::test]
async fn pages_of_the_list_leave_nothing_out_and_show_nothing_twice() {
    let (board, article, ann, mo, _) = stage().await;
    board.many_wait(&article, &ann, 75).await;
    board.sql("update cases set opened_at = date_trunc('minute', opened_at)").await;
    for order in ["/queue", "/queue?order=weight"] {
        let (mut path, mut seen) = (Some(order.to_owned()), Vec::new());
        while let Some(next) = path {
            let page = mo.opens(&next).await;
            let html = scraper::Html::parse_document(&page.html);
            let item = scraper::Selector::parse("[data-item]").unwrap();
            let items: Vec<String> =
                html.select(&item).map(|item| item.value().attr("data-item").unwrap().to_owned()).collect();
            assert!(items.len() <= 30);
            seen.extend(items);
            path = (page.count("a[rel=next]") > 0).then(|| page.attribute("a[rel=next]", "href"));
        }
        assert_eq!(seen.len(), 75, "{order}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 75, "{order}");
    }
}

#[tokio::test]
async fn a_list_of_ten_thousand_is_found_by_its_indexes() {
    let (board, article, ann, mo, _) = stage().await;
    let rare = board.article("A thread of its own").await;
    board.many_wait(&article, &ann, 10_000).await;
    board.many_wait(&rare, &board.newcomer("rare").await, 5).await;
    board.sql("analyze cases; analyze comments; analyze comment_revisions").await;
    mo.opens("/queue").await.has("a[rel=next]");
    let all = "select cases.id from cases join accounts on accounts.id = cases.author_id
                 join comments on comments.id = cases.comment_id where cases.state = 'open'";
    for (query, index) in [
        (format!("{all} order by opened_at, cases.id limit 31"), "cases_waiting"),
        (
            format!(
                "{all} and opened_at >= now() - interval '2 h' and (opened_at > now() - interval '2 h' or cases.id > 5) order by opened_at, cases.id limit 31"
            ),
            "cases_",
        ),
        (format!("{all} order by weight desc, opened_at, cases.id limit 31"), "cases_by_weight"),
        (format!("{all} order by score desc, opened_at, cases.id limit 31"), "cases_by_score"),
        (
            format!("{all} and cases.article_id = {} order by opened_at, cases.id limit 31", rare.id),
            "cases_of_article",
        ),
        (format!("{all} and kind = 'held_edit' order by opened_at, cases.id limit 31"), "cases_of_kind"),
        (
            format!("{all} and rules @> array['no such rule'] order by opened_at, cases.id limit 31"),
            "cases_by_rule",
        ),
    ] {
        board
            .sql(&format!(
                "do $$ declare plan text := ''; line text; begin
                    for line in execute $q$explain {query}$q$ loop plan := plan || line || E'\\n'; end loop;
                    assert plan like '%{index}%' and plan not like '%Seq Scan on cases%', plan;
                end $$"
            ))
            .await;
    }
}

#[tokio::test]
async fn each_moderator_is_given_another_case() {
    let (board, article, ann, mo, max) = stage().await;
    board.many_wait(&article, &ann, 6).await;
    let boss = board.administrator("boss").await;
    let asked = [mo.opens("/queue"), max.opens("/queue"), boss.opens("/queue")];
    let pages = futures_util::future::join_all(asked).await;
    let mut cases: Vec<String> = pages.iter().map(open_case).collect();
    assert_eq!(open_case(&mo.opens("/queue").await), cases[0], "who comes again is given the same");
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(cases.len(), 3);
    let next = pages.into_iter().next().unwrap().presses("Approve").await;
    assert!(!cases.contains(&open_case(&next)), "nor is the next one somebody else's");
}

#[tokio::test]
async fn a_claim_lasts_five_minutes_and_as_long_as_it_is_renewed() {
    let (board, article, ann, mo, max) = stage().await;
    board.comment(&ann, &article, "Decide on me.").await;
    let case = open_case(&mo.opens("/queue").await);
    let claim = format!("/queue/{case}/claim");
    board.clock.advance(Duration::minutes(4));
    mo.posts(&claim, &[("renew", "yes")]).await.is(204);
    board.clock.advance(Duration::minutes(4));
    max.opens("/queue").await.has_no("[data-case]").says("with others");
    max.posts(&claim, &[("renew", "yes")]).await.is(409);
    board.clock.advance(Duration::minutes(2));
    assert_eq!(open_case(&max.opens("/queue").await), case);
    mo.posts(&claim, &[("renew", "yes")]).await.is(409);
    ann.posts(&claim, &[("renew", "yes")]).await.is(404);
}

#[tokio::test]
async fn who_had_a_case_reads_the_word_of_who_took_it_over() {
    let (board, article, ann, mo, max) = stage().await;
    board.comment(&ann, &article, "Decide on me.").await;
    let case = open_case(&mo.opens("/queue").await);
    let page = max.opens(format!("/queue/{case}")).await.fills("word", "You seem to be <away>.");
    page.presses("Take it over").await.does_not_say("has this one open");
    mo.opens("/queue").await.says("max has taken").says("You seem to be <away>.");
    max.opens("/queue").await.does_not_say("has taken");
    board.clock.advance(Duration::minutes(6));
    mo.opens("/queue").await.does_not_say("has taken");
}

#[tokio::test]
async fn who_comes_too_late_sees_what_changed_and_goes_on() {
    let (board, article, ann, mo, max) = stage().await;
    let comment = board.comment(&ann, &article, "The text that was seen.").await;
    let late = mo.opens("/queue").await;
    let fields = [("body", "The text that was changed."), ("revision", "1")];
    ann.posts(&format!("/c/{comment}/edit"), &fields).await.is(303);
    let page = late.presses("Approve").await;
    page.is(409).says("Nothing was done").has("[role=alert] .diff ins").has("[role=alert] .diff del");
    max.opens(format!("/queue/{}", open_case(&page))).await.presses("Approve").await.says("Approved");
    let page = page.presses("Approve").await;
    page.is(409).says("max approved it on").has("[role=alert] a[href='/queue']");
}

#[tokio::test]
async fn a_case_stands_among_what_one_needs_to_know() {
    let (board, article, ann, mo, max) = stage().await;
    let ben = board.member("ben").await;
    board.comment(&ann, &article, "All of it at https://pills.example/offer once.").await;
    mo.opens("/queue").await.presses("4Spam").await.says("Rejected");
    board.clock.advance(Duration::minutes(1));
    board.comment(&ann, &article, "And https://pills.example/offer here, too.").await;
    board.clock.advance(Duration::minutes(1));
    board.comment(&ben, &article, "I came after that.").await;
    let id = ann.member().id;
    board
        .sql(&format!(
            "insert into sanctions (account_id, kind, reason, imposed_by, starts_at, ends_at)
             values ({id}, 'silenced', 'Offers again and again.', {}, now() - interval '9 days', now() - interval '2 days')",
            max.member().id
        ))
        .await;
    let page = mo.opens("/queue").await;
    page.says("I came after that.")
        .says("Against, 30 days 100 % of 1")
        .says("right in 1 of 1")
        .says("silenced")
        .says("Offers again and again.")
        .says("by max");
    page.says("Like it before").says("1 rejected or removed").says("ann’s, rejected as Spam");
    page.has("[data-claim]");
    assert_eq!(page.attribute("[data-left]", "data-left"), page.attribute("[data-left]", "data-whole"));
    let until = page.words_of("[data-left] time");
    page.says(&format!("Yours until {until}")).says("nobody else is given it before");
    let case = page.attribute("[data-case]", "data-case");
    max.opens(format!("/queue/{case}")).await.says("mo has this one open").has_no("[data-left]");
    board.clock.advance(Duration::days(31));
    let mo = board.signed_in_as("mo").await;
    mo.opens("/queue").await.does_not_say("Against, 30 days").says("Like it before");
}

#[tokio::test]
async fn what_came_after_a_text_that_waits_is_one_of_the_last_500_of_its_thread() {
    let (board, article, ann, mo, _) = stage().await;
    board.comment(&ann, &article, "A text that waits.").await;
    board.clock.advance(Duration::minutes(1));
    board.comment(&board.member("ben").await, &article, "I came after that.").await;
    board.sql("update articles set last_number = number + 499 from comments where number is not null").await;
    mo.opens("/queue").await.says("I came after that.");
    board.sql("update articles set last_number = last_number + 1").await;
    mo.opens("/queue").await.says("A text that waits.").does_not_say("I came after that.");
}

#[tokio::test]
async fn what_waits_stands_in_its_thread_for_moderators_alone() {
    let (board, article, ann, mo, _) = stage().await;
    board.comment(&ann, &article, "I wait at the end of the thread.").await;
    board.comment(&ann, &article, "And so do I.").await;
    for other in [board.anyone(), board.member("ben").await] {
        other.reads(&article).await.has_no("#held").does_not_say("I wait at the end");
    }
    ann.reads(&article).await.has_no("#held");
    let page = mo.reads(&article).await;
    assert_eq!(page.count("[data-waits]"), 2);
    page.says("I wait at the end of the thread.");
    let page = page.presses("Approve").await;
    page.says("Approved").has("#c1").has("#held");
    page.presses("Spam").await.says("Rejected").has_no("#held").does_not_say("And so do I.");
    board.anyone().reads(&article).await.says("1 comment");
}
