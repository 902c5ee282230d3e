//! A quote of what its writer may not see is a quote of what never was: in page, preview, draft and edit, by number,
//! by link and by words, the answer is the same to the byte.

use crate::support::{Article, Board, Person};
use rejoinder::db::CommentId;

const SECRET: &str = "A secret that nobody has read so far at all.";
const KEY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
/// The number of what cannot be seen, and one that was never given, on the same page of the thread.
const UNSEEN: &str = "4711";
const NEVER: &str = "4712";

struct Stage {
    board: Board,
    article: Article,
    ann: Person,
    /// What cannot be seen.
    secret: CommentId,
    /// Ann's own comment.
    own: CommentId,
}

async fn stage(state: &str) -> Stage {
    let board = Board::open().await;
    let article = board.article("The alliance").await;
    let (ben, ann) = (board.member("ben").await, board.member("ann").await);
    let secret = board.comment(&ben, &article, SECRET).await;
    let own = board.comment(&ann, &article, "Something of my own.").await;
    let number = if ["held", "rejected"].contains(&state) { "null" } else { UNSEEN };
    board.sql(&format!("update comments set state = '{state}', number = {number} where id = {secret}")).await;
    Stage { board, article, ann, secret, own }
}

impl Stage {
    /// All that ann is answered when she quotes from this source.
    async fn answers(&self, source: &str, number: &str) -> Vec<String> {
        let body = format!("> {source}\n> {SECRET}\n\nOh?");
        let (article, own) = (self.article.id.to_string(), self.own.to_string());
        let fields = [("body", body.as_str()), ("key", KEY), ("article", &article), ("revision", "1")];
        let edit = [&fields[..], &[("comment", &own)]].concat();
        let mut answers = Vec::new();
        for (path, fields) in [
            (format!("/a/{article}/comments"), &fields[..]),
            ("/preview".to_owned(), &fields),
            ("/preview".to_owned(), &edit),
            (format!("/c/{own}/edit"), &edit),
        ] {
            let answered = self.ann.posts(&path, fields).await;
            answered.is(422);
            assert!(answered.text().contains("what this quote names is not there"));
            answers.push(answered.text());
        }
        self.ann.posts(&format!("/a/{article}/draft"), &fields).await.is(204);
        answers.push(self.ann.gets(&format!("{}/reply", self.article.path)).await.is(200).text());
        answers
            .push(self.ann.gets(&format!("{}/reply?quote={number}", self.article.path)).await.is(200).text());
        let answering = [&fields[..], &[("reply_to", number)]].concat();
        let answered = self.ann.posts(&format!("/a/{article}/comments"), &answering).await;
        answers.push(answered.is(422).text());
        answers.into_iter().map(|text| text.replace(source, "SOURCE").replace(number, "NUMBER")).collect()
    }
}

#[tokio::test]
async fn whatever_hides_a_comment_a_quote_of_it_names_nothing() {
    for state in ["held", "rejected", "removed", "hidden", "deleted"] {
        let stage = stage(state).await;
        let (secret, article) = (stage.secret.0, &stage.article.path);
        for (unseen, never) in [
            (format!("#{UNSEEN}"), format!("#{NEVER}")),
            (format!("/c/{secret}"), "/c/99999".to_owned()),
            (format!("http://board.example/c/{secret}"), "http://board.example/c/99999".to_owned()),
            (format!("{article}#c{UNSEEN}"), format!("{article}#c{NEVER}")),
        ] {
            let (one, other) = (stage.answers(&unseen, UNSEEN).await, stage.answers(&never, NEVER).await);
            assert!(one == other, "{state}: {unseen}");
            assert!(one.iter().all(|text| !text.contains("ben")), "{state}: {unseen}");
        }
    }
}

