//! Pages from memory are never stale: not on the process that wrote, and on others only until they hear of it. Beside
//! this, each page of a thread that nobody reads in any test is held against one that is made anew (`Person::gets`).

use crate::support::{Article, Board, Person, database};
use rejoinder::db::CommentId;
use rejoinder::web::Pages;

struct Stage {
    board: Board,
    article: Article,
    other: Article,
    ann: Person,
    ben: Person,
    mo: Person,
    boss: Person,
    first: CommentId,
}

async fn stage() -> Stage {
    let (board, _) = Board::listening(database().await).await;
    let (article, other) = (board.article("The alliance").await, board.article("Another thread").await);
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    let (mo, boss) = (board.moderator("mo").await, board.administrator("boss").await);
    let first = board.comment(&ann, &article, "The treaty text is public.").await;
    board.comment(&ben, &article, "Is it?").await;
    Stage { board, article, other, ann, ben, mo, boss, first }
}

/// The changes, in this order: a name, and what stands on the page after it and not before.
const CHANGES: [(&str, &str); 18] = [
    ("post", "A third voice."),
    ("edit", "The treaty text was public."),
    ("recommend", "Recommend · 1"),
    ("quote it here", "Quoted by <a href=\"#c4\">#4</a>"),
    ("quote it in another thread", "1 more</a>"),
    ("quote the article", "Passages under discussion"),
    ("flag", "Hidden until a moderator has looked"),
    ("restore", "The treaty text was public."),
    ("tagline", "Harbour pilot"),
    ("name", "Bettina"),
    ("role", "Moderator</span>"),
    ("topic", "Water"),
    ("topic's name", "Rivers"),
    ("correct", "a new sentence"),
    ("close", "Closed since"),
    ("reopen", "id=\"reply\""),
    ("look first", "Moderators look at each comment here"),
    ("delete", "Deleted by its author."),
];

impl Stage {
    async fn does(&self, what: &str) {
        let Self { article, other, ann, ben, mo, boss, first, .. } = self;
        let thread = |word: &str| format!("/a/{}/{word}", article.id);
        let done = match what {
            "post" => ben.replies_to(article, "A third voice.").await,
            "edit" => {
                let form = ann.opens(format!("/c/{first}/edit")).await;
                form.fills("body", "The treaty text was public.").presses("Save").await
            }
            "recommend" => ben.sends(&format!("/c/{first}/recommendation"), &[]).await,
            "quote it here" => {
                ben.replies_to(article, "> #1\n> The treaty text was public.\n\nSo it was.").await
            }
            "quote it in another thread" => {
                ben.replies_to(other, &format!("> /c/{first}\n> The treaty text was public.\n\nHere, too."))
                    .await
            }
            "quote the article" => {
                ben.replies_to(article, "> ¶1\n> its desire to secure its bases\n\nIndeed.").await
            }
            "flag" => {
                let page = boss.opens("/admin/board").await;
                page.fills("flags_to_hide", "1").presses("Keep the settings").await.is(200);
                ben.sends(&format!("/c/{first}/flag"), &[("reason", "abuse")]).await
            }
            "restore" => mo.opens("/queue").await.presses("Keep").await,
            "tagline" => {
                let form = ann.opens("/settings/profile").await;
                form.fills("tagline", "Harbour pilot").presses("Keep").await
            }
            "name" => ann.sends("/settings/profile/name", &[("name", "Bettina")]).await,
            "role" => {
                let page = boss.opens(format!("/admin/accounts/{}", ben.member().id)).await;
                page.fills("role", "moderator").presses("Give this role").await
            }
            "topic" => {
                boss.sends("/admin/topics", &[("name", "Water")]).await;
                let form = mo.opens(thread("edit")).await;
                form.fills("topic", "water").presses("Save the correction").await
            }
            "topic's name" => boss.sends("/admin/topics", &[("name", "Rivers"), ("slug", "water")]).await,
            "correct" => {
                let text = "The main reason was a new sentence.\n\nThus it ends.";
                mo.opens(thread("edit")).await.fills("text", text).presses("Save the correction").await
            }
            "close" => mo.sends(&thread("closure"), &[]).await,
            "reopen" => mo.sends(&thread("reopening"), &[]).await,
            "look first" => mo.sends(&thread("moderation"), &[]).await,
            "delete" => ann.sends(&format!("/c/{first}/deletion"), &[]).await,
            _ => panic!("{what}"),
        };
        done.is(200);
    }

    /// The page that nobody sees, from memory.
    async fn reads(&self) -> String {
        self.board.anyone().gets(&self.article.path).await;
        let before = self.board.pages.figures().hits;
        let page = self.board.anyone().gets(&self.article.path).await;
        assert_eq!(self.board.pages.figures().hits, before + 1, "from memory");
        page.text()
    }
}

#[tokio::test]
async fn whatever_changes_shows_in_the_next_page_of_the_process_that_did_it() {
    let stage = stage().await;
    for (what, shows) in CHANGES {
        let before = stage.reads().await;
        assert!(!before.contains(shows) || what == "restore", "{what}: {shows} is there before");
        stage.does(what).await;
        let after = stage.board.anyone().gets(&stage.article.path).await.text();
        assert!(after.contains(shows), "{what}: {shows} is not in {after}");
        let fresh = stage.board.fresh(&stage.article.path).await.text();
        assert_eq!(after, fresh, "{what}");
    }
}

