//! Many people at once: numbers stay in a row, nobody waits for ever, a decision is made once.

use crate::support::Board;
use futures_util::future::join_all;
use std::collections::BTreeSet;

#[tokio::test]
async fn twenty_answers_at_once_get_twenty_numbers() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let mut people = Vec::new();
    for number in 0..20 {
        people.push(board.member(&format!("reader{number}")).await);
    }
    let path = format!("/a/{}/comments", article.id);
    let sent = people.iter().enumerate().map(|(number, person)| {
        let (path, body) = (path.clone(), format!("Answer {number}."));
        async move { person.posts(&path, &[("body", &body)]).await.status }
    });
    assert!(join_all(sent).await.iter().all(|status| *status == 303));
    let page = board.anyone().reads(&article).await;
    page.says("20 comments").has("#c1").has("#c20").has_no("#c21");
}

#[tokio::test]
async fn twenty_answers_to_one_comment_are_counted_and_told_one_by_one() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let author = board.member("author").await;
    board.comment(&author, &article, "The comment that everybody answers.").await;
    let mut people = Vec::new();
    for number in 0..20 {
        people.push(board.member(&format!("reader{number}")).await);
    }
    let path = format!("/a/{}/comments", article.id);
    let sent = people.iter().enumerate().map(|(number, person)| {
        let (path, body) = (path.clone(), format!("@author, @reader0: answer {number}."));
        async move { person.posts(&path, &[("body", &body), ("reply_to", "1")]).await.status }
    });
    assert!(join_all(sent).await.iter().all(|status| *status == 303));
    board.anyone().reads(&article).await.says("21 comments").says("20 replies").has("#c21");
    let told = "do $$ begin
        assert (select count(*) from events where kind = 'reply' and told_id = (select id from accounts where name = 'author')) = 20;
        assert (select count(*) from events where kind = 'mention' and told_id = (select id from accounts where name = 'reader0')) = 19;
        assert (select count(*) from events) = 39; end $$";
    board.sql(told).await;
}

#[tokio::test]
async fn one_form_that_is_sent_eight_times_at_once_is_posted_once() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, new) = (board.member("ann").await, board.newcomer("new").await);
    let path = format!("/a/{}/comments", article.id);
    for (person, key) in [(&ann, "1"), (&new, "2")] {
        let fields =
            [("body", "Once and no more."), ("key", &format!("00000000-0000-7000-8000-00000000000{key}"))];
        let answers = join_all((0..8).map(|_| person.posts(&path, &fields))).await;
        let places: BTreeSet<_> = answers.iter().map(|answer| (answer.status, &answer.location)).collect();
        assert_eq!(places.len(), 1, "{places:?}");
        assert!(places.iter().all(|(status, _)| *status == 303), "{places:?}");
    }
    board.anyone().reads(&article).await.says("1 comment").has("#c1");
    board.sql("do $$ begin assert (select count(*) from comments) = 2; end $$").await;
    board.sql("do $$ begin assert (select last_number from articles) = 1; end $$").await;
}

#[tokio::test]
async fn answering_recommending_and_editing_one_comment_at_once_harms_nobody() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    board.sql("update rules set enabled = false").await;
    let author = board.member("author").await;
    let comment = board.comment(&author, &article, "The comment that everybody is at.").await;
    let (mut readers, rounds) = (Vec::new(), 8);
    for number in 0..6 {
        readers.push(board.member(&format!("reader{number}")).await);
    }
    for round in 0..rounds {
        let answers = readers.iter().take(3).map(|person| {
            let path = format!("/a/{}/comments", article.id);
            let body = format!("> #1\n> that everybody is at\n\nIn round {round}.");
            async move { person.posts(&path, &[("body", &body), ("reply_to", "1")]).await.status }
        });
        let recommended = readers.iter().skip(3).map(|person| {
            let path = format!("/c/{comment}/recommendation");
            async move { person.posts(&path, &[]).await.status }
        });
        let edited = async {
            let text = format!("The comment that everybody is at, in round {round}.");
            let revision = (round + 1).to_string();
            author
                .posts(&format!("/c/{comment}/edit"), &[("body", &text), ("revision", &revision)])
                .await
                .status
        };
        let (answers, recommended, edited) =
            futures_util::future::join3(join_all(answers), join_all(recommended), edited).await;
        let all = answers.into_iter().chain(recommended).chain([edited]);
        assert!(all.into_iter().all(|status| status == 303), "round {round}");
    }
    board.anyone().reads(&article).await.says("25 comments").says("Quoted by #2 , #3 and 22 more");
}

#[tokio::test]
async fn of_ten_moderators_at_once_one_decides() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let new = board.newcomer("newcomer").await;
    board.comment(&new, &article, "Decide on me.").await;
    let mut moderators = Vec::new();
    for number in 0..10 {
        moderators.push(board.moderator(&format!("mo{number}")).await);
    }
    let page = moderators[0].opens("/queue").await;
    let path = format!("/queue/{}/decision", page.attribute("[data-case]", "data-case"));
    let decided = moderators.iter().enumerate().map(|(number, moderator)| {
        let decision = if number % 2 == 0 { "approve" } else { "reject" };
        let path = path.clone();
        async move {
            let fields = [("decision", decision), ("reason", "spam"), ("version", "1"), ("revision", "1")];
            moderator.posts(&path, &fields).await.status
        }
    });
    let mut statuses = join_all(decided).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409, 409, 409, 409, 409, 409, 409, 409, 409]);
    board.sql("do $$ begin assert (select count(*) from decisions) = 1; end $$").await;
}

#[tokio::test]
async fn an_approval_against_an_edit_publishes_what_was_seen_or_nothing() {
    let board = Board::open().await;
    let mo = board.moderator("mo").await;
    for round in 0..12 {
        let article = board.article(&format!("Article {round}")).await;
        let new = board.newcomer(&format!("newcomer{round}")).await;
        let comment = board.comment(&new, &article, "The text that was seen.").await;
        let page = mo.opens("/queue").await;
        let path = format!("/queue/{}/decision", page.attribute("[data-case]", "data-case"));
        let approval = mo.posts(&path, &[("decision", "approve"), ("version", "1"), ("revision", "1")]);
        let fields = [("body", "Something else altogether."), ("revision", "1")];
        let edit_path = format!("/c/{comment}/edit");
        let edit = new.posts(&edit_path, &fields);
        let (approved, edited) = futures_util::future::join(approval, edit).await;
        edited.is(303);
        let page = board.anyone().reads(&article).await;
        match approved.status {
            // The edit came after it: its author is known by then, and the edit is theirs to make.
            303 if page.count("#c1 a[href$='/history']") > 0 => page.says("Something else altogether."),
            // Or it was judged just before that, and waits.
            303 => page.says("The text that was seen.").does_not_say("Something else"),
            409 => page.says("0 comments"),
            status => panic!("{status}"),
        };
        if page.count("#c1 a[href$='/history']") == 0 {
            mo.opens("/queue").await.presses("Approve").await;
        }
    }
}
