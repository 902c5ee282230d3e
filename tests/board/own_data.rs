//! A member takes their data along: all of it, nobody else's, and nothing secret.

use crate::support::{Board, Person};
use rejoinder::accounts::suspend_until;
use serde_json::Value;

async fn downloads(who: &Person) -> (Value, String) {
    let answered = who.gets("/settings/data/download").await;
    answered.is(200);
    assert_eq!(answered.header("content-type"), Some("application/json"));
    assert!(answered.header("content-disposition").unwrap().starts_with("attachment"));
    let text = answered.text();
    (serde_json::from_str(&text).expect("valid JSON"), text)
}

fn list<'a>(data: &'a Value, name: &str) -> &'a [Value] {
    data[name].as_array().unwrap_or_else(|| panic!("no list {name}"))
}

#[tokio::test]
async fn the_download_holds_what_was_written_and_nothing_secret() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ann, ben, mo) =
        (board.newcomer("ann").await, board.member("ben").await, board.moderator("mo").await);
    let hash = rejoinder::accounts::passwords::hash("a long enough sentence".to_owned()).await.unwrap();
    board.sql(&format!("update accounts set password_hash = '{hash}' where name = 'ann'")).await;
    ann.sends("/settings/profile", &[("tagline", "Third mate"), ("about", "On ships.")]).await;
    ann.replies_to(&article, "Held until somebody looks.").await;
    mo.opens("/queue").await.presses("Approve").await;
    let id = ann.reads(&article).await.attribute("#c1", "data-id");
    let page = ann.opens(format!("/c/{id}/edit")).await;
    page.fills("body", "Edited after it was approved.").presses("Save").await;
    ann.replies_to(&article, "> ¶1\n> The main reason was its desire\n\nSo they say.").await;
    ann.replies_to(&article, "You numbskull.").await;
    mo.opens("/queue").await.presses("2Abuse").await;
    let his = board.comment(&ben, &article, "Words that ben wrote himself.").await;
    ann.posts(&format!("/c/{his}/recommendation"), &[]).await.is(303);
    ann.posts(&format!("/c/{his}/flag"), &[("reason", "spam"), ("note", "sells ropes")]).await.is(303);
    ann.posts(&format!("/a/{}/draft", article.id), &[("body", "not sent yet")]).await;

    let (data, text) = downloads(&ann).await;
    assert_eq!(data["format"], "rejoinder-own-data-1");
    assert_eq!(
        (&data["account"]["name"], &data["account"]["email"]),
        (&"ann".into(), &"ann@people.example".into())
    );
    assert_eq!(
        (&data["account"]["tagline"], &data["account"]["about"]),
        (&"Third mate".into(), &"On ships.".into())
    );
    let comments = list(&data, "comments");
    assert_eq!(comments.len(), 3, "{text}");
    let sources: Vec<&Value> =
        comments[0]["revisions"].as_array().unwrap().iter().map(|r| &r["source"]).collect();
    assert_eq!(sources, ["Held until somebody looks.", "Edited after it was approved."]);
    assert_eq!(comments[1]["revisions"][0]["quotes"][0]["paragraph"], 1);
    assert_eq!(comments[2]["state"], "rejected");
    let told: Vec<&Value> = list(&data, "decisions").iter().map(|decision| &decision["decision"]).collect();
    assert_eq!(told, ["approve", "reject"]);
    assert_eq!(list(&data, "decisions")[1]["reason"], "It attacks a person rather than what they say.");
    assert_eq!(list(&data, "flags")[0]["note"], "sells ropes");
    assert_eq!(list(&data, "recommendations")[0]["comment"], his.0);
    assert_eq!(list(&data, "drafts")[0]["fields"]["body"], "not sent yet");
    assert_eq!(list(&data, "sessions").len(), 1);
    for name in rejoinder::own_data::download::LISTS {
        list(&data, name);
    }
    for secret in ["$argon2", "token", "hash", "ben wrote", "ben@people", "finder", "\"mo\""] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

#[tokio::test]
async fn long_lists_are_whole() {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let ann = board.member("ann").await;
    board.sql("update rules set enabled = false").await;
    for number in 1..=51 {
        board.comment(&ann, &article, &format!("Number {number} of many.")).await;
    }
    let (data, _) = downloads(&ann).await;
    let comments = list(&data, "comments");
    assert_eq!(comments.len(), 51);
    assert_eq!(comments[50]["revisions"][0]["source"], "Number 51 of many.");
}

#[tokio::test]
async fn nobody_downloads_anothers_data() {
    let board = Board::open().await;
    let (ann, ben) = (board.member("ann").await, board.administrator("ben").await);
    ann.sends("/settings/profile", &[("tagline", "Third mate")]).await;
    let (data, text) = downloads(&ben).await;
    assert_eq!(data["account"]["name"], "ben");
    assert!(!text.contains("Third mate") && !text.contains("ann"), "{text}");
    board.anyone().gets("/settings/data/download").await.is(303);
    let db = board.db().await;
    suspend_until(&db, ann.member().id, "a reason", None, board.clock.now()).await.unwrap();
    ann.gets("/settings/data/download").await.is(303);
    ben.opens("/settings/data").await.is(200).has("a[href='/settings/data/download']");
}