#[tokio::test]
async fn the_boards_settings_show_at_once() {
    let stage = stage().await;
    assert!(stage.reads().await.contains("Rejoinder"));
    let page = stage.boss.opens("/admin/board").await;
    page.fills("board_name", "The Lamp").presses("Keep the settings").await.is(200);
    let page = stage.board.anyone().reads(&stage.article).await;
    page.says("The Lamp").does_not_say("Rejoinder");
}

#[tokio::test]
async fn other_processes_hear_of_it() {
    let stage = stage().await;
    let (beside, _) = Board::listening(stage.board.url.clone()).await;
    for _ in 0..2 {
        beside.anyone().reads(&stage.article).await.does_not_say("A third voice.");
    }
    let before = beside.pages.figures();
    assert_eq!((before.hits, before.made), (1, 1));
    stage.does("post").await;
    beside.comes_to(|pages| pages.figures().notices > before.notices).await;
    beside.anyone().reads(&stage.article).await.says("A third voice.");
    // And the other way round; nobody hears what they said themselves.
    stage.reads().await;
    let own = stage.board.pages.figures().notices;
    stage.ben.at(&beside).replies_to(&stage.article, "A fourth one.").await;
    stage.board.comes_to(|pages| pages.figures().notices > own).await;
    stage.board.anyone().reads(&stage.article).await.says("A fourth one.");
    assert_eq!(stage.board.pages.figures().notices, own + 1);
}

#[tokio::test]
async fn a_comment_in_one_thread_leaves_the_pages_of_others_in_memory() {
    let stage = stage().await;
    let (beside, _) = Board::listening(stage.board.url.clone()).await;
    let boards = [&stage.board, &beside];
    let asked = || boards.map(|board| board.pages.figures().asked_after);
    let heard = beside.pages.figures().notices;
    stage.does("edit").await;
    beside.comes_to(|pages| pages.figures().notices > heard).await;
    for board in boards {
        board.anyone().reads(&stage.article).await.says("The treaty text was public.");
        board.anyone().reads(&stage.other).await.is(200);
    }
    let before = asked();
    let tells = async |what| {
        let heard = beside.pages.figures().notices;
        stage.does(what).await;
        beside.comes_to(|pages| pages.figures().notices > heard).await;
    };
    tells("post").await;
    tells("recommend").await;
    let path = format!("/a/{}/comments", stage.other.id);
    stage
        .ann
        .sends("/preview", &[("article", &stage.other.id.to_string()), ("body", "Not yet.")])
        .await
        .is(200);
    stage.ann.posts(&path.replace("comments", "draft"), &[("body", "Not yet.")]).await.is(204);
    for board in boards {
        board.anyone().reads(&stage.other).await.is(200);
    }
    assert_eq!(asked(), before, "nothing of that thread changed");
    for board in boards {
        board.anyone().reads(&stage.article).await.says("A third voice.").says("Recommend · 1");
    }
    tells("quote it in another thread").await;
    for board in boards {
        board.anyone().reads(&stage.other).await.says("Here, too.");
        board.anyone().reads(&stage.article).await.says("Quoted once");
    }
}

#[tokio::test]
async fn what_nobody_tells_is_believed_and_no_longer_than_others_are_heard() {
    let (board, ear) = Board::listening(database().await).await;
    let (article, ann) = (board.article("The alliance").await, board.member("ann").await);
    board.anyone().reads(&article).await.is(200);
    board.comment(&ann, &article, "Written by hand.").await;
    board.anyone().reads(&article).await.does_not_say("Written by hand.");
    ear.abort();
    board.comes_to(|pages| !pages.is_listening()).await;
    assert_eq!((board.pages.figures().pages, board.pages.figures().losses), (0, 1));
    board.anyone().reads(&article).await.says("Written by hand.");
    board.comment(&ann, &article, "And once more.").await;
    board.anyone().reads(&article).await.says("And once more.");
    let before = board.pages.figures();
    board.anyone().reads(&article).await.says("And once more.");
    let after = board.pages.figures();
    assert_eq!(
        (after.hits, after.made, after.asked_after),
        (before.hits, before.made, before.asked_after + 1)
    );
}

#[tokio::test]
async fn a_lost_connection_drops_all_pages_and_comes_back() {
    let (board, _) = Board::listening(database().await).await;
    let (article, ann) = (board.article("The alliance").await, board.member("ann").await);
    board.anyone().reads(&article).await.is(200);
    board.comment(&ann, &article, "Written by hand.").await;
    board
        .sql(
            "select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and query like '%listen rejoinder_changes%' and pid <> pg_backend_pid()",
        )
        .await;
    board.comes_to(|pages| pages.figures().losses == 1).await;
    board.anyone().reads(&article).await.says("Written by hand.");
    board.comes_to(Pages::is_listening).await;
    board.anyone().reads(&article).await.says("Written by hand.");
    let before = board.pages.figures().hits;
    board.anyone().reads(&article).await.says("Written by hand.");
    assert_eq!(board.pages.figures().hits, before + 1, "it is believed again");
}