#[tokio::test]
async fn what_stands_in_an_article_that_cannot_be_seen_is_not_there() {
    for state in ["held", "removed"] {
        let stage = stage("published").await;
        let other = stage.board.article("Another thread").await;
        let ben = stage.board.member("ben2").await;
        let there = stage.board.comment(&ben, &other, SECRET).await;
        stage.board.sql(&format!("update articles set state = '{state}' where id = {}", other.id)).await;
        for (unseen, never) in [
            (format!("/c/{there}"), "/c/99999"),
            (format!("/a/{}/x#c1", other.id), "/a/99999/x#c1"),
            (format!("/a/{}/x#p1", other.id), "/a/99999/x#p1"),
        ] {
            let (one, other) = (stage.answers(&unseen, NEVER).await, stage.answers(never, NEVER).await);
            assert!(one == other, "{state}: {unseen}");
        }
    }
}

#[tokio::test]
async fn its_words_alone_find_nothing_either() {
    for state in ["held", "rejected", "removed", "hidden", "deleted", "published"] {
        let stage = stage(state).await;
        let article = stage.article.id.to_string();
        let mut shown = Vec::new();
        for words in [SECRET, "A wisdom that nobody has said so far at all."] {
            let body = format!("> {words}\n\nOh?");
            let fields = [("body", body.as_str()), ("key", KEY), ("article", &article)];
            let page = stage.ann.sends("/preview", &fields).await;
            shown.push(page.is(200).html.replace(words, "WORDS"));
        }
        assert_eq!(shown[0] == shown[1], state != "published", "{state}");
    }
}

#[tokio::test]
async fn nobody_hears_of_a_quote_of_what_cannot_be_seen() {
    let stage = stage("hidden").await;
    let page = stage.ann.replies_to(&stage.article, &format!("> {SECRET}\n\nOh?")).await;
    page.has("figure.quote[data-fidelity=unattributed]");
    stage
        .board
        .sql("do $$ begin assert (select count(*) from events) = 0, 'somebody was told'; end $$")
        .await;
}

#[tokio::test]
async fn no_feed_and_no_map_tells_of_it() {
    for state in ["held", "rejected", "removed", "hidden", "deleted"] {
        let Stage { board, article, ann, .. } = stage(state).await;
        board.sql(&format!("update articles set last_number = {UNSEEN}")).await;
        let thread = format!("/a/{}/feed.atom", article.id);
        for path in [thread.as_str(), "/u/ben/feed.atom", "/feed.atom", "/p/al-monitor/feed.atom"] {
            // Nor does it for who wrote it, for a moderator, or in another coding.
            for who in [board.anyone(), ann.clone(), board.moderator(&format!("mo{}", path.len())).await] {
                let told = who.gets(path).await.is(200).text();
                assert!(!told.contains("secret") && !told.contains(UNSEEN), "{state}: {path}: {told}");
                assert!(path.starts_with("/u/") || !told.contains("ben"), "{state}: {path}: {told}");
            }
        }
        assert!(board.feed("/u/ben/feed.atom").await.entries.is_empty(), "{state}");
        let page = board.anyone().gets(&article.path).await.is(200).text();
        assert!(!page.contains("secret"), "{state}: the page, its data among it");
    }
}

#[tokio::test]
async fn the_feeds_of_an_article_that_cannot_be_seen_are_not_there() {
    for state in ["held", "rejected", "removed"] {
        let Stage { board, article, ann, .. } = stage("published").await;
        let (thread, here) = (format!("/a/{}/feed.atom", article.id), format!("/a/{}/", article.id));
        board.sql(&format!("update articles set last_number = {UNSEEN}")).await;
        assert!(board.anyone().gets(&thread).await.is(200).text().contains("secret"));
        board.sql(&format!("update articles set state = '{state}' where id = {}", article.id)).await;
        for who in [board.anyone(), ann.clone(), board.moderator("mo").await] {
            who.gets(&thread).await.is(404);
            who.gets("/p/al-monitor/feed.atom").await.is(404);
        }
        for path in ["/feed.atom", "/u/ben/feed.atom", "/u/ann/feed.atom", "/sitemap/board.xml"] {
            let told = board.anyone().gets(path).await.is(200).text();
            assert!(!told.contains("alliance") && !told.contains(&here), "{state}: {path}: {told}");
        }
        board.anyone().gets("/sitemap/threads-0.xml").await.is(404);
        board.anyone().gets("/sitemap/publications-0.xml").await.is(404);
    }
}
