//! What was sent is no draft any more, whatever became of it; what was refused still is.

use crate::support::{Article, Board, Person};

const BODY: &str = "What is sent, @ann.";

async fn keeps_and_sends(person: &Person, article: &Article, fields: &[(&str, &str)]) -> u16 {
    person.posts(&format!("/a/{}/draft", article.id), &[("body", BODY)]).await.is(204);
    assert_eq!(draft_of(person, article).await, BODY);
    let fields: Vec<_> = [("body", BODY)].into_iter().chain(fields.iter().copied()).collect();
    person.posts(&format!("/a/{}/comments", article.id), &fields).await.status
}

async fn draft_of(person: &Person, article: &Article) -> String {
    person.reads(article).await.words_of("textarea[name=body]")
}

#[tokio::test]
async fn a_draft_is_forgotten_once_its_form_was_sent() {
    let board = Board::open().await;
    let (article, other) = (board.article("The alliance").await, board.article("Another").await);
    let (ann, new) = (board.member("ann").await, board.newcomer("new").await);
    ann.posts(&format!("/a/{}/draft", other.id), &[("body", "Of another thread.")]).await.is(204);
    let key = ("key", "00000000-0000-7000-8000-000000000001");
    for (person, fields) in
        [(&ann, vec![key]), (&ann, vec![key]), (&ann, vec![("reply_to", "1")]), (&new, vec![])]
    {
        assert_eq!(keeps_and_sends(person, &article, &fields).await, 303);
        assert_eq!(draft_of(person, &article).await, "");
    }
    assert_eq!(draft_of(&ann, &other).await, "Of another thread.");
    board.anyone().reads(&article).await.says("2 comments");
}

#[tokio::test]
async fn a_draft_whose_form_is_refused_is_kept() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, mo) = (board.member("ann").await, board.moderator("mo").await);
    assert_eq!(keeps_and_sends(&ann, &article, &[("reply_to", "7")]).await, 422);
    assert_eq!(draft_of(&ann, &article).await, BODY);
    mo.posts(&format!("/a/{}/closure", article.id), &[]).await.is(303);
    ann.posts(&format!("/a/{}/comments", article.id), &[("body", BODY)]).await.is(422);
    mo.posts(&format!("/a/{}/reopening", article.id), &[]).await.is(303);
    assert_eq!(draft_of(&ann, &article).await, BODY);
    board.anyone().reads(&article).await.says("0 comments");
}
